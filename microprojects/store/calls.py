"""The ground on which each meeting was called, and the members who asked for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Select, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.calls import KINDS, Ground
from microprojects.store import councils
from microprojects.store.columns import Word, not_negative, one_of
from microprojects.store.councils import Council
from microprojects.store.db import Base


class MeetingCall(Base):
    """Why one meeting was called: how many asked, how many had to, and of how many. Never changed."""

    __tablename__ = "meeting_calls"
    __table_args__ = (
        one_of("kind", KINDS),
        not_negative("asked", "needed", "counted"),
        CheckConstraint(
            "(kind = 'regular' AND asked = 0 AND needed = 0 AND counted = 0)"
            " OR (kind <> 'regular' AND needed > 0 AND asked >= needed AND asked <= counted)",
            name="enough_asked",
        ),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    kind: Mapped[Word]
    asked: Mapped[int]
    needed: Mapped[int]
    counted: Mapped[int]  # members in office, or adults who live here


class CallDemand(Base):
    """One member who asked for a meeting. Never changed."""

    __tablename__ = "call_demands"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting_calls.meeting_id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)


def keep(session: Session, meeting_id: int, ground: Ground, members: Iterable[int]) -> None:
    """Keep the ground of a call with the members who asked for it."""
    session.add(
        MeetingCall(
            meeting_id=meeting_id,
            kind=ground.kind,
            asked=ground.asked,
            needed=ground.needed,
            counted=ground.counted,
        )
    )
    session.flush()
    session.add_all(CallDemand(meeting_id=meeting_id, person_id=person) for person in sorted(members))


def of_meeting(session: Session, meeting_id: int) -> Ground | None:
    """Return the ground on which a meeting was called; None where it was called before grounds were kept."""
    found = session.get(MeetingCall, meeting_id)
    return Ground(found.kind, found.asked, found.needed, found.counted) if found else None


def askers(meeting_id: int) -> Select[int]:
    """Return the query for the members who asked for a meeting."""
    return select(CallDemand.person_id).where(CallDemand.meeting_id == meeting_id)


def shown_askers(session: Session, council: Council, meeting_id: int, on: date) -> list[str]:
    """Return the names of those who asked and agreed to stand in the public roster."""
    seats = councils.in_office(session, council.id, on, among=askers(meeting_id))
    return [seat.person.name for seat in seats if seat.name_public]
