"""What every page of a deed on a project does alike: find it, show what blocks the deed, do it, show the form again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal, WrongMoment
from microprojects.domain.lifecycle import LIFECYCLE
from microprojects.store import projects
from microprojects.store.cases import StoreCase
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.house import HouseForm
from microprojects.web.language import sentence
from microprojects.web.office._here import require_here

BOTH = ["GET", "POST"]
PREFIX = "/office/projects/<number>"


def matter(number: str) -> Project:
    """Return a project to which the visitor may do the act of this page.

    Raises:
        NotFound: there is no such project.
        NotPermitted, OwnMatter: they may not.
    """
    project = projects.by_number(db.session(), number)
    require_here(project)
    return project


def carried_out(
    number: str,
    form: HouseForm,
    deed: Callable[[], object],
    said: str,
    template: str,
    *,
    back: str = "",
    action: Action | None = None,
    **more: Any,
) -> ResponseReturnValue:
    """Do the deed if the form is right and go back to the project; else show the form with what is wrong.

    With an `action` of the lifecycle the page lists what blocks it.
    """
    matter(number)
    status = status_of(form)
    if form.validate_on_submit():
        try:
            deed()
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(said)
            return redirect(back or f"/office/projects/{number}", 303)
    elif form.is_submitted():
        status = 422
    project = matter(number)
    checks = blocking(project, action) if action else []
    return render_template(template, form=form, project=project, checks=checks, **more), status


def blocking(project: Project, action: Action) -> list[dict[str, object]]:
    """Return every condition of a deed with whether it holds now, as the macro `blocks` shows it."""
    case = StoreCase(db.session(), project, now())
    try:
        checks = LIFECYCLE.checklist(project.state, action, case)
    except WrongMoment as no:
        return [{"done": False, "words": sentence(no), "note": ""}]
    return [
        {
            "done": check.clear,
            "words": _(check.guard.label),
            "note": sentence(check.refusal) if check.refusal else "",
        }
        for check in checks
    ]
