"""What the desks of polls and gatherings share: whose thing it is, and a deed that is asked for on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain import permissions
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.permissions import Target
from microprojects.domain.workdays import local_day
from microprojects.store.areas import Area
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.house import HouseForm
from microprojects.web.guard import current_actor


def require(action: Action, area: Area) -> None:
    """Let the visitor pass who may do the act in an area.

    Raises:
        NotPermitted: it is somebody else's.
    """
    permissions.require(current_actor(), action, Target(area.path), at=local_day(now()))


def ask(
    form: HouseForm,
    deed: Callable[[], None],
    *,
    back: str,
    template: str,
    shown: Callable[[], dict[str, Any]],
    **words: Any,
) -> ResponseReturnValue:
    """Ask what a deed needs, do it, and go back; where a rule says no, show the form again with what is so now."""
    status = status_of(form)
    if form.validate_on_submit():
        try:
            deed()
        except Refusal as no:
            status = refused(form, no)
            words["no_code"] = no.code
        else:
            flash(_("记好了。"))
            return redirect(back, 303)
    elif form.is_submitted():
        status = 422
    return render_template(template, form=form, **shown(), **words), status
