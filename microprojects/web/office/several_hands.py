"""Who acted in several roles on the same project: for auditors, supervisors and the district, in their own areas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.clock import now
from microprojects.domain.act_words import WORDS
from microprojects.domain.actions import Action
from microprojects.domain.permissions import areas_where
from microprojects.domain.several_hands import BY_CODE, SEVERAL
from microprojects.domain.workdays import local_day
from microprojects.store import areas, ledger, several_hands
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.several_hands import Found, Wanted
from microprojects.web import paging
from microprojects.web.filters import date_iso
from microprojects.web.guard import current_actor, permit
from microprojects.web.spreadsheets import as_csv

bp = Blueprint("office_several_hands", __name__, url_prefix="/office/audit")

LEVELS = ("street", "community")


@bp.get("/several")
@permit(Action.AUDIT_READ)
def index() -> ResponseReturnValue:
    """List who acted in several roles on one project, the latest first."""
    session, number, places = db.session(), paging.asked(), _places()
    rows = several_hands.page(
        session, _wanted(places), limit=paging.SIZE + 1, offset=paging.first_row(number)
    )
    return render_template(
        "office/several_hands/index.html",
        page=paging.page([_line(row) for row in rows], number),
        asked={name: request.args.get(name, "") for name in ("place", "year", "line")},
        sheet=_sheet(),
        places=[("", _("全部")), *((each.slug, each.name) for each in places if each.level in LEVELS)],
        years=[("", _("全部")), *((str(year), str(year)) for year in ledger.years(session))],
        lines=[("", _("全部")), *((each.code, _(each.words)) for each in SEVERAL)],
    )


@bp.get("/several.csv")
@permit(Action.AUDIT_READ)
def spreadsheet() -> Response:
    """Send the whole list as it is filtered."""
    wanted = _wanted(_places())
    head = [
        _("项目编号"),
        _("项目"),
        _("社区"),
        _("年度"),
        _("谁"),
        _("哪几样"),
        _("办了什么"),
        _("最近哪天"),
    ]
    return as_csv("several-hands.csv", head, lambda session: _cells(session, wanted))


def _sheet() -> str:
    """Return the address of the whole list with the filters of this page."""
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page"}
    return url_for(".spreadsheet", **asked)


def _places() -> list[Area]:
    """Return the areas that the visitor looks after, and all inside them."""
    paths = areas_where(current_actor(), Action.AUDIT_READ, at=local_day(now()))
    return areas.list_inside(db.session(), paths)


def _wanted(places: list[Area]) -> Wanted:
    """Return what the address asks for; a place that is none of the visitor's, and any unknown word, is not found."""
    slug, year, line = (request.args.get(name, "") for name in ("place", "year", "line"))
    chosen = [each.path for each in places if each.slug == slug] if slug else [each.path for each in places]
    known = not year or (year.isascii() and year.isdigit() and len(year) == 4)
    if (slug and not chosen) or not known or (line and line not in BY_CODE):
        abort(404)
    return Wanted(_outermost(chosen), int(year) if year else None, line)


def _outermost(paths: list[str]) -> list[str]:
    """Return the paths that lie in none of the others; from the district down they come in order."""
    kept: list[str] = []
    for path in paths:
        if not any(path.startswith(f"{each}/") for each in kept):
            kept.append(path)
    return kept


def _line(each: Found) -> dict[str, Any]:
    return {
        "number": each.number,
        "title": each.title,
        "community": each.community,
        "name": each.name,
        "lines": [_(BY_CODE[code].words) for code in each.codes],
        "did": _did(each),
        "on": date_iso(each.last_at),
    }


def _did(each: Found) -> str:
    return _("、").join(_(WORDS[verb]) for verb in each.done)


def _cells(session: Session, wanted: Wanted) -> Iterator[list[object]]:
    for each in several_hands.walk(session, wanted):
        words = _("；").join(_(BY_CODE[code].words) for code in each.codes)
        yield [
            each.number, each.title, each.community, each.year, each.name, words, _did(each),
            date_iso(each.last_at),
        ]  # fmt: skip
