"""Minutes of a meeting in versions, with the signatures under them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.departures import Decided, line
from microprojects.domain.errors import NotFound
from microprojects.domain.minutes import ItemRecord, MeetingRecord, MotionRecord, VoteRecord
from microprojects.domain.motions import Hands
from microprojects.domain.workdays import local_day
from microprojects.store import (
    calls,
    councils,
    delegations,
    departures,
    floor,
    leaves,
    meetings,
    observers,
    votes,
)
from microprojects.store.columns import Hash, Key, PersonKey, Word, one_of
from microprojects.store.councils import Seat
from microprojects.store.db import Base
from microprojects.store.delegations import Delegation
from microprojects.store.departures import Departure
from microprojects.store.floor import Motion, Speech
from microprojects.store.meetings import AgendaItem, Attendance, Meeting, Recusal
from microprojects.store.people import Person
from microprojects.store.votes import Vote


class Minutes(Base):
    """One version of a meeting's minutes; an approved one is never edited, a new one follows it."""

    __tablename__ = "minutes"
    __table_args__ = (UniqueConstraint("meeting_id", "version"),)

    id: Mapped[Key]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    version: Mapped[int]
    text: Mapped[str]  # full text for the council room
    public_text: Mapped[str]  # masked
    sha256: Mapped[Hash]
    drafted_at: Mapped[datetime]
    drafted_by_id: Mapped[PersonKey]
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Signature(Base):
    """One role's signature under one version of minutes."""

    __tablename__ = "signatures"
    __table_args__ = (
        UniqueConstraint("minutes_id", "role"),
        UniqueConstraint("minutes_id", "person_id"),
        one_of("role", ("council_chair", "council_secretary", "supervisor")),
    )

    id: Mapped[Key]
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    role: Mapped[Word]
    person_id: Mapped[PersonKey]
    signed_at: Mapped[datetime]


def get(session: Session, minutes_id: int, *, for_update: bool = False) -> Minutes:
    """Return one version of minutes."""
    query = select(Minutes).where(Minutes.id == minutes_id)
    if for_update:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def of_meeting(session: Session, meeting_id: int) -> list[Minutes]:
    """Return every version of a meeting's minutes, newest first."""
    return list(
        session.scalars(
            select(Minutes).where(Minutes.meeting_id == meeting_id).order_by(Minutes.version.desc())
        )
    )


def public_version(session: Session, meeting_id: int) -> Minutes | None:
    """Return the latest approved version, which the public may read."""
    return session.scalar(
        select(Minutes)
        .where(Minutes.meeting_id == meeting_id, Minutes.approved_at.is_not(None))
        .order_by(Minutes.version.desc())
        .limit(1)
    )


def required_public_version(session: Session, meeting_id: int) -> Minutes:
    """Return the latest approved version.

    Raises:
        NotFound: there is none.
    """
    found = public_version(session, meeting_id)
    if found is None:
        raise NotFound
    return found


def signatures(session: Session, minutes_id: int) -> list[tuple[Signature, str]]:
    """Return the signatures under a version with the names of the signers, in order."""
    rows = session.execute(
        select(Signature, Person.name)
        .join(Person, Person.id == Signature.person_id)
        .where(Signature.minutes_id == minutes_id)
        .order_by(Signature.id)
    )
    return [(signature, name) for signature, name in rows]


def hidden_names(session: Session, meeting: Meeting) -> set[str]:
    """Return the names that the public may not read in a meeting's minutes.

    They are those of its council's members, of its projects' proposers, of who came
    without a vote and of who witnessed a count, but not of members who agreed to stand in the public roster.
    """
    members = session.execute(
        select(Person.name, Seat.name_public)
        .join(Seat, Seat.person_id == Person.id)
        .where(Seat.council_id == meeting.council_id)
    ).all()
    proposers = {item.project.proposer.name for item in meetings.items(session, meeting.id)}
    taken = votes.of_meeting(session, meeting.id).values()
    witnesses = {name for each in taken for vote in each for name in vote.witnesses.split("、")}
    shown = {name for name, agreed in members if agreed}
    listened = {each.called for each in observers.of_meeting(session, meeting.id)}
    return ({name for name, _ in members} | proposers | witnesses | listened) - shown


def record(session: Session, meeting: Meeting) -> MeetingRecord:
    """Return what a meeting's minutes are drafted from, in fourteen statements."""
    stays = meetings.attendances(session, meeting.id)
    came = {stay.person_id: stay.person.name for stay in stays}
    given = delegations.of_meeting(session, meeting.id)
    names = {each.principal_id: f"{each.principal.name}（委托）" for each in given} | came
    on_leave, absent = _away(session, meeting, came, given)
    return MeetingRecord(
        title=meeting.title,
        council=meeting.council.name,
        place=meeting.place,
        starts_at=meeting.starts_at,
        opened_at=meeting.opened_at,
        closed_at=meeting.closed_at,
        due=meeting.members_due,
        present=tuple(came.values()),
        note=meeting.note,
        items=_items(session, meeting, names),
        late=_late(meeting, stays),
        left=_left(meeting, stays),
        on_leave=on_leave,
        absent=absent,
        given=tuple((each.principal.name, each.delegate.name, each.paper) for each in given),
        ground=calls.of_meeting(session, meeting.id),
        observers=_listened(session, meeting),
    )


