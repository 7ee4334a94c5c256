"""Outlines of areas: made plain enough to be drawn small, kept as whole numbers, and a place inside each for its mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.geojson import BadRing, Point, Polygon, Ring

MOST_KEPT = 300
"""So many positions of one area are kept: more cannot be seen at the size of a page."""
COARSE = 10
"""A project's point is kept in steps of so many parts of a degree: about ten metres."""

Kept = list[list[list[int]]]
"""Polygons of rings of numbers: longitude and latitude in turn, the first position not repeated at the end."""


class FeaturesWrong(Refusal):
    """Some features cannot be used, so none is written."""

    code = "features-wrong"
    status = 422
    message = N_("文件里有 %(count)s 个要素要改，所以一个也没有写进去。请照预览里的说明改好再试。")


class AreaUnnamed(Refusal):
    """A feature says of no area that it is its outline."""

    code = "outline-unnamed"
    status = 422
    message = N_("这个要素没有写 code（编号字母）也没有写 name（名称），不知道是哪个区域的边界。请补上。")


class AreaUnknown(Refusal):
    """There is no area of that name, or several."""

    code = "outline-unknown"
    status = 422
    message = N_("没有一个区域叫“%(name)s”，或者有几个同名。请用编号字母 code 来写，例如 LZ。")


class AreaTwice(Refusal):
    """Two features are of one area."""

    code = "outline-twice"
    status = 422
    message = N_("“%(name)s”在文件里出现了两次。请把它的几块合成一个 MultiPolygon。")


class PointNotWanted(Refusal):
    """A project of this kind has no point on a map."""

    code = "point-not-wanted"
    status = 422
    message = N_(
        "%(number)s 不是工程类，或者做在私人的地方。只有做在公共地方的工程才标位置，请从文件里去掉它。"
    )


class PointOfNothing(Refusal):
    """There is no such project."""

    code = "point-of-nothing"
    status = 422
    message = N_("没有编号是“%(number)s”的项目。请核对 number。")


class PointTwice(Refusal):
    """Two features are of one project."""

    code = "point-twice"
    status = 422
    message = N_("%(number)s 在文件里出现了两次。一个项目只标一个位置，请去掉一个。")


def coarse(place: Point) -> Point:
    """Return a place in steps of about ten metres, so that no more is said than where one finds it."""
    longitude, latitude = (round(each / COARSE) * COARSE for each in place)
    return longitude, latitude


def kept(polygons: Sequence[Polygon]) -> Kept:
    """Return polygons as they are kept: with no more positions than can be seen.

    Raises:
        BadRing: nothing is left of them.
    """
    step = 1.0
    while True:
        found = [[_flat(ring) for ring in rings] for rings in _plain(polygons, step)]
        if not found:
            raise BadRing
        if sum(len(ring) // 2 for rings in found for ring in rings) <= MOST_KEPT:
            return found
        step *= 1.5


def points(ring: Sequence[int]) -> list[Point]:
    """Return the positions of a kept ring."""
    return list(zip(ring[::2], ring[1::2], strict=True))


def anchor(outline: Kept) -> Point:
    """Return a place inside an outline for its mark: the middle of its largest part, or beside it where that is outside."""
    rings = max(
        ([points(ring) for ring in polygon] for polygon in outline), key=lambda each: abs(_area(each[0]))
    )
    longitude, latitude = _middle(rings[0])
    crossings = sorted(_crossings(rings, latitude + 0.5))
    spans = list(zip(crossings[::2], crossings[1::2], strict=False))
    if not spans or any(west <= longitude <= east for west, east in spans):
        return round(longitude), round(latitude)
    west, east = max(spans, key=lambda span: span[1] - span[0])
    return round((west + east) / 2), round(latitude)


def _flat(ring: Ring) -> list[int]:
    return [number for place in ring for number in place]


def _plain(polygons: Sequence[Polygon], step: float) -> Iterator[list[Ring]]:
    """Yield polygons without the positions that lie less than a step off; what is left of nothing is left out."""
    for outer, *holes in polygons:
        edge = _thinned(outer, step)
        if len(edge) > 2 and _area(edge):
            yield [edge, *(hole for hole in (_thinned(each, step) for each in holes) if len(hole) > 2)]


def _thinned(ring: Ring, step: float) -> Ring:
    """Return a closed ring by the lines of Douglas and Peucker, without the repeated end."""
    far = max(range(len(ring)), key=lambda n: _distance(ring[n], ring[0], ring[0]))
    keep, waiting = {0, far}, [(0, far), (far, len(ring) - 1)]
    while waiting:
        begin, end = waiting.pop()
        between = range(begin + 1, end)
        if not between:
            continue
        most = max(between, key=lambda n: _distance(ring[n], ring[begin], ring[end]))
        if _distance(ring[most], ring[begin], ring[end]) > step:
            keep.add(most)
            waiting += [(begin, most), (most, end)]
    return tuple(ring[n] for n in sorted(keep))


def _distance(place: Point, begin: Point, end: Point) -> float:
    """Return how far a place lies from the line between two others."""
    (x, y), (ax, ay), (bx, by) = place, begin, end
    width, height = bx - ax, by - ay
    length = width * width + height * height
    part = max(0.0, min(1.0, ((x - ax) * width + (y - ay) * height) / length)) if length else 0.0
    return float(((x - ax - part * width) ** 2 + (y - ay - part * height) ** 2) ** 0.5)


def _area(ring: Sequence[Point]) -> int:
    """Return twice the area of a ring, with the sign of its turn."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in _sides(ring))


def _middle(ring: Sequence[Point]) -> tuple[float, float]:
    """Return the centre of gravity, reckoned from the first position so that no digit is lost."""
    west, south = ring[0]
    moved = [(x - west, y - south) for x, y in ring]
    whole = _area(moved) * 3
    x = sum((ax + bx) * (ax * by - bx * ay) for (ax, ay), (bx, by) in _sides(moved))
    y = sum((ay + by) * (ax * by - bx * ay) for (ax, ay), (bx, by) in _sides(moved))
    return west + x / whole, south + y / whole


def _crossings(rings: Sequence[Sequence[Point]], latitude: float) -> Iterator[float]:
    """Yield the longitudes at which rings cross a latitude."""
    for ring in rings:
        for (ax, ay), (bx, by) in _sides(ring):
            if (ay > latitude) != (by > latitude):
                yield ax + (latitude - ay) * (bx - ax) / (by - ay)


def _sides(ring: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    return zip(ring, [*ring[1:], ring[0]], strict=True)
