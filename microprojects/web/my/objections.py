"""A resident's own objections: what became of them, and taking one back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.objections import GROUNDS, OUTCOMES
from microprojects.services import objections as deeds
from microprojects.store import objections
from microprojects.store.db import db
from microprojects.web import windows
from microprojects.web.guard import current_actor, signed_in

bp = Blueprint("my_objections", __name__, url_prefix="/my/objections")


@bp.get("")
@signed_in
def index() -> ResponseReturnValue:
    """Show what this person objected to, the newest first."""
    return render_template(
        "my/objections/index.html",
        objections=objections.of_person(db.session(), current_actor().person_id or 0),
        grounds=GROUNDS,
        outcomes=OUTCOMES,
        last_day=windows.last_day,
    )


@bp.post("/<int:objection_id>/withdraw")
@signed_in
def withdraw(objection_id: int) -> ResponseReturnValue:
    """Take one back."""
    deeds.withdraw(objection_id, actor=current_actor(), at=now())
    flash(_("已撤回。公示期内还可以再提。"))
    return redirect(url_for(".index"), 303)
