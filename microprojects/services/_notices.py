"""What several deeds do to a notice: end it, and settle the objections that it brought."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.store import disclosures, objections
from microprojects.store.projects import Project


def end(session: Session, project: Project, *, at: datetime) -> None:
    """End the window of a project that leaves its notice; a project without one is left as it is."""
    window = disclosures.running_window(session, project.id)
    if window is not None:
        window.ended_at = at


def settle(session: Session, project: Project, *, at: datetime) -> None:
    """Note that what the objections led to has been done, so that they hold up nothing any more."""
    for objection in objections.unsettled(session, project.id):
        objection.settled_at = at
