"""What desks share whose things are no projects: whose a thing is, and a deed that is asked for on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain import permissions
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotPermitted, Refusal
from microprojects.domain.permissions import Target
from microprojects.domain.workdays import local_day
from microprojects.store import areas
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.house import HouseForm
from microprojects.web.guard import current_actor


def require(action: Action, area: Area) -> None:
    """Let the visitor pass who may do the act in an area.

    Raises:
        NotPermitted: it is somebody else's.
    """
    permissions.require(current_actor(), action, Target(area.path), at=local_day(now()))


def district(slug: str, action: Action) -> Area:
    """Return the district if the visitor may do the act there.

    Raises:
        NotFound: there is no such area.
        NotPermitted: they may not, or it is no district.
    """
    place = areas.by_slug(db.session(), slug)
    if place.level != "district":
        raise NotPermitted
    require(action, place)
    return place


def ask(
    form: HouseForm,
    deed: Callable[[], None],
    *,
    back: str | Callable[[], str],
    template: str,
    shown: Callable[[], dict[str, Any]],
    said: str = "",
    **words: Any,
) -> ResponseReturnValue:
    """Ask what a deed needs, do it, and go back; where a rule says no, show the form again with what is so now.

    `back` is an address, or asked for one after the deed; `said` is what the next page says of it.
    """
    status = status_of(form)
    if form.validate_on_submit():
        try:
            deed()
        except Refusal as no:
            status = refused(form, no)
            words["no_code"] = no.code
        else:
            flash(said or _("记好了。"))
            return redirect(back if isinstance(back, str) else back(), 303)
    elif form.is_submitted():
        status = 422
    return render_template(template, form=form, **shown(), **words), status
