"""The satisfaction survey of one project: a verified resident answers once; what came out is shown at the end."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound, Refusal
from microprojects.domain.evaluations import QUESTIONS, shown
from microprojects.domain.states import APPROVED_OR_LATER, State
from microprojects.domain.workdays import day_that_ends
from microprojects.services import evaluations as deeds
from microprojects.store import projects, rulebooks, settlements
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.evaluations import SurveyForm
from microprojects.web.guard import can, current_actor, signed_in

bp = Blueprint("public_surveys", __name__, url_prefix="/projects/<number>")


@bp.route("/survey", methods=["GET", "POST"])
@signed_in
def answer(number: str) -> ResponseReturnValue:
    """Ask a resident what they think."""
    form = SurveyForm()
    _public(number)
    status = status_of(form)
    if form.validate_on_submit():
        try:
            words = form.comment.data or ""
            deeds.answer_survey(number, comment=words, actor=current_actor(), at=now(), **form.points)
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("谢谢，您的评价已收到。没有人能看出哪一份是您的。"))
            return redirect(f"/projects/{number}", 303)
    elif form.is_submitted():
        status = 422
    return render_template("public/surveys/answer.html", form=form, **_shown(_public(number))), status


def _public(number: str) -> Project:
    """Return a project that residents may evaluate sooner or later.

    Raises:
        NotFound: there is none such.
    """
    project = projects.by_number(db.session(), number)
    if project.state not in APPROVED_OR_LATER:
        raise NotFound
    return project


def _shown(project: Project) -> dict[str, object]:
    session, at = db.session(), now()
    asked = settlements.asked(session, project, current_actor().person_id or 0)
    survey = asked.survey if asked else None
    ended = survey is not None and at >= survey.closes_at
    seen = None
    if survey is not None and ended:
        limit = rulebooks.of(project).number("privacy.small_cell")
        seen = shown(settlements.count(session, survey.id), limit=limit)
    return {
        "project": project,
        "community": project.area,
        "area": project.area,
        "survey": survey,
        "last_day": day_that_ends(survey.closes_at) if survey else None,
        "is_open": survey is not None and not ended and project.state is State.EVALUATING,
        "answered": asked is not None and asked.answered,
        "may": can(Action.SURVEY_ANSWER, project.target),
        "seen": seen,
        "questions": QUESTIONS,
    }
