"""A meeting as its screens show it at one moment: the room, the item before it, the floor and the vote."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from microprojects.domain.casting import Conflict
from microprojects.domain.departures import PollSaid
from microprojects.domain.paper_votes import PaperCount
from microprojects.domain.votes import Quorum, quorum
from microprojects.domain.workdays import local_day
from microprojects.store import (
    agendas,
    conflicts,
    councils,
    departures,
    floor,
    journal,
    leaves,
    meetings,
    observers,
    paper_votes,
    rulebooks,
    votes,
)
from microprojects.store.agendas import ItemLine
from microprojects.store.departures import Departure
from microprojects.store.floor import Motion, Speech
from microprojects.store.meetings import AgendaItem, Meeting, Recusal, Room
from microprojects.store.votes import Vote

_DECIDED = ("passed", "rejected", "tabled")


@dataclass(frozen=True)
class Sitting:
    """What every screen of one meeting is drawn from."""

    beat: int  # when the journal last told of this meeting; read first, so that nothing is missed
    meeting: Meeting
    agenda: list[ItemLine]
    item: AgendaItem | None  # before the room, or decided last
    room: Room
    quorum: Quorum  # of those who may vote on the item
    vote: Vote | None  # that stands on the item
    got: int  # who voted so far
    paper_out: int  # how many of them took paper
    paper_counts: list[PaperCount]  # what people counted of it
    speeches: list[Speech]
    motions: list[Motion]
    recusals: list[Recusal]  # on the item
    conflicts: list[Conflict]  # who must stand aside before the vote on the item
    observers: int  # who is in the hall without a vote
    on_leave: frozenset[int]  # who said before that they cannot come
    poll_said: PollSaid | None  # what residents voted about the item
    departure: Departure | None  # where the item was decided otherwise

    @property
    def line(self) -> ItemLine | None:
        """Return the line of the agenda that stands for the item before the room."""
        return next((line for line in self.agenda if self.item and line.id == self.item.id), None)

    @property
    def following(self) -> ItemLine | None:
        """Return the next item that has not been taken up."""
        return next((line for line in self.agenda if line.state in meetings.NOT_VOTED), None)

    @property
    def speaking(self) -> Speech | None:
        """Return who has the floor."""
        return floor.speaking(self.speeches)

    @property
    def waiting(self) -> list[tuple[Speech, int]]:
        """Return who waits to speak, in the order of being called, with the turn it would be."""
        return floor.waiting(self.speeches)

    @property
    def away(self) -> int:
        """Return how many have leave and did not come after all."""
        return len(self.on_leave - self.room.present)

    @property
    def debating(self) -> bool:
        """Return whether the item before the room is under debate."""
        return self.item is not None and self.item.under_debate


def of(session: Session, meeting: Meeting) -> Sitting:
    """Return a meeting as its screens show it."""
    beat = journal.beat(session, meeting.id)
    item = _before_the_room(session, meeting.id)
    agenda = agendas.items(session, meeting.id)
    line = next((line for line in agenda if item and line.id == item.id), None)
    vote = line.vote if line else None
    secret = vote is not None and vote.is_open and vote.mode == "secret"
    room = meetings.room(session, meeting.id, item.id if item else None)
    due = meeting.members_due or councils.members_due(
        session, meeting.council_id, local_day(meeting.starts_at)
    )
    return Sitting(
        beat=beat,
        meeting=meeting,
        agenda=agenda,
        item=item,
        room=room,
        quorum=quorum(rulebooks.quorum_of(session, meeting), members=due, present=len(room.may_vote)),
        vote=vote,
        got=votes.voted(session, vote.id) if vote and vote.is_open else 0,
        paper_out=paper_votes.handed_out(session, vote.id) if secret and vote else 0,
        paper_counts=[each.count for each in paper_votes.counts(session, vote.id)] if secret and vote else [],
        speeches=floor.speeches(session, item.id) if item else [],
        motions=floor.motions(session, item.id) if item else [],
        recusals=meetings.recusals(session, meeting.id, item.id) if item else [],
        conflicts=_conflicts(session, meeting, item, room),
        observers=observers.here(session, meeting.id),
        on_leave=leaves.of_meeting(session, meeting.id),
        poll_said=departures.said_on(session, item) if item else None,
        departure=departures.of_item(session, item.id) if item and item.state in _DECIDED else None,
    )


def _conflicts(session: Session, meeting: Meeting, item: AgendaItem | None, room: Room) -> list[Conflict]:
    """Return who must stand aside on an item that is still to be voted on."""
    if item is None or item.state not in meetings.NOT_VOTED or meeting.opened_at is None:
        return []
    return conflicts.in_the_room(session, item.project, room, local_day(meeting.opened_at))


def _before_the_room(session: Session, meeting_id: int) -> AgendaItem | None:
    """Return the item that was taken up last, with its project."""
    query = (
        select(AgendaItem)
        .join(AgendaItem.project)
        .options(contains_eager(AgendaItem.project))
        .where(AgendaItem.meeting_id == meeting_id, AgendaItem.taken_up_at.is_not(None))
        .order_by(AgendaItem.taken_up_at.desc(), AgendaItem.id.desc())
        .limit(1)
    )
    return session.scalar(query)
