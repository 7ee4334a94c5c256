"""The closings of a year's money: who signed, what became of each community's year, and the list of what is carried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.funds import POCKETS
from microprojects.domain.money import Fen
from microprojects.store.areas import Area
from microprojects.store.columns import AreaKey, Key, Line, PersonKey, not_negative
from microprojects.store.db import Base
from microprojects.store.funds import Fund, LedgerEntry
from microprojects.store.projects import Project


class YearClosing(Base):
    """One district's closing of one year: prepared by one person, confirmed by another."""

    __tablename__ = "year_closings"
    __table_args__ = (
        UniqueConstraint("area_id", "year"),
        CheckConstraint("year BETWEEN 2000 AND 2200", name="year_plausible"),
        CheckConstraint("prepared_at >= year_ended_at", name="after_the_year"),
        CheckConstraint("confirmed_at >= prepared_at", name="signed_in_order"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by_somebody"),
        CheckConstraint("confirmed_by_id <> prepared_by_id", name="four_eyes"),
    )

    id: Mapped[Key]
    area_id: Mapped[AreaKey]
    year: Mapped[int]
    year_ended_at: Mapped[datetime]
    document: Mapped[Line]
    prepared_at: Mapped[datetime]
    prepared_by_id: Mapped[PersonKey]
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class ClosedFund(Base):
    """What became of one community's year, in fen. Never changed; `late_fen` is what of the paid was paid after New Year."""

    __tablename__ = "closed_funds"
    __table_args__ = (
        not_negative("allocated_fen", "paid_fen", "carried_fen", "lapsed_fen", "moved_fen", "late_fen"),
        CheckConstraint(
            "allocated_fen = paid_fen + carried_fen + lapsed_fen + moved_fen", name="balances_to_the_fen"
        ),
        CheckConstraint("lapsed_fen = 0 OR moved_fen = 0", name="lapses_or_goes_on"),
        CheckConstraint("CASE WHEN goes_on THEN lapsed_fen ELSE moved_fen END = 0", name="as_the_rules_say"),
    )

    id: Mapped[Key]
    closing_id: Mapped[int] = mapped_column(ForeignKey("year_closings.id"), index=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("funds.id"), unique=True)
    allocated_fen: Mapped[Fen]
    paid_fen: Mapped[Fen]
    carried_fen: Mapped[Fen]
    lapsed_fen: Mapped[Fen]
    moved_fen: Mapped[Fen]
    late_fen: Mapped[Fen]
    goes_on: Mapped[bool]


class CarriedProject(Base):
    """What one project still held of a year's money when that was closed, in fen. Never changed."""

    __tablename__ = "carried_projects"
    __table_args__ = (
        UniqueConstraint("closed_fund_id", "project_id"),
        not_negative("reserved_fen", "committed_fen"),
        CheckConstraint("reserved_fen + committed_fen > 0", name="holds_something"),
    )

    id: Mapped[Key]
    closed_fund_id: Mapped[int] = mapped_column(ForeignKey("closed_funds.id"), index=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    reserved_fen: Mapped[Fen]
    committed_fen: Mapped[Fen]


@dataclass(frozen=True)
class Held:
    """The fund of one community's year."""

    area: Area
    fund: Fund


def find(session: Session, area_id: int, year: int, *, for_update: bool = False) -> YearClosing | None:
    """Return a district's closing of a year, prepared or confirmed; with `for_update` its row is held and read anew."""
    query = select(YearClosing).where(YearClosing.area_id == area_id, YearClosing.year == year)
    if for_update:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).one_or_none()


def is_closed(session: Session, fund_id: int) -> bool:
    """Return whether the year of a fund was closed."""
    return session.scalar(select(ClosedFund.id).where(ClosedFund.fund_id == fund_id)) is not None


def goes_on(session: Session, fund: Fund) -> bool:
    """Return whether what a closed fund frees goes into the next year, as the rules said when it was closed."""
    return bool(session.scalar(select(ClosedFund.goes_on).where(ClosedFund.fund_id == fund.id)))


def held(session: Session, path: str, year: int, *, for_update: bool = False) -> list[Held]:
    """Return the funds of a district's year, in the order of their numbers; with `for_update` they are held and read anew."""
    query = (
        select(Fund, Area)
        .join(Area, Area.id == Fund.area_id)
        .where(Fund.year == year, _inside(path))
        .order_by(Fund.id)
    )
    if for_update:
        query = query.with_for_update(of=Fund).execution_options(populate_existing=True)
    return [Held(area, fund) for fund, area in session.execute(query)]


def hold_projects(session: Session, path: str, year: int) -> None:
    """Hold the projects that are paid from a district's year, before its funds: in the order in which every deed does."""
    paid_from_it = (
        select(LedgerEntry.project_id)
        .join(Fund, Fund.id == LedgerEntry.fund_id)
        .join(Area, Area.id == Fund.area_id)
        .where(Fund.year == year, _inside(path))
    )
    query = select(Project.id).where(Project.id.in_(paid_from_it)).order_by(Project.id)
    session.execute(query.with_for_update(read=True, key_share=True)).all()


def open_before(session: Session, path: str, year: int) -> int | None:
    """Return the earliest year before another whose money was allocated and not closed, None where there is none."""
    closed = select(ClosedFund.id).where(ClosedFund.fund_id == Fund.id)
    query = (
        select(Fund.year)
        .join(Area, Area.id == Fund.area_id)
        .where(Fund.year < year, Fund.allocated_fen > 0, _inside(path), ~closed.exists())
    )
    return session.scalar(query.order_by(Fund.year).limit(1))


def lines(session: Session, fund_id: int) -> list[tuple[int, str, int]]:
    """Return the sums of a fund's lines as (project, kind, fen); the project is 0 for the fund's own."""
    project = func.coalesce(LedgerEntry.project_id, 0)
    rows = session.execute(
        select(project, LedgerEntry.kind, func.sum(LedgerEntry.amount_fen))
        .where(LedgerEntry.fund_id == fund_id)
        .group_by(project, LedgerEntry.kind)
    )
    return [(number, kind, int(fen)) for number, kind, fen in rows]


def paid_from(session: Session, fund_id: int, moment: datetime) -> Fen:
    """Return what was paid from a fund from a moment on, less what came back, in fen."""
    rows = session.execute(
        select(LedgerEntry.kind, func.sum(LedgerEntry.amount_fen))
        .where(LedgerEntry.fund_id == fund_id, LedgerEntry.entered_at >= moment)
        .group_by(LedgerEntry.kind)
    )
    return Fen(sum(POCKETS[kind][3] * int(fen) for kind, fen in rows))


def _inside(path: str) -> ColumnElement[bool]:
    return or_(Area.path == path, Area.path.startswith(f"{path}/", autoescape=True))
