"""Objections that are answered by one reply."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.errors import NotFound
from microprojects.domain.objections import GROUNDS
from microprojects.store.columns import Key, PersonKey, ProjectKey, Word, one_of
from microprojects.store.db import Base
from microprojects.store.objections import Objection
from microprojects.store.projects import Project


class ObjectionGroup(Base):
    """Objections on one ground that were put together, and the trace of it when they were taken apart."""

    __tablename__ = "objection_groups"
    __table_args__ = (
        one_of("ground", GROUNDS),
        CheckConstraint("reason <> '' AND size >= 2", name="formed_with_reason"),
        CheckConstraint("(undone_at IS NULL) = (undone_reason = '')", name="undone_with_reason"),
    )

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    ground: Mapped[Word]
    reason: Mapped[str]
    size: Mapped[int]  # how many were put together
    formed_at: Mapped[datetime]
    formed_by_id: Mapped[PersonKey]
    undone_at: Mapped[datetime | None]
    undone_reason: Mapped[str] = mapped_column(default="")
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


def get(session: Session, group_id: int) -> ObjectionGroup:
    """Return one group."""
    found = session.get(ObjectionGroup, group_id)
    if found is None:
        raise NotFound
    return found


def of_project(session: Session, project_id: int) -> list[ObjectionGroup]:
    """Return the groups of a project, those that were taken apart too, oldest first."""
    query = select(ObjectionGroup).where(ObjectionGroup.project_id == project_id)
    return list(session.scalars(query.order_by(ObjectionGroup.id)))


def members(session: Session, group_id: int) -> list[Objection]:
    """Return the objections of a group that were not taken back, oldest first."""
    query = select(Objection).where(Objection.group_id == group_id, Objection.withdrawn_at.is_(None))
    return list(session.scalars(query.order_by(Objection.id)))


def project_number(session: Session, group_id: int) -> str:
    """Return the public number of the project whose objections were put together."""
    found = session.scalar(
        select(Project.number)
        .join(ObjectionGroup, ObjectionGroup.project_id == Project.id)
        .where(ObjectionGroup.id == group_id)
    )
    if found is None:
        raise NotFound
    return found
