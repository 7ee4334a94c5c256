"""Audits as tasks: a list to fix or to draw from, a project that waits for its result, a site that is not as its journal tells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.audits import before
from microprojects.domain.people import Actor, Role
from microprojects.domain.permissions import Target, allows
from microprojects.domain.refunds import AUDIT
from microprojects.domain.workdays import local_day
from microprojects.store import areas, audit_lists, self_checks
from microprojects.web.audit_words import owed as owed_words
from microprojects.web.audit_words import title
from microprojects.web.office.tasks import Task

_HANDS = frozenset({Role.DISTRICT_ADMIN, Role.FINANCE, Role.AUDITOR})


def of(session: Session, actor: Actor, at: datetime) -> Iterator[tuple[datetime | None, Task]]:
    """Yield what this person can do about audits now; others have no such task, and nothing is asked for them."""
    today = local_day(at)
    mine = [grant for grant in actor.grants if grant.role in _HANDS and grant.covers(grant.area, today)]
    if not mine:
        return
    paths = sorted({grant.area for grant in mine})
    year, quarter = before(at)
    places = [
        place
        for place in (areas.at_level(session, "district") if any("/" not in path for path in paths) else [])
        if allows(actor, Action.AUDIT_FIX, Target(place.path), at=today)
    ]
    if (looked := self_checks.last()) and looked.wrongs:
        words = _("网站和自己的流水对不上：%(n)s 处", n=len(looked.wrongs))
        yield None, _task(words, url_for("public_journal.index"), _("绕过流水改过数据；先看是哪几处"), "")
    for place in audit_lists.unfixed(session, places, year, quarter):
        words = _("定 %(year)s 年第 %(quarter)s 季度抽查审计的名单", year=year, quarter=quarter)
        url = url_for("office_audits.fix", district=place.slug, year=year, quarter=quarter)
        yield None, _task(words, url, _("名单公开以后再抽签"), place.name)
    for found in audit_lists.undrawn(session, paths):
        if allows(actor, Action.AUDIT_DRAW, Target(found.area.path), at=today) and (
            found.fixed_by_id != actor.person_id
        ):
            url = url_for("office_audits.draw", list_id=found.id)
            yield None, _task(_("抽签：%(what)s", what=title(found)), url, _("当众掷骰子"), found.area.name)
    for project, _drawn_at in audit_lists.waiting(session, paths):
        if allows(actor, Action.AUDIT_RECORD, project.target, at=today):
            url = url_for("office_audits.record", number=project.number)
            words = _("写审计结论：%(what)s", what=project.title)
            yield None, _task(words, url, _("抽中审计，没有结论不能办结"), project.area.name)
    yield from _owing(session, actor, paths, at)


def _owing(
    session: Session, actor: Actor, paths: list[str], at: datetime
) -> Iterator[tuple[datetime | None, Task]]:
    """Yield what has to come back for an audit, to those who may write down that it did."""
    today = local_day(at)
    for owed in audit_lists.owing(session, paths):
        mine_too = owed.found_by_id == actor.person_id
        if not mine_too and allows(actor, Action.REFUND_RECORD, owed.project.target, at=today):
            url = url_for("office_payments.refund", number=owed.project.number, cause=AUDIT)
            words = _("登记退回来的钱：%(what)s", what=owed.project.title)
            yield None, _task(words, url, owed_words(owed), owed.project.area.name)


def _task(words: str, url: str, note: str, place: str) -> Task:
    return Task(due=_("不限期"), tone="", day="", title=words, url=url, note=note, place=place)
