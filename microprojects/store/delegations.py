"""Votes that absent members gave to members who are there, and which of them count in which vote."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    UniqueConstraint,
    case,
    func,
    select,
    text,
    update,
)  # fmt: skip
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from microprojects.store.columns import Hash, Key, Line, PersonKey
from microprojects.store.db import Base, row
from microprojects.store.meetings import Attendance, Recusal, Room
from microprojects.store.people import Person
from microprojects.store.votes import Vote, VoteParticipation

_STANDS = text("ended_at IS NULL")


class Delegation(Base):
    """One absent member's vote in the hands of one present member, with the written consent."""

    __tablename__ = "delegations"
    __table_args__ = (
        CheckConstraint("principal_id <> delegate_id", name="to_another"),
        CheckConstraint("ended_at IS NULL OR ended_at >= given_at", name="ends_after_it_began"),
        CheckConstraint("length(digest) = 64", name="digest_whole"),
        *(
            Index(
                f"uq_delegations_{who}_stands",
                "meeting_id",
                f"{who}_id",
                unique=True,
                sqlite_where=_STANDS,
                postgresql_where=_STANDS,
            )
            for who in ("principal", "delegate")
        ),
    )

    id: Mapped[Key]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    principal_id: Mapped[PersonKey]
    delegate_id: Mapped[PersonKey]
    paper: Mapped[Line]  # the number of the paper with the consent
    digest: Mapped[Hash]
    given_at: Mapped[datetime]
    given_by_id: Mapped[PersonKey]  # who wrote it down
    ended_at: Mapped[datetime | None]

    principal: Mapped[Person] = relationship(
        lazy="joined", innerjoin=True, foreign_keys="Delegation.principal_id"
    )
    delegate: Mapped[Person] = relationship(
        lazy="joined", innerjoin=True, foreign_keys="Delegation.delegate_id"
    )


class DelegatedVote(Base):
    """That a vote which was given counts in one vote, from its opening on. Never changed."""

    __tablename__ = "delegated_votes"
    __table_args__ = (UniqueConstraint("vote_id", "principal_id"), UniqueConstraint("vote_id", "delegate_id"))

    id: Mapped[Key]
    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"), index=True)
    principal_id: Mapped[PersonKey]
    delegate_id: Mapped[PersonKey]


def get(session: Session, delegation_id: int, *, for_update: bool = False) -> Delegation:
    """Return one delegation."""
    return row(session, Delegation, delegation_id, for_update=for_update)


def of_meeting(session: Session, meeting_id: int) -> list[Delegation]:
    """Return every delegation of a meeting, those that ended too, in order."""
    query = select(Delegation).where(Delegation.meeting_id == meeting_id)
    return list(session.scalars(query.order_by(Delegation.id)))


def standing(session: Session, meeting_id: int) -> list[Delegation]:
    """Return the delegations of a meeting that have not ended."""
    return [each for each in of_meeting(session, meeting_id) if each.ended_at is None]


def end(session: Session, meeting_id: int, *, principal_id: int | None = None, at: datetime) -> None:
    """End what a member gave, who has come themself, or every delegation of a meeting."""
    query = update(Delegation).where(Delegation.meeting_id == meeting_id, Delegation.ended_at.is_(None))
    if principal_id is not None:
        query = query.where(Delegation.principal_id == principal_id)
    session.execute(query.values(ended_at=case((Delegation.given_at > at, Delegation.given_at), else_=at)))


def on_item(session: Session, meeting_id: int, item_id: int, room: Room) -> list[Delegation]:
    """Return those that count on an item now: neither side stands aside, and the delegate is in the room."""
    aside = set(session.scalars(select(Recusal.person_id).where(Recusal.item_id == item_id)))
    return [
        each
        for each in standing(session, meeting_id)
        if each.delegate_id in room.may_vote
        and each.principal_id not in aside
        and each.principal_id not in room.present
    ]


def count_in(session: Session, vote_id: int, given: Iterable[Delegation]) -> None:
    """Write down which of them count in a vote that opens."""
    session.add_all(
        DelegatedVote(vote_id=vote_id, principal_id=each.principal_id, delegate_id=each.delegate_id)
        for each in given
    )


def still_held(session: Session, vote: Vote, delegate_id: int | None) -> int | None:
    """Return the member whose vote somebody holds and has not cast yet."""
    if not vote.delegated:
        return None
    voted = select(VoteParticipation.person_id).where(VoteParticipation.vote_id == vote.id)
    return session.scalar(
        select(DelegatedVote.principal_id).where(
            DelegatedVote.vote_id == vote.id,
            DelegatedVote.delegate_id == delegate_id,
            DelegatedVote.principal_id.not_in(voted),
        )
    )


def not_cast(session: Session, vote: Vote) -> list[int]:
    """Return the members whose vote is held by somebody in the room and has not been cast yet."""
    if not vote.delegated:
        return []
    voted = select(VoteParticipation.person_id).where(VoteParticipation.vote_id == vote.id)
    query = select(DelegatedVote.principal_id).where(
        DelegatedVote.vote_id == vote.id,
        DelegatedVote.principal_id.not_in(voted),
        DelegatedVote.delegate_id.in_(_here(vote)),
    )
    return list(session.scalars(query.order_by(DelegatedVote.id)))


def holders(session: Session, vote: Vote) -> list[Person]:
    """Return who is in the room and holds a vote that has not been cast yet."""
    given = not_cast(session, vote)
    if not given:
        return []
    query = (
        select(Person)
        .join(DelegatedVote, DelegatedVote.delegate_id == Person.id)
        .where(DelegatedVote.vote_id == vote.id, DelegatedVote.principal_id.in_(given))
    )
    return list(session.scalars(query.order_by(Person.name, Person.id)))


def lost(session: Session, vote: Vote) -> int:
    """Return how many votes were given to somebody who is not in the room any more."""
    if not vote.delegated:
        return 0
    query = select(func.count(DelegatedVote.id)).where(
        DelegatedVote.vote_id == vote.id, DelegatedVote.delegate_id.not_in(_here(vote))
    )
    return session.scalar(query) or 0


def _here(vote: Vote) -> Select[int]:
    return select(Attendance.person_id).where(
        Attendance.meeting_id == vote.item.meeting_id, Attendance.left_at.is_(None)
    )
