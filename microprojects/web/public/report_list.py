"""Every year of every district with how its report stands: for the public list, the desk and the inbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from microprojects.domain.workdays import local_day
from microprojects.domain.year_reports import days_late, due_on
from microprojects.store import areas, year_reports


@dataclass(frozen=True)
class ReportLine:
    """One year of one district; `version` is 0 while nothing is published."""

    district: str
    slug: str
    path: str
    year: int
    version: int
    published_at: datetime | None
    due: date
    late: int
    is_over: bool


def lines(session: Session, at: datetime) -> list[ReportLine]:
    """Return the years that have money, the latest first; four statements."""
    today = local_day(at)
    years, days = year_reports.years_with_money(session), year_reports.month_days(session)
    done = {(each.slug, each.year): each for each in year_reports.published(session)}
    found = []
    for place in areas.at_level(session, "district"):
        month_day = year_reports.month_day(days, place.path)
        for year in years.get(place.path, []):
            if year > today.year:
                continue
            version = done.get((place.slug, year))
            found.append(
                ReportLine(
                    district=place.name,
                    slug=place.slug,
                    path=place.path,
                    year=year,
                    version=version.version if version else 0,
                    published_at=version.published_at if version else None,
                    due=due_on(year, month_day),
                    late=0 if version else days_late(year, month_day, today),
                    is_over=year < today.year,
                )
            )
    return sorted(found, key=lambda each: (-each.year, each.path))


def waiting(found: Iterable[ReportLine]) -> list[ReportLine]:
    """Return the years that are over and not reported."""
    return [each for each in found if each.is_over and not each.version]
