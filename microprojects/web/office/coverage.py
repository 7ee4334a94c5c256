"""Whom to visit: the buildings of a community by how few of them took part, counts alone, on a page that can be printed."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.coverage import Told, least_reached
from microprojects.domain.errors import NotFound, NotPermitted
from microprojects.domain.permissions import areas_where
from microprojects.domain.workdays import local_day
from microprojects.store import areas, indicators
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.web.guard import can, current_actor, permit
from microprojects.web.public.coverage_rows import notes, says, told, words
from microprojects.web.public.overviews import asked_year

bp = Blueprint("office_coverage", __name__, url_prefix="/office/coverage")


@bp.get("")
@permit(Action.COVERAGE_READ)
def index() -> ResponseReturnValue:
    """Go to the community of the visitor, or list theirs."""
    here = _communities()
    if len(here) == 1:
        return redirect(url_for(".of_place", slug=here[0].slug), 303)
    return render_template("office/coverage/index.html", here=here)


@bp.get("/<slug>")
@permit(Action.COVERAGE_READ)
def of_place(slug: str) -> ResponseReturnValue:
    """List the buildings of a community, those that nobody took part from first."""
    session, at = db.session(), now()
    place = areas.by_slug(session, slug)
    if not can(Action.COVERAGE_READ, place.path):
        raise NotPermitted
    if place.level != "community":
        raise NotFound
    year = asked_year() if "year" in request.args else local_day(at).year
    limit, found = told(session, place, year, at, indicators.smallest(session))
    rows = least_reached(found)
    return render_template(
        "office/coverage/show.html",
        place=place,
        year=year or "",
        years=[("", _("全部年度")), *((str(each), str(each)) for each in indicators.years(session))],
        says=says(rows),
        columns=[
            (_("楼栋"), ""), (_("已核实的居民"), "n"), (_("参加过"), "n"), (_("还没参加过"), "n"), (_("走访记录"), "w"),
        ],
        rows=[_row(each, limit) for each in rows],
        limit=limit,
        note=notes(limit, blanks=False),
    )  # fmt: skip


def _row(row: Told, limit: int) -> list[str]:
    first = _("（还没有人）") if row.untouched else ""
    return [
        words(row) + first,
        _("%(n)s 人以上", n=row.known),
        "0" if row.untouched else _counted(row.took_part, limit),
        _counted(row.left, limit),
        "",
    ]


def _counted(number: int | None, limit: int) -> str:
    return _("不足 %(n)s 人", n=limit) if number is None else _("%(n)s 人以上", n=number)


def _communities() -> list[Area]:
    paths = areas_where(current_actor(), Action.COVERAGE_READ, at=local_day(now()))
    return [area for area in areas.list_inside(db.session(), paths) if area.level == "community"]
