"""The map: outlines of communities, the projects in them as numbered marks, and the same in a table below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from flask import Blueprint, current_app, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.config import Settings
from microprojects.domain.geojson import Point
from microprojects.domain.outlines import Kept, anchor
from microprojects.domain.places import short_name
from microprojects.domain.states import State
from microprojects.store import outlines
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.outlines import Placed
from microprojects.web.copies import copy_drawn
from microprojects.web.guard import anyone
from microprojects.web.headers import policy_with_pictures
from microprojects.web.map_drawings import RADIUS, SHAPES, TOUCH, WIDTH, Frame, anchor_of, apart, frame
from microprojects.web.public.graph_looks import Look
from microprojects.web.public.overviews import look_at, tiles
from microprojects.web.public.projects import TONES

bp = Blueprint("public_maps", __name__)

MOST_MARKS = 60
"""Of more marks than these those of one place become one."""
MOST_NAMES = 12
_SEVERAL = "several"


@dataclass(frozen=True)
class Mark:
    """One or several projects at one place: what stands in the drawing and in the row of the table."""

    number: int
    kind: str
    what: str
    url: str
    state: str
    area: Area
    count: int
    code: str = ""  # of the one project, where the mark is of one
    place: Point | None = None
    spot: tuple[float, float] | None = None

    @property
    def anchor(self) -> str:
        """Return by which name an address opens the map at this mark."""
        return anchor_of(self.code, self.area.slug, self.kind)

    @property
    def label(self) -> str:
        """Return what a reader hears at the mark."""
        return _(
            "%(n)s 号：%(what)s，%(state)s，%(count)s 个",
            n=self.number, what=self.what, state=self.state, count=self.count,
        )  # fmt: skip


@dataclass(frozen=True)
class _Seen:
    """What there is to be drawn."""

    areas: dict[int, Area]
    placed: Sequence[Placed]
    counts: Counter[tuple[int, State]]


@bp.get("/map")
@anyone
def index() -> ResponseReturnValue:
    """Show the map of the whole district."""
    return _page(db.session(), "")


@bp.get("/c/<slug>/map")
@anyone
def of_place(slug: str) -> ResponseReturnValue:
    """Show the map of one community or street."""
    return _page(db.session(), slug)


def _page(session: Session, slug: str) -> ResponseReturnValue:
    look, place = look_at(session, slug, None)
    lines = outlines.of_areas(session, look.scope.path)
    shown = {area_id: rings for area_id, rings in lines.items() if look.areas[area_id].level == "community"}
    settings: Settings = current_app.extensions["settings"]
    pattern = settings.tile_url if shown and not copy_drawn() else ""
    drawing = frame(lines.values(), mercator=bool(pattern)) if shown else None
    names = _names(look, drawing, shown)
    marks = _marks(look, session, drawing, shown, [(x, y) for _name, x, y in names])
    response = make_response(
        render_template(
            "public/maps/index.html",
            place=place,
            community=place if place and place.level == "community" else None,
            slug=place.slug if place else "",
            places=_ways(look),
            drawing=drawing,
            width=WIDTH,
            radius=RADIUS,
            touch=TOUCH,
            shapes=SHAPES,
            background=list(drawing.tiles(pattern)) if drawing and pattern else [],
            attribution=settings.tile_attribution if pattern else "",
            map_note=settings.map_note,
            paths=_paths(look, drawing, lines),
            names=names,
            marks=marks,
            key=[(kind, _(words)) for kind, words in _key() if any(each.kind == kind for each in marks)],
            tiles=[] if drawing else tiles(look),
        )
    )
    if pattern:
        parts = urlsplit(pattern)
        response.headers["Content-Security-Policy"] = policy_with_pictures(f"{parts.scheme}://{parts.netloc}")
    return response


def _key() -> list[tuple[str, str]]:
    return [*TONES.items(), (_SEVERAL, _("好几种"))]


def _ways(look: Look) -> list[tuple[str, str]]:
    """Return the maps of single places, by name and address."""
    inside = sorted(
        (each for each in look.areas.values() if each.level in ("street", "community")), key=lambda a: a.path
    )
    return [(each.name, url_for(".of_place", slug=each.slug)) for each in inside]


def _paths(look: Look, drawing: Frame | None, lines: dict[int, Kept]) -> list[tuple[str, str]]:
    """Return the outlines as paths with their levels, the larger areas on top: they are lines and fill nothing."""
    if drawing is None:
        return []
    rank = {"community": 0, "street": 1, "district": 2}
    drawn = [(look.areas[area_id], rings) for area_id, rings in lines.items()]
    drawn = sorted((each for each in drawn if each[0].level in rank), key=lambda each: rank[each[0].level])
    return [(area.level, drawing.path(rings)) for area, rings in drawn]


def _names(look: Look, drawing: Frame | None, shown: dict[int, Kept]) -> list[tuple[str, float, float]]:
    """Return where the names of communities stand, if there are not too many to be read."""
    if drawing is None or len(shown) > MOST_NAMES:
        return []
    spots = ((look.areas[area_id], drawing.spot(anchor(rings))) for area_id, rings in shown.items())
    return [(short_name(area.name), round(x, 1), round(y, 1)) for area, (x, y) in spots]


def _marks(
    look: Look,
    session: Session,
    drawing: Frame | None,
    shown: dict[int, Kept],
    names: Sequence[tuple[float, float]],
) -> list[Mark]:
    counts = Counter({(area_id, state): n for area_id, state, n in outlines.counts(session, look.scope.path)})
    placed = outlines.placed(session, look.scope.path, most=MOST_MARKS + 1) if drawing else []
    seen = _Seen(dict(look.areas), placed, counts)
    ways: tuple[Callable[[_Seen], list[Mark]], ...] = (_each, _by_tone, _by_place)
    marks = next((found for way in ways if len(found := way(seen)) <= MOST_MARKS), _by_place(seen))
    if drawing is None:
        return marks
    wanted = [_spot(each, drawing, shown) for each in marks]
    spots = iter(apart([each for each in wanted if each is not None], names, drawing.height))
    return [
        each if spot is None else replace(each, spot=next(spots))
        for each, spot in zip(marks, wanted, strict=True)
    ]


def _spot(mark: Mark, drawing: Frame, shown: dict[int, Kept]) -> tuple[float, float] | None:
    """Return where a mark wants to stand: at the project's own point, else in the middle of its community."""
    if mark.place is not None and drawing.holds(mark.place):
        return drawing.spot(mark.place)
    return drawing.spot(anchor(shown[mark.area.id])) if mark.area.id in shown else None


