"""Residents' polls as they lie on the desks of those who run them and of those who confirm them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microprojects.domain.electorate import Franchise
from microprojects.domain.polls import PollState
from microprojects.store import registrations, rulebooks
from microprojects.store.areas import inside
from microprojects.store.polls import OURS, Poll, PollSignature
from microprojects.store.registrations import Elector

_RUNNING = (PollState.PREPARED.value, PollState.OPEN.value, PollState.CLOSED.value)


@dataclass(frozen=True)
class Lying:
    """One poll that is not over, and the offices that have confirmed its result."""

    poll: Poll
    signed: frozenset[str]


def lying(session: Session, paths: Sequence[str], *, limit: int = 50) -> list[Lying]:
    """Return the polls of some areas that wait for a step or for a signature, the first to close first."""
    if not paths:
        return []
    states = (*_RUNNING, PollState.COUNTED.value)
    query = select(Poll).where(Poll.state.in_(states), Poll.area_id.in_(inside(paths)), OURS)
    found = list(session.scalars(query.order_by(Poll.closes_at, Poll.id).limit(limit)))
    rows = session.execute(
        select(PollSignature.poll_id, PollSignature.role).where(
            PollSignature.poll_id.in_([poll.id for poll in found])
        )
    )
    signed: dict[int, set[str]] = {}
    for poll_id, role in rows:
        signed.setdefault(poll_id, set()).add(role)
    return [Lying(poll, frozenset(signed.get(poll.id, ()))) for poll in found]


def to_confirm(session: Session, paths: Sequence[str], person_id: int | None) -> list[Poll]:
    """Return the counted polls of some areas that a person has not signed, the first counted first."""
    if not paths:
        return []
    signed = select(PollSignature.poll_id).where(PollSignature.person_id == person_id)
    query = select(Poll).where(Poll.state == PollState.COUNTED.value, Poll.area_id.in_(inside(paths)), OURS)
    return list(session.scalars(query.where(Poll.id.not_in(signed)).order_by(Poll.counted_at, Poll.id)))


def running(session: Session, area_id: int) -> Poll | None:
    """Return the poll of a community that is neither counted nor called off."""
    return session.scalar(select(Poll).where(Poll.area_id == area_id, Poll.state.in_(_RUNNING)).limit(1))


def in_round(session: Session, round_id: int) -> int:
    """Return how many polls of a round were held or are under way."""
    query = select(func.count()).select_from(Poll).where(Poll.round_id == round_id, OURS)
    return session.scalar(query.where(Poll.state != PollState.CANCELLED.value)) or 0


def electors(session: Session, poll: Poll, day: date) -> list[Elector]:
    """Return who would be on the roll of a poll if it opened on a day, by the rules of its round."""
    people = registrations.electorate(session, poll.area_id, day, franchise(poll))
    return [elector for elector in people if elector.reason is None]


def franchise(poll: Poll) -> Franchise:
    """Return who may vote in a poll, by the rules of its round."""
    return rulebooks.franchise_of(rulebooks.parsed(poll.round.rulebook))


def signatures(session: Session, poll_id: int) -> list[PollSignature]:
    """Return who has confirmed a result, the first first."""
    query = select(PollSignature).where(PollSignature.poll_id == poll_id)
    return list(session.scalars(query.order_by(PollSignature.signed_at, PollSignature.id)))
