"""Challenges of counts with their answers, and the counts anew to which they led."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from microprojects.domain.challenges import (
    GROUNDS,
    LONGEST_ANSWER,
    LONGEST_REASON,
    LONGEST_TEXT,
    OUTCOMES,
    UPHELD,
)
from microprojects.domain.objections import CHANNELS
from microprojects.store.columns import Key, PersonKey, Word, one_of
from microprojects.store.db import Base, row
from microprojects.store.people import Person
from microprojects.store.polls import Poll

_OPEN = text("outcome IS NULL")


class Challenge(Base):
    """One person's doubt about the count of one poll. Who it is, is for the handlers alone."""

    __tablename__ = "poll_challenges"
    __table_args__ = (
        one_of("ground", GROUNDS),
        one_of("channel", CHANNELS),
        one_of("outcome", OUTCOMES, nullable=True),
        CheckConstraint("(outcome IS NULL) = (answered_at IS NULL)", name="answered_with_outcome"),
        CheckConstraint("(outcome IS NULL) = (answer = '')", name="answered_in_writing"),
        CheckConstraint("answered_by_id <> person_id", name="answered_by_another"),
        CheckConstraint("recounted IS NULL OR outcome = 'upheld'", name="recounted_when_upheld"),
        Index(
            "uq_poll_challenges_open",
            "poll_id",
            "person_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[Key]
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), index=True)
    person_id: Mapped[PersonKey]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    channel: Mapped[Word]
    ground: Mapped[Word]
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    filed_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(String(LONGEST_ANSWER), default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    recounted: Mapped[int | None]  # the run that counted anew because of it

    poll: Mapped[Poll] = relationship()
    person: Mapped[Person] = relationship(foreign_keys="Challenge.person_id")


class PollRecount(Base):
    """Why a poll was counted anew, and whether the new run says what the one before said. Never changed."""

    __tablename__ = "poll_recounts"
    __table_args__ = (
        UniqueConstraint("poll_id", "run"),
        CheckConstraint("run > 1", name="not_the_first"),
        CheckConstraint("reason <> ''", name="with_reason"),
    )

    id: Mapped[Key]
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), index=True)
    run: Mapped[int]
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    same: Mapped[bool]
    counted_at: Mapped[datetime]
    counted_by_id: Mapped[PersonKey]


def get(session: Session, challenge_id: int, *, for_update: bool = False) -> Challenge:
    """Return one challenge.

    Raises:
        NotFound: there is none.
    """
    return row(session, Challenge, challenge_id, for_update=for_update)


def of_poll(session: Session, poll_id: int) -> list[Challenge]:
    """Return the challenges of a poll, the first filed first."""
    return list(session.scalars(select(Challenge).where(Challenge.poll_id == poll_id).order_by(Challenge.id)))


def waiting(session: Session, poll_id: int) -> int:
    """Return how many challenges of a poll have no answer."""
    query = select(func.count()).select_from(Challenge)
    return session.scalar(query.where(Challenge.poll_id == poll_id, Challenge.outcome.is_(None))) or 0


def to_recount(session: Session, poll_id: int) -> list[Challenge]:
    """Return the upheld challenges of a poll after which nothing was counted anew."""
    query = select(Challenge).where(Challenge.poll_id == poll_id, Challenge.outcome == UPHELD)
    return list(session.scalars(query.where(Challenge.recounted.is_(None)).order_by(Challenge.id)))


def recounts(session: Session, poll_id: int) -> list[PollRecount]:
    """Return the counts anew of a poll, the first first."""
    query = select(PollRecount).where(PollRecount.poll_id == poll_id)
    return list(session.scalars(query.order_by(PollRecount.run)))
