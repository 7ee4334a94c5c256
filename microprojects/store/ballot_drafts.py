"""Drafts of ballots: found by the token of a browser, or by the person once they signed in; sealed for both."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, select
from sqlalchemy.orm import Session

from microprojects.domain.ballot_drafts import Draft
from microprojects.domain.polls import PollState
from microprojects.store import secrets
from microprojects.store.ballots import BallotDraft
from microprojects.store.db import table_of
from microprojects.store.poll_rolls import Participation, RollEntry
from microprojects.store.polls import Poll

FIELD = "ballot.draft"


# Each cast ballot does this; written once, they are compiled once.
_FORGET = delete(table_of(BallotDraft)).where(BallotDraft.poll_id == bindparam("poll"))
FORGET_PERSON = _FORGET.where(BallotDraft.person_id == bindparam("person"))
FORGET_HOLDER = _FORGET.where(BallotDraft.holder == bindparam("held_by"), BallotDraft.person_id.is_(None))


def _whose(holder: str, person_id: int | None) -> ColumnElement[bool]:
    if person_id is not None:
        return BallotDraft.person_id == person_id
    return and_(BallotDraft.holder == holder, BallotDraft.person_id.is_(None))


def find(session: Session, poll_id: int, *, holder: str, person_id: int | None) -> BallotDraft | None:
    """Return the draft of a person, or of a browser in which nobody is signed in."""
    query = select(BallotDraft).where(BallotDraft.poll_id == poll_id, _whose(holder, person_id))
    return session.scalars(query).one_or_none()


def read(session: Session, poll_id: int, *, holder: str, person_id: int | None) -> Draft:
    """Return what was picked; an empty draft where there is none."""
    row = find(session, poll_id, holder=holder, person_id=person_id)
    return Draft.from_text(secrets.open_text(FIELD, row.id, row.sealed)) if row else Draft()


def write(row: BallotDraft, draft: Draft) -> None:
    """Seal what was picked into a row that has its number."""
    row.sealed = secrets.seal_text(FIELD, row.id, draft.as_text())


def of_holder(session: Session, holder: str) -> list[BallotDraft]:
    """Return the drafts of a browser that nobody has claimed."""
    return list(session.scalars(select(BallotDraft).where(_whose(holder, None))))


def unfinished(session: Session, *, holder: str, person_id: int | None, at: datetime) -> list[Poll]:
    """Return the polls that take ballots now and in which somebody has a draft and has not voted."""
    query = (
        select(Poll)
        .join(BallotDraft, BallotDraft.poll_id == Poll.id)
        .outerjoin(RollEntry, and_(RollEntry.poll_id == Poll.id, RollEntry.person_id == person_id))
        .outerjoin(
            Participation,
            and_(Participation.poll_id == RollEntry.poll_id, Participation.entry == RollEntry.entry),
        )
        .where(_whose(holder, person_id), Participation.entry.is_(None))
        .where(Poll.state == PollState.OPEN.value, Poll.opens_at <= at, Poll.closes_at > at)
    )
    return list(session.scalars(query.order_by(Poll.id)))


def forget(session: Session | Connection, poll_id: int, *, holder: str, person_id: int | None) -> None:
    """Take away the draft of somebody who has voted, or of a browser in which nobody is signed in."""
    if person_id is not None:
        session.execute(FORGET_PERSON, {"poll": poll_id, "person": person_id})
    else:
        session.execute(FORGET_HOLDER, {"poll": poll_id, "held_by": holder})


def empty(session: Session, poll_id: int) -> None:
    """Take away every draft of a poll that takes no ballots any more."""
    session.execute(delete(BallotDraft).where(BallotDraft.poll_id == poll_id))
