"""Publishing a version instead of another one, with what that means for the days of its notice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from microprojects.domain.people import Actor
from microprojects.domain.schemes import DisclosureKind
from microprojects.domain.states import State
from microprojects.services._publish import Imprint, notice_words, open_window, planned_window, publish
from microprojects.store import disclosures
from microprojects.store.disclosures import Disclosure, NoticeWindow
from microprojects.store.projects import Project

# The states in which a disclosure is on notice, whatever its clock says.
ON_NOTICE: Mapping[str, frozenset[State]] = {
    DisclosureKind.DECISION.value: frozenset({State.NOTICING, State.OBJECTED, State.CHANGING}),
    DisclosureKind.RESULT.value: frozenset({State.RESULT_NOTICE}),
}


def renew(
    session: Session,
    project: Project,
    old: Disclosure,
    body: Mapping[str, Any],
    *,
    reason: str,
    actor: Actor,
    at: datetime,
    anew: bool = True,
) -> tuple[Disclosure, bool]:
    """Publish the version that follows `old` for the same unit; say whether its notice starts anew.

    While the project is on notice, also after the last day, the whole window opens
    again, so that nothing is decided on words that nobody had time to read. Where
    objections hold the notice up, the new window waits with all its days. Without
    `anew` the days go on with the new version, which says the same.
    """
    kind = DisclosureKind(old.kind)
    window = held_window(session, project, old.kind)
    restarts = anew and window is not None
    told = dict(body)
    if restarts:
        told["notice"] = notice_words(project, planned_window(project, kind, at=at))
    new = publish(session, project, kind, told, imprint=Imprint(old.unit, reason=reason), actor=actor, at=at)
    if window is not None and not restarts:
        window.disclosure_id = new.id
    if restarts:
        opened = open_window(session, project, new, at=at)
        if opened is not None and project.state is State.OBJECTED:
            opened.paused_at, opened.days_left = at, opened.days
    session.flush()
    return new, restarts


def halt(session: Session, project: Project, gone: Disclosure, *, at: datetime) -> None:
    """Stop the clock of a notice whose version was taken down; the next version opens a whole window."""
    window = held_window(session, project, gone.kind)
    if window is not None and window.disclosure_id == gone.id and window.paused_at is None:
        window.paused_at, window.days_left = at, window.days
        session.flush()


def held_window(session: Session, project: Project, kind: str) -> NoticeWindow | None:
    """Return the window of a disclosure that is on notice: running, paused or over but not yet decided upon."""
    if project.state not in ON_NOTICE.get(kind, frozenset()):
        return None
    window = disclosures.running_window(session, project.id)
    return window if window is not None and window.kind == kind else None
