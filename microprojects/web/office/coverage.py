"""Whom to visit: the grids and buildings of a community by how few of them took part, counts alone, on a page that can be printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain import coverage as rules
from microprojects.domain import grid_coverage
from microprojects.domain.actions import Action
from microprojects.domain.coverage import Told, least_reached
from microprojects.domain.errors import NotFound, NotPermitted
from microprojects.domain.grid_coverage import Grid
from microprojects.domain.workdays import local_day
from microprojects.store import areas, coverage, grids, indicators
from microprojects.store.db import db
from microprojects.web.guard import can, permit
from microprojects.web.office._whose import communities_for
from microprojects.web.public.coverage_rows import notes, says, words
from microprojects.web.public.overviews import asked_year

bp = Blueprint("office_coverage", __name__, url_prefix="/office/coverage")


@bp.get("")
@permit(Action.COVERAGE_READ)
def index() -> ResponseReturnValue:
    """Go to the community of the visitor, or list theirs."""
    here = communities_for(Action.COVERAGE_READ)
    if len(here) == 1:
        return redirect(url_for(".of_place", slug=here[0].slug), 303)
    return render_template("office/coverage/index.html", here=here)


@bp.get("/<slug>")
@permit(Action.COVERAGE_READ)
def of_place(slug: str) -> ResponseReturnValue:
    """List the grids of a community and their buildings, those that nobody took part from first."""
    session, at = db.session(), now()
    place = areas.by_slug(session, slug)
    if not can(Action.COVERAGE_READ, place.path):
        raise NotPermitted
    if place.level != "community":
        raise NotFound
    year = asked_year() if "year" in request.args else local_day(at).year
    limit = indicators.smallest(session)
    grid_of = grids.grid_of(session, place.id)
    found = coverage.reached(session, place.id, year, at=at)
    if grid_of:
        parts = grid_coverage.told_by_both(found, grid_of, limit)
        workers = {each.name: each.worker for each in grids.told(session, place.id)}
        rows = [each.told for each in parts]
    else:
        parts, workers, rows = [], {}, rules.told(found, limit)
    return render_template(
        "office/coverage/show.html",
        place=place,
        year=year or "",
        years=[("", _("全部年度")), *((str(each), str(each)) for each in indicators.years(session))],
        says=says(rows, by_grid=bool(grid_of)),
        by_grid=bool(grid_of),
        columns=_columns(_("网格") if grid_of else _("楼栋")),
        rows=[_row(each, limit, by_grid=bool(grid_of)) for each in least_reached(rows)],
        parts=_parts(parts, workers, limit),
        building_columns=_columns(_("楼栋")),
        limit=limit,
        note=notes(limit, blanks=False, by_grid=bool(grid_of)),
    )


@dataclass(frozen=True)
class _Part:
    """One grid as the page shows it: its name, who goes there, and the rows of its buildings."""

    name: str
    worker: str
    rows: Sequence[list[str]]


def _parts(found: Sequence[Grid], workers: Mapping[str, str], limit: int) -> list[_Part]:
    order = {each.building: n for n, each in enumerate(least_reached([each.told for each in found]))}
    return [
        _Part(
            words(each.told, by_grid=True),
            workers.get(each.told.building, ""),
            [_row(row, limit) for row in least_reached(each.buildings)],
        )
        for each in sorted(found, key=lambda each: order[each.told.building])
    ]


def _columns(head: str) -> list[tuple[str, str]]:
    numbers = (_("已核实的居民"), _("参加过"), _("还没参加过"))
    return [(head, ""), *((each, "n") for each in numbers), (_("走访记录"), "w")]


def _row(row: Told, limit: int, *, by_grid: bool = False) -> list[str]:
    first = _("（还没有人）") if row.untouched else ""
    return [
        words(row, by_grid=by_grid) + first,
        _("%(n)s 人以上", n=row.known),
        "0" if row.untouched else _counted(row.took_part, limit),
        _counted(row.left, limit),
        "",
    ]


def _counted(number: int | None, limit: int) -> str:
    return _("不足 %(n)s 人", n=limit) if number is None else _("%(n)s 人以上", n=number)
