"""What was offered to the library, as tasks of whoever lets it in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.people import Actor
from microprojects.domain.permissions import areas_where
from microprojects.domain.workdays import local_day
from microprojects.store import library
from microprojects.web.office.tasks import Task


def of(session: Session, actor: Actor, at: datetime) -> Iterator[tuple[datetime | None, Task]]:
    """Yield each offer that waits for this person's word; nobody else is asked about it, and none has a deadline."""
    own = areas_where(actor, Action.LIBRARY_ENTER, at=local_day(at))
    for entry in library.waiting(session, own) if own else ():
        if entry.offered_by_id == actor.person_id or entry.project.target.is_owned_by(actor):
            continue
        yield (
            None,
            Task(
                due=_("不限期"),
                tone="",
                day="",
                title=_("定能不能入项目库：%(title)s", title=entry.project.title),
                url=url_for("office_library.decide", number=entry.project.number),
                note=_("项目库"),
                place=entry.project.area.name,
            ),
        )
