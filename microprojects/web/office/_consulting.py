"""What every page of a consultation does alike: find the project, do the deed, show the form again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from microprojects.clock import now
from microprojects.domain.errors import Refusal
from microprojects.domain.workdays import local_day
from microprojects.store import consultations, projects
from microprojects.store.consultations import Plan
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web import price_words
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.house import HouseForm
from microprojects.web.office import consultation_words as words
from microprojects.web.office._here import require_here

BOTH = ["GET", "POST"]
PREFIX = "/office/projects/<number>"
DESK = "office_consultations.desk"


def done(
    number: str,
    form: HouseForm,
    deed: Callable[[], None],
    said: str,
    template: str,
    *,
    with_checks: bool = False,
    **more: Any,
) -> ResponseReturnValue:
    """Do the deed if the form is right and go to the desk; else show the form with what is wrong."""
    status = status_of(form)
    if form.validate_on_submit():
        try:
            deed()
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(said)
            return redirect(url_for(DESK, number=number), 303)
    elif form.is_submitted():
        status = 422
    project, plan = handled(number)
    if "version" in form and request.method == "GET":
        form["version"].data = str(plan.version if plan else 0)
    if with_checks:
        more["checks"] = words.checklist(db.session(), project, now())
    return render_template(template, form=form, **plan_shown(project, plan), **more), status


def handled(number: str) -> tuple[Project, Plan | None]:
    """Return a project to which the visitor may do the act of this page, and its plan.

    Raises:
        NotFound: there is no such project.
        NotPermitted, OwnMatter: they may not.
    """
    session = db.session()
    project = projects.by_number(session, number)
    require_here(project)
    return project, consultations.plan_of(session, project)


def plan_shown(project: Project, plan: Plan | None) -> dict[str, Any]:
    """Return what a page needs to show a project with its plan."""
    return {
        "project": project,
        "plan": plan,
        "pairs": words.plan_pairs(plan, project) if plan else [],
        "costs": words.cost_rows(plan) if plan else ([], None),
        "dear": price_words.dear(plan, local_day(now())) if plan else [],
    }
