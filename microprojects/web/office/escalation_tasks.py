"""Objections that were taken to the street or the district as tasks of those who answer there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from microprojects.domain.actions import Action
from microprojects.domain.escalations import STEPS
from microprojects.domain.people import Actor
from microprojects.domain.permissions import allows
from microprojects.domain.workdays import local_day
from microprojects.store.escalations import Escalation
from microprojects.web.office.tasks import Task, timing

_ANSWERS = {
    "street": (Action.OBJECTION_ANSWER_STREET, "office_escalations.answer_street"),
    "district": (Action.OBJECTION_ANSWER_DISTRICT, "office_escalations.answer_district"),
}


def of(
    found: Sequence[Escalation], actor: Actor, at: datetime, *, only_mine: bool
) -> Iterator[tuple[datetime | None, Task]]:
    """Yield each that waits for an answer; `only_mine` leaves out what the person cannot answer."""
    for row in found:
        action, page = _ANSWERS[row.step]
        project = row.objection.project
        may = allows(actor, action, project.target, at=local_day(at))
        if not may and only_mine:
            continue
        tone, says, when = timing(row.due_at, at)
        public = url_for("public_objections.listing", number=project.number)
        yield (
            row.due_at,
            Task(
                due=says,
                tone=tone,
                day=when,
                title=f"{_('答复交上来的异议')}{_('：')}{project.title}",
                url=url_for(page, objection_id=row.objection_id) if may else public,
                note=_("交给%(where)s", where=_(STEPS[row.step])),
                place=project.area.name,
            ),
        )
