"""A resident's own objections: what became of them, taking one back, and taking one further."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotPermitted
from microprojects.domain.objections import EFFECTS, GROUNDS, OUTCOMES
from microprojects.services import escalations
from microprojects.services import objections as deeds
from microprojects.store import objections, rulebooks
from microprojects.store.db import db
from microprojects.web import asking, objection_words
from microprojects.web.forms.objections import FurtherForm
from microprojects.web.guard import can, current_actor, signed_in

bp = Blueprint("my_objections", __name__, url_prefix="/my/objections")


@bp.get("")
@signed_in
def index() -> ResponseReturnValue:
    """Show what this person objected to, the newest first."""
    found = objections.of_person(db.session(), current_actor().person_id or 0)
    rules = {each.project_id: rulebooks.of(each.project) for each in found}
    return render_template(
        "my/objections/index.html",
        objections=objection_words.of_person(db.session(), found, rules, now()),
        grounds=GROUNDS,
        outcomes=OUTCOMES,
        effects=EFFECTS,
        goes_where=objection_words.goes_where,
    )


@bp.post("/<int:objection_id>/withdraw")
@signed_in
def withdraw(objection_id: int) -> ResponseReturnValue:
    """Take one back."""
    deeds.withdraw(objection_id, actor=current_actor(), at=now())
    flash(_("已撤回。公示期内还可以再提。"))
    return redirect(url_for(".index"), 303)


@bp.route("/<int:objection_id>/further", methods=["GET", "POST"])
@signed_in
def further(objection_id: int) -> ResponseReturnValue:
    """Ask why the answer does not content, then take the objection a step higher."""
    objection, form = objections.get(db.session(), objection_id), FurtherForm()
    if objection.person_id != current_actor().person_id or not can(
        Action.OBJECTION_ESCALATE, objection.target
    ):
        raise NotPermitted
    went: list[str] = []

    def deed() -> None:
        went.append(
            escalations.escalate(objection_id, why=form.why.data or "", actor=current_actor(), at=now())
        )

    def said() -> str:
        if went == ["street"]:
            return _("已交给街道。答复会公开，不写您的名字。")
        return _("已交给区里。答复会公开，不写您的名字。")

    return asking.ask(
        form,
        deed,
        back=url_for(".index"),
        template="my/objections/further.html",
        shown=lambda: objection_words.beside(db.session(), objection_id, now()),
        said=said,
    )
