"""An objection as pages show it: how its days were counted, how late an answer is, where it was taken, with which others it is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain.calendar import DayCounted, explain_due
from microprojects.domain.escalations import STEPS, may_go_on
from microprojects.domain.objections import EFFECTS, GROUNDS, OUTCOMES
from microprojects.domain.parameters import Rulebook
from microprojects.domain.workdays import day_that_ends, days_over
from microprojects.store import escalations, objection_groups, objections, packaged, rulebooks
from microprojects.store.escalations import Escalation
from microprojects.store.objection_groups import ObjectionGroup
from microprojects.store.objections import Objection


@dataclass(frozen=True)
class StepShown:
    """One step above the community: where, until when, how its days were counted, how late it is."""

    row: Escalation
    where: str
    last: date
    counted: list[DayCounted]
    late: str


@dataclass(frozen=True)
class Shown:
    """One objection with everything that is told of it beside its own words; `goes_to` is where it can be taken now."""

    row: Objection
    number: int
    last: date
    counted: list[DayCounted]
    late: str
    steps: tuple[StepShown, ...]
    goes_to: str
    together: tuple[int, ...]  # the numbers of those that one reply answers with it
    group: ObjectionGroup | None

    @property
    def waits(self) -> bool:
        """Return whether nobody has answered it."""
        return self.row.outcome is None and self.row.standing_effect is None and not self.row.withdrawn_at


@dataclass(frozen=True)
class Above:
    """What stands above the reply to an objection: the last answer that was given, and the step whose answer it waits for."""

    answered: StepShown | None
    waits: StepShown | None


@dataclass(frozen=True)
class AllShown:
    """The objections to a project, how many groups they are in, and the groups that were taken apart."""

    rows: list[Shown]
    groups: int
    undone: list[ObjectionGroup]


def shown(
    session: Session, project_id: int, found: Sequence[Objection], rules: Rulebook, at: datetime
) -> AllShown:
    """Return the objections to one project as its pages show them; at most two statements for all."""
    grouped = {each.id: each for each in objection_groups.of_project(session, project_id)} if found else {}
    numbers: dict[int, list[int]] = {}
    for number, each in enumerate(found, start=1):
        if each.group_id is not None and each.withdrawn_at is None:
            numbers.setdefault(each.group_id, []).append(number)
    rows = [
        _one(each, number, steps, rules, at, grouped, numbers)
        for number, (each, steps) in enumerate(_with_steps(session, found), start=1)
    ]
    undone = [each for each in grouped.values() if each.undone_at is not None]
    return AllShown(rows, len(numbers), undone)


def of_person(
    session: Session, found: Sequence[Objection], rules: dict[int, Rulebook], at: datetime
) -> list[Shown]:
    """Return somebody's own objections as their page shows them; `rules` are those of each project."""
    return [
        _one(each, 0, steps, rules[each.project_id], at, {}, {})
        for each, steps in _with_steps(session, found)
    ]


def above(
    found: Sequence[Objection], taken: Mapping[int, Sequence[Escalation]], at: datetime
) -> dict[int, Above]:
    """Return by objection what stands above the replies, of those that were taken further; `taken` are their steps."""
    return {
        each.id: Above(
            next((_step(step, at) for step in reversed(steps) if step.answered_at is not None), None),
            next((_step(step, at) for step in reversed(steps) if step.step == each.waits_for), None),
        )
        for each in found
        if (steps := taken.get(each.id, ()))
    }


def beside(session: Session, objection_id: int, at: datetime) -> dict[str, Any]:
    """Return what a form about one objection shows beside it: its own words, and what was answered so far."""
    objection = objections.get(session, objection_id)
    project = objection.project
    (each,) = of_person(session, [objection], {project.id: rulebooks.of(project)}, at)
    words = {"grounds": GROUNDS, "outcomes": OUTCOMES, "effects": EFFECTS}
    return {"each": each, "objection": objection, "project": project, **words}


def late(objection: Objection, at: datetime) -> str:
    """Say how late the reply is or was; nothing where it came in time or still may."""
    if objection.withdrawn_at is not None or (
        objection.outcome is None and objection.standing_effect is not None
    ):
        return ""
    return _late(objection.reply_due_at, objection.replied_at, at)


def goes_where(step: str) -> str:
    """Write the words of the button that takes an objection a step higher."""
    return {"street": _("不服，请街道答复"), "district": _("不服，请区里答复")}.get(step, "")


def _with_steps(session: Session, found: Sequence[Objection]) -> list[tuple[Objection, Sequence[Escalation]]]:
    taken = [each.id for each in found if each.waits_for or each.standing_effect is not None]
    steps = escalations.of_objections(session, taken)
    return [(each, steps.get(each.id, ())) for each in found]


def _one(
    row: Objection,
    number: int,
    steps: Sequence[Escalation],
    rules: Rulebook,
    at: datetime,
    grouped: dict[int, ObjectionGroup],
    numbers: dict[int, list[int]],
) -> Shown:
    calendar = packaged.work_calendar()
    days = rules.number("objection.escalate_working_days")
    standing = escalations.standing(row, steps)
    can = row.withdrawn_at is None
    return Shown(
        row=row,
        number=number,
        last=day_that_ends(row.reply_due_at),
        counted=explain_due(row.filed_at, row.reply_due_at, calendar),
        late=late(row, at),
        steps=tuple(_step(each, at) for each in steps),
        goes_to=may_go_on(standing, at, days=days, cal=calendar) if can else "",
        together=tuple(each for each in numbers.get(row.group_id or 0, []) if each != number),
        group=grouped.get(row.group_id or 0),
    )


def _step(row: Escalation, at: datetime) -> StepShown:
    return StepShown(
        row=row,
        where=_(STEPS[row.step]),
        last=day_that_ends(row.due_at),
        counted=explain_due(row.asked_at, row.due_at, packaged.work_calendar()),
        late=_late(row.due_at, row.answered_at, at),
    )


def _late(due_at: datetime, answered_at: datetime | None, at: datetime) -> str:
    if (answered_at or at) < due_at:
        return ""
    over = days_over(due_at, answered_at or at, packaged.work_calendar())
    if answered_at is None:
        return _("已过 %(n)s 个工作日，还没有答复", n=over) if over else _("期限已过，还没有答复")
    return _("晚了 %(n)s 个工作日", n=over) if over else _("晚了，在期限后的休息日答复")
