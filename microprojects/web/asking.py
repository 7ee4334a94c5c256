"""A deed that is asked for on a page of its own, at whatever counter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.domain.errors import Refusal
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.house import HouseForm


def ask(
    form: HouseForm,
    deed: Callable[[], None],
    *,
    back: str | Callable[[], str],
    template: str,
    shown: Callable[[], dict[str, Any]],
    said: str | Callable[[], str] = "",
    **words: Any,
) -> ResponseReturnValue:
    """Ask what a deed needs, do it, and go back; where a rule says no, show the form again with what is so now.

    `back` is an address, `said` what the next page says of it; either may be asked for after the deed.
    """
    status = status_of(form)
    if form.validate_on_submit():
        try:
            deed()
        except Refusal as no:
            status = refused(form, no)
            words["no_code"] = no.code
        else:
            flash((said if isinstance(said, str) else said()) or _("记好了。"))
            return redirect(back if isinstance(back, str) else back(), 303)
    elif form.is_submitted():
        status = 422
    return render_template(template, form=form, **shown(), **words), status
