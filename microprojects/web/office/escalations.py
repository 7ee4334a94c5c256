"""Objections above the community: taken further for somebody, and answered by the street and the district."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotPermitted
from microprojects.domain.permissions import Target
from microprojects.services import escalations as deeds
from microprojects.store import objections
from microprojects.store.db import db
from microprojects.web import asking, objection_words
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

    went: list[str] = []

    def deed() -> None:
        went.append(deeds.escalate(objection_id, why=form.why.data or "", actor=current_actor(), at=now()))

    def said() -> str:
        return _("已替他交给街道。") if went == ["street"] else _("已替他交给区里。")

    back = url_for("office_objections.desk", number=number)
    return asking.ask(
        form,
        deed,
        back=back,
        template="office/objections/further.html",
        shown=_beside(objection_id),
        said=said,
    )


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

    def deed() -> None:
        deeds.answer(
            objection_id,
            step,
            outcome=form.outcome.data,
            effect=form.effect.data,
            text=form.text.data or "",
            actor=current_actor(),
            at=now(),
        )

    return asking.ask(
        form,
        deed,
        back=url_for("office_desk.inbox"),
        template="office/objections/answer.html",
        shown=_beside(objection_id),
        said=_("答复已公开。"),
    )


def _require(action: Action, target: Target) -> None:
    """Let nobody else read who objected.

    Raises:
        NotPermitted: the visitor may not do the act to it.
    """
    if not can(action, target):
        raise NotPermitted


def _beside(objection_id: int) -> Callable[[], dict[str, Any]]:
    """Return what asks for the objection, and for how whoever made it is reached."""

    def read() -> dict[str, Any]:
        found = objection_words.beside(db.session(), objection_id, now())
        return {**found, "contact": objections.contact(found["objection"])}

    return read
