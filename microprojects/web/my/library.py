"""A proposal written after an entry of the library: for oneself here, for somebody at the window by way of the intake."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.library import NotIn, Standing
from microprojects.services import library as deeds
from microprojects.store import library, projects, wordings
from microprojects.store.db import db
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.library import CopyForm
from microprojects.web.guard import can, current_actor, signed_in
from microprojects.web.my import _own

bp = Blueprint("my_library", __name__, url_prefix="/my/library")


@bp.route("/<number>/copy", methods=["GET", "POST"])
@signed_in
def copy(number: str) -> ResponseReturnValue:
    """Ask where, where there is more than one place, then begin a draft with the words of an entry."""
    form, places = CopyForm(), _own.places()
    form.offer((place.slug, place.name) for place in places)
    status = status_of(form)
    if places and form.validate_on_submit():
        try:
            chosen = next(place for place in places if form.place_among(place.slug))
            made = deeds.copy(number, chosen.slug, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("抄好了一份草稿：改成您那里的地点、人数和钱数，再交。"))
            return redirect(url_for("my_proposals.edit", draft_id=made), 303)
    elif form.is_submitted():
        status = 422
    session = db.session()
    project = projects.by_number(session, number)
    if not any(each.standing is Standing.IN for each in library.versions(session, project.id)):
        raise NotIn
    title = wordings.of(session, project.id).read(project.title)
    page = render_template(
        "my/library/copy.html", form=form, project=project, title=title, places=places,
        enters=can(Action.PROJECT_ENTER),
    )  # fmt: skip
    return page, status
