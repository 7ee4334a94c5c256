"""What was approved against what was delivered: one row a project, those overdue first, and their sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, Select, and_, case, cast, func, select
from sqlalchemy.orm import Session

from microprojects.domain.indicators import Standing
from microprojects.domain.money import Fen
from microprojects.domain.states import APPROVED_OR_LATER, FINAL, State
from microprojects.store.areas import Area
from microprojects.store.consultations import Plan
from microprojects.store.contracts import Contract
from microprojects.store.delivery import Inspection
from microprojects.store.files import Attachment
from microprojects.store.indicators import Scope
from microprojects.store.projects import Project
from microprojects.store.wall_days import wall_day

_CHUNK = 500
_STOPPED = FINAL - APPROVED_OR_LATER
_RANK = {each: rank for rank, each in enumerate(Standing)}
_PLANNED = func.coalesce(Contract.ends_on, Plan.ends_on, type_=Date)
# As `supplier_records` tells it, so that both say the same of one contract.
_REPORTED = wall_day(
    select(func.min(Attachment.added_at))
    .where(
        Attachment.project_id == Project.id,
        Attachment.purpose == "completion_report",
        Attachment.removed_at.is_(None),
    )
    .correlate(Project)
    .scalar_subquery()
)
_DONE = (
    select(func.max(Inspection.held_on))
    .where(Inspection.project_id == Project.id, Inspection.outcome == "passed")
    .correlate(Project)
    .scalar_subquery()
)


_FINISHED = func.coalesce(_REPORTED, _DONE, type_=Date)


@dataclass(frozen=True)
class Promise:
    """One approved project: the day it was to be done, was reported done and was found good; amounts in fen."""

    number: str
    title: str
    community: str
    community_slug: str
    state: State
    standing: Standing
    planned: date | None
    reported: date | None
    done: date | None
    approved_fen: Fen
    paid_fen: Fen


@dataclass(frozen=True)
class Sum:
    """So many approved projects of one community that stand alike; amounts in fen."""

    area_id: int
    standing: Standing
    count: int
    approved_fen: int
    paid_fen: int


def sums(session: Session, scope: Scope, today: date) -> list[Sum]:
    """Return how many approved projects of each community stand how, with their amounts."""
    stands = _standing(today).label("stands")
    query = (
        _approved(
            scope,
            Project.area_id,
            stands,
            func.count(),
            _whole(Project.approved_fiscal_fen + Project.approved_social_fen),
            _whole(func.coalesce(Contract.paid_fen, 0)),
        )
        .group_by(Project.area_id, stands)
        .order_by(Project.area_id)
    )
    return [
        Sum(area_id, Standing(name), count, approved, paid)
        for area_id, name, count, approved, paid in session.execute(query)
    ]


def page(
    session: Session, scope: Scope, today: date, *, only: Standing | None = None, limit: int, offset: int = 0
) -> list[Promise]:
    """Return some approved projects, those overdue first, of them the ones that should have been done first."""
    return list(_rows(session, _ordered(scope, today, only).limit(limit).offset(offset)))


def walk(session: Session, scope: Scope, today: date, *, only: Standing | None = None) -> Iterator[Promise]:
    """Yield every approved project in the same order; they are put in order once, and read some hundreds at a time."""
    yield from _rows(session, _ordered(scope, today, only).execution_options(yield_per=_CHUNK))


def _ordered(scope: Scope, today: date, only: Standing | None) -> Select[*tuple[Any, ...]]:
    stands = _standing(today)
    query = _approved(
        scope,
        Project.number,
        Project.title,
        Area.name,
        Area.slug,
        Project.state,
        stands,
        _PLANNED,
        _REPORTED,
        _DONE,
        Project.approved_fiscal_fen + Project.approved_social_fen,
        func.coalesce(Contract.paid_fen, 0),
    ).join(Area, Area.id == Project.area_id)
    if only is not None:
        query = query.where(stands == only.value)
    rank = case(*((stands == each.value, place) for each, place in _RANK.items()), else_=len(_RANK))
    # Days that are not there come last on both engines.
    return query.order_by(rank, _PLANNED.is_(None), _PLANNED, Project.id)


def _rows(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[Promise]:
    for row in session.execute(query):
        number, title, community, slug, state, stands, planned, reported, done, approved, paid = row
        yield Promise(
            number, title, community, slug, state, Standing(stands), planned, reported, done, Fen(approved), Fen(paid)
        )  # fmt: skip


def _approved(scope: Scope, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Return a query of projects that were approved and still are, or were stopped afterwards."""
    return (
        select(*columns)
        .select_from(Project)
        .outerjoin(Plan, Plan.project_id == Project.id)
        .outerjoin(Contract, Contract.project_id == Project.id)
        .where(
            *scope.projects(),
            Project.approved_at.is_not(None),
            Project.state.in_(APPROVED_OR_LATER | _STOPPED),
        )
    )


def _standing(today: date) -> ColumnElement[str]:
    """Return `domain.indicators.standing` in the words of the database."""
    return case(
        (Project.state.in_(_STOPPED), Standing.STOPPED.value),
        (and_(_DONE.is_not(None), _FINISHED > _PLANNED), Standing.LATE.value),
        (_DONE.is_not(None), Standing.KEPT.value),
        (_PLANNED.is_(None), Standing.UNDATED.value),
        (func.coalesce(_REPORTED, today, type_=Date) > _PLANNED, Standing.OVERDUE.value),
        else_=Standing.RUNNING.value,
    )


def _whole(fen: Any) -> ColumnElement[int]:
    return cast(func.sum(fen), BigInteger)  # PostgreSQL sums whole numbers to decimals
