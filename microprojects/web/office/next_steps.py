"""From the lifecycle table and the routes: the next steps of a project, what blocks them, and where to do them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from microprojects.domain.actions import VERBS, Action
from microprojects.domain.errors import N_
from microprojects.domain.lifecycle import LIFECYCLE
from microprojects.domain.people import Actor
from microprojects.domain.permissions import TABLE, allows
from microprojects.domain.workdays import local_day
from microprojects.domain.workflow import Check
from microprojects.store.cases import StoreCase
from microprojects.store.projects import Project
from microprojects.web.guard import Door, audience
from microprojects.web.language import sentence

# Acts that belong to a project and are no row of the table, with the words of their buttons.
OTHERS: dict[Action, str] = {
    Action.PROJECT_SCREEN: N_("填审查表"),
    Action.PROJECT_PROPOSE_DECLINE: N_("提出不予受理"),
    Action.OPINION_GIVE: N_("写意见"),
    Action.PLAN_EDIT: N_("写方案"),
    Action.PLAN_SIGN_NEGATIVE_LIST: N_("签负面清单"),
    Action.PLAN_ALLOW_OVER_CAP: N_("同意超上限"),
    Action.PLAN_AGREE: N_("党委同意方案"),
    Action.OBJECTION_REPLY: N_("答复异议"),
    Action.OBJECTION_REVIEW: N_("看答复并签名"),
    Action.PROJECT_FILE: N_("备案"),
    Action.QUOTE_ADD: N_("登记报价"),
    Action.CONTRACT_PUBLISH: N_("公开合同"),
    Action.PROGRESS_REPORT: N_("报进度"),
    Action.PAYMENT_ENTER: N_("录付款"),
    Action.PAYMENT_APPROVE: N_("审批付款"),
    Action.SOCIAL_RECORD: N_("登记自筹到账"),
    Action.NOTE_WRITE: N_("写监督意见"),
    Action.NOTE_ANSWER: N_("答复监督意见"),
    Action.INSPECTION_RECORD: N_("登记验收"),
    Action.SETTLEMENT_RECORD: N_("登记结算"),
    Action.ARCHIVE_TICK: N_("核对档案"),
    Action.IMPROVEMENT_FILE: N_("写改进计划"),
    Action.EVIDENCE_ADD: N_("上传材料"),
}


@dataclass(frozen=True)
class Blocking:
    """One line of the checklist; see the macro `blocks`."""

    done: bool
    words: str
    note: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class Step:
    """One verb that leaves the present state: its checklist, and the way to do it if this person may."""

    words: str
    blocks: tuple[Blocking, ...]
    clear: bool
    url: str | None
    who: str


@dataclass(frozen=True)
class Other:
    """Another act that this person may do to the project."""

    words: str
    url: str


def of(session: Session, project: Project, actor: Actor, at: datetime) -> list[Step]:
    """Return the next steps in the order of the table."""
    case = StoreCase(session, project, at)
    steps = []
    for row in LIFECYCLE.rows_from(project.state):
        checks = LIFECYCLE.checklist(project.state, row.action, case)
        may = allows(actor, row.action, project.target, at=local_day(at))
        steps.append(
            Step(
                words=_(VERBS[row.action]),
                blocks=tuple(_blocking(check) for check in checks),
                clear=all(check.clear for check in checks),
                url=_address(row.action, project) if may else None,
                who="、".join(_(role.label) for role in sorted(TABLE[row.action].roles)),
            )
        )
    return steps


def others(project: Project, actor: Actor, at: datetime) -> list[Other]:
    """Return the acts beside the table that this person may do and that have a page."""
    found: list[Other] = []
    for action, words in OTHERS.items():
        if allows(actor, action, project.target, at=local_day(at)):
            url = _address(action, project)
            if url and all(each.url != url for each in found):
                found.append(Other(_(words), url))
    return found


def _blocking(check: Check) -> Blocking:
    note = sentence(check.refusal) if check.refusal else ""
    return Blocking(check.clear, _(check.guard.label), note)


def _address(action: Action, project: Project) -> str | None:
    """Return the page where an act is done to a project, None where there is none."""
    rule = next(_pages(action), None)
    return url_for(rule.endpoint, number=project.number) if rule else None


def _pages(action: Action) -> Iterator[Rule]:
    for rule in current_app.url_map.iter_rules():
        wanted = audience(current_app, rule.endpoint)
        meant = wanted is not None and wanted.door is Door.PERMIT and wanted.action is action
        if meant and rule.arguments == {"number"} and "GET" in (rule.methods or ()):
            yield rule
