"""What every page of the first deliberation does alike: find the project, do the deed, show the form again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from microprojects.clock import now
from microprojects.domain import declines
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound, Refusal
from microprojects.domain.lifecycle import LIFECYCLE
from microprojects.domain.secondings import support
from microprojects.domain.states import State
from microprojects.store import people, projects, proposals, similar
from microprojects.store.cases import StoreCase
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.house import HouseForm
from microprojects.web.my import _own
from microprojects.web.office._here import require_here

BOTH = ["GET", "POST"]
PREFIX = "/office/projects/<number>"
EVERYTHING_BUT_DRAFTS = frozenset({State.DRAFT, State.RETURNED})


def done(
    number: str,
    form: HouseForm,
    deed: Callable[[], None],
    said: str,
    template: str,
    *,
    action: Action,
    field: str | None = None,
    **more: Any,
) -> ResponseReturnValue:
    """Do the deed if the form is right and go to the project; else show the form with what is wrong.

    `field` is the box that a refusal of what was typed is about.
    """
    status = status_of(form)
    if form.validate_on_submit():
        try:
            deed()
        except Refusal as no:
            status = refused(form, no, field if no.status == 422 else None)
        else:
            flash(said)
            return redirect(url_for("office_desk.project", number=number), 303)
    elif form.is_submitted():
        status = 422
    return render_template(template, form=form, **shown(number, action), **more), status


def handled(number: str) -> Project:
    """Return a project to which the visitor may do the act of this page; a draft is nobody's but its proposer's.

    Raises:
        NotFound: there is no such project.
        NotPermitted, OwnMatter: they may not.
    """
    project = projects.by_number(db.session(), number)
    if project.state is State.DRAFT:
        raise NotFound
    require_here(project)
    return project


def shown(number: str, action: Action) -> dict[str, Any]:
    """Return what a page about a proposal shows: its words, what blocks the act, what was decided before."""
    project, session, at = handled(number), db.session(), now()
    decline = proposals.decline(session, project.id)
    case = StoreCase(session, project, at)
    rows = {row.action for row in LIFECYCLE.rows_from(project.state)}
    checks = _own.checks(project, action) if action in rows else []
    return {
        **_own.shown(project),
        "checks": checks,
        "clear": action in rows and all(check.done for check in checks),
        "decline": decline if decline and decline.confirmed_at is None else None,
        "ground": declines.GROUNDS.get(decline.code) if decline else None,
        "appeal": proposals.appeal(session, project.id),
        "phone": people.phone(project.proposer),
        "support": support(case),
    }


def alike(project: Project) -> list[similar.Similar]:
    """Return similar projects, those that wait for screening too."""
    hidden = EVERYTHING_BUT_DRAFTS | {State.MERGED, State.WITHDRAWN}
    return similar.like(db.session(), project.area_id, project.title, but=project.id, hidden=hidden, limit=5)
