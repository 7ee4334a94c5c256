"""The first proof that a sheet hangs lets the days of its notice begin, where the rules say so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.postings import PhotoMissing, counted_from
from microprojects.domain.states import State
from microprojects.services._publish import laid_out
from microprojects.store import disclosures, rulebooks
from microprojects.store.disclosures import Disclosure
from microprojects.store.projects import Project


def begin(
    session: Session, project: Project, row: Disclosure, *, hung_at: datetime, photo: str | None, at: datetime
) -> dict[str, str]:
    """Let the window of a version begin if it waits for this, and return what the journal is told of it.

    It has all the days that were announced (I2). Where objections hold it up, they
    wait until the notice goes on.

    Raises:
        PhotoMissing: it waits, and there is no photo.
    """
    window = disclosures.running_window(session, project.id, for_update=True)
    if window is None or not window.awaits_posting or window.disclosure_id != row.id:
        return {}
    if photo is None:
        raise PhotoMissing
    since = counted_from(hung_at, at)
    days = laid_out(rulebooks.of(project), window.days, at=since)
    window.awaits_posting, window.posted_at = False, since
    window.first_day, window.last_day, window.ends_at = days.first_day, days.last_day, days.ends_at
    if project.state is State.OBJECTED:
        window.paused_at, window.days_left = since, window.days
        return {"window": "posted-while-paused"}
    window.paused_at, window.days_left = None, None
    return {
        "window": "begins",
        "first_day": days.first_day.isoformat(),
        "last_day": days.last_day.isoformat(),
    }
