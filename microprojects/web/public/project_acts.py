"""What the person who looks at a project may do with it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from microprojects.domain.actions import Action
from microprojects.domain.people import Actor
from microprojects.domain.permissions import allows, may_somewhere
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.store import proposals
from microprojects.store.db import db
from microprojects.store.records import ProjectRecord


@dataclass(frozen=True)
class Act:
    """One button; `post` where pressing it does the deed at once."""

    words: str
    url: str
    kind: str = "line"
    post: bool = False


def acts(record: ProjectRecord, actor: Actor, at: datetime) -> list[Act]:
    """Return the buttons for a visitor; at most one is primary."""
    project, day = record.project, local_day(at)
    base = f"/projects/{project.number}"
    found: list[Act] = []
    nobody = actor.person_id is None
    if project.state is State.ACCEPTED and nobody:
        found.append(Act(_("登录后附议"), f"/auth/sign-in?next={base}", "primary"))
    elif project.state is State.ACCEPTED and allows(actor, Action.PROJECT_SECOND, project.target, at=day):
        if proposals.seconding(db.session(), project.id, actor.person_id or 0) is None:
            found.append(Act(_("我也要，附议"), f"{base}/second", "primary", post=True))
        else:
            found.append(Act(_("收回我的附议"), f"{base}/unsecond", post=True))
    if project.state in (State.NOTICING, State.OBJECTED, State.RESULT_NOTICE):
        found.append(Act(_("我有异议"), f"{base}/object", "primary"))
    if project.state is State.EVALUATING:
        found.append(Act(_("去打分"), f"{base}/survey", "primary"))
    if may_somewhere(actor, Action.OFFICE_READ, at=day):
        found.append(Act(_("到办事台办理"), f"/office{base}"))
    return found
