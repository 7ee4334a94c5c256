"""What is not put right yet: answers, works, money and publications that are owed after their last day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Select,
    String,
    and_,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from microprojects.domain.problems import OWING, Open
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.store.areas import Area
from microprojects.store.audits import AuditResult
from microprojects.store.contracts import Contract
from microprojects.store.db import UtcDateTime
from microprojects.store.delivery import Warranty
from microprojects.store.objections import Objection
from microprojects.store.problem_columns import Place
from microprojects.store.projects import Project
from microprojects.store.recoveries import back_for_audit


@dataclass(frozen=True)
class Owed:
    """One thing that is owed: of which kind, since when, by which project, where.

    Either `due_at` or `due_on`, the last day, is there; of money that was found to be returned `due_at` is when it was
    found. `fen` is what is owed of it; `words` are codes of which its sentence is made.
    """

    kind: Open
    key: int
    number: str
    title: str
    area: str
    state: State
    due_at: datetime | None
    due_on: date | None
    words: str
    fen: int | None


def counts(session: Session, place: Place, at: datetime) -> dict[Open, int]:
    """Return how much of each kind is owed, in one statement; a kind of which nothing is owed is there with 0."""
    counted = [
        query.with_only_columns(literal(kind.value, String).label("kind"), func.count().label("n"))
        for kind, query in _branches(place, at).items()
    ]
    rows = session.execute(union_all(*counted))
    return dict.fromkeys(Open, 0) | {Open(name): count for name, count in rows}


def page(
    session: Session,
    place: Place,
    at: datetime,
    *,
    only: Open | None = None,
    limit: int,
    offset: int = 0,
) -> Sequence[Owed]:
    """Return some of what is owed of one kind, or the first of each, what is owed longest first, in one statement."""
    parts = [
        select(query.order_by(*_order(query)).limit(limit).offset(offset).subquery())
        for kind, query in _branches(place, at).items()
        if only in (None, kind)
    ]
    rows = session.execute(union_all(*parts)).all()
    rank = {kind.value: place for place, kind in enumerate(Open)}
    found = [Owed(Open(kind), key, number, *rest) for kind, key, number, *rest in rows]
    # Each part comes in its order; a database need not keep it in the union.
    return sorted(found, key=lambda each: (rank[each.kind.value], str(each.due_at or each.due_on), each.key))


def _branches(place: Place, at: datetime) -> dict[Open, Select[*tuple[Any, ...]]]:
    """Return the query for each kind of what is owed."""
    today = local_day(at)
    return {
        Open.UNANSWERED: _unanswered(place, at),
        Open.UNFINISHED: _unfinished(place, today),
        Open.UNRETURNED: _unreturned(place),
        Open.UNPAID: _unpaid(place, today),
        Open.UNPUBLISHED: _unpublished(place, at),
    }


def _unanswered(place: Place, at: datetime) -> Select[*tuple[Any, ...]]:
    """Return the query for objections that wait for an answer after its last day, wherever they were taken."""
    first = and_(Objection.outcome.is_(None), Objection.standing_effect.is_(None))
    due = func.coalesce(Objection.waits_until, Objection.reply_due_at, type_=UtcDateTime)
    words = Objection.ground + literal("/", String) + func.coalesce(Objection.waits_for, "")
    query = select(*_columns(Open.UNANSWERED, Objection.id, due_at=due, words=words)).select_from(Objection)
    return _of_projects(query, Objection.project_id, place).where(
        Objection.withdrawn_at.is_(None),
        or_(Objection.waits_for.is_not(None), first),
        due <= at,
        *place.then(due),
    )


def _unfinished(place: Place, today: date) -> Select[*tuple[Any, ...]]:
    """Return `domain.problems.is_unfinished` as a query; a change that was agreed to moved the last day."""
    columns = _columns(Open.UNFINISHED, Contract.id, due_on=Contract.ends_on)
    query = _of_projects(select(*columns).select_from(Contract), Contract.project_id, place)
    return query.where(Project.state.in_(OWING), Contract.ends_on < today, *_in_year(place, Contract.ends_on))


def _unreturned(place: Place) -> Select[*tuple[Any, ...]]:
    """Return the query for audits by whose last result more is to come back than did."""
    later = aliased(AuditResult)
    last = (
        select(func.max(later.version))
        .where(later.project_id == AuditResult.project_id)
        .correlate(AuditResult)
        .scalar_subquery()
    )
    rest = cast(AuditResult.refund_fen - back_for_audit(AuditResult.project_id), BigInteger)
    columns = _columns(Open.UNRETURNED, AuditResult.id, due_at=AuditResult.recorded_at, fen=rest)
    query = _of_projects(select(*columns).select_from(AuditResult), AuditResult.project_id, place)
    return query.where(
        AuditResult.refund_fen > 0,
        AuditResult.version == last,
        rest > 0,
        *place.then(AuditResult.recorded_at),
    )


def _unpaid(place: Place, today: date) -> Select[*tuple[Any, ...]]:
    """Return the query for retention money that is held after the last day of the warranty."""
    columns = _columns(Open.UNPAID, Warranty.id, due_on=Warranty.until)
    query = _of_projects(select(*columns).select_from(Warranty), Warranty.project_id, place)
    return query.where(
        Warranty.released_at.is_(None), Warranty.until < today, *_in_year(place, Warranty.until)
    )


def _unpublished(place: Place, at: datetime) -> Select[*tuple[Any, ...]]:
    """Return the query for contracts whose text is not public after the last day for it."""
    columns = _columns(Open.UNPUBLISHED, Contract.id, due_at=Contract.publish_by)
    query = _of_projects(select(*columns).select_from(Contract), Contract.project_id, place)
    return query.where(
        Contract.published_at.is_(None), Contract.publish_by <= at, *place.then(Contract.publish_by)
    )


def _columns(
    kind: Open, key: Any, *, due_at: Any = None, due_on: Any = None, words: Any = None, fen: Any = None
) -> list[ColumnElement[Any]]:
    """Return the columns of what is `Owed`, in their order."""
    return [
        literal(kind.value, String).label("kind"),
        key.label("key"),
        Project.number.label("number"),
        Project.title.label("title"),
        Area.path.label("area"),
        Project.state.label("state"),
        (cast(null(), UtcDateTime) if due_at is None else due_at).label("due_at"),
        (cast(null(), Date) if due_on is None else due_on).label("due_on"),
        (literal("", String) if words is None else words).label("words"),
        (cast(null(), BigInteger) if fen is None else fen).label("fen"),
    ]


def _of_projects(query: Select[*tuple[Any, ...]], key: Any, place: Place) -> Select[*tuple[Any, ...]]:
    query = query.join(Project, Project.id == key).join(Area, Area.id == Project.area_id)
    return query.where(*place.there())


def _order(query: Select[*tuple[Any, ...]]) -> list[ColumnElement[Any]]:
    columns = query.selected_columns
    return [columns.due_at, columns.due_on, columns.key]


def _in_year(place: Place, day: Any) -> list[ColumnElement[bool]]:
    if place.year is None:
        return []
    return [day >= date(place.year, 1, 1), day <= date(place.year, 12, 31)]
