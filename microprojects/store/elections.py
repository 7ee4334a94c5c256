"""Terms of a council and the elections by which its members came in."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from microprojects.domain.elections import WAYS
from microprojects.domain.errors import NotFound
from microprojects.store.columns import Key, Line, Word, one_of
from microprojects.store.db import Base, row


class CouncilTerm(Base):
    """One term of a council (届); `until` is the last day."""

    __tablename__ = "council_terms"
    __table_args__ = (
        UniqueConstraint("council_id", "number"),
        CheckConstraint("number > 0", name="number_counts"),
        CheckConstraint("until >= since", name="term_in_order"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"), index=True)
    number: Mapped[int]
    since: Mapped[date]
    until: Mapped[date]


class Election(Base):
    """One election as it was recorded; it stays, but may be called wrong once, with the reason."""

    __tablename__ = "council_elections"
    __table_args__ = (
        one_of("way", WAYS),
        CheckConstraint("(due IS NULL) = (voted IS NULL)", name="both_counts"),
        CheckConstraint("due IS NULL OR (voted >= 0 AND voted <= due)", name="voted_within_due"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"), index=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("council_terms.id"))
    held_on: Mapped[date]
    way: Mapped[Word]
    due: Mapped[int | None]  # who could vote
    voted: Mapped[int | None]
    document: Mapped[Line] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    annulled_at: Mapped[datetime | None]
    annulled_reason: Mapped[Line] = mapped_column(default="")

    term: Mapped[CouncilTerm] = relationship(lazy="joined", innerjoin=True)


def terms(session: Session, council_id: int) -> list[CouncilTerm]:
    """Return the terms of a council, the latest first."""
    query = select(CouncilTerm).where(CouncilTerm.council_id == council_id)
    return list(session.scalars(query.order_by(CouncilTerm.since.desc())))


def term(session: Session, term_id: int) -> CouncilTerm:
    """Return one term."""
    found = session.get(CouncilTerm, term_id)
    if found is None:
        raise NotFound
    return found


def running(every: list[CouncilTerm], on: date) -> CouncilTerm | None:
    """Return the term that runs on a day; the last one that began, where none does."""
    return next((each for each in every if each.since <= on), None)


def get(session: Session, election_id: int, *, for_update: bool = False) -> Election:
    """Return one election; with `for_update` its row is held until the transaction ends."""
    return row(session, Election, election_id, for_update=for_update)


def of_council(session: Session, council_id: int) -> list[Election]:
    """Return the elections of a council, the latest first, those called wrong too."""
    query = select(Election).where(Election.council_id == council_id)
    return list(session.scalars(query.order_by(Election.held_on.desc(), Election.id.desc())))
