"""What several deeds do to a notice: end it, and settle the objections that it brought."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from microprojects.store.disclosures import NoticeWindow
from microprojects.store.objections import Objection
from microprojects.store.projects import Project


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
