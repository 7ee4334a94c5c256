"""A gathering from its call to its end: talk days, hearings, reviews, whatever its kind is made of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.draws import draw as draw_lots
from microprojects.domain.errors import N_, AlreadyDone, BadValue
from microprojects.domain.gathering_kinds import GatheringKind, Part, SignUp
from microprojects.domain.gatherings import (
    LONGEST_WORDS,
    DrawnAlready,
    MattersLeft,
    NotDrawn,
    NothingOnTheList,
    notice_long_enough,
    require_drawable,
    require_sign_up_open,
)
from microprojects.domain.meetings import its_day_has_come
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.workdays import SHANGHAI
from microprojects.services._deed import permit
from microprojects.services._gatherings import held, require_open, require_part, require_planned, tell
from microprojects.services._words import public_line, public_text, text_seal
from microprojects.store import areas, gatherings, hearings, packaged
from microprojects.store.db import transaction
from microprojects.store.gatherings import Gathering
from microprojects.store.hearings import SignedUp

MOST = 9_999


def call(
    community_slug: str,
    *,
    kind: str,
    title: str,
    place: str,
    starts_at: datetime,
    seed_source: str = "",
    actor: Actor,
    at: datetime,
) -> int:
    """Call a gathering of a community in public and return its number.

    `seed_source` is said beforehand for kinds whose seats may be drawn by lot: the public
    number, not known yet, that will decide.

    Raises:
        NotFound, NotPermitted: there is no such community or kind, or the actor may not call it there.
        TooSoonToHold: the notice would be shorter than the kind asks for.
        BadValue, PrivacyFinding: the words cannot be published, or what they need is missing.
    """
    with transaction() as session:
        area = areas.by_slug(session, community_slug)
        permit(actor, Action.GATHERING_CALL, Target(area.path), at=at)
        made_of = packaged.gathering_kind(kind)
        notice_long_enough(made_of, starts_at, at=at)
        drawn = made_of.has(Part.SIGN_UP)
        called = Gathering(
            area_id=area.id,
            kind=kind,
            title=public_line(N_("会的名称"), title or made_of.title),
            place=public_line(N_("地点"), place),
            starts_at=starts_at,
            called_at=at,
            called_by_id=actor.person_id,
            seed_source=public_line(N_("抽签用哪个公开的号码"), seed_source, needed=drawn) if drawn else "",
        )
        called.area = area
        session.add(called)
        session.flush()
        facts = {"kind": kind, "starts_at": starts_at.astimezone(SHANGHAI).isoformat(timespec="minutes")}
        tell(session, called, Action.GATHERING_CALL, facts, actor=actor, at=at)
        return called.id


def cancel(gathering_id: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """Call off a gathering that has not begun, for a reason that is published.

    Raises:
        NotFound, NotPermitted, GatheringOver, GatheringOpen: it is not there, or not to be called off.
        BadValue, PrivacyFinding: the reason cannot be published.
    """
    with transaction() as session:
        gathering = held(session, gathering_id, Action.GATHERING_CANCEL, actor=actor, at=at)
        require_planned(gathering)
        gathering.note = public_line(N_("理由"), reason)
        gathering.state, gathering.closed_at = "cancelled", at
        tell(session, gathering, Action.GATHERING_CANCEL, {"reason": gathering.note}, actor=actor, at=at)


def sign_up(gathering_id: int, *, side: str, actor: Actor, at: datetime) -> int:
    """Sign up for a hearing as somebody of that side, and return the number that the lot is drawn by.

    Raises:
        NotFound, NotPermitted: there is no such gathering, or the actor is not verified there.
        NotOfThisKind, GatheringOver, SignUpClosed, DrawnAlready: nobody signs up, or nobody any more.
        BadValue: the side has no seat.
        AlreadyDone: the person has signed up.
    """
    with transaction() as session:
        gathering, seats = _with_seats(session, gathering_id, Action.HEARING_SIGN_UP, actor=actor, at=at)
        if gathering.drawn_at is not None:
            raise DrawnAlready
        require_sign_up_open(seats, gathering.starts_at, at=at)
        if side not in seats.seats:
            raise BadValue(field=N_("以什么身份"), why=N_("请从有名额的几种里选"))
        before = hearings.sign_up_of(session, gathering_id, actor.person_id)
        if before is not None and before.withdrawn_at is None:
            raise AlreadyDone
        mine = before or SignedUp(
            gathering_id=gathering_id,
            person_id=actor.person_id,
            number=hearings.next_number(session, gathering_id),
        )
        mine.side, mine.signed_up_at, mine.withdrawn_at = side, at, None
        session.add(mine)
        session.flush()
        facts = {"number": mine.number, "side": side}
        tell(session, gathering, Action.HEARING_SIGN_UP, facts, actor=actor, at=at)
        return mine.number


def step_back(gathering_id: int, *, actor: Actor, at: datetime) -> None:
    """Take one's own sign-up back before the lots are drawn.

    Raises:
        NotFound, NotPermitted: there is no such gathering, or nobody is signed in.
        NotOfThisKind, GatheringOver, DrawnAlready: there is nothing to take back, or it is too late.
        AlreadyDone: the person has not signed up.
    """
    with transaction() as session:
        gathering, _seats = _with_seats(session, gathering_id, Action.HEARING_STEP_BACK, actor=actor, at=at)
        if gathering.drawn_at is not None:
            raise DrawnAlready
        mine = hearings.sign_up_of(session, gathering_id, actor.person_id)
        if mine is None or mine.withdrawn_at is not None:
            raise AlreadyDone
        mine.withdrawn_at = at
        tell(session, gathering, Action.HEARING_STEP_BACK, {"number": mine.number}, actor=actor, at=at)


def draw(gathering_id: int, *, seed: str, witnesses: str, actor: Actor, at: datetime) -> list[int]:
    """Draw who takes part, by a public number in front of witnesses, and return the numbers that are seated.

    Raises:
        NotFound, NotPermitted, NotOfThisKind, GatheringOver, GatheringOpen: as for every step.
        DrawnAlready, SignUpRuns, TooFewSignedUp: it was drawn, or cannot be drawn yet or at all.
        BadValue, PrivacyFinding: the number or the witnesses are missing.
    """
    with transaction() as session:
        gathering, seats = _with_seats(session, gathering_id, Action.HEARING_DRAW, actor=actor, at=at)
        require_planned(gathering)
        if gathering.drawn_at is not None:
            raise DrawnAlready
        came = hearings.sign_ups(session, gathering_id)
        require_drawable(seats, gathering.starts_at, have=len(came), at=at)
        gathering.draw_seed = public_line(N_("公开的号码"), seed)
        gathering.draw_witnesses = public_line(N_("见证人"), witnesses)
        gathering.drawn_at = at
        seated = draw_lots(gathering.draw_seed, {each.number: each.side for each in came}, seats.seats)
        for each in came:
            each.seated = each.number in seated
        facts = {"seed": gathering.draw_seed, "signed_up": len(came), "seated": seated}
        tell(session, gathering, Action.HEARING_DRAW, facts, actor=actor, at=at)
        return seated


def begin(gathering_id: int, *, actor: Actor, at: datetime) -> None:
    """Declare a gathering open on its day.

    Raises:
        NotFound, NotPermitted, GatheringOver, GatheringOpen: as for every step.
        TooEarly: its day has not come.
        NothingOnTheList, NotDrawn: it has nothing to talk about, or nobody was seated.
    """
    with transaction() as session:
        gathering = held(session, gathering_id, Action.GATHERING_HOLD, actor=actor, at=at)
        require_planned(gathering)
        its_day_has_come(gathering.starts_at, at=at)
        listed = gatherings.matters(session, gathering_id)
        if not listed and not gathering.made_of.has(Part.TOPICS):
            raise NothingOnTheList
        if gathering.made_of.has(Part.SIGN_UP) and gathering.drawn_at is None:
            raise NotDrawn
        gathering.state, gathering.opened_at = "open", at
        tell(session, gathering, Action.GATHERING_HOLD, {"items": len(listed)}, actor=actor, at=at)


def count_people(gathering_id: int, *, attended: int, actor: Actor, at: datetime) -> None:
    """Write down how many people came; whoever counts anew writes the new number.

    Raises:
        NotFound, NotPermitted, GatheringOver, GatheringNotOpen: as for every step.
        BadValue: it is not a number of people.
    """
    with transaction() as session:
        gathering = held(session, gathering_id, Action.GATHERING_HOLD, actor=actor, at=at)
        require_open(gathering)
        if not 0 < attended <= MOST:
            raise BadValue(field=N_("到会人数"), why=N_("要填 1 到 9999 的整数"))
        gathering.attended = attended
        tell(session, gathering, Action.GATHERING_HOLD, {"attended": attended}, actor=actor, at=at)


def close(gathering_id: int, *, summary: str = "", actor: Actor, at: datetime) -> None:
    """End a gathering when each of its matters has an ending; what it came to stands from now on.

    Raises:
        NotFound, NotPermitted, GatheringOver, GatheringNotOpen: as for every step.
        MattersLeft: with the matters that have no ending.
        NothingOnTheList: nobody said a word.
        BadValue, PrivacyFinding: nobody was counted, or the summary cannot be published.
    """
    with transaction() as session:
        gathering = held(session, gathering_id, Action.GATHERING_CLOSE, actor=actor, at=at)
        require_open(gathering)
        listed = [each for each in gatherings.matters(session, gathering_id) if not each.hidden_reason]
        if not listed:
            raise NothingOnTheList
        left = [each for each in listed if each.ended_at is None]
        if left:
            raise MattersLeft(left=len(left), which="、".join(each.title for each in left[:3]))
        if not gathering.attended:
            raise BadValue(field=N_("到会人数"), why=N_("还没有填"))
        gathering.summary = public_text(N_("小结"), summary, limit=LONGEST_WORDS, needed=False)
        gathering.state, gathering.closed_at = "closed", at
        facts = {
            "items": len(listed),
            "attended": gathering.attended,
            "endings": _endings(gathering.made_of, listed),
            **text_seal(gathering.summary),
        }
        tell(session, gathering, Action.GATHERING_CLOSE, facts, actor=actor, at=at)


def _endings(kind: GatheringKind, listed: list[gatherings.Matter]) -> list[str]:
    """Return how often each ending came, as the record tells it: 当场解决 12."""
    numbers = {each.label: sum(1 for m in listed if m.ending == each.word) for each in kind.endings}
    return [f"{label} {n}" for label, n in numbers.items() if n]


def _with_seats(
    session: Session, gathering_id: int, action: Action, *, actor: Actor, at: datetime
) -> tuple[Gathering, SignUp]:
    """Return a gathering that is held, and its seats.

    Raises:
        NotOfThisKind: nobody signs up for it.
    """
    gathering = held(session, gathering_id, action, actor=actor, at=at)
    require_part(gathering, Part.SIGN_UP)
    seats = gathering.made_of.sign_up
    assert seats is not None, "the data of a kind with sign-up was checked to have seats"
    return gathering, seats
