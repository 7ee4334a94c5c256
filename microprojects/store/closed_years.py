"""Closed years as they are read: what became of each community's money, what is carried, and what happened to that since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microprojects.domain.money import Fen
from microprojects.domain.states import State
from microprojects.domain.year_ends import Closing, Promised
from microprojects.store.areas import Area
from microprojects.store.funds import Fund
from microprojects.store.projects import Project
from microprojects.store.year_ends import CarriedProject, ClosedFund, YearClosing


@dataclass(frozen=True)
class ClosedPlace:
    """One community's closed year, and where its money stands today, in fen."""

    community: str
    slug: str
    closing: Closing
    late_fen: Fen
    added_fen: Fen
    paid_since_fen: Fen
    left_since_fen: Fen
    open_fen: Fen


@dataclass(frozen=True)
class Carried:
    """One project of the list, with where it stands today."""

    number: str
    title: str
    community: str
    state: State
    promised: Promised


@dataclass(frozen=True)
class ClosedYear:
    """A district's closed year as it is listed."""

    district: str
    slug: str
    year: int
    confirmed_at: datetime


@dataclass(frozen=True)
class StillPaid:
    """What a district still pays out of a closed year, in fen."""

    district: str
    slug: str
    year: int
    open_fen: Fen


def closed_years(session: Session, year: int | None = None) -> list[ClosedYear]:
    """Return what was closed, of one year or of all, the latest year first."""
    query = (
        select(Area.name, Area.slug, YearClosing.year, YearClosing.confirmed_at)
        .join(Area, Area.id == YearClosing.area_id)
        .where(YearClosing.confirmed_at.is_not(None))
        .order_by(YearClosing.year.desc(), Area.id)
    )
    if year is not None:
        query = query.where(YearClosing.year == year)
    rows = session.execute(query)
    return [ClosedYear(name, slug, closed, at) for name, slug, closed, at in rows if at]


def still_paid(session: Session, year: int, slug: str = "") -> list[StillPaid]:
    """Return of each closed district what the projects of a year, of all communities or of one, still hold."""
    query = (
        select(
            Area.name,
            Area.slug,
            func.sum(Fund.reserved_fen + Fund.committed_fen).label("fen"),
        )
        .select_from(ClosedFund)
        .join(YearClosing, YearClosing.id == ClosedFund.closing_id)
        .join(Area, Area.id == YearClosing.area_id)
        .join(Fund, Fund.id == ClosedFund.fund_id)
        .where(YearClosing.year == year)
        .group_by(Area.id, Area.name, Area.slug)
        .order_by(Area.id)
    )
    if slug:
        query = query.where(Fund.area_id == select(Area.id).where(Area.slug == slug).scalar_subquery())
    rows = session.execute(query)
    return [StillPaid(name, slug, year, Fen(int(fen))) for name, slug, fen in rows if fen]


def places(session: Session, closing_id: int) -> list[ClosedPlace]:
    """Return every community of a closing, in the order in which they were made, with what happened since."""
    rows = session.execute(
        select(ClosedFund, Fund, Area)
        .join(Fund, Fund.id == ClosedFund.fund_id)
        .join(Area, Area.id == Fund.area_id)
        .where(ClosedFund.closing_id == closing_id)
        .order_by(Area.id)
    )
    return [_place(row, fund, area) for row, fund, area in rows]


def carried(session: Session, closing_id: int) -> list[Carried]:
    """Return the projects that a closing carries, by community and number."""
    rows = session.execute(
        select(
            Project.number,
            Project.title,
            Area.name,
            Project.state,
            CarriedProject.reserved_fen,
            CarriedProject.committed_fen,
        )
        .join(ClosedFund, ClosedFund.id == CarriedProject.closed_fund_id)
        .join(Project, Project.id == CarriedProject.project_id)
        .join(Area, Area.id == Project.area_id)
        .where(ClosedFund.closing_id == closing_id)
        .order_by(Area.id, Project.number)
    )
    return [
        Carried(number or "", title, name, state, Promised(reserved, committed))
        for number, title, name, state, reserved, committed in rows
    ]


def titles(session: Session, promised: Mapping[int, Promised]) -> list[Carried]:
    """Return projects with what they hold now, for a list that is not signed yet, by number."""
    rows = session.execute(
        select(Project.id, Project.number, Project.title, Area.name, Project.state)
        .join(Area, Area.id == Project.area_id)
        .where(Project.id.in_(promised))
        .order_by(Area.id, Project.number)
    )
    return [
        Carried(number or "", title, name, state, promised[key]) for key, number, title, name, state in rows
    ]


def _place(row: ClosedFund, fund: Fund, area: Area) -> ClosedPlace:
    figures = Closing(row.allocated_fen, row.paid_fen, row.carried_fen, row.lapsed_fen, row.moved_fen)
    return ClosedPlace(
        community=area.name,
        slug=area.slug,
        closing=figures,
        late_fen=row.late_fen,
        added_fen=Fen(fund.allocated_fen - row.allocated_fen),
        paid_since_fen=Fen(fund.paid_fen - row.paid_fen),
        left_since_fen=Fen(fund.left_fen - row.lapsed_fen - row.moved_fen),
        open_fen=Fen(fund.reserved_fen + fund.committed_fen),
    )
