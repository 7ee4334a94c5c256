"""Unit prices from the accounts of finished projects: every line of costs that is surely of a usual thing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import BigInteger, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from microprojects.domain.money import Fen
from microprojects.domain.price_items import Item
from microprojects.domain.prices import Benchmark, UnitPrice, benchmark, unit_price
from microprojects.domain.supplier_marks import FINISHED
from microprojects.domain.workdays import SHANGHAI
from microprojects.store import listings
from microprojects.store.areas import Area
from microprojects.store.consultations import CostLine, Plan
from microprojects.store.projects import Project
from microprojects.store.settlements import Settlement

MOST = 50_000  # lines, the newest: of more the older ones tell little of what things cost now


@dataclass(frozen=True)
class Case:
    """One line of a finished project with its unit price, and the sums of which that was made."""

    price: UnitPrice
    number: str
    title: str
    community: str
    line_fen: Fen
    planned_fen: Fen
    settled_fen: Fen
    settled_at: datetime


def cases(session: Session, since: date, *, only: Collection[Item] = (), but: int = 0) -> list[Case]:
    """Return the cases that were settled from a day on, the newest first, in one statement.

    `only` names the things that are wanted, else all are; `but` is a project that is left out.
    """
    every = aliased(CostLine)
    planned = select(cast(func.sum(every.amount_fen), BigInteger)).where(every.plan_id == Plan.id)
    query = (
        select(
            CostLine.label, CostLine.quantity, CostLine.amount_fen, Project.number, Project.title, Area.name,
            planned.correlate(Plan).scalar_subquery(), Settlement.amount_fen, Settlement.settled_at,
        )
        .join(Plan, Plan.id == CostLine.plan_id)
        .join(Project, Project.id == Plan.project_id)
        .join(Area, Area.id == Project.area_id)
        .join(Settlement, Settlement.project_id == Project.id)
        .where(
            Settlement.settled_at >= datetime.combine(since, time(), SHANGHAI), Project.state.in_(FINISHED),
            Project.id != but, listings.shown(),
        )
        .order_by(Settlement.settled_at.desc(), CostLine.id)
        .limit(MOST)
    )  # fmt: skip
    if only:
        names = sorted({name for item in only for name in item.names})
        query = query.where(or_(*(CostLine.label.icontains(name, autoescape=True) for name in names)))
    found = []
    for label, quantity, amount, number, title, place, whole, settled, at in session.execute(query):
        price = unit_price(label, quantity, Fen(amount), settled=Fen(settled), planned=Fen(whole))
        if price is not None and (not only or price.item in only):
            found.append(Case(price, number, title, place, Fen(amount), Fen(whole), Fen(settled), at))
    return found


def benchmarks(found: Collection[Case]) -> dict[str, Benchmark]:
    """Return the benchmark of each thing of which there are cases, by its key."""
    prices: dict[Item, list[Fen]] = {}
    for each in found:
        prices.setdefault(each.price.item, []).append(each.price.fen)
    return {item.key: benchmark(item, fens) for item, fens in prices.items()}
