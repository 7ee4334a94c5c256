"""The year before in the demo, whole: its meetings, how it was closed, and its published report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from microprojects.demo import cast
from microprojects.demo.founding import ALLOCATION, District, give
from microprojects.demo.life import DAY, HOUR
from microprojects.domain.workdays import SHANGHAI
from microprojects.domain.year_ends import seen, total
from microprojects.domain.year_reports import digest
from microprojects.services import funds, year_ends
from microprojects.services import year_reports as reporting
from microprojects.store import areas, year_accounts, year_reports
from microprojects.store.db import db
from microprojects.store.year_figures import Year, figures

# key -> (community, month and day, how many come)
MEETINGS: dict[str, tuple[str, int, int, int]] = {
    "LZ-LAST": ("lizhi", 3, 18, 15),
    "FH-LAST": ("fenghuang", 4, 15, 14),
}
MINUTE = timedelta(minutes=1)
LONGEST = 160 * DAY
"""How long before the day of loading the first story of the running year begins, and somewhat more."""


def day_of_story(at: datetime) -> datetime:
    """Return the morning up to which the story is told: that of the day of loading.

    In January it is the last but one of the year before, as a poll asks about projects of its own year alone.
    """
    today = at.astimezone(SHANGHAI).replace(hour=8, minute=0, second=0, microsecond=0)
    return today.replace(year=today.year - 1, month=12, day=30) if today.month == 1 else today


def of(today: datetime) -> int:
    """Return the year before that of the story."""
    return today.year - 1


def _runs_on(today: datetime) -> bool:
    """Return whether stories that are still told begin in the year before."""
    return (today - LONGEST).year < today.year


def meetings(today: datetime) -> dict[str, tuple[str, int, int]]:
    """Return the meetings of that year: community, days before the day of loading, how many come."""
    held = {}
    for key, (slug, month, day, come) in MEETINGS.items():
        ago = today.date() - today.date().replace(year=of(today), month=month, day=day)
        held[key] = (slug, ago.days, come)
    return held


def strands(district: District, years: Sequence[int], today: datetime) -> list[Iterator[datetime]]:
    """Give each of the later years its money, close the money of that year, and publish its report."""
    given = [_giving(district, year) for year in years[1:]]
    return [*given, _closing(district, of(today), today), _reporting(district, of(today))]


def _giving(district: District, year: int) -> Iterator[datetime]:
    """Give the money of a year in its first minute, before anything is closed and before any story asks for it."""
    moment = datetime(year, 1, 1, tzinfo=SHANGHAI) + MINUTE
    yield moment
    give(district, year, moment)


def _reporting(district: District, year: int) -> Iterator[datetime]:
    moment = datetime(year + 1, 1, 20, 10, tzinfo=SHANGHAI)
    yield moment
    session, slug = db.session(), cast.DISTRICT[0]
    known = year_reports.of_district(session, slug, year)
    told = digest(figures(Year(session, known.area, known.inside, year, moment)))
    reporting.publish(slug, year, seen=told, actor=district.actors["qu-huang"], at=moment)


def _closing(district: District, year: int, today: datetime) -> Iterator[datetime]:
    """Let one person prepare the closing and another confirm it; works that go on get more money for it at once."""
    goes_on, first = _runs_on(today), datetime(year + 1, 1, 1, tzinfo=SHANGHAI)
    moment, slug = first + (5 * MINUTE if goes_on else 7 * DAY + 10 * HOUR), cast.DISTRICT[0]
    admin = district.actors["qu-huang"]
    yield moment
    year_ends.prepare(
        slug, year, document=f"明财社〔{year + 1}〕2号", actor=district.actors["qucai-tian"], at=moment
    )
    yield moment + MINUTE
    session = db.session()
    places = year_accounts.places(session, areas.by_slug(session, slug), year)
    told = seen(total(place.closing for place in places))
    session.rollback()
    year_ends.close(slug, year, seen=told, actor=admin, at=moment + MINUTE)
    for place in cast.COMMUNITIES if goes_on else ():
        funds.adjust(
            place.slug,
            year,
            amount_fen=ALLOCATION,
            document=f"明财社〔{year + 1}〕3号",
            reason="在办的项目接着办，追加所需资金。",
            actor=admin,
            at=moment + MINUTE,
        )
