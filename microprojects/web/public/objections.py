"""Objecting to what is on notice, and what was answered to those who did."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.errors import NotFound, Refusal
from microprojects.domain.objections import EFFECTS, GROUNDS, OUTCOMES
from microprojects.domain.states import State
from microprojects.services import objections as deeds
from microprojects.store import disclosures, listings, objections, projects, rulebooks, wordings
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web import objection_words, windows
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.objections import ObjectionForm
from microprojects.web.guard import anyone, current_actor, signed_in

bp = Blueprint("public_objections", __name__, url_prefix="/projects/<number>")

ON_NOTICE = (State.NOTICING, State.OBJECTED, State.CHANGING, State.RESULT_NOTICE)


@bp.route("/object", methods=["GET", "POST"])
@signed_in
def object_to(number: str) -> ResponseReturnValue:
    """Ask what is wrong, then file it."""
    project, form = _public(number), ObjectionForm()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            deeds.file(
                number,
                ground=form.ground.data,
                facts=form.facts.data or "",
                wish=form.wish.data or "",
                contact=form.contact.data or "",
                actor=current_actor(),
                at=now(),
            )
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("异议已收到。答复会写在这里，也会公开，不写您的名字。"))
            return redirect(url_for(".listing", number=number), 303)
    elif form.is_submitted():
        status = 422
    return render_template("public/objections/object.html", form=form, **_shown(project)), status


@bp.get("/objections")
@anyone
def listing(number: str) -> ResponseReturnValue:
    """Show the objections to a project and their replies, without a name."""
    project, session = _public(number), db.session()
    told = [
        o for o in objections.of_project(session, project.id) if o.withdrawn_at is None or o.withdraw_reason
    ]
    return render_template(
        "public/objections/list.html",
        all=objection_words.shown(session, project.id, told, rulebooks.of(project), now()),
        counted=sum(each.withdrawn_at is None for each in told),
        grounds=GROUNDS,
        outcomes=OUTCOMES,
        effects=EFFECTS,
        reads=wordings.of(db.session(), project.id).read,
        **_shown(project),
    )


def _public(number: str) -> Project:
    """Return a project that anybody may know of.

    Raises:
        NotFound: there is none such, or it is not public yet.
    """
    project = projects.by_number(db.session(), number)
    if listings.is_hidden(project):
        raise NotFound
    return project


def _shown(project: Project) -> dict[str, object]:
    window = disclosures.running_window(db.session(), project.id) if project.state in ON_NOTICE else None
    return {
        "project": project,
        "community": project.area,
        "area": project.area,
        "clock": windows.clock(window, now()) if window else None,
        "is_on_notice": window is not None,
        "days": rulebooks.of(project).number("objection.reply_working_days"),
    }
