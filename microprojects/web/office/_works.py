"""What every page from buying to closing does alike: what was recorded before, what blocks the next step, the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import DateField

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.money import Fen
from microprojects.store import contracts
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.filters import date_iso, money
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.house import HouseForm
from microprojects.web.guard import can, current_actor
from microprojects.web.office import next_steps
from microprojects.web.office._matters import BOTH, PREFIX, matter

__all__ = ["BOTH", "PREFIX", "day_of", "done", "home_of", "matter", "recorded"]

Show = Callable[[Project], Mapping[str, Any]]


def done(
    number: str,
    form: HouseForm,
    deed: Callable[[], object],
    said: str,
    template: str,
    *,
    action: Action | None = None,
    show: Show | None = None,
    back: str = "",
    only_show: bool = False,
) -> ResponseReturnValue:
    """Do the deed if the form is right and go on; else show the form with what is wrong.

    With an `action` of the lifecycle the page lists what blocks it. `show` returns
    what else the page needs, asked for only when the page is made. With `only_show`
    the form comes back as it was typed, and nothing is done.
    """
    matter(number)
    status = status_of(form)
    if only_show:
        status = 200
    elif form.validate_on_submit():
        try:
            deed()
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(said)
            return redirect(back or home_of(number), 303)
    elif form.is_submitted():
        status = 422
    project = matter(number)
    checks = next_steps.blocks(db.session(), project, action, current_actor(), now()) if action else ()
    more = show(project) if show else {}
    page = render_template(
        template, form=form, project=project, checks=checks, record=recorded(project), **more
    )
    return page, status


def day_of(field: DateField) -> date:
    """Return the day in a field that must be filled in."""
    assert field.data is not None
    return field.data


def home_of(number: str) -> str:
    """Return where a person goes on after a deed: staff to the desk, a contractor to the public page."""
    staff = can(Action.OFFICE_READ)
    return f"/office/projects/{number}" if staff else f"/projects/{number}"


def recorded(project: Project) -> dict[str, Any]:
    """Return the head of what was recorded before: three amounts, and the contract in a few lines."""
    contract = contracts.of_project(db.session(), project.id)
    approved = Fen(project.approved_fiscal_fen + project.approved_social_fen)
    lines = [
        (_("财政资金"), money(Fen(project.approved_fiscal_fen))),
        (_("社会和自筹资金"), money(Fen(project.approved_social_fen))),
    ]
    if contract is not None:
        lines = [
            (_("合同"), contract.number),
            (_("中选单位"), contract.supplier.name),
            (_("签订"), date_iso(contract.signed_on)),
            (_("工期"), f"{date_iso(contract.starts_on)} – {date_iso(contract.ends_on)}"),
        ]
    return {
        "approved": approved,
        "contract": Fen(contract.amount_fen) if contract else None,
        "paid": Fen(contract.paid_fen) if contract else None,
        "lines": lines,
    }
