"""Retentions whose warranty ends, or is over, as tasks of whoever pays them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.people import Actor
from microprojects.domain.permissions import allows, areas_where
from microprojects.domain.warranties import AHEAD
from microprojects.domain.workdays import end_of_day, local_day
from microprojects.store import arrears
from microprojects.store.arrears import Retained
from microprojects.web.filters import day, money
from microprojects.web.office.tasks import Task, timing


def of(session: Session, actor: Actor, at: datetime) -> Iterator[tuple[datetime | None, Task]]:
    """Yield each retention that is due within a month or overdue; nobody who does not pay is asked about it."""
    today = local_day(at)
    own = areas_where(actor, Action.PAYMENT_ENTER, at=today)
    for each in arrears.retained(session, own, today + AHEAD) if own else ():
        if allows(actor, Action.PAYMENT_ENTER, each.project.target, at=today):
            yield end_of_day(each.until), _task(each, at)


def _task(each: Retained, at: datetime) -> Task:
    project, today = each.project, local_day(at)
    tone, says, when = timing(end_of_day(each.until), at)
    page = "office_payments.enter" if each.until < today and each.entered_fen < each.fen else None
    return Task(
        due=says,
        tone=tone,
        day=when,
        title=_("付质保金：%(what)s", what=project.title),
        url=url_for(page or "office_payments.listing", number=project.number),
        note=_("，").join((project.number or "", money(each.fen), _note(each, at))),
        place=project.area.name,
    )


def _note(each: Retained, at: datetime) -> str:
    if each.entered_fen >= each.fen:
        return _("录了，等另一位财务复核")
    if each.until < local_day(at):
        return _("质保期满了，还没付")
    return _("质保期%(day)s满，第二天起可以付", day=day(each.until))
