"""The numbers of the second page of charts: themes, objections, changes of contracts and suppliers; a statement each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, func, or_, select
from sqlalchemy.orm import Session

from microprojects.domain.indicators import Band
from microprojects.store import escalations
from microprojects.store.changes import ContractChange
from microprojects.store.contracts import Contract, Supplier
from microprojects.store.indicators import Scope
from microprojects.store.objections import Objection
from microprojects.store.projects import Project


@dataclass(frozen=True)
class Largest:
    """The suppliers with the largest contracts, each with contracts and fen, beside all of them."""

    rows: tuple[tuple[str, int, int], ...] = ()
    suppliers: int = 0
    contracts: int = 0
    whole_fen: int = 0


def themes(session: Session, scope: Scope) -> dict[str, tuple[int, int]]:
    """Return for each theme how many projects were approved, and for how much in fen."""
    money = _whole(Project.approved_fiscal_fen + Project.approved_social_fen)
    query = select(Project.theme, func.count(), money).where(
        *scope.projects(), Project.approved_at.is_not(None)
    )
    return {theme: (count, fen) for theme, count, fen in session.execute(query.group_by(Project.theme))}


def objections(session: Session, scope: Scope, at: datetime) -> list[tuple[str, str, int, int]]:
    """Return of each ground and end how many objections there are, and how many were not answered in time.

    It ends as the highest answer says: the district's, else the street's, else the community's; whether it was answered
    in time is asked of the community's reply alone. One that is not answered is `open`, or `withdrawn` for whoever
    objected; what they took back themselves is nobody's business, as on the page of the project.
    """
    holds = escalations.holds()
    end = case(
        (holds.is_not(None), holds),
        (Objection.withdrawn_at.is_not(None), "withdrawn"),
        else_="open",
    ).label("end")
    late = or_(
        Objection.replied_at > Objection.reply_due_at,
        and_(
            Objection.replied_at.is_(None),
            Objection.withdrawn_at.is_(None),
            Objection.reply_due_at < at,
        ),
    )
    query = (
        select(Objection.ground, end, func.count(), cast(func.sum(case((late, 1), else_=0)), BigInteger))
        .join(Project, Project.id == Objection.project_id)
        .where(*scope.projects(), or_(Objection.withdrawn_at.is_(None), Objection.withdraw_reason != ""))
        .group_by(Objection.ground, end)
    )
    found = session.execute(escalations.beside(query))
    return [(ground, ended, count, tardy) for ground, ended, count, tardy in found]


def changes(session: Session, scope: Scope) -> list[tuple[Band, str, int, int]]:
    """Return of each size and of each who agreed how many changes hold, and their sum in fen."""
    band = _band().label("band")
    query = (
        select(band, ContractChange.body, func.count(), _whole(ContractChange.amount_fen))
        .join(Project, Project.id == ContractChange.project_id)
        .where(*scope.projects(), ContractChange.state == "agreed")
        .group_by(band, ContractChange.body)
    )
    return [(Band(size), body, count, fen) for size, body, count, fen in session.execute(query)]


def largest(session: Session, scope: Scope, most: int) -> Largest:
    """Return the suppliers with the largest contracts; of a year those that were signed in it, as in their list."""
    everywhere = Scope(path=scope.path)
    each = (
        select(
            Supplier.id.label("id"),
            Supplier.name.label("name"),
            func.count(Contract.id).label("contracts"),
            _whole(Contract.amount_fen).label("fen"),
        )
        .join(Contract, Contract.supplier_id == Supplier.id)
        .join(Project, Project.id == Contract.project_id)
        .where(*everywhere.projects())
        .group_by(Supplier.id, Supplier.name)
    )
    if scope.year is not None:
        first, last = date(scope.year, 1, 1), date(scope.year, 12, 31)
        each = each.where(Contract.signed_on >= first, Contract.signed_on <= last)
    sums = each.subquery()
    query = (
        select(
            sums.c.name,
            sums.c.contracts,
            sums.c.fen,
            func.count().over(),
            cast(func.sum(sums.c.contracts).over(), BigInteger),
            cast(func.sum(sums.c.fen).over(), BigInteger),
        )
        .order_by(sums.c.fen.desc(), sums.c.id)
        .limit(most)
    )
    found = session.execute(query).all()
    if not found:
        return Largest()
    return Largest(tuple((row[0], row[1], row[2]) for row in found), *found[0][3:])


def _band() -> ColumnElement[str]:
    """Return `domain.indicators.band` in the words of the database."""
    more = ContractChange.amount_fen
    before = ContractChange.fiscal_before_fen + ContractChange.social_before_fen
    return case(
        (more == 0, Band.SAME.value),
        (more < 0, Band.LESS.value),
        (more * 100 <= before * 5, Band.SMALL.value),
        (more * 100 <= before * 10, Band.MIDDLE.value),
        else_=Band.LARGE.value,
    )


def _whole(fen: Any) -> ColumnElement[int]:
    return cast(func.sum(fen), BigInteger)  # PostgreSQL sums whole numbers to decimals
