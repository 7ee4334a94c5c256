"""The charts of the public record: of the whole district, of a street, of a community; each as page, figure and table."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.clock import now
from microprojects.domain.places import short_name
from microprojects.store import indicators
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.indicators import Scope
from microprojects.web import charts, kept_figures
from microprojects.web.graphs import Graph, figure, graph_cells
from microprojects.web.guard import anyone
from microprojects.web.public.age_rows import AGES
from microprojects.web.public.coverage_rows import COVERAGE, of_one
from microprojects.web.public.deal_rows import DEALS
from microprojects.web.public.graph_looks import Look
from microprojects.web.public.graph_rows import GRAPHS
from microprojects.web.spreadsheets import as_csv

bp = Blueprint("public_overviews", __name__)

SHADES = 4
OF_ONE = COVERAGE | AGES  # the charts that are of one community alone


@dataclass(frozen=True)
class Tile:
    """One community on the schematic map: its number of approved projects, and how dark that makes it."""

    name: str
    slug: str
    count: int
    overdue: int
    shade: int


@bp.get("/charts")
@anyone
def index() -> ResponseReturnValue:
    """Show every chart, of the whole district or of the place that is asked for."""
    return _page(db.session(), request.args.get("community", "")[:40])


@bp.get("/c/<slug>/charts")
@anyone
def of_place(slug: str) -> ResponseReturnValue:
    """Show every chart of one community or street."""
    return _page(db.session(), slug)


@bp.get("/charts/deals")
@anyone
def deals() -> ResponseReturnValue:
    """Show the second page of charts: themes, objections, changes of contracts, suppliers."""
    session, year = db.session(), asked_year()
    slug = request.args.get("community", "")[:40]
    look, place = look_at(session, slug, year)
    return _drawn(session, [make(look) for make in DEALS.values()], look, place, endpoint="deals", year=year)


@bp.get("/charts/<name>.json")
@anyone
def figure_of(name: str) -> ResponseReturnValue:
    """Send one chart for the chart script."""
    return charts.as_response(figure(_graph(db.session(), name)))


@bp.get("/charts/<name>.csv")
@anyone
def table_of(name: str) -> ResponseReturnValue:
    """Send the numbers of one chart for a spreadsheet."""
    graph = _graph(db.session(), name)
    rows = list(graph_cells(graph))
    head = [graph.head, *(words for _kind, words in graph.columns)]
    response = as_csv(f"chart-{name}.csv", head, lambda _session: rows)
    response.make_sequence()  # its figures are kept for some minutes, so its mark is made of its bytes
    return response


def asked_year() -> int | None:
    """Return the year that is asked for; None for all of them, and anything but four digits is not found."""
    typed = request.args.get("year", "")
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) == 4):
        abort(404)
    return int(typed)


def place_options(found: list[Area]) -> list[tuple[str, str]]:
    """Return the streets, each followed by its communities, as choices of a filter."""
    inside = sorted((each for each in found if each.level in ("street", "community")), key=lambda a: a.path)
    return [
        ("", _("全区")),
        *((each.slug, each.name if each.level == "street" else f"· {each.name}") for each in inside),
    ]


def _page(session: Session, slug: str) -> ResponseReturnValue:
    year = asked_year()
    look, place = look_at(session, slug, year)
    several = len(look.communities) > 1
    graphs = [make(look) for name, make in GRAPHS.items() if several or name != "places"]
    graphs += [make(look) for make in OF_ONE.values() if of_one(look)]
    return _drawn(session, graphs, look, place, endpoint="index", year=year)


def _drawn(
    session: Session, graphs: list[Graph], look: Look, place: Area | None, *, endpoint: str, year: int | None
) -> ResponseReturnValue:
    """Draw a page of graphs; the first page has the map of tiles too."""
    slug, first = place.slug if place else "", endpoint == "index"
    return render_template(
        "public/overviews/index.html",
        place=place,
        year=year or "",
        community=place if place and place.level == "community" else None,
        slug=slug,
        endpoint=f".{endpoint}",
        first=first,
        years=[("", _("全部年度")), *((str(each), str(each)) for each in indicators.years(session))],
        places=place_options(list(look.areas.values())),
        minutes=kept_figures.minutes(),
        graphs=[each for each in graphs if each.says],
        silent=[each.title for each in graphs if not each.says],
        tiles=tiles(look) if first else [],
        map_says=next((each.says for each in graphs if each.name == "places"), ""),
        address=lambda graph, kind: _address(graph, kind, slug, year),
    )


def tiles(look: Look) -> list[tuple[str, list[Tile]]]:
    """Lay out the schematic map: of each street its communities, the darker the more projects were approved."""
    if len(look.communities) < 2:
        return []
    counts, overdue = dict.fromkeys((each.id for each in look.communities), 0), {}
    for each in look.promises:
        counts[each.area_id] = counts.get(each.area_id, 0) + each.count
        if each.standing == "overdue":
            overdue[each.area_id] = each.count
    least, most = min(counts.values()), max(counts.values())
    rows: dict[str, list[Tile]] = {}
    for area in look.communities:
        street = look.areas[area.parent_id].name if area.parent_id else ""
        count = counts[area.id]
        shade = min(SHADES, 1 + (count - least) * SHADES // (most - least or 1)) if count else 0
        tile = Tile(short_name(area.name), area.slug, count, overdue.get(area.id, 0), shade)
        rows.setdefault(street, []).append(tile)
    return list(rows.items())


def _graph(session: Session, name: str) -> Graph:
    make = (GRAPHS | DEALS | OF_ONE).get(name)
    if make is None:
        abort(404)
    look, _place = look_at(session, request.args.get("community", "")[:40], asked_year())
    if name in OF_ONE and of_one(look) is None:
        abort(404)
    return make(look)


def look_at(session: Session, slug: str, year: int | None) -> tuple[Look, Area | None]:
    """Return what is looked at.

    Raises:
        NotFound: there is no such place.
    """
    everywhere = Look(session, Scope(year), now())
    if not slug:
        return everywhere, None
    place = next((each for each in everywhere.areas.values() if each.slug == slug), None)
    if place is None:
        abort(404)
    return Look(session, Scope(year, place.path), everywhere.at, dict(everywhere.areas)), place


def _address(graph: Graph, kind: str, slug: str, year: int | None) -> str:
    return url_for(f".{kind}", name=graph.name, community=slug or None, year=year)
