"""The report of a year for tests: publish(world), as somebody who looked at the figures."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain import year_reports as law
from microprojects.services import year_reports as deeds
from microprojects.store import year_reports
from microprojects.store.db import db
from microprojects.store.year_figures import Year, figures
from tests.world import World
from tests.year_ending import NEXT_YEAR


def looked_at(_world: World, *, at: datetime = NEXT_YEAR, year: int = 2026) -> str:
    """Return the digest of the figures as they are now."""
    db.session.rollback()
    session = db.session()
    known = year_reports.of_district(session, "minghu", year)
    found = law.digest(figures(Year(session, known.area, known.inside, year, at)))
    db.session.rollback()
    return found


def publish(
    world: World,
    *,
    who: str = "huang",
    at: datetime = NEXT_YEAR,
    year: int = 2026,
    slug: str = "minghu",
    seen: str = "",
    reason: str = "",
) -> int:
    """Publish a year of the small district."""
    looked = seen or looked_at(world, at=at, year=year)
    return deeds.publish(slug, year, seen=looked, reason=reason, actor=world[who], at=at)