def _each(seen: _Seen) -> list[Mark]:
    """Return a mark for each project with a point, then one for all others of a community that stand alike."""
    rest, marks = seen.counts.copy(), []
    for n, each in enumerate(seen.placed, start=1):
        rest.subtract([(each.area_id, each.state)])
        url = url_for("public_projects.project", number=each.number)
        what, tone = f"{each.number} {each.title}", State(each.state).tone
        marks.append(
            Mark(
                n,
                tone,
                what,
                url,
                _(State(each.state).label),
                seen.areas[each.area_id],
                1,
                each.number,
                each.place,
            )
        )
    return [*marks, *_by_tone(_Seen(seen.areas, (), rest), len(marks))]


def _by_tone(seen: _Seen, before: int = 0) -> list[Mark]:
    """Return a mark for all projects of a community that stand alike."""
    sums: Counter[tuple[int, str]] = Counter()
    for (area_id, state), count in seen.counts.items():
        sums[area_id, State(state).tone] += count
    order = list(TONES)
    found = sorted((key for key, count in sums.items() if count), key=lambda k: (k[0], order.index(k[1])))
    return [
        Mark(
            n, tone, area.name,
            url_for("public_projects.project_list", community=area.slug, state=tone),
            _(TONES[tone]), area, sums[area.id, tone],
        )
        for n, (area, tone) in enumerate(((seen.areas[area_id], tone) for area_id, tone in found), before + 1)
    ]  # fmt: skip


def _by_place(seen: _Seen) -> list[Mark]:
    """Return a mark for all projects of a community."""
    sums: Counter[int] = Counter()
    for (area_id, _state), count in seen.counts.items():
        sums[area_id] += count
    areas = [seen.areas[area_id] for area_id in sorted(sums)]
    return [
        Mark(
            n, _SEVERAL, area.name, url_for(".of_place", slug=area.slug),
            _("好几种"), area, sums[area.id],
        )
        for n, area in enumerate(areas, start=1)
    ]  # fmt: skip
