"""Which members got the dossiers of a meeting on paper, and which can read them on the site."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.dossier_copies import Reach, is_late, reach
from microprojects.domain.workdays import local_day
from microprojects.store import councils, meetings
from microprojects.store.accounts import Account
from microprojects.store.columns import Key, PersonKey
from microprojects.store.db import Base
from microprojects.store.meetings import UNDECIDED, AgendaItem, Meeting


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


def get(session: Session, meeting_id: int, person_id: int) -> DossierCopy | None:
    """Return the copy that a member holds."""
    query = select(DossierCopy).where(
        DossierCopy.meeting_id == meeting_id, DossierCopy.person_id == person_id
    )
    return session.scalar(query)


def reach_of(session: Session, meeting: Meeting, since: datetime) -> Reach:
    """Return how what went out for a meeting at a moment reaches its members of that day."""
    day = local_day(meeting.opened_at or meeting.starts_at)
    members = [seat.person_id for seat in councils.in_office(session, meeting.council_id, day)]
    return reach(members, on_the_site(session, members), of_meeting(session, meeting.id), since)


def sent_later(session: Session, meeting: Meeting) -> list[AgendaItem]:
    """Return the items that still stand on an agenda and came when the dossiers of the others were out."""
    standing = meetings.items(session, meeting.id, UNDECIDED)
    return [item for item in standing if is_late(meeting.dossier_sent_at, item.added_at)]


def newest(session: Session, meeting: Meeting) -> datetime | None:
    """Return when the last dossier went to the members of a meeting, None while none has."""
    late = [item.added_at for item in sent_later(session, meeting)]
    return max(late, default=meeting.dossier_sent_at)


def handed(session: Session, meeting_id: int) -> int:
    """Return how many copies were handed over."""
    query = select(func.count(DossierCopy.id)).where(DossierCopy.meeting_id == meeting_id)
    return session.scalar(query) or 0


def on_the_site(session: Session, people: Collection[int]) -> frozenset[int]:
    """Return which of the people have an account, so that they read the dossiers on the site."""
    query = select(Account.person_id).where(Account.person_id.in_(people))
    return frozenset(session.scalars(query))
