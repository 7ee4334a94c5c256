"""What the public may know of a supplier: its contracts with their changes and delays, and how much of the money is its."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, case, cast, func, select
from sqlalchemy.orm import Session

from microprojects.domain.money import Fen
from microprojects.domain.states import State
from microprojects.store import listings
from microprojects.store.areas import Area
from microprojects.store.changes import ContractChange
from microprojects.store.contracts import Contract, Supplier
from microprojects.store.files import Attachment
from microprojects.store.projects import Project


@dataclass(frozen=True)
class Signed:
    """One contract of a supplier; amounts in fen. `completed_at`: the completion was first reported; `since`: of the state."""

    contract_id: int
    number: str
    title: str
    community: str
    state: State
    since: datetime
    amount_fen: Fen
    paid_fen: Fen
    signed_on: date
    ends_on: date
    changes: int
    completed_at: datetime | None


@dataclass(frozen=True)
class Share:
    """What a supplier's contracts of a year are worth, what of them was paid, and what those that were ended are worth; in fen."""

    supplier_id: int
    name: str
    contracts: int
    contracted_fen: Fen
    paid_fen: Fen
    ended: int
    ended_fen: Fen


def contracts(session: Session, supplier_id: int) -> list[Signed]:
    """Return the contracts of a supplier, the newest first, in one statement."""
    agreed = (
        select(func.count())
        .select_from(ContractChange)
        .where(ContractChange.contract_id == Contract.id, ContractChange.state == "agreed")
        .scalar_subquery()
    )
    completed = (
        select(func.min(Attachment.added_at))
        .where(
            Attachment.project_id == Project.id,
            Attachment.purpose == "completion_report",
            Attachment.removed_at.is_(None),
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Contract.id,
            Project.number,
            Project.title,
            Area.name,
            Project.state,
            Project.state_since,
            Contract.amount_fen,
            Contract.paid_fen,
            Contract.signed_on,
            Contract.ends_on,
            agreed,
            completed,
        )
        .join(Project, Project.id == Contract.project_id)
        .join(Area, Area.id == Project.area_id)
        .where(Contract.supplier_id == supplier_id, listings.shown())
        .order_by(Contract.signed_on.desc(), Contract.id.desc())
    )
    found: Sequence[Any] = rows.all()
    return [Signed(*row) for row in found]


def shares(session: Session, year: int) -> list[Share]:
    """Return what each supplier's contracts of a year are worth, the largest first, in one statement."""
    ended = Project.state == State.CANCELLED
    whole, paid, stopped = (
        cast(func.sum(fen), BigInteger)
        for fen in (Contract.amount_fen, Contract.paid_fen, case((ended, Contract.amount_fen), else_=0))
    )
    stops = func.count(case((ended, Contract.id)))
    rows = session.execute(
        select(Supplier.id, Supplier.name, func.count(Contract.id), whole, paid, stops, stopped)
        .join(Contract, Contract.supplier_id == Supplier.id)
        .join(Project, Project.id == Contract.project_id)
        .where(Contract.signed_on >= date(year, 1, 1), Contract.signed_on <= date(year, 12, 31))
        .where(listings.shown())
        .group_by(Supplier.id, Supplier.name)
        .order_by(whole.desc(), Supplier.id)
    )
    return [
        Share(number, name, count, Fen(fen), Fen(settled), stops, Fen(gone))
        for number, name, count, fen, settled, stops, gone in rows
    ]


def sums(session: Session, supplier_id: int, year: int) -> tuple[Fen, Fen]:
    """Return what a supplier's contracts of a year are worth, and what all of that year are, in fen."""
    mine = case((Contract.supplier_id == supplier_id, Contract.amount_fen), else_=0)
    row = session.execute(
        select(
            cast(func.coalesce(func.sum(mine), 0), BigInteger),
            cast(func.coalesce(func.sum(Contract.amount_fen), 0), BigInteger),
        )
        .join(Project, Project.id == Contract.project_id)
        .where(Contract.signed_on >= date(year, 1, 1), Contract.signed_on <= date(year, 12, 31))
        .where(listings.shown())
    ).one()
    return Fen(row[0]), Fen(row[1])
