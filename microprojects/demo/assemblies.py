"""The council meetings of the demo: called, held, voted, minuted; one fails for want of a quorum."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from microprojects.demo import pictures
from microprojects.demo.crew import Crew, Hand
from microprojects.demo.life import DAY, HOUR
from microprojects.demo.stories import Story
from microprojects.domain.calls import MEMBERS, RESIDENTS, Asked
from microprojects.domain.motions import Hands
from microprojects.domain.people import Actor
from microprojects.domain.workdays import local_day
from microprojects.services import agendas, attendances, leaves, meetings, minutes, observers, votes
from microprojects.services import kept_minutes as keeping
from microprojects.store import councils, kept_minutes
from microprojects.store import meetings as meetings_kept
from microprojects.store import observers as invited
from microprojects.store.db import db

MINUTE = timedelta(minutes=1)
DEPUTY = "罗代表"
CHOICES = ("for", "against", "abstain")


@dataclass
class Assembly:
    """One meeting to be: when, which projects, how many of the seventeen come."""

    key: str
    title: str
    starts_at: datetime
    present: int
    quorate: bool = True
    future: bool = False
    askers: int = 0  # members who asked for it
    signatures: int = 0  # residents who signed for it
    confirms: bool = True  # the minutes of the meeting before
    stories: list[Story] = field(default_factory=list)


def hold(
    crew: Crew, assembly: Assembly, numbers: dict[str, str], members: Sequence[Actor], hand: Hand
) -> Iterator[datetime]:
    """Call the meeting, put the projects on its agenda, hold it and write its minutes."""
    yield hand.on(assembly.starts_at - (6 if assembly.future else 9) * DAY)
    meeting = meetings.call(
        crew.council_id,
        title=assembly.title,
        place="阳光议事厅",
        starts_at=assembly.starts_at,
        asked=_asked(assembly, members),
        actor=crew.chair,
        at=hand.at,
    )
    yield hand.on(assembly.starts_at - 5 * DAY)
    items = yield from _list(crew, assembly, meeting, numbers, hand)
    yield hand.on(hand.at + HOUR)
    _send_out(crew, meeting, hand)
    yield from _excuse(crew, assembly, meeting, members, hand)
    if assembly.future:
        return
    yield hand.on(assembly.starts_at - 25 * MINUTE)
    for member in members[: assembly.present]:
        yield hand.on(hand.at + MINUTE)
        attendances.sign_in(meeting, person_id=member.person_id or 0, actor=crew.secretary, at=hand.at)
    yield hand.on(assembly.starts_at)
    meetings.open_meeting(meeting, actor=crew.chair, at=hand.at)
    if not assembly.quorate:
        yield hand.on(hand.at + HOUR)
        meetings.mark_inquorate(meeting, actor=crew.chair, at=hand.at)
        return
    yield from _listen(crew, meeting, hand)
    if assembly.confirms:
        yield from _confirm(crew, meeting, assembly.present, hand)
    for story in assembly.stories:
        yield from _vote(crew, story, items[story.key], members, hand)
    yield hand.on(hand.at + 5 * MINUTE)
    meetings.close_meeting(meeting, actor=crew.chair, at=hand.at)
    yield from _write_up(crew, meeting, hand)


def _list(
    crew: Crew, assembly: Assembly, meeting: int, numbers: dict[str, str], hand: Hand
) -> Generator[datetime, None, dict[str, int]]:
    """Put the projects of the stories on the agenda and return the items by story."""
    items: dict[str, int] = {}
    for story in assembly.stories:
        purpose = "ratify" if story.fast_track else "decide"
        yield hand.on(hand.at + MINUTE)
        items[story.key] = agendas.put_on_agenda(
            meeting, numbers[story.key], purpose=purpose, actor=crew.chair, at=hand.at
        )
    return items


def _send_out(crew: Crew, meeting: int, hand: Hand) -> None:
    """Send the dossiers to the members and invite a deputy."""
    meetings.send_dossier(meeting, actor=crew.secretary, at=hand.at)
    observers.invite(meeting, kind="deputy", name=DEPUTY, actor=crew.secretary, at=hand.at)


def _listen(crew: Crew, meeting: int, hand: Hand) -> Iterator[datetime]:
    """Note that everybody who was invited without a vote came."""
    for each in [row.id for row in invited.of_meeting(db.session(), meeting)]:
        yield hand.on(hand.at)
        observers.note_come(each, actor=crew.secretary, at=hand.at)


def _asked(assembly: Assembly, members: Sequence[Actor]) -> Asked:
    """Return on what ground the meeting is called."""
    if assembly.askers:
        named = members[1 : assembly.askers + 1]
        return Asked(MEMBERS, frozenset(member.person_id or 0 for member in named))
    if assembly.signatures:
        return Asked(RESIDENTS, signatures=assembly.signatures)
    return Asked()


def _excuse(
    crew: Crew, assembly: Assembly, meeting: int, members: Sequence[Actor], hand: Hand
) -> Iterator[datetime]:
    """Let some of those who will not come say so before; others stay away without a word."""
    first, last = (5, 6) if assembly.future else (assembly.present + 1, assembly.present + 3)
    for member in members[first:last]:
        yield hand.on(hand.at + HOUR)
        person, day = member.person_id or 0, local_day(assembly.starts_at)
        if councils.sits(db.session(), crew.council_id, person, day):
            leaves.ask(meeting, person_id=person, actor=member, at=hand.at)


def _confirm(crew: Crew, meeting: int, present: int, hand: Hand) -> Iterator[datetime]:
    """Confirm the minutes of the last meeting, if they wait for it."""
    session = db.session()
    waiting = kept_minutes.next_pending(session, meetings_kept.get(session, meeting))
    session.rollback()
    if waiting is not None:
        yield hand.on(hand.at + MINUTE)
        hands = Hands(present, 0, 0)
        keeping.rule(waiting.id, meeting, "confirm", hands=hands, actor=crew.chair, at=hand.at)


def _vote(crew: Crew, story: Story, item: int, members: Sequence[Actor], hand: Hand) -> Iterator[datetime]:
    """Present one item, talk about it, vote and count."""
    yield hand.on(hand.at + 3 * MINUTE)
    agendas.present_item(item, actor=crew.chair, at=hand.at)
    yield hand.on(hand.at + 8 * MINUTE)
    agendas.note_discussion(
        item,
        text="街道经办介绍方案和费用，提议人补充。议事员问了施工时间和以后谁来管，街道当场答复。",
        actor=crew.secretary,
        at=hand.at,
    )
    present, in_favour, against, abstain = story.votes
    yield hand.on(hand.at + 2 * MINUTE)
    vote = votes.open_vote(
        item, mode="secret" if story.secret else "show_of_hands", actor=crew.chair, at=hand.at
    )
    if not story.secret:
        yield hand.on(hand.at + 3 * MINUTE)
        votes.close_vote(
            vote,
            in_favour=in_favour,
            against=against,
            abstain=abstain,
            witnesses=f"{members[1].name}、{members[2].name}",
            actor=crew.chair,
            at=hand.at,
        )
        return
    choices = [c for c, n in zip(CHOICES, (in_favour, against, abstain), strict=True) for _ in range(n)]
    for member, choice in zip(members[:present], choices, strict=True):
        yield hand.on(hand.at + MINUTE)
        votes.cast(vote, choice=choice, actor=member, at=hand.at)
    yield hand.on(hand.at + MINUTE)
    votes.close_vote(vote, actor=crew.chair, at=hand.at)


def _write_up(crew: Crew, meeting: int, hand: Hand) -> Iterator[datetime]:
    """Draft the minutes the next day, approve and sign them, and keep the paper that was signed."""
    yield hand.on(hand.at + 14 * HOUR)
    draft = minutes.draft(meeting, actor=crew.secretary, at=hand.at)
    yield hand.on(hand.at + HOUR)
    minutes.approve(draft, actor=crew.chair, at=hand.at)
    for signer in (crew.chair, crew.secretary, crew.supervisor):
        yield hand.on(hand.at + HOUR)
        minutes.sign(draft, actor=signer, at=hand.at)
    yield hand.on(hand.at + HOUR)
    scan = pictures.signed_sheet(f"{crew.slug} {meeting}")
    keeping.attach_scan(draft, upload=scan, name="签字原件.png", actor=crew.secretary, at=hand.at)
