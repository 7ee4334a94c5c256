"""Who took a paper ballot, which says nothing of what stands on it, and the counts of those that came back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from microprojects.domain.paper_votes import PaperCount
from microprojects.store.columns import Key, PersonKey, not_negative
from microprojects.store.db import Base
from microprojects.store.meetings import Attendance, Recusal
from microprojects.store.people import Person
from microprojects.store.votes import Vote, VoteParticipation


class PaperBallot(Base):
    """That a member took a paper ballot."""

    __tablename__ = "paper_ballots"
    __table_args__ = (UniqueConstraint("vote_id", "person_id"),)

    id: Mapped[Key]
    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"), index=True)
    person_id: Mapped[PersonKey]


class KeyedCount(Base):
    """What one person counted and typed; they may mend it until the vote is closed."""

    __tablename__ = "paper_counts"
    __table_args__ = (
        UniqueConstraint("vote_id", "keyed_by_id"),
        not_negative("in_favour", "against", "abstain", "spoiled"),
    )

    id: Mapped[Key]
    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"), index=True)
    keyed_by_id: Mapped[PersonKey]
    keyed_at: Mapped[datetime]
    in_favour: Mapped[int]
    against: Mapped[int]
    abstain: Mapped[int]
    spoiled: Mapped[int]

    keyed_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def count(self) -> PaperCount:
        """Return the numbers."""
        return PaperCount(self.in_favour, self.against, self.abstain, self.spoiled)


def handed_out(session: Session, vote_id: int) -> int:
    """Return how many paper ballots were handed out."""
    return session.scalar(select(func.count(PaperBallot.id)).where(PaperBallot.vote_id == vote_id)) or 0


def counts(session: Session, vote_id: int) -> list[KeyedCount]:
    """Return who counted what, in order."""
    query = select(KeyedCount).where(KeyedCount.vote_id == vote_id).order_by(KeyedCount.id)
    return list(session.scalars(query))


def count_of(session: Session, vote_id: int, person_id: int | None) -> KeyedCount | None:
    """Return what one person counted."""
    return session.scalar(
        select(KeyedCount).where(KeyedCount.vote_id == vote_id, KeyedCount.keyed_by_id == person_id)
    )


def still_to_vote(session: Session, vote: Vote) -> list[Person]:
    """Return who may vote, is in the room and has neither voted nor taken paper, by name."""
    voted = select(VoteParticipation.person_id).where(VoteParticipation.vote_id == vote.id)
    aside = select(Recusal.person_id).where(Recusal.item_id == vote.item_id)
    query = (
        select(Person)
        .join(Attendance, Attendance.person_id == Person.id)
        .where(
            Attendance.meeting_id == vote.item.meeting_id,
            Attendance.arrived_at <= vote.opened_at,
            Attendance.left_at.is_(None),
            Person.id.not_in(voted),
            Person.id.not_in(aside),
        )
        .order_by(Person.name, Person.id)
    )
    if not vote.rule["chair_votes"]:
        query = query.where(Person.id != vote.opened_by_id)
    return list(session.scalars(query).unique())
