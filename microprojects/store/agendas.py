"""Meetings and their items as lists show them: light rows, each list in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from microprojects.domain.money import Fen
from microprojects.domain.schemes import Kind
from microprojects.domain.states import APPROVED_OR_LATER, State
from microprojects.store import rulebooks
from microprojects.store.areas import Area
from microprojects.store.changes import ContractChange
from microprojects.store.consultations import Plan
from microprojects.store.councils import Council
from microprojects.store.meetings import AgendaItem, Meeting
from microprojects.store.projects import Project
from microprojects.store.votes import Vote

COMING = ("in_session", "planned")
PAST = ("closed", "inquorate", "cancelled")


@dataclass(frozen=True)
class MeetingLine:
    """One meeting in a list."""

    id: int
    title: str
    place: str
    starts_at: datetime
    state: str
    note: str
    council: str
    community: str
    items: int
    passed: int
    rejected: int


@dataclass(frozen=True)
class ItemLine:
    """One item of an agenda with what became of it; amounts in fen, zero where there is no plan."""

    id: int
    position: int
    state: str
    purpose: str
    tabled_reason: str
    number: str
    title: str
    type: str
    project_state: State
    fiscal_fen: Fen
    social_fen: Fen
    vote: Vote | None

    @property
    def total_fen(self) -> Fen:
        """Return what it costs."""
        return Fen(self.fiscal_fen + self.social_fen)


@dataclass(frozen=True)
class Candidate:
    """One project that a council could take on its agenda, and to what end."""

    number: str
    title: str
    state: State
    purpose: str


def meetings(
    session: Session,
    *,
    past: bool,
    paths: Iterable[str] = ("",),
    community: str = "",
    limit: int,
    offset: int = 0,
) -> list[MeetingLine]:
    """Return the meetings of some areas that are to come, the nearest first, or past, the latest first."""

    def count(state: str) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((AgendaItem.state == state, 1), else_=0)), 0)

    query = (
        select(
            Meeting.id,
            Meeting.title,
            Meeting.place,
            Meeting.starts_at,
            Meeting.state,
            Meeting.note,
            Council.name,
            Area.name,
            func.count(AgendaItem.id),
            count("passed"),
            count("rejected"),
        )
        .join(Council, Council.id == Meeting.council_id)
        .join(Area, Area.id == Meeting.area_id)
        .outerjoin(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(Meeting.state.in_(PAST if past else COMING), _inside(paths))
        .group_by(Meeting.id, Council.name, Area.name)
        .order_by(Meeting.starts_at.desc() if past else Meeting.starts_at, Meeting.id)
        .limit(limit)
        .offset(offset)
    )
    if community:
        query = query.where(Area.slug == community)
    rows: Iterable[Any] = session.execute(query)
    return [MeetingLine(*row) for row in rows]


def items(session: Session, meeting_id: int) -> list[ItemLine]:
    """Return the agenda of a meeting with the vote that stands on each item."""
    query = (
        select(
            AgendaItem.id,
            AgendaItem.position,
            AgendaItem.state,
            AgendaItem.purpose,
            AgendaItem.tabled_reason,
            Project.number,
            Project.title,
            Project.type,
            Project.state,
            func.coalesce(Plan.fiscal_fen, 0),
            func.coalesce(Plan.social_fen, 0),
            Vote,
        )
        .join(Project, Project.id == AgendaItem.project_id)
        .outerjoin(Plan, Plan.project_id == Project.id)
        .outerjoin(Vote, and_(Vote.item_id == AgendaItem.id, Vote.voided_at.is_(None)))
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.position)
    )
    rows: Iterable[Any] = session.execute(query)  # more columns than the library can type
    return [ItemLine(*row) for row in rows]


def candidates(session: Session, council: Council) -> list[Candidate]:
    """Return the projects that wait for a council: to be decided on, to be ratified, or with a change of their contract."""
    waits = Project.state.in_((State.READY, State.TABLED))
    unratified = and_(
        Project.fast_track_at.is_not(None),
        Project.ratified_at.is_(None),
        Project.state.in_(tuple(APPROVED_OR_LATER)),
    )
    changing = exists().where(
        ContractChange.project_id == Project.id,
        ContractChange.state == "open",
        ContractChange.body == "council",
        ContractChange.vote_id.is_(None),
    )
    query = select(Project).where(Project.area_id == council.area_id, or_(waits, unratified, changing))
    found = []
    for project in session.scalars(query.order_by(Project.state_since, Project.id)):
        decides = project.state in (State.READY, State.TABLED)
        if council.body == body_for(project, ratifies=not decides):
            in_place = "change" if project.state is State.CHANGING else "ratify"
            purpose = "decide" if decides else in_place
            found.append(Candidate(project.number or "", project.title, project.state, purpose))
    return found


def body_for(project: Project, *, ratifies: bool = False) -> str | None:
    """Return the scheme's word for the body that votes on a project now, None where none does."""
    ways = rulebooks.of(project).scheme.deliberations
    way = ways[-1] if ratifies else ways[project.stage - 1]
    return way.body if way.kind is Kind.VOTE else None


def planned_for(session: Session, project: Project) -> list[Meeting]:
    """Return the planned meetings of the body that votes on a project now, the nearest first."""
    query = (
        select(Meeting)
        .join(Council, Council.id == Meeting.council_id)
        .where(
            Meeting.area_id == project.area_id,
            Meeting.state == "planned",
            Council.body == body_for(project),
        )
        .order_by(Meeting.starts_at)
    )
    return list(session.scalars(query))


def _inside(paths: Iterable[str]) -> ColumnElement[bool]:
    areas = [
        or_(Area.path == path, Area.path.startswith(path + "/", autoescape=True)) if path else true()
        for path in paths
    ]
    return or_(false(), *areas)
