"""The figures of a district's year, added up by the same statements as the charts, a statement each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    and_,
    cast,
    distinct,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from microprojects.domain.indicators import funnel, timeliness
from microprojects.domain.objections import OUTCOMES
from microprojects.domain.proposals import TYPES
from microprojects.domain.stays import in_working_days, paces
from microprojects.domain.workdays import days_over, local_day
from microprojects.domain.year_reports import PROJECTS, VERSION, Figures
from microprojects.store import escalations, indicators, packaged, promises
from microprojects.store.areas import Area
from microprojects.store.changes import ContractChange
from microprojects.store.db import UtcDateTime
from microprojects.store.indicators import Counts, Scope
from microprojects.store.objections import Objection
from microprojects.store.projects import Project
from microprojects.store.promises import Sum

_UNANSWERED = "open"
_NO_TIMES = (cast(null(), UtcDateTime), cast(null(), UtcDateTime))


@dataclass(frozen=True)
class Year:
    """One district and one year, at one moment; `inside` are the areas of the district."""

    session: Session
    district: Area
    inside: Sequence[Area]
    year: int
    at: datetime

    @property
    def scope(self) -> Scope:
        """Return which projects and funds are counted."""
        return Scope(self.year, self.district.path)


@dataclass(frozen=True)
class _ByPlace:
    """What the database adds up by community."""

    furthest: Mapping[int, Counts]
    balances: Mapping[int, Counts]
    kinds: Mapping[int, Mapping[str, tuple[int, int]]]
    stands: Sequence[Sum]


def _by_place(of: Year) -> _ByPlace:
    session, scope = of.session, of.scope
    return _ByPlace(
        indicators.furthest(session, scope),
        indicators.balances(session, scope),
        indicators.types_by_place(session, scope),
        promises.sums(session, scope, local_day(of.at)),
    )


def figures(of: Year) -> Figures:
    """Return everything that a report tells, of the whole district and of each of its communities.

    Amounts are in fen. What may tell something of single residents is told as `indicators.ratings` tells it.
    """
    session, scope, found = of.session, of.scope, _by_place(of)
    whole: Counter[str] = Counter()
    for some in found.furthest.values():
        whole.update(some)
    disputes = _disputes(of)
    return {
        **_head(of),
        "projects": _reached(whole),
        "money": _money(found.balances.values()),
        "types": _types(found.kinds.values()),
        "social": _social(session, scope),
        "promises": _promises(found.stands),
        "ratings": {each.value: n for each, n in indicators.ratings(session, scope, of.at).items()},
        "objections": disputes.objections,
        "objections_hold": disputes.hold,
        "objection_groups": disputes.groups,
        "objection_replies": disputes.replies,
        "changes": disputes.changes,
        "steps": _steps(of),
        "disclosures": [
            {"kind": each.kind, "on_time": each.on_time, "late": each.late, "worst": each.worst or 0}
            for each in timeliness(indicators.lateness(session, scope))
        ],
        "places": _places(of, found),
    }


def place_figures(of: Year) -> Figures:
    """Return only what is told of each community."""
    return {**_head(of), "places": _places(of, _by_place(of))}


def _head(of: Year) -> dict[str, Any]:
    return {
        "v": VERSION,
        "district": of.district.slug,
        "name": of.district.name,
        "year": of.year,
        "as_of": local_day(of.at).isoformat(),
    }


def _reached(furthest: Mapping[str, int]) -> dict[str, int]:
    reached = funnel(furthest)
    return {step: reached[step] for step in PROJECTS}


def _money(balances: Any) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for each in balances:
        sums.update(each)
    told = {f"{pocket}_fen": sums[pocket] for pocket in (*indicators.POCKETS, "left")}
    free = sums["allocated"] - sum(sums[pocket] for pocket in ("reserved", "committed", "paid", "left"))
    return {**told, "free_fen": free}


def _types(found: Any) -> dict[str, dict[str, int]]:
    sums = {kind: Counter[str]() for kind in TYPES}
    for some in found:
        for kind, (count, fen) in some.items():
            sums[kind].update(count=count, fen=fen)
    return {kind: {"count": each["count"], "fen": each["fen"]} for kind, each in sums.items()}


def _social(session: Session, scope: Scope) -> dict[str, int]:
    approved, came = indicators.sources(session, scope)
    fiscal, social = approved.get(scope.year or 0, (0, 0))
    return {"fiscal_fen": fiscal, "social_fen": social, "came_fen": came.get(scope.year or 0, 0)}


def _promises(found: Sequence[Sum]) -> dict[str, dict[str, int]]:
    sums: dict[str, dict[str, int]] = {}
    for each in found:
        row = sums.setdefault(each.standing.value, {"count": 0, "approved_fen": 0, "paid_fen": 0})
        row["count"] += each.count
        row["approved_fen"] += each.approved_fen
        row["paid_fen"] += each.paid_fen
    return sums


def _steps(of: Year) -> list[dict[str, Any]]:
    return [
        {
            "state": each.state.value,
            "limit_days": each.limit,
            "working": in_working_days(each.state),
            "finished": each.finished,
            "late": each.late,
            "late_now": each.late_now,
            "broken": each.broken,
            "broken_late": each.broken_late,
            "median": each.median,
            "worst": each.worst,
        }
        for each in paces(indicators.spells(of.session, of.scope, of.at))
    ]


def _places(of: Year, found: _ByPlace) -> list[dict[str, Any]]:
    """Return of each community what is told by place."""
    names = {each.id: each.name for each in of.inside}
    return [
        {
            "slug": each.slug,
            "name": each.name,
            "street": names.get(each.parent_id or 0, ""),
            "projects": _reached(found.furthest.get(each.id, {})),
            "money": _money([found.balances.get(each.id, {})]),
            "types": _types([found.kinds.get(each.id, {})]),
            "promises": _promises([one for one in found.stands if one.area_id == each.id]),
        }
        for each in of.inside
        if each.level == "community"
    ]


@dataclass(frozen=True)
class _Disputes:
    """How many objections ended how, in how many groups, which replies were late, and how contracts were changed."""

    objections: Mapping[str, int]  # by the community's reply
    hold: Mapping[str, int]  # by the highest answer
    groups: int
    replies: Mapping[str, int]
    changes: Mapping[str, int]


def _disputes(of: Year) -> _Disputes:
    """Return what is told of objections and of changes; one statement, in which late replies are a row each."""
    mine = select(Project.id).where(*of.scope.projects())
    objected = (Objection.project_id.in_(mine), Objection.withdrawn_at.is_(None))
    outcome = func.coalesce(Objection.outcome, _UNANSWERED)
    holds = func.coalesce(escalations.holds(), _UNANSWERED)
    # One that was answered above its community is owed no reply any more.
    owed = and_(
        Objection.replied_at.is_(None), Objection.standing_effect.is_(None), Objection.reply_due_at < of.at
    )
    more = cast(func.coalesce(func.sum(ContractChange.amount_fen), 0), BigInteger)
    asked: CompoundSelect[Any] = union_all(
        select(literal("objection"), outcome, func.count(), literal(0), *_NO_TIMES)
        .where(*objected)
        .group_by(outcome),
        escalations.beside(select(literal("hold"), holds, func.count(), literal(0), *_NO_TIMES).select_from(Objection))
        .where(*objected)
        .group_by(holds),
        select(literal("group"), literal("all"), func.count(distinct(Objection.group_id)), literal(0), *_NO_TIMES)
        .where(*objected),
        select(literal("change"), ContractChange.state, func.count(), more, *_NO_TIMES)
        .where(ContractChange.project_id.in_(mine))
        .group_by(ContractChange.state),
        select(literal("late"), literal(""), literal(1), literal(0), Objection.reply_due_at, Objection.replied_at)
        .where(*objected, or_(Objection.replied_at > Objection.reply_due_at, owed)),
    )  # fmt: skip
    rows = of.session.execute(asked).all()
    counts = {(what, how): (n, fen) for what, how, n, fen, _due, _replied in rows}
    agreed, fen = counts.get(("change", "agreed"), (0, 0))
    return _Disputes(
        _ends(counts, "objection"),
        _ends(counts, "hold"),
        counts[("group", "all")][0],
        _replies([(due, replied) for what, _how, _n, _fen, due, replied in rows if what == "late"]),
        {
            "agreed": agreed,
            "refused": counts.get(("change", "refused"), (0, 0))[0],
            "open": counts.get(("change", "open"), (0, 0))[0],
            "more_fen": int(fen),
        },
    )


def _ends(counts: Mapping[tuple[str, str], tuple[int, int]], what: str) -> dict[str, int]:
    return {how: counts.get((what, how), (0, 0))[0] for how in (*OUTCOMES, _UNANSWERED)}


def _replies(late: Sequence[tuple[datetime, datetime | None]]) -> dict[str, int]:
    """Return how many replies came late, by how many working days at most, and how many are owed still."""
    calendar = packaged.work_calendar()
    over = [days_over(due, replied, calendar) for due, replied in late if replied]
    return {"late": len(over), "worst": max(over, default=0), "late_now": len(late) - len(over)}
