"""Stays of projects in steps that have a limit, written by every step that a project takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text, update
from sqlalchemy.orm import Mapped, Session

from microprojects.domain import stays
from microprojects.domain.actions import Action
from microprojects.domain.deadlines import Deadline
from microprojects.domain.parameters import Rulebook
from microprojects.domain.states import State
from microprojects.domain.workdays import WorkCalendar
from microprojects.store.columns import Key, ProjectKey, Word, not_negative
from microprojects.store.db import Base
from microprojects.store.projects import Project


class ProjectStay(Base):
    """One stay of a project in one step; `due_at` is its limit as the rules were when it began.

    `took` counts working days where `working` says so, and `finished` tells whether the step was done when it
    ended, or broken off. At most one stay of a project lasts.
    """

    __tablename__ = "project_stays"
    __table_args__ = (
        not_negative("limit_days", "took"),
        CheckConstraint("(ended_at IS NULL) = (took IS NULL)", name="ended_with_days"),
        CheckConstraint("(ended_at IS NULL) = (finished IS NULL)", name="ended_done_or_not"),
        Index(
            "uq_project_stays_open",
            "project_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    state: Mapped[Word]
    began_at: Mapped[datetime]
    due_at: Mapped[datetime]
    limit_days: Mapped[int]
    working: Mapped[bool]
    ended_at: Mapped[datetime | None]
    took: Mapped[int | None]
    finished: Mapped[bool | None]


@dataclass(frozen=True)
class Left:
    """The state that a project left: since when it had stood there, and by which act it went."""

    state: State
    since: datetime
    action: Action


def step(session: Session, project: Project, left: Left, rules: Rulebook, cal: WorkCalendar) -> None:
    """End the stay in the state that was left, and begin one in the state that holds now."""
    if left.state in stays.MEASURED:
        at = project.state_since
        took = stays.days_between(left.since, at, cal, working=stays.in_working_days(left.state))
        done = stays.finishes(left.state, left.action)
        query = update(ProjectStay).where(
            ProjectStay.project_id == project.id, ProjectStay.ended_at.is_(None)
        )
        session.execute(
            query.values(ended_at=at, took=took, finished=done),
            execution_options={"synchronize_session": False},
        )
    limit = stays.limit_of(project.state, project.state_since, rules, cal, project.type)
    if limit is not None:
        session.add(begun(project.id, project.state, limit))


def begun(project_id: int, state: State, limit: Deadline) -> ProjectStay:
    """Return the row of a stay that begins."""
    return ProjectStay(
        project_id=project_id,
        state=state.value,
        began_at=limit.since,
        due_at=limit.due_at,
        limit_days=limit.days,
        working=limit.working,
    )
