"""How many members came, and who is signed out of a room: all at the end, and who has no seat when it opens."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Select, case, exists, func, or_, select, update
from sqlalchemy.orm import Session

from microprojects.store import delegations
from microprojects.store.councils import Seat
from microprojects.store.meetings import Attendance, Meeting


def empty_room(session: Session, meeting_id: int, *, at: datetime) -> None:
    """Sign out everybody who is still in the room, and end what they held for others; nobody leaves before they came."""
    delegations.end(session, meeting_id, at=at)
    left = case((Attendance.arrived_at > at, Attendance.arrived_at), else_=at)
    session.execute(
        update(Attendance)
        .where(Attendance.meeting_id == meeting_id, Attendance.left_at.is_(None))
        .values(left_at=left)
    )


def send_out_unseated(session: Session, meeting: Meeting, on: date, *, at: datetime) -> None:
    """Sign out whoever came and has no seat on that day: they neither count nor vote."""
    seated = exists().where(
        Seat.council_id == meeting.council_id,
        Seat.person_id == Attendance.person_id,
        Seat.since <= on,
        or_(Seat.until.is_(None), Seat.until >= on),
    )
    left = case((Attendance.arrived_at > at, Attendance.arrived_at), else_=at)
    session.execute(
        update(Attendance)
        .where(Attendance.meeting_id == meeting.id, Attendance.left_at.is_(None), ~seated)
        .values(left_at=left)
    )


def came(session: Session, meeting_id: int) -> int:
    """Return how many different members came to a meeting at any time (到会)."""
    return session.scalar(came_to(meeting_id)) or 0


def came_to(meeting_id: int) -> Select[int]:
    """Return the query for the same."""
    query = select(func.count(func.distinct(Attendance.person_id)))
    return query.where(Attendance.meeting_id == meeting_id)
