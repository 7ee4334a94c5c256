"""Which projects came from a sheet, and by which reference they are known there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from microprojects.store.columns import AreaKey, Hash, Key
from microprojects.store.db import Base
from microprojects.store.projects import Project


class BroughtProject(Base):
    """One project of a community that came from a sheet; `words` is the fingerprint of what the sheet said of it last."""

    __tablename__ = "brought_projects"
    __table_args__ = (UniqueConstraint("area_id", "reference"), UniqueConstraint("project_id"))

    id: Mapped[Key]
    area_id: Mapped[AreaKey]
    reference: Mapped[str] = mapped_column(String(40))
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    words: Mapped[Hash]
    sheet: Mapped[Hash]
    brought_at: Mapped[datetime]

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)


def of_community(session: Session, area_id: int, references: Iterable[str]) -> dict[str, BroughtProject]:
    """Return what came from sheets before, by reference, each with its project."""
    wanted = set(references)
    query = select(BroughtProject).where(BroughtProject.area_id == area_id)
    return {row.reference: row for row in session.scalars(query) if row.reference in wanted}
