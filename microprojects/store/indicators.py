"""The numbers of the charts, added up by the database: a statement each, and no row of a single project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, exists, func, literal, select, union_all
from sqlalchemy.orm import Session

from microprojects.domain.indicators import GOOD, POOR, Rating
from microprojects.domain.states import State
from microprojects.domain.stays import Spell
from microprojects.store import listings, rulebooks
from microprojects.store.areas import inside
from microprojects.store.contracts import Contract
from microprojects.store.delivery import Inspection
from microprojects.store.disclosures import Disclosure
from microprojects.store.funds import Fund, LedgerEntry
from microprojects.store.open_data.sources import SMALLEST
from microprojects.store.programmes import Round
from microprojects.store.projects import Project
from microprojects.store.settlements import Survey, SurveyAnswer
from microprojects.store.stays import ProjectStay
from microprojects.store.votes import Vote
from microprojects.store.wall_days import wall_days

Counts = dict[str, int]
POCKETS = ("allocated", "reserved", "committed", "paid")
# What residents and units gave, less what went back to them.
_CAME_IN = {"social_received": 1, "social_returned": -1}


@dataclass(frozen=True)
class Scope:
    """Of which projects numbers are wanted: those of one year, and inside one area; empty means all."""

    year: int | None = None
    path: str = ""

    def projects(self) -> list[ColumnElement[bool]]:
        """Return the conditions of the public projects."""
        found = [listings.shown()]
        if self.path:
            found.append(Project.area_id.in_(inside([self.path])))
        if self.year is not None:
            found.append(Project.round_id.in_(select(Round.id).where(Round.year == self.year)))
        return found

    def funds(self) -> list[ColumnElement[bool]]:
        """Return the conditions of the funds."""
        found: list[ColumnElement[bool]] = []
        if self.path:
            found.append(Fund.area_id.in_(inside([self.path])))
        if self.year is not None:
            found.append(Fund.year == self.year)
        return found


def furthest(session: Session, scope: Scope) -> dict[int, Counts]:
    """Return for each community how many projects got as far as each step and no further."""
    step = _furthest_step().label("step")
    query = select(Project.area_id, step, func.count()).where(*scope.projects())
    found: dict[int, Counts] = {}
    for area_id, name, count in session.execute(query.group_by(Project.area_id, step)):
        found.setdefault(area_id, {})[name] = count
    return found


def balances(session: Session, scope: Scope) -> dict[int, Counts]:
    """Return for each community what it was given and where that stands, in fen."""
    pockets = (*POCKETS, "left")
    sums = [_whole(getattr(Fund, f"{pocket}_fen")) for pocket in pockets]
    query = select(Fund.area_id, *sums).where(*scope.funds()).group_by(Fund.area_id)
    return {area_id: dict(zip(pockets, fen, strict=True)) for area_id, *fen in session.execute(query)}


def types(session: Session, scope: Scope) -> dict[str, tuple[int, int]]:
    """Return for each type how many projects were approved, and for how much in fen."""
    money = _whole(Project.approved_fiscal_fen + Project.approved_social_fen)
    query = select(Project.type, func.count(), money).where(*scope.projects(), _approved())
    return {kind: (count, fen) for kind, count, fen in session.execute(query.group_by(Project.type))}


def types_by_place(session: Session, scope: Scope) -> dict[int, dict[str, tuple[int, int]]]:
    """Return the same for each community."""
    money = _whole(Project.approved_fiscal_fen + Project.approved_social_fen)
    query = select(Project.area_id, Project.type, func.count(), money).where(*scope.projects(), _approved())
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for area_id, kind, count, fen in session.execute(query.group_by(Project.area_id, Project.type)):
        found.setdefault(area_id, {})[kind] = (count, fen)
    return found


def spells(session: Session, scope: Scope, at: datetime) -> list[Spell]:
    """Return how many stays in each step took how long, which were finished, and which were longer than they may be."""
    late = case(
        (ProjectStay.ended_at > ProjectStay.due_at, 1),
        (and_(ProjectStay.ended_at.is_(None), ProjectStay.due_at < at), 1),
        else_=0,
    ).label("late")
    what = (ProjectStay.state, ProjectStay.took, ProjectStay.limit_days, late, ProjectStay.finished)
    query = (
        select(*what, func.count())
        .join(Project, Project.id == ProjectStay.project_id)
        .where(*scope.projects())
        .group_by(*what)
    )
    return [
        Spell(State(state), took, limit, bool(is_late), count, bool(finished))
        for state, took, limit, is_late, finished, count in session.execute(query)
    ]


def smallest(session: Session) -> int:
    """Return of how many people at least a number is told; of several rulebooks the most careful limit holds for all."""
    return max([SMALLEST, *rulebooks.small_cells(session).values()])


def ratings(session: Session, scope: Scope, at: datetime, limit: int | None = None) -> dict[Rating, int]:
    """Return of how many evaluations that are over each thing may be said; `limit` is the smallest group, if known."""
    limit = limit or smallest(session)
    satisfied = func.sum(case((SurveyAnswer.overall >= 4, 1), else_=0))
    each = (
        select(
            Survey.id.label("id"),
            func.count(SurveyAnswer.id).label("answers"),
            func.coalesce(satisfied, 0).label("satisfied"),
        )
        .select_from(Survey)
        .join(Project, Project.id == Survey.project_id)
        .outerjoin(SurveyAnswer, SurveyAnswer.survey_id == Survey.id)
        .where(*scope.projects(), Survey.closes_at <= at)
        .group_by(Survey.id)
        .subquery()
    )
    band = rating(each.c.answers, each.c.satisfied, limit).label("band")
    query = select(band, func.count()).group_by(band)
    return {Rating(name): count for name, count in session.execute(query)}


def sources(session: Session, scope: Scope) -> tuple[dict[int, tuple[int, int]], dict[int, int]]:
    """Return what was approved of fiscal and of social money, by the year of the round, and what came in, in fen.

    What came in is social money by the year of the fund, less what was given back.
    """
    promised = (
        select(
            literal("promised"),
            Round.year,
            _whole(Project.approved_fiscal_fen),
            _whole(Project.approved_social_fen),
        )
        .select_from(Project)
        .join(Round, Round.id == Project.round_id)
        .where(*scope.projects(), _approved())
        .group_by(Round.year)
    )
    signed = case(*((LedgerEntry.kind == kind, sign) for kind, sign in _CAME_IN.items()), else_=0)
    came = (
        select(literal("came"), Fund.year, _whole(signed * LedgerEntry.amount_fen), literal(0))
        .select_from(LedgerEntry)
        .join(Fund, Fund.id == LedgerEntry.fund_id)
        .where(*scope.funds(), LedgerEntry.kind.in_(_CAME_IN))
        .group_by(Fund.year)
    )
    rows = session.execute(union_all(promised, came)).all()
    return (
        {year: (fiscal, social) for what, year, fiscal, social in rows if what == "promised"},
        {year: fen for what, year, fen, _none in rows if what == "came"},
    )


def lateness(session: Session, scope: Scope) -> list[tuple[str, int, int]]:
    """Return how many disclosures of each kind were late by how many days; 0 is on time.

    A disclosure is due at the end of a day, which is the beginning of the next.
    """
    days = case(
        (
            Disclosure.published_at > Disclosure.due_at,
            wall_days(Disclosure.due_at, Disclosure.published_at) + 1,
        ),
        else_=0,
    ).label("days")
    query = (
        select(Disclosure.kind, days, func.count())
        .join(Project, Project.id == Disclosure.project_id)
        .where(*scope.projects(), Disclosure.due_at.is_not(None))
        .group_by(Disclosure.kind, days)
        .order_by(Disclosure.kind, days)
    )
    return [(kind, late, count) for kind, late, count in session.execute(query)]


def years(session: Session) -> list[int]:
    """Return the years that have a round or a fund, the latest first."""
    query = select(Round.year).union(select(Fund.year))
    return sorted(session.scalars(query), reverse=True)


def _furthest_step() -> ColumnElement[str]:
    passed = exists().where(Vote.project_id == Project.id, Vote.carried.is_(True), Vote.voided_at.is_(None))
    delivered = exists().where(Inspection.project_id == Project.id, Inspection.outcome == "passed")
    return case(
        (Project.closed_at.is_not(None), "closed"),
        (delivered, "delivered"),
        (exists().where(Contract.project_id == Project.id), "contracted"),
        (Project.approved_at.is_not(None), "approved"),
        (passed, "passed"),
        (Project.rulebook_id.is_not(None), "scheduled"),
        (Project.accepted_at.is_not(None), "accepted"),
        else_="proposed",
    )


def rating(answers: Any, satisfied: Any, limit: int) -> ColumnElement[str]:
    """Return `domain.indicators.rating` in the words of the database."""
    against = answers - satisfied
    return case(
        (answers < limit, Rating.SMALL.value),
        (and_(satisfied > 0, satisfied < limit), Rating.FEW.value),
        (and_(against > 0, against < limit), Rating.MOST.value),
        (satisfied * 100 >= answers * GOOD, Rating.GOOD.value),
        (satisfied * 100 >= answers * POOR, Rating.FAIR.value),
        else_=Rating.POOR.value,
    )


def _approved() -> ColumnElement[bool]:
    return Project.approved_at.is_not(None)


def _whole(fen: Any) -> ColumnElement[int]:
    return cast(func.sum(fen), BigInteger)  # PostgreSQL sums whole numbers to decimals
