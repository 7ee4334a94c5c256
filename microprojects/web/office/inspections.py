"""Acceptance at the desk: the sheet of an inspection, passing it, sending back, looking again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.inspections import PanelMember
from microprojects.domain.people import Role
from microprojects.domain.workdays import local_day
from microprojects.services import inspections as deeds
from microprojects.store import consultations, delivery, people, residents
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.forms.choices import options
from microprojects.web.forms.inspections import EMPTY_ROWS, InspectionForm
from microprojects.web.forms.procurements import ButtonForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office import evidence_words
from microprojects.web.office._works import BOTH, PREFIX, day_of, done, matter

bp = Blueprint("office_inspections", __name__, url_prefix=PREFIX)


@bp.route("/record-inspection", methods=BOTH)
@permit(Action.INSPECTION_RECORD)
def record(number: str) -> ResponseReturnValue:
    """Ask who looked, at what, and what residents said."""
    form, project = InspectionForm(), matter(number)
    _offer(form, project)
    more = "more" in request.form
    if more:
        form["items"].grow(EMPTY_ROWS)

    def write_down() -> None:
        deeds.record_inspection(
            number,
            held_on=day_of(form.held_on),
            panel=_panel(form, matter(number)),
            items=form.looked_at,
            residents_opinion=form.residents_opinion.data or "",
            proposer_absence=form.proposer_absence.data or "",
            conclusion=form.conclusion.data or "",
            actor=current_actor(),
            at=now(),
        )

    said, template = _("验收记录已存，可以通过或转整改。"), "office/inspections/record.html"
    return done(number, form, write_down, said, template, show=_before, only_show=more)


@bp.route("/pass-inspection", methods=BOTH)
@permit(Action.PROJECT_PASS_INSPECTION)
def passed(number: str) -> ResponseReturnValue:
    """Show the recorded inspection, then accept the work."""

    def accept() -> None:
        deeds.pass_inspection(number, actor=current_actor(), at=now())

    said, template = _("验收合格，进入结算。"), "office/inspections/pass.html"
    action = Action.PROJECT_PASS_INSPECTION
    return done(number, ButtonForm(), accept, said, template, action=action, show=_before)


@bp.route("/fail-inspection", methods=BOTH)
@permit(Action.PROJECT_FAIL_INSPECTION)
def failed(number: str) -> ResponseReturnValue:
    """Show what failed, then send the work back."""

    def send_back() -> None:
        deeds.fail_inspection(number, actor=current_actor(), at=now())

    said, template = _("已转整改，期限已公开。"), "office/inspections/fail.html"
    action = Action.PROJECT_FAIL_INSPECTION
    return done(number, ButtonForm(), send_back, said, template, action=action, show=_before)


@bp.route("/reinspect", methods=BOTH)
@permit(Action.PROJECT_REINSPECT)
def again(number: str) -> ResponseReturnValue:
    """Show what was to be mended and the papers since, then ask for another inspection."""

    def ask() -> None:
        deeds.reinspect(number, actor=current_actor(), at=now())

    def show(project: Project) -> dict[str, Any]:
        return _before(project) | evidence_words.shown(project)

    said, template = _("已申请再验收。"), "office/inspections/again.html"
    return done(number, ButtonForm(), ask, said, template, action=Action.PROJECT_REINSPECT, show=show)


def _offer(form: InspectionForm, project: Project) -> None:
    """Fill in who may sit on the panel; the visitor and the first supervisor are proposed."""
    session, today, area = db.session(), local_day(now()), project.area.path
    lists = {
        form.officer: people.holders(session, Role.STREET_OFFICER, area, today),
        form.committee: people.holders(session, Role.COMMUNITY_STAFF, area, today),
        form.supervisor: people.holders(session, Role.SUPERVISOR, area, today),
        form.experts: people.holders(session, Role.EXPERT, area, today),
    }
    for field, found in lists.items():
        nobody = () if field is form.experts else ((0, _("没有")),)
        field.choices = options((*nobody, *((person.id, person.name) for person in found)))
    if request.method == "GET":
        form.held_on.data, form.officer.data = today, current_actor().person_id
        form.fill(_to_look_at(project))


def _to_look_at(project: Project) -> list[tuple[str, str, bool, str]]:
    """Return what was written down before; the first time, the lines of the plan."""
    pending = delivery.undecided(db.session(), project.id)
    if pending is not None:
        return [(item["label"], item["quantity"], item["passed"], item["note"]) for item in pending.items]
    plan = consultations.plan_of(db.session(), project)
    return [(line.label, line.quantity, True, "") for line in (plan.lines if plan else [])]


def _panel(form: InspectionForm, project: Project) -> list[PanelMember]:
    """Return the seats that were filled in; a resident is tied to their record where the name is theirs alone."""
    seats = [
        (Role.STREET_OFFICER, form.officer.data),
        (Role.COMMUNITY_STAFF, form.committee.data),
        (Role.SUPERVISOR, form.supervisor.data),
    ]
    seats += [(Role.EXPERT, person_id) for person_id in form.experts.data or ()]
    panel = [PanelMember(role, person_id) for role, person_id in seats if person_id]
    names = [line.strip() for line in (form.residents.data or "").splitlines() if line.strip()]
    for name in names:
        found = residents.find(db.session(), [project.area.path], name=name)
        same = [person.id for person, _area in found if person.name == name]
        panel.append(
            PanelMember(Role.RESIDENT, same[0]) if len(same) == 1 else PanelMember(Role.RESIDENT, None, name)
        )
    return panel


def _before(project: Project) -> dict[str, Any]:
    """Return the inspections so far, and the one that waits for its outcome."""
    rows = delivery.inspections(db.session(), project.id)
    pending = rows[-1] if rows and rows[-1].outcome is None else None
    return {"pending": pending, "before": [row for row in rows if row.outcome is not None]}
