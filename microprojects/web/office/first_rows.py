"""Proposals of the first deliberation as rows of the clerk's list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from microprojects.domain.proposals import seconders_needed
from microprojects.domain.secondings import Support
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.store import rulebooks
from microprojects.store.proposals import Waiting
from microprojects.web.filters import day, last_day
from microprojects.web.office import tasks

_SOON = 3


@dataclass(frozen=True)
class Row:
    """One line of the list; see the macro `inbox`."""

    due: str
    tone: str
    day: str
    title: str
    url: str
    note: str
    place: str
    is_open: bool = False


def rows(found: Sequence[Waiting], at: datetime) -> list[Row]:
    """Return a line for each proposal that waits."""
    return [_row(each, at) for each in found]


def _row(each: Waiting, at: datetime) -> Row:
    project = each.project
    deadline = tasks.deadline_of(project)
    due_at = each.appeal_due_at or (deadline.due_at if deadline else None)
    words, tone = _left(due_at, at)
    return Row(
        due=words,
        tone=tone,
        day=_("%(day)s到期", day=day(last_day(due_at))) if due_at else "",
        title=project.title,
        url=f"/office/projects/{project.number}{'/screen' if project.state is State.SUBMITTED else ''}",
        note="，".join([project.number or "", *_notes(each)]),
        place=project.area.name,
    )


def _notes(each: Waiting) -> list[str]:
    project = each.project
    notes = [_("代录")] if project.entered_by_id else []
    if each.decline_code:
        notes.append(_("有人提出不予受理（%(code)s），等另一人确认", code=each.decline_code))
    if project.state is State.ACCEPTED:
        notes.append(_support(each))
    return notes


def _support(each: Waiting) -> str:
    project = each.project
    need = seconders_needed(project.type, project.theme, rulebooks.of(project))
    support = Support(each.seconders, need)
    if project.urgent_by_id is not None:
        return _("已提为急事，可以送到下一议")
    if support.short:
        return _("附议 %(have)s 人，还差 %(n)s 人", have=support.have, n=support.short)
    return _("附议 %(have)s 人，够了，可以送到下一议", have=support.have)


def _left(due_at: datetime | None, at: datetime) -> tuple[str, str]:
    """Return how many days are left in words, and the tone of the mark."""
    if due_at is None:
        return "", ""
    left = (last_day(due_at) - local_day(at)).days
    if left < 0:
        return _("超期 %(n)s 天", n=-left), "late"
    if left == 0:
        return _("今天"), "today"
    return _("还有 %(n)s 天", n=left), "soon" if left <= _SOON else ""
