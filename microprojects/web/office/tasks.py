"""Projects that wait as a clerk's tasks, grouped by deadline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask_babel import gettext as _

from microprojects.domain.actions import Action
from microprojects.domain.deadlines import Deadline, deadline, filing
from microprojects.domain.last_dates import UNDER_WAY, Which, last_day
from microprojects.domain.lifecycle import LIFECYCLE
from microprojects.domain.parameters import Rulebook
from microprojects.domain.people import Actor
from microprojects.domain.permissions import allows
from microprojects.domain.states import State
from microprojects.domain.workdays import end_of_day, local_day
from microprojects.store import packaged, rulebooks
from microprojects.store.desks import Waiting
from microprojects.store.projects import Project
from microprojects.web.filters import day
from microprojects.web.filters import last_day as day_before
from microprojects.web.office.step_tables import TAKEN_TOGETHER

# A notice may run; its end is what is waited for.
_ON_NOTICE = (State.NOTICING, State.CHANGING, State.RESULT_NOTICE)


@dataclass(frozen=True)
class Task:
    """One line of the inbox; see the macro `inbox`."""

    due: str
    tone: str
    day: str
    title: str
    url: str
    note: str
    place: str
    is_open: bool = False


def grouped(
    found: Sequence[Waiting],
    actor: Actor,
    at: datetime,
    *,
    only_mine: bool,
    more: Sequence[tuple[datetime | None, Task]] = (),
) -> list[tuple[str, list[Task]]]:
    """Return tasks as overdue and today, this week, later, and without a date; `more` is not about projects."""
    groups: dict[str, list[tuple[datetime, Task]]] = {"now": [], "week": [], "later": [], "none": []}
    for when, task in more:
        groups[_shelf(when, at)].append((when or at, task))
    for each in found:
        for due_at, task in _tasks(each, actor, at, only_mine=only_mine):
            groups[_shelf(due_at, at)].append((due_at or at, task))
    words = {
        "now": _("已超期和今天"),
        "week": _("七天内"),
        "later": _("以后"),
        "none": _("不限期"),
    }
    return [
        (
            _("%(what)s（%(n)s）", what=words[key], n=len(tasks)),
            [task for _due_at, task in sorted(tasks, key=lambda t: t[0])],
        )
        for key, tasks in groups.items()
        if tasks
    ]


def deadline_of(project: Project) -> Deadline | None:
    """Return the deadline of what the project waits for now."""
    rules, calendar = rulebooks.of(project), packaged.work_calendar()
    return deadline(project.state, project.state_since, rules, calendar, type_=project.type)


def _tasks(
    each: Waiting, actor: Actor, at: datetime, *, only_mine: bool
) -> Iterator[tuple[datetime | None, Task]]:
    """Yield what waits about one project: its next step or its sheet to hang, and a contract whose text is not public."""
    project = each.project
    if each.unposted_since is not None:
        if not only_mine or allows(actor, Action.DISCLOSURE_POSTED, project.target, at=local_day(at)):
            by = end_of_day(local_day(each.unposted_since))
            task = _task(project, _("还没有张贴，公示期不走：打印、贴上、拍照登记"), by, at)
            yield by, replace(task, url=f"/office/board/{project.area.slug}")
    elif not only_mine or _is_mine(project, actor, at):
        due_at, what = _due(each, at)
        yield due_at, _task(project, what, due_at, at)
    may = allows(actor, Action.CONTRACT_PUBLISH, project.target, at=local_day(at))
    if each.text_due_at is not None and (may or not only_mine):
        task = _task(project, _("公开合同文本"), each.text_due_at, at)
        page = f"{task.url}/publish-contract" if may else task.url
        yield each.text_due_at, replace(task, url=page)


def _is_mine(project: Project, actor: Actor, at: datetime) -> bool:
    rows = LIFECYCLE.rows_from(project.state)
    return any(
        allows(actor, row.action, project.target, at=local_day(at))
        for row in rows
        if row.action not in TAKEN_TOGETHER
    )


def _due(each: Waiting, at: datetime) -> tuple[datetime | None, str]:
    project = each.project
    if each.reply_due_at is not None:
        return each.reply_due_at, _("答复异议")
    if project.state in _ON_NOTICE and each.notice_ends_at is not None:
        rules = rulebooks.of(project)
        if at >= each.notice_ends_at and _waits_for_filing(project, rules):
            found = filing(each.notice_ends_at, rules, packaged.work_calendar())
            return found.due_at, _(found.what)
        return each.notice_ends_at, _("公示到期后办下一步")
    waits = deadline_of(project)
    last = _last_end(each)
    if last is not None and (waits is None or last < waits.due_at):
        return last, _("在最后日期以前做完")
    return (waits.due_at, _(waits.what)) if waits else (None, _(project.state.label))


def _last_end(each: Waiting) -> datetime | None:
    """Return the end of the last day for a work that is under way, None where its rules name none."""
    project = each.project
    if project.state not in UNDER_WAY:
        return None
    last = last_day(rulebooks.of(project), Which.FINISH, project.round.year)
    return end_of_day(max(last, each.extended_to or last)) if last else None


def _waits_for_filing(project: Project, rules: Rulebook) -> bool:
    return project.state is State.NOTICING and rules.flag("approval_after_vote") and project.filed_at is None


def _shelf(due_at: datetime | None, at: datetime) -> str:
    if due_at is None:
        return "none"
    if day_before(due_at) <= local_day(at):
        return "now"
    return "week" if due_at <= at + timedelta(days=7) else "later"


def timing(due_at: datetime | None, at: datetime) -> tuple[str, str, str]:
    """Return of a deadline its tone, how long it is away, and its day."""
    if due_at is None:
        return "", _("不限期"), ""
    left, when = (day_before(due_at) - local_day(at)).days, day(day_before(due_at))
    if left < 0:
        return "late", _("超期 %(n)s 天", n=-left), when
    if left == 0:
        return "today", _("今天"), when
    return ("soon" if left <= 3 else ""), _("还有 %(n)s 天", n=left), when


def _task(project: Project, what: str, due_at: datetime | None, at: datetime) -> Task:
    tone, says, when = timing(due_at, at)
    return Task(
        due=says,
        tone=tone,
        day=when,
        title=f"{what}{_('：')}{project.title or _('还没有名称')}",
        url=f"/office/projects/{project.number}",
        note=f"{project.number} · {_(project.state.label)}",
        place=project.area.name,
    )
