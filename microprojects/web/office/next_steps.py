"""From the lifecycle table and the routes: the next steps of a project, what blocks them, and where to do them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from microprojects.domain.act_verbs import VERBS
from microprojects.domain.actions import Action
from microprojects.domain.errors import WrongMoment
from microprojects.domain.lifecycle import LIFECYCLE
from microprojects.domain.people import Actor, Role
from microprojects.domain.permission_table import TABLE
from microprojects.domain.permissions import allows
from microprojects.domain.proposals import two_signed_decline
from microprojects.domain.workdays import local_day
from microprojects.domain.workflow import Check, Row
from microprojects.store.cases import StoreCase
from microprojects.store.projects import Project
from microprojects.web.guard import Door, audience
from microprojects.web.language import sentence
from microprojects.web.office.step_tables import (
    ASIDE,
    ASKED_BY_THE_FORM,
    CLEARED_BY,
    DECIDES,
    OFFERS,
)


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
    """Return the steps that lead on, in the order of the table, with what blocks each."""
    case = StoreCase(session, project, at)
    today = local_day(at)
    steps = []
    for row in LIFECYCLE.rows_from(project.state):
        if row.action in ASIDE or _of_another_body(row.action, case):
            continue
        checks = [check for check in _checks(row, case) if check.clear or _waits(check, case)]
        may = allows(actor, row.action, project.target, at=today)
        steps.append(
            Step(
                words=_(VERBS[row.action]),
                blocks=tuple(_blocking(check, project, actor, today) for check in checks),
                clear=all(check.clear for check in checks),
                url=_address(row.action, project) if may else None,
                who="、".join(_(role.label) for role in sorted(TABLE[row.action].roles - {Role.SYSTEM})),
            )
        )
    return steps


def _of_another_body(action: Action, case: StoreCase) -> bool:
    """Return whether a step is the way of a change of another size."""
    return action in DECIDES and case.change is not None and case.change.body != DECIDES[action]


def blocks(
    session: Session, project: Project, action: Action, actor: Actor, at: datetime
) -> tuple[Blocking, ...]:
    """Return what blocks one step, each line with the way to what clears it; at another moment that alone."""
    case = StoreCase(session, project, at)
    try:
        row = LIFECYCLE.row(project.state, action)
    except WrongMoment as no:
        return (Blocking(False, sentence(no), ""),)
    checks = [check for check in _checks(row, case) if check.clear or _waits(check, case)]
    return tuple(_blocking(check, project, actor, local_day(at)) for check in checks)


def others(session: Session, project: Project, actor: Actor, at: datetime) -> list[Other]:
    """Return the acts beside the way that this person may do now and that have a page."""
    case, today = StoreCase(session, project, at), local_day(at)
    wanted = {
        action: offer.words
        for action, offer in OFFERS.items()
        if project.state in offer.states and project.theme in offer.themes
        if not offer.rule or case.rules[offer.rule]
    }
    for row in LIFECYCLE.rows_from(project.state):
        if row.action in ASIDE and not any(_waits(check, case) for check in _checks(row, case)):
            wanted[row.action] = VERBS[row.action]
    found: list[Other] = []
    for action, words in wanted.items():
        url = _address(action, project) if allows(actor, action, project.target, at=today) else None
        if url and all(each.url != url for each in found):
            found.append(Other(_(words), url))
    return found


def _checks(row: Row, case: StoreCase) -> tuple[Check, ...]:
    return LIFECYCLE.checklist(row.source, row.action, case)


def _waits(check: Check, case: StoreCase) -> bool:
    """Return whether a guard says no to something that the deed itself does not bring along."""
    second_signature = check.guard.check is two_signed_decline and case.decline_signatures
    return not (check.clear or second_signature or check.guard.name in ASKED_BY_THE_FORM)


def _blocking(check: Check, project: Project, actor: Actor, today: date) -> Blocking:
    note = sentence(check.refusal) if check.refusal else ""
    clears = None if check.clear else CLEARED_BY.get(check.guard.name)
    may = clears is not None and allows(actor, clears, project.target, at=today)
    url = _address(clears, project) if clears is not None and may else None
    return Blocking(check.clear, _(check.guard.label), note, url or "")


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
