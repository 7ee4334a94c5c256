"""Features of a GeoJSON file: read with limits, and every number looked at before anything is made of it.

Source: RFC 7946; longitude and latitude by WGS84, which CGCS2000 equals within centimetres.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from microprojects.domain.errors import N_, Refusal

MOST_BYTES = 10 * 1024 * 1024
MOST_FEATURES = 2_000
MOST_POSITIONS = 20_000  # of one feature
SCALE = 100_000  # parts of a degree that are kept, each about a metre
FARTHEST_NORTH = 85  # where the maps of the web end

_LEAST_RING = 4
_LONGEST = 50
_KNOWN_SYSTEMS = ("CRS84", "4326", "4490")

Point = tuple[int, int]
"""Longitude and latitude in parts of a degree."""
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]


class NoGeoJson(Refusal):
    """The file is no collection of features."""

    code = "no-geojson"
    status = 422
    message = N_(
        "这个文件不是 GeoJSON 的 FeatureCollection，或者一个要素也没有。请从制图软件里另存为 GeoJSON 再试。"
    )


class GeoJsonTooBig(Refusal):
    """The file has more than is taken."""

    code = "geojson-too-big"
    status = 413
    message = N_("文件太大：最多 %(megabytes)s MB、%(features)s 个要素。请分开或简化后再试。")


class OtherSystem(Refusal):
    """The coordinates are by another system."""

    code = "other-coordinate-system"
    status = 422
    message = N_("坐标系是“%(name)s”。只收 WGS84 或 CGCS2000 的经纬度，请先转换。")


class NotThisShape(Refusal):
    """A feature has no geometry of the wanted kind."""

    code = "not-this-shape"
    status = 422
    message = N_("这个要素的几何类型是“%(kind)s”，这里要 %(wanted)s。请改好后再试。")


class BadPosition(Refusal):
    """A coordinate is no place on earth."""

    code = "bad-position"
    status = 422
    message = N_(
        "坐标 %(written)s 不是经度、纬度。经度在 −180 到 180 之间，纬度在 −85 到 85 之间，经度写在前。"
    )


class TooManyPositions(Refusal):
    """A feature has more positions than are taken."""

    code = "too-many-positions"
    status = 422
    message = N_("这个要素的点超过 %(most)s 个。请简化后再试。")


class BadRing(Refusal):
    """A ring is not closed, or is none."""

    code = "bad-ring"
    status = 422
    message = N_("边界要有至少 4 个点，最后一个和第一个相同，并且围出一块地方。请改好后再试。")


@dataclass(frozen=True)
class Feature:
    """One feature as it stands in the file: its place there, what it is called by, and its geometry unread."""

    line: int
    words: Mapping[str, str]
    kind: str
    coordinates: Any


def read(data: bytes, names: Sequence[str]) -> list[Feature]:
    """Return the features of a file, with those of their properties that are `names`.

    Raises:
        GeoJsonTooBig, NoGeoJson, OtherSystem: the file cannot be used.
    """
    if len(data) > MOST_BYTES:
        raise _too_big()
    try:
        told = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise NoGeoJson from error
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list) or not features or told.get("type") != "FeatureCollection":
        raise NoGeoJson
    if len(features) > MOST_FEATURES:
        raise _too_big()
    _insist_on_system(told.get("crs"))
    return [_feature(n, each, names) for n, each in enumerate(features, start=1)]


def point(feature: Feature) -> Point:
    """Return the place of a feature that is a point.

    Raises:
        NotThisShape, BadPosition: it is none.
    """
    if feature.kind != "Point":
        raise NotThisShape(kind=feature.kind, wanted="Point")
    return _position(feature.coordinates)


def polygons(feature: Feature) -> tuple[Polygon, ...]:
    """Return the polygons of a feature, each with its outer ring first.

    Raises:
        NotThisShape, TooManyPositions, BadRing, BadPosition: it has none.
    """
    if feature.kind not in ("Polygon", "MultiPolygon"):
        raise NotThisShape(kind=feature.kind, wanted="Polygon / MultiPolygon")
    every = [feature.coordinates] if feature.kind == "Polygon" else feature.coordinates
    if not isinstance(every, list) or not every:
        raise BadRing
    found = []
    for rings in every:
        if not isinstance(rings, list) or not rings or not all(isinstance(ring, list) for ring in rings):
            raise BadRing
        found.append(rings)
    if sum(len(ring) for rings in found for ring in rings) > MOST_POSITIONS:
        raise TooManyPositions(most=MOST_POSITIONS)
    return tuple(tuple(_ring(ring) for ring in rings) for rings in found)


def _ring(positions: list[Any]) -> Ring:
    ring = tuple(map(_position, positions))
    if len(ring) < _LEAST_RING or ring[0] != ring[-1] or len(set(ring)) < _LEAST_RING - 1:
        raise BadRing
    return ring


def _position(written: Any) -> Point:
    if isinstance(written, list) and len(written) >= 2:
        pair = written[:2]
        if all(type(each) in (int, float) and abs(each) <= 180 and isfinite(each) for each in pair):
            longitude, latitude = (round(each * SCALE) for each in pair)
            if abs(latitude) <= FARTHEST_NORTH * SCALE:
                return longitude, latitude
    raise BadPosition(written=str(written)[:_LONGEST])


def _feature(line: int, told: Any, names: Sequence[str]) -> Feature:
    feature = told if isinstance(told, dict) else {}
    geometry, words = feature.get("geometry"), feature.get("properties")
    shape = geometry if isinstance(geometry, dict) else {}
    given = words if isinstance(words, dict) else {}
    named = {name: given[name].strip()[:_LONGEST] for name in names if isinstance(given.get(name), str)}
    return Feature(line, named, str(shape.get("type", ""))[:_LONGEST], shape.get("coordinates"))


def _insist_on_system(crs: Any) -> None:
    """Take older files, which name their system, where it is one that is understood."""
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if not name.endswith(_KNOWN_SYSTEMS):
        raise OtherSystem(name=name[:_LONGEST])


def _no_number(word: str) -> float:
    raise ValueError(word)


def _too_big() -> GeoJsonTooBig:
    return GeoJsonTooBig(megabytes=MOST_BYTES // 1024 // 1024, features=MOST_FEATURES)
