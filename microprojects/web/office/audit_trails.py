"""What was done in some areas, by whom, step by step: for auditors, supervisors and the district."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.act_words import WORDS
from microprojects.domain.actions import Action
from microprojects.domain.people import Role
from microprojects.domain.permissions import areas_where
from microprojects.domain.workdays import SHANGHAI, local_day
from microprojects.store import audit_trails
from microprojects.store.audit_trails import Step, Wanted
from microprojects.store.db import db
from microprojects.web import paging
from microprojects.web.guard import current_actor, permit
from microprojects.web.public import journal_words

bp = Blueprint("office_audit_trails", __name__, url_prefix="/office/audit")

_LONGEST = 40


@bp.get("")
@permit(Action.AUDIT_READ)
def index() -> ResponseReturnValue:
    """List what was done in the areas that the visitor looks after, the latest first."""
    paths = areas_where(current_actor(), Action.AUDIT_READ, at=local_day(now()))
    number = paging.asked()
    rows = audit_trails.steps(
        db.session(), paths, _wanted(), limit=paging.SIZE + 1, offset=paging.first_row(number)
    )
    places = journal_words.places_of(db.session(), (row.entry.subject for row in rows))
    return render_template(
        "office/audit_trails/index.html",
        page=paging.page([_line(row, places) for row in rows], number),
        asked={name: _typed(name) for name in ("name", "subject", "verb", "from", "to")},
        verbs=[
            ("", _("全部")),
            *sorted(((v.value, _(words)) for v, words in WORDS.items()), key=lambda v: v[1]),
        ],
        is_filtered=any(map(_typed, ("name", "subject", "verb", "from", "to"))),
    )


def _line(step: Step, places: Mapping[str, str]) -> dict[str, object]:
    """Return one step in words."""
    role = _(Role(step.role).label) if step.role in set(Role) else _("个人")
    return {
        "number": step.entry.seq,
        "at": step.entry.at,
        "words": journal_words.line(step.entry.verb, step.entry.subject, places),
        "who": f"{step.name}（{role}）" if step.name else role,
        "holder": step.holder,
        "subject": step.entry.subject,
    }


def _wanted() -> Wanted:
    verb = _typed("verb")
    return Wanted(
        name=_typed("name"),
        subject=_typed("subject"),
        verb=verb if verb in set(Action) else "",
        begins=_day("from"),
        ends=_day("to"),
    )


def _typed(name: str) -> str:
    return request.args.get(name, "").strip()[:_LONGEST]


def _day(name: str) -> datetime | None:
    """Return the beginning of a day in the query; what is no day is not found."""
    text = _typed(name)
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), SHANGHAI)
    except ValueError:
        abort(404)
