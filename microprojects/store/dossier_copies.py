"""Which members got the dossiers of a meeting on paper, and which can read them on the site."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.store.accounts import Account
from microprojects.store.columns import Key, PersonKey
from microprojects.store.db import Base


class DossierCopy(Base):
    """One copy on paper that was put into a member's hands."""

    __tablename__ = "dossier_copies"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[Key]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    person_id: Mapped[PersonKey]
    handed_at: Mapped[datetime]
    handed_by_id: Mapped[PersonKey]


def of_meeting(session: Session, meeting_id: int) -> dict[int, datetime]:
    """Return by member when a copy on paper was handed over."""
    query = select(DossierCopy.person_id, DossierCopy.handed_at).where(DossierCopy.meeting_id == meeting_id)
    return dict(session.execute(query).all())


def handed(session: Session, meeting_id: int) -> int:
    """Return how many copies were handed over."""
    query = select(func.count(DossierCopy.id)).where(DossierCopy.meeting_id == meeting_id)
    return session.scalar(query) or 0


def on_the_site(session: Session, people: Collection[int]) -> frozenset[int]:
    """Return which of the people have an account, so that they read the dossiers on the site."""
    query = select(Account.person_id).where(Account.person_id.in_(people))
    return frozenset(session.scalars(query))
