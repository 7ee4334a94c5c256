"""The arithmetic of a map: where outlines, marks and tiles stand in an inline SVG, and which shape a mark has.

Without tiles a degree east is as long as it is in the middle of the map; with tiles the outlines follow their projection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import asinh, ceil, cos, floor, hypot, log2, pi, radians, tan

from microprojects.domain.geojson import SCALE, Point
from microprojects.domain.outlines import Kept, points

WIDTH = 360
"""As wide as a phone, so that numbers are there as large as they are written; on a wide page all of it grows."""
HIGHEST = 460
RADIUS = 12
TOUCH = 14
"""How far around a mark a finger may come down: at 390 pixels that is more than 24 across, and no mark reaches another."""
_APART = 29
_PADDING = 20
_TILE = 256
_LARGEST_TILE = 180  # in units of the drawing: sharp on a phone, and no more than a few of them
_DEEPEST = 18
# The shape of each tone, so that states are told apart without colour; corners of a polygon, of a circle none.
SHAPES: dict[str, str] = {
    "talk": "",
    "open": "0,-14.5 14.5,0 0,14.5 -14.5,0",
    "work": "-11.5,-11.5 11.5,-11.5 11.5,11.5 -11.5,11.5",
    "hold": "0,-16 15,11 -15,11",
    "done": "-7,-12 7,-12 14,0 7,12 -7,12 -14,0",
    "stop": "0,16 15,-11 -15,-11",
    "several": "-9,-13 9,-13 13,-9 13,9 9,13 -9,13 -13,9 -13,-9",
}


@dataclass(frozen=True)
class Tile:
    """One picture of the background."""

    url: str
    x: str
    y: str
    size: str


@dataclass(frozen=True)
class Frame:
    """A drawing of a part of the earth: how large it is, and where every place stands in it."""

    height: int
    _west: float
    _north: float
    _scale: float
    _left: float
    _top: float
    _mercator: bool
    _narrow: float

    def spot(self, place: Point) -> tuple[float, float]:
        """Return where a place stands."""
        east, south = _flat(place, mercator=self._mercator, narrow=self._narrow)
        return self._left + (east - self._west) * self._scale, self._top + (south - self._north) * self._scale

    def holds(self, place: Point) -> bool:
        """Return whether a place lies in the drawing."""
        x, y = self.spot(place)
        return 0 <= x <= WIDTH and 0 <= y <= self.height

    def path(self, outline: Kept) -> str:
        """Return an outline as the path of an SVG."""
        drawn = []
        for polygon in outline:
            for ring in polygon:
                spots = [self.spot(place) for place in points(ring)]
                drawn.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots) + "Z")
        return "".join(drawn)

    def tiles(self, pattern: str) -> Iterator[Tile]:
        """Yield the tiles that lie under the drawing; it must have been made for them."""
        whole = 2 * pi * self._scale  # of the whole earth, in units of the drawing
        zoom = max(0, min(_DEEPEST, ceil(log2(whole / _LARGEST_TILE))))
        count = 2**zoom
        size = whole / count
        left, top = self._left - (self._west + pi) * self._scale, self._top - (self._north + pi) * self._scale
        for row in range(max(0, floor(-top / size)), min(count, ceil((self.height - top) / size))):
            for column in range(floor(-left / size), ceil((WIDTH - left) / size)):
                url = pattern
                for name, number in (("{z}", zoom), ("{x}", column % count), ("{y}", row)):
                    url = url.replace(name, str(number))
                yield Tile(
                    url, f"{left + column * size:.2f}", f"{top + row * size:.2f}", f"{size + 0.05:.2f}"
                )


def frame(outlines: Iterable[Kept], *, mercator: bool) -> Frame:
    """Return the drawing in which all outlines have room; there is at least one."""
    places = [place for outline in outlines for polygon in outline for place in points(polygon[0])]
    south, north = min(y for _x, y in places), max(y for _x, y in places)
    narrow = cos(radians((south + north) / 2 / SCALE))
    flat = [_flat(place, mercator=mercator, narrow=narrow) for place in places]
    west, east = min(x for x, _y in flat), max(x for x, _y in flat)
    top, bottom = min(y for _x, y in flat), max(y for _x, y in flat)
    inner, high = WIDTH - 2 * _PADDING, HIGHEST - 2 * _PADDING
    scale = min(inner / (east - west), high / (bottom - top))
    height = ceil((bottom - top) * scale) + 2 * _PADDING
    left = (WIDTH - (east - west) * scale) / 2
    return Frame(height, west, top, scale, left, _PADDING, mercator, narrow)


def anchor_of(code: str, slug: str, kind: str) -> str:
    """Return the name of a mark: of one project by its number, else of those of a place that stand alike."""
    return f"at-{code}" if code else f"at-{slug}-{kind}"


def apart(
    spots: Sequence[tuple[float, float]], names: Iterable[tuple[float, float]], height: int
) -> list[tuple[float, float]]:
    """Return where marks stand so that none covers another or a name: at its place, or the nearest free one around it."""
    taken = [(x + aside, y) for x, y in names for aside in (-RADIUS, 0, RADIUS)]
    before = len(taken)
    for x, y in spots:
        taken.append(next((s for s in _around(x, y, height) if _is_free(s, taken)), (x, y)))
    return taken[before:]


def _around(x: float, y: float, height: int) -> Iterator[tuple[float, float]]:
    """Yield spots around a place, nearer ones first, that lie in the drawing."""
    for ring in range(16):
        steps = 6 * ring or 1
        for step in range(steps):
            turn = 2 * pi * step / steps
            # To the sides first: marks of one place stand in a row.
            spot = (x + ring * 9 * cos(turn), y + ring * 9 * cos(turn - pi / 2))
            if RADIUS <= spot[0] <= WIDTH - RADIUS and RADIUS <= spot[1] <= height - RADIUS:
                yield spot


def _is_free(spot: tuple[float, float], taken: Sequence[tuple[float, float]]) -> bool:
    return all(hypot(spot[0] - x, spot[1] - y) >= _APART for x, y in taken)


def _flat(place: Point, *, mercator: bool, narrow: float) -> tuple[float, float]:
    """Return a place on the plane, to the east and to the south, in radians."""
    east, north = radians(place[0] / SCALE), radians(place[1] / SCALE)
    return (east, -asinh(tan(north))) if mercator else (east * narrow, -north)
