"""Leave from meetings, and who of those due came to the last ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint, exists, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.leaves import Due, Record, record
from microprojects.domain.workdays import local_day
from microprojects.store import attendances
from microprojects.store.columns import Key, PersonKey
from microprojects.store.councils import Seat
from microprojects.store.db import Base
from microprojects.store.meetings import Attendance, Meeting

_HELD = ("closed", "inquorate")


class Leave(Base):
    """A member who said before a meeting that they cannot come; why is nobody's business."""

    __tablename__ = "leaves"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[Key]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    person_id: Mapped[PersonKey]
    asked_at: Mapped[datetime]
    noted_by_id: Mapped[PersonKey]


@dataclass(frozen=True)
class Past:
    """One meeting that was to be held: how many were due, came, and had leave without coming."""

    meeting: Meeting
    due: frozenset[int]
    came: frozenset[int]
    leave: frozenset[int]


def get(session: Session, meeting_id: int, person_id: int) -> Leave | None:
    """Return the leave of a member from a meeting."""
    return session.scalar(select(Leave).where(Leave.meeting_id == meeting_id, Leave.person_id == person_id))


def of_meeting(session: Session, meeting_id: int) -> frozenset[int]:
    """Return who has leave from a meeting, by the number of the person."""
    return frozenset(session.scalars(select(Leave.person_id).where(Leave.meeting_id == meeting_id)))


def there_and_absent(session: Session, meeting_id: int) -> tuple[int, int]:
    """Return how many members came to a meeting at any time, and how many had leave from it and did not come."""
    there = attendances.came_to(meeting_id)
    came = exists().where(Attendance.meeting_id == meeting_id, Attendance.person_id == Leave.person_id)
    away = select(func.count()).select_from(Leave).where(Leave.meeting_id == meeting_id, ~came)
    row = session.execute(select(there.scalar_subquery(), away.scalar_subquery())).one()
    return row[0], row[1]


def last_meetings(session: Session, council_id: int, seats: Sequence[Seat], limit: int) -> list[Past]:
    """Return the last meetings of a council, the latest first, by the seats that were ever given in it."""
    query = select(Meeting).where(Meeting.council_id == council_id, Meeting.state.in_(_HELD))
    held = list(session.scalars(query.order_by(Meeting.starts_at.desc(), Meeting.id.desc()).limit(limit)))
    ids = [meeting.id for meeting in held]
    there = select(Attendance.meeting_id, Attendance.person_id).where(Attendance.meeting_id.in_(ids))
    came = {(meeting, person) for meeting, person in session.execute(there)}
    away = select(Leave.meeting_id, Leave.person_id).where(Leave.meeting_id.in_(ids))
    leave = {(meeting, person) for meeting, person in session.execute(away)}
    made = []
    for meeting in held:
        due = _due(seats, local_day(meeting.opened_at or meeting.starts_at))
        here = frozenset(person for person in due if (meeting.id, person) in came)
        excused = frozenset(person for person in due - here if (meeting.id, person) in leave)
        made.append(Past(meeting, due, here, excused))
    return made


def record_of(past: Sequence[Past], person_id: int) -> Record:
    """Return how often a member came to those of the meetings at which they were due."""
    return record(
        [
            Due(came=person_id in each.came, leave=person_id in each.leave)
            for each in past
            if person_id in each.due
        ]
    )


def _due(seats: Sequence[Seat], on: date) -> frozenset[int]:
    return frozenset(seat.person_id for seat in seats if seat.holds(on))
