"""The end of a year for tests: a second person at the district, and the closing by both."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select

from microprojects.domain import year_ends as law
from microprojects.domain.people import Role
from microprojects.services import year_ends
from microprojects.store import areas, people, year_accounts
from microprojects.store.db import db, transaction
from microprojects.store.funds import Fund, LedgerEntry
from microprojects.store.people import RoleGrant
from microprojects.store.year_ends import YearClosing
from tests.world import World

# Friday, 8 January 2027, 10:00 in Shanghai.
NEXT_YEAR = datetime(2027, 1, 8, 2, 0, tzinfo=UTC)
PAPER = "明财社〔2027〕1号"


def treasurer(world: World) -> World:
    """Make Yan the finance office of the district."""
    with transaction() as session:
        grant = RoleGrant(
            person_id=world.people["yan"],
            area_id=world.areas["minghu"],
            role=Role.FINANCE.value,
            since=date(2025, 1, 1),
        )
        session.add(grant)
        session.flush()
        world.actors["yan"] = people.actor(session, world.people["yan"])
    db.session.rollback()
    return world


def prepare(world: World, *, who: str = "yan", at: datetime = NEXT_YEAR, year: int = 2026) -> None:
    """Propose the closing."""
    year_ends.prepare("minghu", year, document=PAPER, actor=world[who], at=at)


def figures(year: int = 2026) -> str:
    """Return what somebody who looks at the closing now signs."""
    db.session.rollback()
    session = db.session()
    found = year_accounts.places(session, areas.by_slug(session, "minghu"), year)
    db.session.rollback()
    return law.seen(law.total(place.closing for place in found))


def confirm(
    world: World, *, who: str = "huang", at: datetime = NEXT_YEAR, year: int = 2026, seen: str = ""
) -> None:
    """Confirm the closing, having looked at the figures as they are."""
    year_ends.close("minghu", year, seen=seen or figures(year), actor=world[who], at=at)


def close_year(world: World, *, at: datetime = NEXT_YEAR, year: int = 2026) -> None:
    """Close a year by both."""
    prepare(world, at=at, year=year)
    confirm(world, at=at, year=year)


def the_closing(year: int = 2026) -> YearClosing:
    """Return the closing as it stands in the database."""
    db.session.rollback()
    return db.session.scalars(select(YearClosing).where(YearClosing.year == year)).one()


def pockets(world: World, year: int = 2026, slug: str = "lizhi") -> tuple[int, ...]:
    """Return allocated, reserved, committed, paid, left and available of a community's year, in fen."""
    db.session.rollback()
    query = select(Fund).where(Fund.area_id == world.areas[slug], Fund.year == year)
    fund = db.session.scalars(query).one()
    return (
        fund.allocated_fen,
        fund.reserved_fen,
        fund.committed_fen,
        fund.paid_fen,
        fund.left_fen,
        fund.available_fen,
    )


def lines(world: World, *kinds: str, slug: str = "lizhi") -> list[tuple[int, str, int]]:
    """Return the lines of a community's funds of some kinds as (year, kind, fen), in order."""
    query = (
        select(Fund.year, LedgerEntry.kind, LedgerEntry.amount_fen)
        .join(Fund, Fund.id == LedgerEntry.fund_id)
        .where(Fund.area_id == world.areas[slug], LedgerEntry.kind.in_(kinds))
        .order_by(LedgerEntry.id)
    )
    db.session.rollback()
    return [(year, kind, fen) for year, kind, fen in db.session.execute(query)]
