"""What the deeds of a roster share: a seat is given, a council is held, and the change told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.councils import KINDS, RosterFixed, SeatTaken, check_end, check_term
from microprojects.domain.errors import N_, BadValue
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.successions import PUBLIC, require_reason
from microprojects.domain.workdays import local_day
from microprojects.services._deed import permit, record
from microprojects.store import councils, meetings, people, seatings
from microprojects.store.councils import Council, Seat
from microprojects.store.seatings import SeatEnding


def held(session: Session, council_id: int, action: Action, *, actor: Actor, at: datetime) -> Council:
    """Return a council that the actor may change, held until the transaction ends.

    Raises:
        NotFound, NotPermitted: there is no such council, or the actor does not work there.
    """
    council = councils.get(session, council_id, for_update=True)
    permit(actor, action, Target(council.area.path), at=at)
    return council


def require_changeable(session: Session, council_id: int) -> None:
    """Refuse while a meeting sits: those due are fixed.

    Raises:
        RosterFixed: one does.
    """
    if meetings.sits_now(session, council_id):
        raise RosterFixed


def given(
    session: Session,
    council: Council,
    *,
    person_id: int,
    kind: str,
    since: date,
    until: date | None,
    name_public: bool,
) -> Seat:
    """Give a person one seat in a council that is held, outside a meeting.

    Raises:
        NotFound: there is no such person.
        BadValue, TermBackwards: the kind or the term is not one.
        SeatTaken: the person sits there at that time already.
        RosterFixed: a meeting is in session.
    """
    if kind not in KINDS:
        raise BadValue(field=N_("席位"), why=N_("不在可选的几种里"))
    check_term(since, until)
    people.get(session, person_id)
    require_changeable(session, council.id)
    if councils.overlapping(session, council.id, person_id, since, until):
        raise SeatTaken
    seat = Seat(
        council_id=council.id,
        person_id=person_id,
        kind=kind,
        since=since,
        until=until,
        name_public=name_public,
    )
    session.add(seat)
    session.flush()
    return seat


def end(session: Session, seat: Seat, until: date, reason: str, *, at: datetime) -> dict[str, object]:
    """End a seat on a day, keep why, and return what the journal tells of it: no reason that is not public.

    What was recorded of the member goes with the last day, for nobody counts them any more.

    Raises:
        TermBackwards, TermOnlyShortened: the day is before the term began, or after it was to end.
        BadValue: the reason is none of those known.
    """
    check_term(seat.since, until)
    check_end(seat.until, until)
    seat.until = until
    told: dict[str, object] = {"seat": seat.id, "until": until.isoformat()}
    if reason:
        require_reason(reason)
        kept = seatings.ending(session, seat.id)
        if kept is None:
            session.add(SeatEnding(seat_id=seat.id, reason=reason, recorded_at=at))
        else:
            kept.reason = reason
        if reason in PUBLIC:
            told["ended"] = reason
    session.flush()
    seatings.forget_facts_of_past(session, seat.council_id, local_day(at))
    return told


def facts_of(seat: Seat) -> dict[str, object]:
    """Return what the journal tells of a seat that is given."""
    last = seat.until.isoformat() if seat.until else None
    return {"seat": seat.id, "kind": seat.kind, "since": seat.since.isoformat(), "until": last}


def tell(
    session: Session,
    council: Council,
    action: Action,
    *,
    actor: Actor,
    at: datetime,
    facts: Mapping[str, object],
) -> None:
    """Append the change of a roster to the journal."""
    record(
        session,
        action,
        f"council/{council.id}",
        actor=actor,
        at=at,
        area=council.area.path,
        facts=facts,
    )
