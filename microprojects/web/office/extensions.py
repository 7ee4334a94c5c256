"""The page on which a leader of the street allows one project a later last day."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.last_dates import OPEN, WORDS, Which, last_day
from microprojects.services import extensions as deeds
from microprojects.store import extensions, rulebooks
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.filters import date_iso
from microprojects.web.forms.approvals import ExtendForm
from microprojects.web.forms.choices import options
from microprojects.web.guard import current_actor, permit
from microprojects.web.office._works import BOTH, PREFIX, day_of, done, matter

bp = Blueprint("office_extensions", __name__, url_prefix=PREFIX)


@bp.route("/extend", methods=BOTH)
@permit(Action.PROJECT_EXTEND)
def extend(number: str) -> ResponseReturnValue:
    """Show the last days of a project's year, and ask for a later one with its reason."""
    form, project = ExtendForm(), matter(number)
    open_now = [each for each in Which if project.state in OPEN[each]]
    form.which.choices = options((each.value, _(WORDS[each])) for each in open_now or Which)
    if request.method == "GET" and open_now:
        form.which.data = open_now[0].value

    def allow() -> None:
        deeds.extend(
            number,
            which=form.which.data or "",
            until=day_of(form.until),
            reason=form.reason.data or "",
            actor=current_actor(),
            at=now(),
        )

    return done(number, form, allow, _("已准延，理由已公开。"), "office/approvals/extend.html", show=_days)


def _days(project: Project) -> dict[str, Any]:
    """Return the last days that hold for a project, as label and value."""
    rules, allowed = rulebooks.of(project), extensions.of_project(db.session(), project.id)
    pairs = []
    for each in Which:
        last = last_day(rules, each, project.round.year)
        until = allowed.get(each.value)
        said = date_iso(last) if last else _("不设")
        pairs.append(
            (_(WORDS[each]), _("%(day)s，已准到 %(until)s", day=said, until=until) if until else said)
        )
    return {"days": pairs}