def _items(session: Session, meeting: Meeting, names: dict[int, str]) -> tuple[ItemRecord, ...]:
    """Return the items of a meeting with all that was said and decided on them."""
    taken = votes.of_meeting(session, meeting.id)
    aside = meetings.recusals(session, meeting.id)
    said = votes.roll_call(session, meeting.id)
    spoken = floor.spoken_in(session, meeting.id)
    moved = floor.moved_in(session, meeting.id)
    against = {key: _departure(each) for key, each in departures.of_meeting(session, meeting.id).items()}
    return tuple(
        _item(
            item,
            aside,
            [(vote, said.get(vote.id, {})) for vote in _standing_first(taken, item.id)],
            names,
            spoke=_spoke(item, spoken),
            moved=tuple(_motion(each) for each in moved if each.item_id == item.id),
            departure=against.get(item.id, ""),
        )
        for item in meetings.items(session, meeting.id)
    )


def _away(
    session: Session, meeting: Meeting, came: Collection[int], given: Collection[Delegation]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who was due and did not come: with leave, and without, nor through another who held their vote."""
    day = local_day(meeting.opened_at or meeting.starts_at)
    due = [
        seat for seat in councils.in_office(session, meeting.council_id, day) if seat.person_id not in came
    ]
    asked = leaves.of_meeting(session, meeting.id)
    gave = {each.principal_id for each in given}
    with_leave = tuple(seat.person.name for seat in due if seat.person_id in asked)
    return with_leave, tuple(seat.person.name for seat in due if seat.person_id not in asked | gave)


def _standing_first(taken: dict[int, list[Vote]], item_id: int) -> list[Vote]:
    """Return the votes on an item, those that were set aside last."""
    return sorted(taken.get(item_id, []), key=lambda vote: vote.voided_at is not None)


def _listened(session: Session, meeting: Meeting) -> tuple[tuple[str, str], ...]:
    """Return who came without a vote, and as what."""
    invited = observers.of_meeting(session, meeting.id)
    return tuple((each.called, each.kind) for each in invited if each.came_at is not None)


def _spoke(item: AgendaItem, spoken: list[Speech]) -> tuple[tuple[str, str, bool], ...]:
    """Return who spoke on an item, for which side, and whether they came without a vote."""
    return tuple(
        (each.called, each.side, each.observer_id is not None) for each in spoken if each.item_id == item.id
    )


def _motion(motion: Motion) -> MotionRecord:
    hands = Hands(motion.in_favour, motion.against, motion.abstain)
    return MotionRecord(motion.kind, motion.text, motion.moved_by.name, hands, motion.carried)


def _late(meeting: Meeting, stays: list[Attendance]) -> tuple[tuple[str, datetime], ...]:
    """Return who first came after the opening."""
    first = {stay.person_id: stay for stay in reversed(stays)}
    opened = meeting.opened_at
    late = [stay for stay in first.values() if opened is not None and stay.arrived_at > opened]
    return tuple((stay.person.name, stay.arrived_at) for stay in sorted(late, key=lambda s: s.arrived_at))


def _left(meeting: Meeting, stays: list[Attendance]) -> tuple[tuple[str, datetime], ...]:
    """Return who went before the end and did not come back."""
    last = {stay.person_id: stay for stay in stays}
    end = meeting.closed_at
    return tuple(
        (stay.person.name, stay.left_at)
        for stay in sorted(last.values(), key=lambda s: s.left_at or s.arrived_at)
        if stay.left_at is not None and end is not None and stay.left_at < end
    )


def _item(
    item: AgendaItem,
    aside: list[Recusal],
    taken: list[tuple[Vote, dict[int, str]]],
    names: dict[int, str],
    *,
    spoke: tuple[tuple[str, str, bool], ...],
    moved: tuple[MotionRecord, ...],
    departure: str,
) -> ItemRecord:
    return ItemRecord(
        position=item.position,
        title=item.project.title,
        number=item.project.number or "",
        purpose=item.purpose,
        recused=tuple((r.person.name, r.reason) for r in aside if r.item_id == item.id),
        spoke=spoke,
        discussion=item.discussion,
        motions=moved,
        votes=tuple(
            VoteRecord(
                mode=vote.mode,
                sentence=vote.sentence,
                witnesses=vote.witnesses,
                void_reason=vote.void_reason,
                said=tuple((names[person], choice) for person, choice in said.items() if person in names),
            )
            for vote, said in taken
        ),
        tabled_reason=item.tabled_reason,
        tabled_by=None
        if item.table_for is None or item.table_against is None
        else (item.table_for, item.table_against),
        departure=departure,
    )


def _departure(found: Departure) -> str:
    """Return that an item was decided otherwise than residents voted, and why."""
    return line(
        selected=found.selected,
        rank=found.rank,
        received=found.received,
        decided=Decided(found.decided),
        reason=found.reason,
    )
