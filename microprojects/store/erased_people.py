"""People who were deleted at their request: that it was asked, how, and what counting needs of them, without a name."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.erasures import Manner
from microprojects.store.columns import Key, Line, Word, one_of
from microprojects.store.db import Base, lock


class Erasure(Base):
    """One deletion; unfinished while a matter under way needs the name and the phone.

    `community_id` and `building` are filled in at the end for who took part in something,
    so that the numbers of past years stay as they were told.
    """

    __tablename__ = "erasures"
    __table_args__ = (
        one_of("manner", [each.value for each in Manner]),
        CheckConstraint("(manner = 'paper') = (paper <> '')", name="paper_has_a_number"),
        CheckConstraint("(manner = 'paper') = (entered_by_id IS NOT NULL)", name="paper_has_a_clerk"),
        CheckConstraint("finished_at IS NOT NULL OR building = ''", name="counted_when_finished"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    manner: Mapped[Word]
    paper: Mapped[Line] = mapped_column(default="")
    asked_at: Mapped[datetime]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    community_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"), index=True)
    building: Mapped[Line] = mapped_column(default="")


class RetentionRun(Base):
    """One day on which the clock of keeping ran: when, and how many rows it deleted or emptied."""

    __tablename__ = "retention_runs"
    __table_args__ = (CheckConstraint("forgotten >= 0", name="forgotten_not_negative"),)

    ran_on: Mapped[date] = mapped_column(primary_key=True)
    ran_at: Mapped[datetime]
    forgotten: Mapped[int] = mapped_column(BigInteger)


def of_person(session: Session, person_id: int, *, for_update: bool = False) -> Erasure | None:
    """Return the deletion of a person, None if nobody asked for it."""
    query = select(Erasure).where(Erasure.person_id == person_id)
    return session.scalar(lock(query) if for_update else query)


def unfinished(session: Session, *, limit: int) -> list[int]:
    """Return the people of whom something is left to delete, the longest waiting first."""
    query = select(Erasure.person_id).where(Erasure.finished_at.is_(None)).order_by(Erasure.id).limit(limit)
    return list(session.scalars(query))


def last_run(session: Session) -> RetentionRun | None:
    """Return when the clock ran last."""
    return session.scalar(select(RetentionRun).order_by(RetentionRun.ran_on.desc()).limit(1))
