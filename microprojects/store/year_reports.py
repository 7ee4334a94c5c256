"""The published reports of a district's year: one row a version, whose figures never change."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, and_, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.errors import NotFound
from microprojects.domain.parameters import BY_KEY
from microprojects.domain.year_reports import LONGEST_REASON
from microprojects.store import areas
from microprojects.store.areas import Area
from microprojects.store.columns import AreaKey, Hash, Key, PersonKey
from microprojects.store.db import Base
from microprojects.store.funds import Fund
from microprojects.store.programmes import ParameterVersion, Programme

REPORT_BY = "disclosure.report_by"
_ITS_DAY = and_(
    ParameterVersion.programme_id == Programme.id,
    ParameterVersion.key == REPORT_BY,
    ParameterVersion.area_id.is_(None),
)


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


@dataclass(frozen=True)
class ReportedDistrict:
    """A district with the areas inside it, from itself down, the versions of a year's report, and its last day."""

    inside: Sequence[Area]
    versions: Sequence[YearReport]
    month_day: str

    @property
    def area(self) -> Area:
        """Return the district itself."""
        return self.inside[0]

    def version(self, number: int) -> YearReport | None:
        """Return a version by its number, None where there is none."""
        return next((each for each in self.versions if each.version == number), None)


def of_district(session: Session, slug: str, year: int) -> ReportedDistrict:
    """Return a district and what it published of a year, the latest version first; one statement.

    Raises:
        NotFound: there is no such district.
    """
    report = (YearReport.area_id == Area.id) & (YearReport.year == year)
    rows = session.execute(
        select(Area, YearReport, ParameterVersion.value)
        .outerjoin(YearReport, report)
        .outerjoin(Programme, Programme.area_id == Area.id)
        .outerjoin(ParameterVersion, _ITS_DAY)
        .where(Area.id.in_(areas.inside([slug])))
        .order_by(Area.path, YearReport.version.desc(), ParameterVersion.id)
    ).all()
    found = list(dict.fromkeys(area for area, _report, _value in rows))
    if not found or found[0].level != "district" or found[0].path != slug:
        raise NotFound
    days = {area.path: str(value["value"]) for area, _report, value in rows if value is not None}
    versions = list(dict.fromkeys(each for _area, each, _value in rows if each is not None))
    return ReportedDistrict(found, versions, month_day(days, slug))


def month_days(session: Session) -> dict[str, str]:
    """Return by the path of their area until which day of the next year programmes report, where they set one."""
    rows = session.execute(
        select(Area.path, ParameterVersion.value)
        .join(Programme, _ITS_DAY)
        .join(Area, Area.id == Programme.area_id)
        .order_by(ParameterVersion.id)
    )
    return {path: str(value["value"]) for path, value in rows}


def month_day(found: Mapping[str, str], district: str) -> str:
    """Return the day for a district: the earliest that one of its programmes set, else the default."""
    inside = [day for path, day in found.items() if f"{path}/".startswith(f"{district}/")]
    return min(inside, default=str(BY_KEY[REPORT_BY].default))


def years_with_money(session: Session) -> dict[str, list[int]]:
    """Return by district the years that have money, the latest first."""
    rows = session.execute(
        select(Area.path, Fund.year)
        .join(Area, Area.id == Fund.area_id)
        .where(Fund.allocated_fen > 0)
        .distinct()
    )
    found: dict[str, set[int]] = {}
    for path, year in rows:
        found.setdefault(path.split("/")[0], set()).add(year)
    return {district: sorted(years, reverse=True) for district, years in found.items()}


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
