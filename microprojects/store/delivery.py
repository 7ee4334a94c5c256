"""What happened on site: progress, supervisors' notes, inspections and warranty to-dos."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.errors import NotFound
from microprojects.store.columns import Key, Line, PersonKey, ProjectKey, Word, one_of
from microprojects.store.db import Base, lock


class Progress(Base):
    """One report of how far the work is, in percent."""

    __tablename__ = "progress_reports"
    __table_args__ = (CheckConstraint("percent BETWEEN 0 AND 100", name="percent_plausible"),)

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    percent: Mapped[int]
    text: Mapped[str]
    reported_at: Mapped[datetime]
    reported_by_id: Mapped[PersonKey]
    hidden_at: Mapped[datetime | None]  # its words showed personal data; its percentage stays


class SupervisorNote(Base):
    """A supervisor's public note, and the answer to it."""

    __tablename__ = "supervisor_notes"
    __table_args__ = (CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered_in_words"),)

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    text: Mapped[str]
    written_at: Mapped[datetime]
    written_by_id: Mapped[PersonKey]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    hidden_at: Mapped[datetime | None]  # its words showed personal data


class Inspection(Base):
    """One acceptance inspection: who looked, what they found, what residents said."""

    __tablename__ = "inspections"
    __table_args__ = (one_of("outcome", ("passed", "failed"), nullable=True),)

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    held_on: Mapped[date]
    panel: Mapped[
        list[Any]
    ]  # [{"role": "resident", "label": "居民（张*）", "person_id": 3, "proposer": true}]
    items: Mapped[list[Any]]  # [{"label": "扶手", "quantity": "24 处", "passed": true, "note": ""}]
    residents_opinion: Mapped[str] = mapped_column(default="")
    proposer_absence: Mapped[str] = mapped_column(default="")  # why no proposer sat on the panel
    conclusion: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[PersonKey]
    outcome: Mapped[str | None] = mapped_column(String(20))
    rectify_by: Mapped[date | None]


class Warranty(Base):
    """Retention money that is still held after the project was closed, with its last day."""

    __tablename__ = "warranties"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), unique=True)
    until: Mapped[date]
    owner: Mapped[Line]
    phone: Mapped[Line] = mapped_column(default="")
    released_at: Mapped[datetime | None]
    note: Mapped[Word] = mapped_column(default="")


def reports(session: Session, project_id: int) -> list[Progress]:
    """Return the progress reports of a project, the oldest first."""
    query = select(Progress).where(Progress.project_id == project_id).order_by(Progress.id)
    return list(session.scalars(query))


def note(session: Session, note_id: int, *, for_update: bool = False) -> SupervisorNote:
    """Return one note of a supervisor."""
    query = select(SupervisorNote).where(SupervisorNote.id == note_id)
    found = session.scalar(lock(query) if for_update else query)
    if found is None:
        raise NotFound
    return found


def notes(session: Session, project_id: int) -> list[SupervisorNote]:
    """Return the supervisors' notes on a project, the oldest first."""
    query = select(SupervisorNote).where(SupervisorNote.project_id == project_id).order_by(SupervisorNote.id)
    return list(session.scalars(query))


def inspections(session: Session, project_id: int) -> list[Inspection]:
    """Return the inspections of a project, the oldest first; at most the last one is undecided."""
    query = select(Inspection).where(Inspection.project_id == project_id).order_by(Inspection.id)
    return list(session.scalars(query))


def undecided(session: Session, project_id: int) -> Inspection | None:
    """Return the inspection that was recorded and has led nowhere yet."""
    query = select(Inspection).where(Inspection.project_id == project_id, Inspection.outcome.is_(None))
    return session.scalar(query.order_by(Inspection.id.desc()).limit(1))


def warranty(session: Session, project_id: int) -> Warranty | None:
    """Return the warranty of a project, if retention money is or was held."""
    return session.scalar(select(Warranty).where(Warranty.project_id == project_id))
