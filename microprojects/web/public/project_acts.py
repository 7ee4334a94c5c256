"""What the person who looks at a project may do with it now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from microprojects.domain.actions import Action
from microprojects.domain.delivery import REPORTABLE
from microprojects.domain.errors import N_
from microprojects.domain.people import Actor
from microprojects.domain.permissions import allows
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.store import proposals
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.store.records import ProjectRecord


@dataclass(frozen=True)
class Act:
    """One button; `post` where pressing it does the deed at once."""

    words: str
    url: str
    kind: str = "line"
    post: bool = False


@dataclass(frozen=True)
class _SiteAct:
    words: str
    verb: str
    action: Action
    states: Collection[State]


_SITE = (
    _SiteAct(N_("报进度"), "report-progress", Action.PROGRESS_REPORT, REPORTABLE),
    _SiteAct(N_("上传材料"), "add-evidence", Action.EVIDENCE_ADD, {State.CONTRACTED, *REPORTABLE}),
    _SiteAct(N_("申请变更"), "change", Action.CHANGE_ASK, {State.IMPLEMENTING}),
    _SiteAct(N_("报完工"), "complete", Action.PROJECT_COMPLETE, {State.IMPLEMENTING}),
    _SiteAct(N_("整改好，再验收"), "reinspect", Action.PROJECT_REINSPECT, {State.RECTIFYING}),
)


def acts(record: ProjectRecord, actor: Actor, at: datetime, *, may_object: bool = False) -> list[Act]:
    """Return the buttons for a visitor; at most one is primary. `may_object` while a notice takes objections."""
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
    if may_object:
        found.append(Act(_("我有异议"), f"{base}/object", "primary"))
    if project.state is State.EVALUATING:
        found.append(Act(_("去打分"), f"{base}/survey", "primary"))
    if allows(actor, Action.OFFICE_READ, project.target, at=day):
        found.append(Act(_("到办事台办理"), f"/office{base}"))
    else:
        found += _on_site(record.project, actor, day)
    return found


def _on_site(project: Project, actor: Actor, day: date) -> list[Act]:
    """Return what a contractor, who has no desk, may do from here."""
    return [
        Act(_(each.words), f"/office/projects/{project.number}/{each.verb}")
        for each in _SITE
        if project.state in each.states and allows(actor, each.action, project.target, at=day)
    ]
