"""Objections above the community: taken further for somebody, and answered by the street and the district."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotPermitted, Refusal
from microprojects.domain.objections import EFFECTS, GROUNDS, OUTCOMES
from microprojects.domain.permissions import Target
from microprojects.services import escalations as deeds
from microprojects.store import objections, rulebooks
from microprojects.store.db import db
from microprojects.web import objection_words
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.house import HouseForm
from microprojects.web.forms.objections import AboveForm, FurtherForm
from microprojects.web.guard import can, current_actor, permit
from microprojects.web.office._matters import BOTH

bp = Blueprint("office_escalations", __name__, url_prefix="/office/objections/<int:objection_id>")


@bp.route("/further", methods=BOTH)
@permit(Action.OBJECTION_ESCALATE)
def further(objection_id: int) -> ResponseReturnValue:
    """Ask why the answer does not content, and take the objection further for the one who made it."""
    objection, form = objections.get(db.session(), objection_id), FurtherForm()
    number = str(objection.project.number)
    _require(Action.OBJECTION_ESCALATE, objection.target)

    def deed() -> str:
        step = deeds.escalate(objection_id, why=form.why.data or "", actor=current_actor(), at=now())
        return _("已替他交给街道。") if step == "street" else _("已替他交给区里。")

    back = url_for("office_objections.desk", number=number)
    return _asked("office/objections/further.html", objection_id, form, deed, back)


@bp.route("/answer-street", methods=BOTH)
@permit(Action.OBJECTION_ANSWER_STREET)
def answer_street(objection_id: int) -> ResponseReturnValue:
    """Ask for the answer of the street."""
    return _answer(objection_id, "street", Action.OBJECTION_ANSWER_STREET)


@bp.route("/answer-district", methods=BOTH)
@permit(Action.OBJECTION_ANSWER_DISTRICT)
def answer_district(objection_id: int) -> ResponseReturnValue:
    """Ask for the answer of the district."""
    return _answer(objection_id, "district", Action.OBJECTION_ANSWER_DISTRICT)


def _answer(objection_id: int, step: str, action: Action) -> ResponseReturnValue:
    form = AboveForm()
    _require(action, objections.get(db.session(), objection_id).project.target)

    def deed() -> str:
        deeds.answer(
            objection_id,
            step,
            outcome=form.outcome.data,
            effect=form.effect.data,
            text=form.text.data or "",
            actor=current_actor(),
            at=now(),
        )
        return _("答复已公开。")

    return _asked("office/objections/answer.html", objection_id, form, deed, url_for("office_desk.inbox"))


def _require(action: Action, target: Target) -> None:
    """Let nobody else read who objected.

    Raises:
        NotPermitted: the visitor may not do the act to it.
    """
    if not can(action, target):
        raise NotPermitted


def _asked(
    template: str, objection_id: int, form: HouseForm, deed: Callable[[], str], back: str
) -> ResponseReturnValue:
    """Do the deed if the form is right, else show the form with the objection beside it."""
    status = status_of(form)
    if form.validate_on_submit():
        try:
            said = deed()
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(said)
            return redirect(back, 303)
    elif form.is_submitted():
        status = 422
    session = db.session()
    objection = objections.get(session, objection_id)
    project = objection.project
    (shown,) = objection_words.of_person(session, [objection], {project.id: rulebooks.of(project)}, now())
    page = render_template(
        template,
        form=form,
        each=shown,
        objection=objection,
        project=project,
        contact=objections.contact(objection),
        grounds=GROUNDS,
        outcomes=OUTCOMES,
        effects=EFFECTS,
    )
    return page, status
