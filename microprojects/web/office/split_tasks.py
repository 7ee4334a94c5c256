"""Questions about split projects as tasks: the street has to answer, then the supervisor to judge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from microprojects.domain.actions import Action
from microprojects.domain.errors import N_
from microprojects.domain.people import Actor
from microprojects.domain.permissions import allows
from microprojects.domain.splitting import Standing
from microprojects.domain.workdays import local_day
from microprojects.store.splittings import SplitFlag
from microprojects.web.office.tasks import Task

_STEPS = {
    Standing.OPEN: (Action.SPLITTING_ANSWER, N_("说明拆分疑点"), "office_splittings.answer"),
    Standing.FOUND: (Action.SPLITTING_ANSWER, N_("改正拆分，再写说明"), "office_splittings.answer"),
    Standing.ANSWERED: (Action.SPLITTING_JUDGE, N_("看拆分疑点的说明"), "office_splittings.judge"),
}


def of(
    found: Sequence[SplitFlag], actor: Actor, at: datetime, *, only_mine: bool
) -> Iterator[tuple[datetime | None, Task]]:
    """Yield each question that waits; `only_mine` leaves out what the person cannot do next. None has a deadline."""
    for flag in found:
        if flag.standing not in _STEPS:
            continue
        action, words, page = _STEPS[flag.standing]
        project = flag.members[-1].project
        may = allows(actor, action, project.target, at=local_day(at))
        if may or not only_mine:
            url = url_for(page, number=project.number) if may else url_for("office_splittings.listing")
            yield (
                None,
                Task(
                    due=_("不限期"),
                    tone="",
                    day="",
                    title=f"{_(words)}{_('：')}{project.title}",
                    url=url,
                    note=_(flag.standing.label),
                    place=project.area.name,
                ),
            )
