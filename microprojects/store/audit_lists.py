"""The lists of the sampled audits as pages show them: each with its projects, and what waits to be fixed, drawn or concluded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from microprojects.domain.money import Fen
from microprojects.store.areas import Area, inside
from microprojects.store.audits import AuditList, AuditLot, AuditPick, AuditPlace, AuditResult, settled
from microprojects.store.projects import Project
from microprojects.store.recoveries import back_for_audit
from microprojects.store.settlements import Settlement


@dataclass(frozen=True)
class Listed:
    """One project of a list; `rank` where it was drawn, `result` the latest where its audit is done."""

    number: str
    title: str
    community: str
    settled_fen: Fen
    rank: int | None
    result: AuditResult | None
    back_fen: Fen  # what came back for its audit


@dataclass(frozen=True)
class Owing:
    """One project whose audit found money that has not all come back; `found_by_id` wrote so, `since` it is wanted."""

    project: Project
    refund_fen: Fen
    back_fen: Fen
    found_by_id: int
    since: datetime


def lists(session: Session, *, limit: int) -> list[AuditList]:
    """Return the lists that were fixed, the newest first."""
    query = (
        select(AuditList)
        .options(joinedload(AuditList.lot), joinedload(AuditList.area))
        .order_by(AuditList.id.desc())
        .limit(limit)
    )
    return list(session.scalars(query))


def undrawn(session: Session, paths: Sequence[str]) -> list[AuditList]:
    """Return the lists of some districts that wait for their draw, the oldest first."""
    query = (
        select(AuditList)
        .where(AuditList.area_id.in_(inside(paths)), ~exists().where(AuditLot.list_id == AuditList.id))
        .options(joinedload(AuditList.area))
        .order_by(AuditList.id)
    )
    return list(session.scalars(query))


def waiting(session: Session, paths: Sequence[str]) -> list[tuple[Project, datetime]]:
    """Return the projects of some areas that were drawn and have no result, and when, the oldest first."""
    rows = session.execute(
        select(Project, AuditLot.drawn_at)
        .join(AuditPick, AuditPick.project_id == Project.id)
        .join(AuditLot, AuditLot.list_id == AuditPick.list_id)
        .where(
            Project.area_id.in_(inside(paths)),
            ~exists().where(AuditResult.project_id == AuditPick.project_id),
        )
        .options(joinedload(Project.area))
        .order_by(AuditLot.drawn_at, AuditPick.rank)
    )
    return [(project, at) for project, at in rows.unique()]


def owing(session: Session, paths: Sequence[str]) -> list[Owing]:
    """Return the projects of some areas whose audit found money that is outstanding, the oldest finding first."""
    later = aliased(AuditResult)
    back = back_for_audit(AuditResult.project_id)
    rows = session.execute(
        select(Project, AuditResult.refund_fen, back, AuditResult.recorded_by_id, _wanted_since())
        .join(AuditResult, AuditResult.project_id == Project.id)
        .where(
            Project.area_id.in_(inside(paths)),
            ~exists().where(later.project_id == AuditResult.project_id, later.version > AuditResult.version),
            AuditResult.refund_fen > back,
        )
        .options(joinedload(Project.area))
        .order_by(AuditResult.id)
    )
    return [
        Owing(project, Fen(due), Fen(int(came)), by, since) for project, due, came, by, since in rows.unique()
    ]


def _wanted_since() -> ScalarSelect[datetime]:
    """Return the query for when the first of the unbroken row of results was written that want money back."""
    wanting, not_any = aliased(AuditResult), aliased(AuditResult)
    broken = exists().where(
        not_any.project_id == wanting.project_id,
        not_any.refund_fen == 0,
        not_any.version > wanting.version,
    )
    return (
        select(func.min(wanting.recorded_at))
        .where(wanting.project_id == AuditResult.project_id, wanting.refund_fen > 0, ~broken)
        .correlate(AuditResult)
        .scalar_subquery()
    )


def unfixed(session: Session, districts: Sequence[Area], year: int, quarter: int) -> list[Area]:
    """Return the districts in which something is to be drawn from a quarter, and whose list is not fixed."""
    found = []
    for district in districts:
        fixed = exists().where(
            AuditList.area_id == district.id, AuditList.year == year, AuditList.quarter == quarter
        )
        query = settled(district.path, year, quarter).where(~fixed).limit(1)
        if session.execute(query).first() is not None:
            found.append(district)
    return found


def listed(session: Session, list_id: int) -> list[Listed]:
    """Return the projects of a list in its order, each with its lot and the result that counts, in one statement."""
    latest = (
        select(func.max(AuditResult.id))
        .where(AuditResult.project_id == AuditPlace.project_id)
        .correlate(AuditPlace)
        .scalar_subquery()
    )
    account = Settlement.amount_fen
    back = back_for_audit(Project.id)
    rows = session.execute(
        select(Project.number, Project.title, Area.name, account, AuditPick.rank, AuditResult, back)
        .select_from(AuditPlace)
        .join(Project, Project.id == AuditPlace.project_id)
        .join(Area, Area.id == Project.area_id)
        .join(Settlement, Settlement.project_id == Project.id)
        .outerjoin(AuditPick, AuditPick.project_id == Project.id)
        .outerjoin(AuditResult, AuditResult.id == latest)
        .where(AuditPlace.list_id == list_id)
        .order_by(AuditPlace.place)
    )
    return [
        Listed(number or "", title, place, Fen(fen), rank, result, Fen(int(back)))
        for number, title, place, fen, rank, result, back in rows
    ]
