"""Outlines from GeoJSON: what is taken, what is refused, and what is kept of it."""

from __future__ import annotations

import json
from math import cos, pi, sin

import pytest

from microprojects.domain import geojson, outlines
from microprojects.domain.errors import Refusal

SQUARE = [[[150.0, 20.0], [150.01, 20.0], [150.01, 20.01], [150.0, 20.01], [150.0, 20.0]]]


def collection(*features, **more):
    """A file with features of (properties, kind, coordinates)."""
    told = [
        {"type": "Feature", "properties": words, "geometry": {"type": kind, "coordinates": where}}
        for words, kind, where in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": told, **more}).encode()


def kept(kind, where):
    (feature,) = geojson.read(collection(({}, kind, where)), ())
    return outlines.kept(geojson.polygons(feature))


def test_a_square_is_kept_as_whole_numbers_without_its_repeated_end():
    assert kept("Polygon", SQUARE) == [
        [[15_000_000, 2_000_000, 15_001_000, 2_000_000, 15_001_000, 2_001_000, 15_000_000, 2_001_000]]
    ]


def test_what_cannot_be_seen_is_left_out():
    ring = [[150 + cos(n * pi / 5000) / 100, 20 + sin(n * pi / 5000) / 100] for n in range(10_000)]

    ((edge,),) = kept("Polygon", [[*ring, ring[0]]])

    places = outlines.points(edge)
    assert 50 < len(places) <= outlines.MOST_KEPT
    assert all(abs(((x - 15e6) ** 2 + (y - 2e6) ** 2) ** 0.5 - 1000) < 3 for x, y in places)


def test_holes_and_islands_stay():
    hole = [[150.002, 20.002], [150.004, 20.002], [150.004, 20.004], [150.002, 20.002]]
    island = [[[151.0, 20.0], [151.01, 20.0], [151.0, 20.01], [151.0, 20.0]]]

    found = kept("MultiPolygon", [[*SQUARE, hole], island])

    assert [len(rings) for rings in found] == [2, 1]


@pytest.mark.parametrize(
    ("kind", "where", "no"),
    [
        ("Point", [150, 20], geojson.NotThisShape),
        ("LineString", SQUARE[0], geojson.NotThisShape),
        ("Polygon", None, geojson.BadRing),
        ("Polygon", [], geojson.BadRing),
        ("Polygon", [[]], geojson.BadRing),
        ("Polygon", [SQUARE[0][:4]], geojson.BadRing),
        ("Polygon", [[[150, 20], [151, 20], [150, 20], [150, 20]]], geojson.BadRing),
        ("Polygon", [[[150, 20], [151, 21], [152, 22], [150, 20]]], geojson.BadRing),
        ("Polygon", [[["150", 20], *SQUARE[0][1:]]], geojson.BadPosition),
        ("Polygon", [[[True, 20], *SQUARE[0][1:]]], geojson.BadPosition),
        ("Polygon", [[[20, 86], *SQUARE[0][1:]]], geojson.BadPosition),
        ("Polygon", [[[500_000.0, 2_500_000.0], *SQUARE[0][1:]]], geojson.BadPosition),
        ("Polygon", [SQUARE[0] * 5000], geojson.TooManyPositions),
        ("MultiPolygon", [SQUARE, 7], geojson.BadRing),
    ],
)
def test_what_is_no_outline_is_refused(kind, where, no):
    with pytest.raises(no):
        kept(kind, where)


@pytest.mark.parametrize(
    ("data", "no"),
    [
        (b"", geojson.NoGeoJson),
        (b"\xff\xfe", geojson.NoGeoJson),
        (b"[" * 100_000, geojson.NoGeoJson),
        (b'{"type": "FeatureCollection", "features": []}', geojson.NoGeoJson),
        (b'{"type": "FeatureCollection", "features": [NaN]}', geojson.NoGeoJson),
        (b'{"type": "Topology", "features": [1]}', geojson.NoGeoJson),
        (b" " * (geojson.MOST_BYTES + 1), geojson.GeoJsonTooBig),
        (collection(*[({}, "Point", [1, 2])] * (geojson.MOST_FEATURES + 1)), geojson.GeoJsonTooBig),
        (
            collection(({}, "Point", [1, 2]), crs={"properties": {"name": "EPSG:3857"}}),
            geojson.OtherSystem,
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(data, no):
    with pytest.raises(no) as told:
        geojson.read(data, ())

    assert isinstance(told.value, Refusal)


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4490"])
def test_systems_that_are_degrees_of_this_earth_are_taken(name):
    data = collection(({"code": " LZ "}, "Point", [1, 2, 33.5]), crs={"properties": {"name": name}})

    (feature,) = geojson.read(data, ("code", "name"))

    assert (feature.words, geojson.point(feature)) == ({"code": "LZ"}, (100_000, 200_000))


def test_a_place_is_told_to_ten_metres_and_no_nearer():
    assert outlines.coarse((11_405_456, -2_254_314)) == (11_405_460, -2_254_310)


def test_the_mark_of_an_area_lies_in_it_even_where_its_middle_does_not():
    horseshoe = [[[0, 0, 90, 0, 90, 90, 80, 90, 80, 10, 10, 10, 10, 90, 0, 90]]]
    square = [[[0, 0, 10, 0, 10, 10, 0, 10]], [[100, 0, 101, 0, 101, 1]]]

    x, y = outlines.anchor(horseshoe)

    assert (0 <= x <= 10 or 80 <= x <= 90, 10 < y < 90) == (True, True)
    assert outlines.anchor(square) == (5, 5)
