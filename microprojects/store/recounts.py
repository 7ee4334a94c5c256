"""Corrections of a count that wait for three signatures, were made, or were dropped."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from microprojects.domain.errors import NotFound
from microprojects.domain.recounts import SIGNERS
from microprojects.store.columns import Key, Line, PersonKey, Word, not_negative, one_of
from microprojects.store.db import Base, lock
from microprojects.store.meetings import AgendaItem
from microprojects.store.people import Person
from microprojects.store.votes import Vote

_WAITS = text("ended_at IS NULL")


class Recount(Base):
    """The numbers that are to stand instead of those of a closed vote, and why."""

    __tablename__ = "recounts"
    __table_args__ = (
        not_negative("in_favour", "against", "abstain"),
        Index("uq_recounts_waits", "vote_id", unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    id: Mapped[Key]
    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"), index=True)
    in_favour: Mapped[int]
    against: Mapped[int]
    abstain: Mapped[int]
    reason: Mapped[Line]
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # made, or dropped
    new_vote_id: Mapped[int | None] = mapped_column(ForeignKey("votes.id"))  # where it was made

    signatures: Mapped[list[RecountSignature]] = relationship(order_by="RecountSignature.id")


class RecountSignature(Base):
    """One person's word that the new numbers are right."""

    __tablename__ = "recount_signatures"
    __table_args__ = (
        UniqueConstraint("recount_id", "role"),
        UniqueConstraint("recount_id", "person_id"),
        one_of("role", [role.value for role in SIGNERS]),
    )

    id: Mapped[Key]
    recount_id: Mapped[int] = mapped_column(ForeignKey("recounts.id"), index=True)
    role: Mapped[Word]
    person_id: Mapped[PersonKey]
    signed_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


def get(session: Session, recount_id: int, *, for_update: bool = False) -> Recount:
    """Return one correction."""
    query = select(Recount).where(Recount.id == recount_id)
    found = session.scalar(lock(query) if for_update else query)
    if found is None:
        raise NotFound
    return found


def made_since(session: Session, meeting_id: int, moment: datetime) -> bool:
    """Return whether a count of a meeting was corrected after a moment."""
    query = (
        select(Recount.id)
        .join(Vote, Vote.id == Recount.vote_id)
        .join(AgendaItem, AgendaItem.id == Vote.item_id)
        .where(
            AgendaItem.meeting_id == meeting_id, Recount.new_vote_id.is_not(None), Recount.ended_at > moment
        )
    )
    return session.scalar(query.limit(1)) is not None


def waiting(session: Session, vote_id: int) -> Recount | None:
    """Return the correction of a vote that waits for signatures."""
    return session.scalar(select(Recount).where(Recount.vote_id == vote_id, Recount.ended_at.is_(None)))
