"""What several deeds do to a notice: pause it, end it, and settle the objections that it brought."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.calendar import Window, days_left, resume_window
from microprojects.domain.people import Actor
from microprojects.services._deed import move
from microprojects.store import packaged, rulebooks
from microprojects.store.disclosures import NoticeWindow
from microprojects.store.objections import Objection
from microprojects.store.projects import Project


def pause(
    session: Session,
    project: Project,
    window: NoticeWindow,
    told: Mapping[str, object],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Let the clock of a notice stand: by its first objection, or by one that is taken further.

    Raises:
        Refusal: what the lifecycle table says.
    """
    stopped = window.paused_at is not None  # because its version was taken down; no day of it is served
    left = (window.days_left or 0) if stopped else days_left(window.window, at, packaged.work_calendar())
    move(session, project, Action.PROJECT_OBJECT, actor=actor, at=at, facts={**told, "days_left": left})
    window.paused_at, window.days_left = window.paused_at or at, left


def end(session: Session, project: Project, *, at: datetime) -> None:
    """End the window of a project that leaves its notice; a project without one is left as it is."""
    session.execute(
        update(NoticeWindow)
        .where(NoticeWindow.project_id == project.id, NoticeWindow.ended_at.is_(None))
        .values(ended_at=at)
    )


def settle(session: Session, project: Project, *, at: datetime) -> None:
    """Note that what the objections led to has been done, so that they hold up nothing any more."""
    session.execute(
        update(Objection)
        .where(
            Objection.project_id == project.id,
            Objection.withdrawn_at.is_(None),
            Objection.settled_at.is_(None),
        )
        .values(settled_at=at)
    )


def rest_of(window: NoticeWindow | None, project: Project, at: datetime) -> Window | None:
    """Return how what is left of a paused window is laid out; None where none is paused or it has not begun."""
    if window is None or window.paused_at is None or window.awaits_posting:
        return None
    return resume_window(
        window.window,
        paused_at=window.paused_at,
        resumed_at=at,
        roll_over=rulebooks.of(project).flag("notice_days.roll_over_holiday"),
        cal=packaged.work_calendar(),
    )
