"""What the pages of coming in share: where to go next, and the status of a form that came back."""

from __future__ import annotations

from flask import request

from microprojects.domain.errors import Refusal
from microprojects.domain.sessions import Step
from microprojects.web import nav
from microprojects.web.forms._attempt import refused
from microprojects.web.forms._attempt import status_of as status_of_form
from microprojects.web.forms.house import HouseForm
from microprojects.web.guard import step_address
from microprojects.web.next_page import safe_next

HOME = "/"


def way_on(step: Step) -> str:
    """Return the address of the next step, or of the page that was asked for first, or of the person's own counter."""
    wanted = safe_next(request.args.get("next"))
    if step is not Step.DONE:
        return step_address(step, wanted)
    if wanted is not None:
        return wanted
    account = nav.account()
    return account.counter.path if account is not None else HOME


def status_of(form: HouseForm, no: Refusal | None = None, field: str | None = None) -> int:
    """Return the status of a page with a form: that of the rule's no, which is shown in it, else 422 or 200."""
    return status_of_form(form) if no is None else refused(form, no, field)
