"""The published reports of a district's year: one row a version, whose figures never change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.year_reports import LONGEST_REASON
from microprojects.store.areas import Area
from microprojects.store.columns import AreaKey, Hash, Key, PersonKey
from microprojects.store.db import Base


class YearReport(Base):
    """One version of a district's report of a year: its figures as canonical JSON, with their digest."""

    __tablename__ = "year_reports"
    __table_args__ = (
        UniqueConstraint("area_id", "year", "version"),
        CheckConstraint("year BETWEEN 2000 AND 2200", name="year_plausible"),
        CheckConstraint("version > 0", name="version_positive"),
        CheckConstraint("version = 1 OR reason <> ''", name="corrected_with_reason"),
    )

    id: Mapped[Key]
    area_id: Mapped[AreaKey]
    year: Mapped[int]
    version: Mapped[int]
    body: Mapped[str]
    sha256: Mapped[Hash]
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    journal_seq: Mapped[int] = mapped_column(ForeignKey("journal_entries.seq"))
    published_at: Mapped[datetime]
    published_by_id: Mapped[PersonKey]

    @property
    def data(self) -> Mapping[str, Any]:
        """Return the figures."""
        found: Mapping[str, Any] = json.loads(self.body)
        return found


@dataclass(frozen=True)
class Published:
    """A district's year as it is listed: its latest version, and when each was published."""

    district: str
    slug: str
    year: int
    version: int
    published_at: datetime


def versions(session: Session, area_id: int, year: int) -> list[YearReport]:
    """Return every version of a district's report of a year, the latest first."""
    mine = (YearReport.area_id == area_id, YearReport.year == year)
    return list(session.scalars(select(YearReport).where(*mine).order_by(YearReport.version.desc())))


def published(session: Session) -> list[Published]:
    """Return the latest version of every report, the latest year first."""
    newest = (
        select(YearReport.area_id, YearReport.year, func.max(YearReport.version).label("version"))
        .group_by(YearReport.area_id, YearReport.year)
        .subquery()
    )
    rows = session.execute(
        select(Area.name, Area.slug, YearReport.year, YearReport.version, YearReport.published_at)
        .join(
            newest,
            (newest.c.area_id == YearReport.area_id)
            & (newest.c.year == YearReport.year)
            & (newest.c.version == YearReport.version),
        )
        .join(Area, Area.id == YearReport.area_id)
        .order_by(YearReport.year.desc(), Area.id)
    )
    return [Published(*row) for row in rows]
