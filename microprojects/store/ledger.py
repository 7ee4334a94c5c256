"""Lines of the ledger as deeds sum them and pages list them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from microprojects.domain.money import Fen
from microprojects.domain.texts import folded
from microprojects.store import counted
from microprojects.store.areas import Area
from microprojects.store.funds import Fund, LedgerEntry
from microprojects.store.projects import Project

_CHUNK = 500


@dataclass(frozen=True)
class LedgerLine:
    """One line with the names that make it readable; `number` and `title` are empty for a fund's own lines."""

    id: int
    at: datetime
    year: int
    community: str
    kind: str
    amount_fen: Fen
    number: str
    title: str
    party: str
    document: str
    note: str


@dataclass(frozen=True)
class Balance:
    """One community's year: what it was given, and where that stands, in fen."""

    community: str
    slug: str
    allocated_fen: Fen
    reserved_fen: Fen
    committed_fen: Fen
    paid_fen: Fen
    left_fen: Fen = Fen(0)

    @property
    def available_fen(self) -> Fen:
        """Return what may still be reserved, in fen."""
        return Fen(
            self.allocated_fen - self.reserved_fen - self.committed_fen - self.paid_fen - self.left_fen
        )


def find(session: Session, area_id: int, year: int, *, for_update: bool = False) -> Fund | None:
    """Return the fund of a community's year if there is one; with `for_update` its row is held and read anew."""
    query = select(Fund).where(Fund.area_id == area_id, Fund.year == year)
    if for_update:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).one_or_none()


def paying_fund(session: Session, project: Project, on: date, *, for_update: bool = False) -> Fund | None:
    """Return the fund that pays a project, None where there is none for that year.

    Once its money is reserved that is the fund of the reservation, however late a bill
    is paid. Until then it is the one of the year of its round, or of the year of the
    day where that is over. With `for_update` its row is held and read anew.
    """
    reserving = aliased(Fund)
    reserved = (
        select(reserving.year)
        .join(LedgerEntry, LedgerEntry.fund_id == reserving.id)
        .where(LedgerEntry.project_id == project.id, LedgerEntry.kind == "reserve")
        .order_by(LedgerEntry.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    year = func.coalesce(reserved, first_year(project, on))
    query = select(Fund).where(Fund.area_id == project.area_id, Fund.year == year)
    if for_update:
        query = query.with_for_update(of=Fund).execution_options(populate_existing=True)
    return session.scalars(query).one_or_none()


def first_year(project: Project, on: date) -> int:
    """Return the year from which a project would get its money on a day."""
    return max(project.round.year, on.year)


def sums_of(session: Session, project_id: int) -> list[tuple[str, int]]:
    """Return the sum of a project's lines by kind, in fen."""
    rows = session.execute(
        select(LedgerEntry.kind, func.sum(LedgerEntry.amount_fen))
        .where(LedgerEntry.project_id == project_id)
        .group_by(LedgerEntry.kind)
    )
    return [(kind, int(fen)) for kind, fen in rows]


def has_document(
    session: Session, fund_id: int, kinds: Collection[str], document: str, *, project_id: int | None = None
) -> bool:
    """Return whether a paper of that number was entered before, so that no receipt is counted twice."""
    query = select(LedgerEntry.id).where(
        LedgerEntry.fund_id == fund_id,
        LedgerEntry.kind.in_(kinds),
        LedgerEntry.document_key == folded(document),
        LedgerEntry.project_id == project_id if project_id else LedgerEntry.project_id.is_(None),
    )
    return session.scalar(query.limit(1)) is not None


def years(session: Session) -> list[int]:
    """Return the years that have a fund, the latest first."""
    return list(session.scalars(select(Fund.year).distinct().order_by(Fund.year.desc())))


def balances(session: Session, year: int, slug: str = "") -> list[Balance]:
    """Return every community's balance in a year, or that of one, in the order in which the communities were made."""
    query = (
        select(
            Area.name,
            Area.slug,
            Fund.allocated_fen,
            Fund.reserved_fen,
            Fund.committed_fen,
            Fund.paid_fen,
            Fund.left_fen,
        )
        .join(Area, Area.id == Fund.area_id)
        .where(Fund.year == year)
        .order_by(Area.id)
    )
    rows = session.execute(query.where(Area.slug == slug) if slug else query)
    return [Balance(*row) for row in rows]


def count(session: Session, year: int, slug: str = "") -> int:
    """Return how many lines a year has, of one community or of all, counted up to `counted.MOST_COUNTED`."""
    query = (
        select(LedgerEntry.id)
        .join(Fund, Fund.id == LedgerEntry.fund_id)
        .join(Area, Area.id == Fund.area_id)
        .where(Fund.year == year)
    )
    return counted.up_to_most(session, query.where(Area.slug == slug) if slug else query)


def page(session: Session, year: int, slug: str = "", *, limit: int, offset: int = 0) -> list[LedgerLine]:
    """Return some lines of a year, the newest first, of one community or of all."""
    query = _lines(year, slug).order_by(LedgerEntry.id.desc()).limit(limit).offset(offset)
    return [LedgerLine(*row) for row in session.execute(query)]


def walk(session: Session, year: int, slug: str = "") -> Iterator[LedgerLine]:
    """Yield every line of a year, oldest first, a few hundred at a time."""
    last = 0
    while True:
        query = _lines(year, slug).where(LedgerEntry.id > last).order_by(LedgerEntry.id).limit(_CHUNK)
        found = [LedgerLine(*row) for row in session.execute(query)]
        yield from found
        if len(found) < _CHUNK:
            return
        last = found[-1].id


def _lines(year: int, slug: str) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = (
        select(
            LedgerEntry.id,
            LedgerEntry.entered_at,
            Fund.year,
            Area.name,
            LedgerEntry.kind,
            LedgerEntry.amount_fen,
            func.coalesce(Project.number, ""),
            func.coalesce(Project.title, ""),
            LedgerEntry.party,
            LedgerEntry.document,
            LedgerEntry.note,
        )
        .select_from(LedgerEntry)
        .join(Fund, Fund.id == LedgerEntry.fund_id)
        .join(Area, Area.id == Fund.area_id)
        .outerjoin(Project, Project.id == LedgerEntry.project_id)
        .where(Fund.year == year)
    )
    return query.where(Area.slug == slug) if slug else query
