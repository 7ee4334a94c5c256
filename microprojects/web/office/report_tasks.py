"""Reports of years that wait to be published, as tasks of whoever publishes them."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.people import Actor
from microprojects.domain.permissions import areas_where
from microprojects.domain.workdays import end_of_day, local_day
from microprojects.web.office.tasks import Task, timing
from microprojects.web.public import report_list


def of(session: Session, actor: Actor, at: datetime) -> list[tuple[datetime | None, Task]]:
    """Return each year that is over and not reported; nobody else is asked about it."""
    own = areas_where(actor, Action.REPORT_PUBLISH, at=local_day(at))
    if not own:
        return []
    tasks: list[tuple[datetime | None, Task]] = []
    for each in report_list.waiting(report_list.lines(session, at)):
        if each.path not in own:
            continue
        due_at = end_of_day(each.due)
        tone, says, when = timing(due_at, at)
        task = Task(
            due=says,
            tone=tone,
            day=when,
            title=_("公布 %(year)s 年的年度报告", year=each.year),
            url=url_for("office_year_reports.publish", district=each.slug, year=each.year),
            note=_("年度报告"),
            place=each.district,
        )
        tasks.append((due_at, task))
    return tasks
