"""What helps a project on through its council and its notice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from microprojects.domain.motions import Hands
from microprojects.services import (
    agendas,
    approvals,
    attendances,
    disclosures,
    kept_minutes,
    meetings,
    minutes,
    objections,
    votes,
)
from microprojects.store.disclosures import Disclosure, NoticeWindow
from microprojects.store.meetings import AgendaItem, Meeting
from microprojects.store.minutes import Minutes
from microprojects.store.objections import Objection
from microprojects.store.packaged import scheme
from microprojects.store.votes import Vote
from tests.stories.walks import BODIES, DAY, SEATS, Walk, row, rows, value, values
from tests.world import MEMBERS

ROOM = MEMBERS[:SEATS]


def ready(w: Walk, p: Any, *, purpose: str = "decide") -> None:
    """Put it on the agenda of a planned meeting of the body that decides it, calling one if there is none."""
    way = scheme(w.scheme).deliberations
    stage = p.stage if purpose == "decide" else len(way)
    body = way[stage - 1].body
    council = w.councils[BODIES[w.scheme].index(body)] if body in BODIES[w.scheme] else w.councils[0]
    meeting = _planned(w, council)
    if meeting is None:
        starts = w.at + timedelta(days=w.dice.randint(3, 8), hours=3)
        who = w.one_of(("liu", "liu", "qian", "guo"))
        w.do(meetings.call, council, title=w.says("议事会"), place="阳光议事厅", starts_at=starts, who=who)
        return
    w.do(agendas.put_on_agenda, meeting, p.number, purpose=purpose, special=w.chance(10), who="liu")
    if w.chance(60):
        w.do(meetings.send_dossier, meeting, who="guo")


def _planned(w: Walk, council: int) -> int | None:
    query = select(Meeting.id).where(
        Meeting.council_id == council, Meeting.state == "planned", Meeting.starts_at > w.at + 2 * DAY
    )
    return value(query.order_by(Meeting.id.desc()).limit(1))


def item_of(p: Any) -> Any:
    """Return the item on which a project waits, with its meeting, None if there is none."""
    query = (
        select(
            AgendaItem.id, AgendaItem.state, AgendaItem.meeting_id, Meeting.state.label("meeting"),
            Meeting.starts_at, Meeting.dossier_sent_at,
        )
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.project_id == p.id, AgendaItem.state.in_(("waiting", "presented", "voting")))
    )  # fmt: skip
    return row(query.order_by(AgendaItem.id.desc()).limit(1))


def scheduled(w: Walk, p: Any) -> None:
    """Send the dossier, wait for the day, open, present and vote; or table it, or call the meeting off."""
    item = item_of(p)
    if item is None:
        w.fail(f"{p.number} is {p.state} and waits on no agenda")
    elif w.chance(4):
        hands = w.dice.randint(0, SEATS)
        w.do(
            agendas.table_item, item.id, reason=w.says("再看看"), in_favour=hands, against=SEATS - hands, who="liu"
        )  # fmt: skip
    elif item.meeting == "planned":
        gather(w, item)
    elif item.state == "waiting":
        w.do(agendas.present_item, item.id, who="liu")
        if w.chance(20):
            w.do(agendas.note_discussion, item.id, text=w.says("问了工期"), who="guo")
    elif item.state == "presented":
        open_vote(w, p, item)


def gather(w: Walk, item: Any) -> None:
    """Bring a planned meeting to its opening."""
    if w.chance(5):
        rest = w.undecided(item.meeting_id)
        w.do(meetings.cancel_meeting, item.meeting_id, reason="停电", who="liu", entries=1 + rest)
        return
    if item.dossier_sent_at is None:
        w.do(meetings.send_dossier, item.meeting_id, who="guo")
    w.move_to(item.starts_at + timedelta(minutes=w.dice.randint(-20, 90)))
    if (
        w.do(meetings.open_meeting, item.meeting_id, who="liu") is None
        and _state(item.meeting_id) == "planned"
    ):
        w.do(
            meetings.mark_inquorate if w.chance(50) else meetings.cancel_meeting, item.meeting_id,
            who="liu", entries=1 + w.undecided(item.meeting_id),
        )  # fmt: skip
        return
    came = 2 if w.chance(8) else w.dice.randint(4, SEATS)
    for name in ROOM[:came]:
        w.do(
            attendances.sign_in, item.meeting_id, person_id=w.world.people[name], who=w.one_of(("guo", name))
        )
    if came == 2:
        rest = w.undecided(item.meeting_id)
        w.do(meetings.mark_inquorate, item.meeting_id, who="liu", entries=1 + rest)
    elif w.chance(60):
        _confirm(w, item.meeting_id, came)


def _confirm(w: Walk, meeting: int, came: int) -> None:
    """Put some minutes that are approved to the room, whether they wait for it or not."""
    found = values(select(Minutes.id).where(Minutes.approved_at.is_not(None)))
    if found:
        in_favour = w.dice.randint(0, came)
        w.do(
            kept_minutes.rule, w.one_of(found), meeting, w.one_of(("confirm", "confirm", "change")),
            hands=Hands(in_favour, came - in_favour, 0), text=w.says("人数写错了"), who="liu",
        )  # fmt: skip


def _state(meeting_id: int) -> str:
    state = value(select(Meeting.state).where(Meeting.id == meeting_id))
    return str(state)


def open_vote(w: Walk, p: Any, item: Any) -> None:
    """Let the proposer stand aside where they sit there, and open the vote."""
    if p.proposer in ROOM:
        w.do(attendances.recuse, item.id, person_id=w.world.people[p.proposer], reason="提议人", who="guo")
    elif w.chance(5):
        w.do(attendances.recuse, item.id, person_id=w.world.people["an"], reason=w.says("亲戚"), who="liu")
    mode = w.one_of(("show_of_hands", "show_of_hands", "roll_call", "secret"))
    if w.do(votes.open_vote, item.id, mode=mode, who="liu") is None:
        rest = w.undecided(item.meeting_id)
        w.do(meetings.close_meeting, item.meeting_id, who="liu", entries=1 + rest)


def voting(w: Walk, p: Any) -> None:
    """Cast and count, most often in favour; now and then table it in the middle."""
    item = item_of(p)
    vote = open_on(item.id) if item is not None else None
    if vote is None:
        w.fail(f"{p.number} is voting without an open vote")
    elif w.chance(4):
        w.do(agendas.table_item, item.id, reason="再议", who="liu")
    else:
        count(w, item, vote)


def open_on(item_id: int) -> Any:
    query = select(Vote.id, Vote.mode, Vote.base, Vote.need_for, Vote.closed_at).where(
        Vote.item_id == item_id, Vote.voided_at.is_(None)
    )
    return row(query.order_by(Vote.id.desc()).limit(1))


def count(w: Walk, item: Any, vote: Any) -> None:
    """Close a vote with numbers or with what the members cast, and end the meeting when nothing waits."""
    if vote.mode == "show_of_hands":
        in_favour = (
            w.dice.randint(min(vote.need_for, vote.base), vote.base)
            if w.chance(80)
            else w.dice.randint(0, vote.base)
        )
        against = w.dice.randint(0, vote.base - in_favour)
        w.do(
            votes.close_vote, vote.id, in_favour=in_favour, against=against,
            abstain=vote.base - in_favour - against, witnesses="安一、白二", who="liu",
        )  # fmt: skip
    else:
        choices = ("for", "for", "for", "for", "abstain") if w.chance(85) else ("against", "abstain", "for")
        for name in ROOM[: SEATS - w.chance(15)]:
            w.do(votes.cast, vote.id, choice=w.one_of(choices), who=name)
        w.do(votes.close_vote, vote.id, who="liu")
    if open_on(item.id).closed_at is None:  # too many have left
        w.do(agendas.table_item, item.id, reason="人不够了", who="liu")
    rest = w.undecided(item.meeting_id)
    if rest == 0 or w.chance(10):
        w.do(meetings.close_meeting, item.meeting_id, who="liu", entries=1 + rest)
        _write_up(w, item.meeting_id)


def _write_up(w: Walk, meeting: int) -> None:
    if not w.chance(50):
        return
    draft = w.do(minutes.draft, meeting, who="guo")
    if draft is not None:
        if w.chance(30):
            w.do(minutes.edit, draft, text=w.says("全体到会，刘主持主持", private=30), who="guo")
        w.do(minutes.approve, draft, who="liu")
        for who in ("liu", "guo", "he"):
            w.do(minutes.sign, draft, who=who)


def sign_minutes(w: Walk) -> None:
    """Sign some minutes, in whatever state they are."""
    found = values(select(Minutes.id))
    if found:
        w.do(minutes.sign, w.one_of(found), who=w.one_of(("he", "guo", "liu")))


# 一公开


def window_of(p: Any) -> Any:
    """Return the running window of a project, None if there is none."""
    query = select(NoticeWindow.__table__).where(
        NoticeWindow.project_id == p.id, NoticeWindow.ended_at.is_(None)
    )
    return row(query.order_by(NoticeWindow.id.desc()).limit(1))


def waiting_objections(p: Any) -> list[Any]:
    """Return the objections to a project that have led to nothing yet, oldest first."""
    table = Objection.__table__
    query = select(table).where(
        table.c.project_id == p.id, table.c.withdrawn_at.is_(None), table.c.settled_at.is_(None)
    )
    return rows(query.order_by(table.c.id))


def noticing(w: Walk, p: Any) -> None:
    """File the resolution, object, correct, wait until the last evening, approve."""
    if any(each.outcome is None or each.reviewed_at is None for each in waiting_objections(p)):
        objected(w, p)
    elif w.chance(25):
        object_to(w, p)
    elif w.chance(6):
        correct(w, p)
    elif p.filed_at is None and w.chance(60):
        w.do(approvals.file_resolution, p.number, filing_number=f"备{p.id}", who="wu")
    else:
        window = window_of(p)
        if window is not None and w.chance(75):
            w.move_to(min(window.ends_at, w.at + 12 * DAY) + timedelta(hours=w.dice.randint(-1, 10)))
        w.do(approvals.approve, p.number, who="zhou")
        if p.filed_at is None:
            w.do(approvals.file_resolution, p.number, filing_number=f"备{p.id}", who="wu")


def object_to(w: Walk, p: Any) -> None:
    """Object, with a phone number in the facts, which only the handlers may read."""
    w.do(
        objections.file, p.number, ground=w.one_of(("neighbours", "amount", "other")),
        facts=w.says("灯杆正对卧室窗户", private=40), wish="换个位置", contact="13900000000",
        who=w.one_of(("chen", "xu", "tang")),
    )  # fmt: skip


def correct(w: Walk, p: Any) -> None:
    """Correct the latest version of a disclosure, post it on a board, or take it down."""
    query = select(Disclosure.id).where(Disclosure.project_id == p.id).order_by(Disclosure.id.desc()).limit(3)
    found = values(query)
    if not found:
        return
    if w.chance(40):
        paths = (
            "contact.phone",
            "contact.phone",
            "how_to_object.0",
            "payments.0.purpose",
            "lessons",
            "title",
            "content",
        )
        changes = {w.one_of(paths): w.one_of((w.says("写对的话"), "〔已隐去〕"))}
        w.do(disclosures.correct, found[0], changes=changes, reason=w.says("写错了"), who="qian")
    elif w.chance(85):
        w.do(disclosures.record_board_post, w.one_of(found), place="公示栏", who=w.one_of(("wei", "qian")))
    else:
        w.do(disclosures.take_down, w.one_of(found), reason="写错了", who="qian")


def objected(w: Walk, p: Any) -> None:
    """Answer, review, and let what was found right lead where it leads."""
    waiting = waiting_objections(p)
    unanswered = [each for each in waiting if each.outcome is None]
    unseen = [each for each in waiting if each.outcome is not None and each.reviewed_at is None]
    if unanswered and w.chance(8):
        who = _name(w, unanswered[0].person_id)
        w.do(objections.withdraw, unanswered[0].id, who=who)
    elif unanswered:
        outcome, effect = w.one_of(
            (("dismissed", "none"), ("dismissed", "none"), ("inadmissible", "none"), ("partly", "none"),
             ("upheld", "substance"), ("upheld", "unlawful"), ("partly", "substance"), ("dismissed", "substance"))
        )  # fmt: skip
        words = {"outcome": outcome, "effect": effect, "text": w.says("现场看过")}
        w.do(objections.reply, unanswered[0].id, who=w.one_of(("zhou", "qian")), **words)
    elif unseen:
        w.do(objections.review, unseen[0].id, who="he")
    else:
        _lead(w, p, {each.effect for each in waiting})


def _lead(w: Walk, p: Any, effects: set[str]) -> None:
    if "substance" in effects and w.chance(80):
        w.do(objections.reconsider, p.number, who="zhou")
    elif "unlawful" in effects and w.chance(80):
        w.do(objections.stop_upheld, p.number, reason=w.says("不合法"), who="wu")
    else:
        w.do(objections.resume_notice, p.number, who=w.one_of(("zhou", "qian")))
        if p.state == "objected" and effects & {"substance", "unlawful"}:
            w.do(objections.stop_upheld, p.number, reason="做不成", who="wu")


def _name(w: Walk, person_id: int) -> str:
    return next(name for name, each in w.world.people.items() if each == person_id)
