"""The polls in which one person has something left to do; nobody asks this about another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from microprojects.domain.polls import PollState
from microprojects.domain.reminders import Reminder, is_last_day, reminder
from microprojects.store.ballots import BallotDraft
from microprojects.store.poll_rolls import Participation, RollEntry
from microprojects.store.polls import Poll


@dataclass(frozen=True)
class Reminded:
    """A poll, of what it reminds a person, and whether its last day has begun."""

    poll: Poll
    what: Reminder
    is_last_day: bool


def of_person(session: Session, person_id: int, at: datetime) -> list[Reminded]:
    """Return of what a person is reminded now, one line a poll, the first to close first."""
    query = (
        select(Poll, RollEntry.entry, BallotDraft.id)
        .outerjoin(RollEntry, and_(RollEntry.poll_id == Poll.id, RollEntry.person_id == person_id))
        .outerjoin(
            Participation,
            and_(
                Participation.poll_id == RollEntry.poll_id,
                Participation.entry == RollEntry.entry,
                Participation.state != "void",
            ),
        )
        .outerjoin(BallotDraft, and_(BallotDraft.poll_id == Poll.id, BallotDraft.person_id == person_id))
        .where(Poll.state == PollState.OPEN.value, Poll.opens_at <= at, Poll.closes_at > at)
        .where(Participation.entry.is_(None), or_(RollEntry.entry.is_not(None), BallotDraft.id.is_not(None)))
        .order_by(Poll.closes_at, Poll.id)
    )
    found = []
    for poll, entry, draft in session.execute(query):
        what = reminder(
            on_roll=entry is not None,
            has_voted=False,
            has_draft=draft is not None,
            closes_at=poll.closes_at,
            at=at,
        )
        if what is not None:
            found.append(Reminded(poll, what, is_last_day(poll.closes_at, at=at)))
    return found
