"""What an open poll has shown of itself: its commitments by the batch, and how many took part by the day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.polls import PollState
from microprojects.store.ballots import SeenCommit
from microprojects.store.columns import Hash, not_negative
from microprojects.store.db import Base
from microprojects.store.poll_rolls import Participation
from microprojects.store.polls import Poll

POLL = "polls.id"


class PollBatch(Base):
    """Commitments that were published together. Never changed."""

    __tablename__ = "poll_batches"
    __table_args__ = (
        CheckConstraint("batch > 0", name="batch_positive"),
        CheckConstraint("commitments > 0", name="not_empty"),
    )

    poll_id: Mapped[int] = mapped_column(ForeignKey(POLL), primary_key=True)
    batch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    commitments: Mapped[int]
    list_hash: Mapped[Hash]
    published_at: Mapped[datetime]


class PollDay(Base):
    """How many had taken part by the end of one day. Never changed."""

    __tablename__ = "poll_days"
    __table_args__ = (not_negative("took_part"),)

    poll_id: Mapped[int] = mapped_column(ForeignKey(POLL), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    took_part: Mapped[int]


def open_ones(session: Session) -> list[int]:
    """Return the numbers of the polls whose box is open."""
    return list(session.scalars(select(Poll.id).where(Poll.state == PollState.OPEN.value).order_by(Poll.id)))


def new_ones(session: Session, poll_id: int) -> int:
    """Return how many commitments of a poll are not published."""
    query = select(func.count()).select_from(SeenCommit)
    return session.scalar(query.where(SeenCommit.poll_id == poll_id, SeenCommit.batch.is_(None))) or 0


def last_batch(session: Session, poll_id: int) -> PollBatch | None:
    """Return the batch that was published last."""
    query = select(PollBatch).where(PollBatch.poll_id == poll_id).order_by(PollBatch.batch.desc()).limit(1)
    return session.scalars(query).first()


def publish(session: Session, poll_id: int, batch: int) -> list[str]:
    """Put every commitment that is not published into a batch, and return them in order."""
    query = update(SeenCommit).where(SeenCommit.poll_id == poll_id, SeenCommit.batch.is_(None))
    return sorted(session.scalars(query.values(batch=batch).returning(SeenCommit.commitment)))


def days_told(session: Session, poll_id: int) -> set[date]:
    """Return the days whose turnout is published."""
    return set(session.scalars(select(PollDay.day).where(PollDay.poll_id == poll_id)))


def turnout_by(session: Session, poll_id: int, day: date) -> int:
    """Return how many had taken part by the end of a day, whichever way."""
    query = select(func.count()).select_from(Participation)
    of = (Participation.poll_id == poll_id, Participation.state != "void", Participation.day <= day)
    return session.scalar(query.where(*of)) or 0
