"""Who signed up for a hearing, and what was said there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.errors import NotFound
from microprojects.domain.gathering_kinds import SIDES
from microprojects.domain.gatherings import ANSWERS, STANCES
from microprojects.store.columns import Key, PersonKey, Word, one_of
from microprojects.store.db import Base


class SignedUp(Base):
    """One person who signed up for a hearing; `number` is what the lot is drawn by and all that is published."""

    __tablename__ = "gathering_sign_ups"
    __table_args__ = (
        UniqueConstraint("gathering_id", "person_id"),
        UniqueConstraint("gathering_id", "number"),
        one_of("side", SIDES),
        CheckConstraint("NOT seated OR withdrawn_at IS NULL", name="seated_when_there"),
    )

    id: Mapped[Key]
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gatherings.id"), index=True)
    number: Mapped[int]
    person_id: Mapped[PersonKey]
    side: Mapped[Word]
    signed_up_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    seated: Mapped[bool] = mapped_column(default=False)


class Statement(Base):
    """What somebody said on a matter, and whether it is followed and why."""

    __tablename__ = "gathering_statements"
    __table_args__ = (
        one_of("side", SIDES),
        one_of("stance", STANCES),
        one_of("answer", ("", *ANSWERS)),
        CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answered_with_a_word"),
    )

    id: Mapped[Key]
    matter_id: Mapped[int] = mapped_column(ForeignKey("gathering_matters.id"), index=True)
    side: Mapped[Word]
    stance: Mapped[Word]
    text: Mapped[str]
    said_at: Mapped[datetime]
    answer: Mapped[Word] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]


def statement(session: Session, statement_id: int) -> Statement:
    """Return one statement."""
    found = session.get(Statement, statement_id)
    if found is None:
        raise NotFound
    return found


def sign_ups(session: Session, gathering_id: int) -> list[SignedUp]:
    """Return who signed up and did not step back, in order."""
    query = select(SignedUp).where(SignedUp.gathering_id == gathering_id, SignedUp.withdrawn_at.is_(None))
    return list(session.scalars(query.order_by(SignedUp.number)))


def sign_up_of(session: Session, gathering_id: int, person_id: int | None) -> SignedUp | None:
    """Return the sign-up of a person, stepped back or not."""
    return session.scalar(
        select(SignedUp).where(SignedUp.gathering_id == gathering_id, SignedUp.person_id == person_id)
    )


def next_number(session: Session, gathering_id: int) -> int:
    """Return the number of the next who signs up; a number is never given twice."""
    last = session.scalar(select(func.max(SignedUp.number)).where(SignedUp.gathering_id == gathering_id))
    return (last or 0) + 1
