"""What the system publishes of an open poll: commitments by the batch, and once a day how many took part."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

from microprojects.domain.actions import Action
from microprojects.domain.commit_batches import days_over, is_due
from microprojects.domain.errors import AlreadyDone, Refusal
from microprojects.domain.people import SYSTEM, Actor
from microprojects.domain.polls import PollState, require_state
from microprojects.services._boards import publish_new
from microprojects.services._polls import held, tell
from microprojects.store import poll_boards, polls
from microprojects.store.db import db, transaction
from microprojects.store.poll_boards import PollDay


def publish(poll_id: int, *, actor: Actor, at: datetime) -> int:
    """Publish the new commitments of an open poll, if there are enough and the last batch is ten minutes old.

    Return how many were published.

    Raises:
        NotFound, NotPermitted, PollMoment: it is not there, or not open.
    """
    with transaction() as session:
        poll = held(session, poll_id, Action.POLL_PUBLISH, actor=actor, at=at)
        require_state(poll.stands, PollState.OPEN)
        last = poll_boards.last_batch(session, poll_id)
        if not is_due(poll_boards.new_ones(session, poll_id), last.published_at if last else None, at=at):
            return 0
        return publish_new(session, poll, actor=actor, at=at)


def publish_due(*, at: datetime) -> int:
    """Publish for the system what is due of every open poll; return how many commitments."""
    published = 0
    for poll_id in poll_boards.open_ones(db.session()):
        with suppress(Refusal):
            published += publish(poll_id, actor=SYSTEM, at=at)
    return published


def tell_day(poll_id: int, day: date, *, actor: Actor, at: datetime) -> None:
    """Tell how many had taken part in an open poll by the end of a day: one number, of nothing else.

    Raises:
        NotFound, NotPermitted, PollMoment: it is not there, or not open.
        AlreadyDone: the day is told.
    """
    with transaction() as session:
        poll = held(session, poll_id, Action.POLL_TURNOUT, actor=actor, at=at)
        require_state(poll.stands, PollState.OPEN)
        if day in poll_boards.days_told(session, poll_id):
            raise AlreadyDone
        took_part = poll_boards.turnout_by(session, poll_id, day)
        session.add(PollDay(poll_id=poll_id, day=day, took_part=took_part))
        session.flush()
        facts = {"day": day.isoformat(), "took_part": took_part}
        tell(session, poll, Action.POLL_TURNOUT, facts, actor=actor, at=at)


def tell_days(*, at: datetime) -> int:
    """Tell for the system the turnout of every day that is over, of every open poll; return how many days."""
    told = 0
    for poll_id in poll_boards.open_ones(db.session()):
        session = db.session()
        opened = polls.get(session, poll_id).opens_at
        for day in list(days_over(opened, poll_boards.days_told(session, poll_id), at=at)):
            with suppress(Refusal):
                tell_day(poll_id, day, actor=SYSTEM, at=at)
                told += 1
    return told
