"""Who is invited to a meeting without a vote, and who of them came; nobody here counts for anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from microprojects.domain.observers import KINDS, PROPOSER
from microprojects.store import meetings, projects
from microprojects.store.columns import Key, PersonKey, Word, one_of
from microprojects.store.db import Base, row
from microprojects.store.meetings import Meeting
from microprojects.store.people import Person


class Observer(Base):
    """One person who is invited to one meeting: the proposer of an item, or somebody by name."""

    __tablename__ = "observers"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        UniqueConstraint("meeting_id", "kind", "name"),
        one_of("kind", KINDS),
        CheckConstraint(
            "(kind = 'proposer' AND person_id IS NOT NULL AND name IS NULL)"
            " OR (kind <> 'proposer' AND person_id IS NULL AND name IS NOT NULL)",
            name="person_or_name",
        ),
        CheckConstraint(
            "left_at IS NULL OR (came_at IS NOT NULL AND left_at >= came_at)", name="left_after_coming"
        ),
    )

    id: Mapped[Key]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    kind: Mapped[Word]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str | None] = mapped_column(String(40))
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[PersonKey]
    came_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship(lazy="joined", foreign_keys="Observer.person_id")

    @property
    def called(self) -> str:
        """Return the name by which the council room knows them."""
        return self.name or (self.person.name if self.person else "")

    @property
    def is_here(self) -> bool:
        """Return whether they came and have not gone."""
        return self.came_at is not None and self.left_at is None


def get(session: Session, observer_id: int, *, for_update: bool = False) -> Observer:
    """Return one invited person."""
    return row(session, Observer, observer_id, for_update=for_update)


def of_meeting(session: Session, meeting_id: int) -> list[Observer]:
    """Return everybody who is invited to a meeting, in the order of being invited."""
    query = select(Observer).where(Observer.meeting_id == meeting_id)
    return list(session.scalars(query.order_by(Observer.id)))


def here(session: Session, meeting_id: int) -> int:
    """Return how many of them are in the hall now."""
    query = select(func.count(Observer.id)).where(
        Observer.meeting_id == meeting_id, Observer.came_at.is_not(None), Observer.left_at.is_(None)
    )
    return session.scalar(query) or 0


def by_kind(session: Session, meeting: Meeting) -> Counter[str]:
    """Return how many of each kind are invited to a meeting to come, or came to one that has begun."""
    query = select(Observer.kind, func.count(Observer.id)).where(Observer.meeting_id == meeting.id)
    if meeting.state != "planned":
        query = query.where(Observer.came_at.is_not(None))
    return Counter(dict(session.execute(query.group_by(Observer.kind)).all()))


def named(session: Session, meeting_id: int, kind: str, name: str) -> bool:
    """Return whether somebody of that kind and name is invited already."""
    query = select(Observer.id).where(
        Observer.meeting_id == meeting_id, Observer.kind == kind, Observer.name == name
    )
    return session.scalar(query.limit(1)) is not None


def must_be_heard(session: Session, meeting_id: int) -> set[int]:
    """Return who proposed an item that is on the agenda."""
    stand = ("waiting", "presented", "voting", "passed", "rejected")
    found: set[int] = set()
    for item in meetings.items(session, meeting_id, stand):
        found |= projects.proposers(session, item.project)
    return found


def invite_people(
    session: Session, meeting_id: int, people: Iterable[int], *, by: int | None, at: datetime
) -> None:
    """Invite people as proposers of an item, but nobody twice."""
    query = select(Observer.person_id).where(Observer.meeting_id == meeting_id)
    invited = set(session.scalars(query))
    session.add_all(
        Observer(meeting_id=meeting_id, kind=PROPOSER, person_id=person, invited_at=at, invited_by_id=by)
        for person in sorted(set(people) - invited)
    )
