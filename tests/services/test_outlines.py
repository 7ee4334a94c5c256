"""Outlines and points are written as a whole or not at all, by whoever may, with a line in the record."""

from __future__ import annotations

import json

import pytest

from microprojects.domain import outlines as rules
from microprojects.domain.errors import NotPermitted
from microprojects.services import outlines as deeds
from microprojects.store import journal, outlines
from tests.domain.test_outlines import SQUARE, collection
from tests.noticing import on_notice

FAR = [[[151.0, 20.0], [151.01, 20.0], [151.01, 20.01], [151.0, 20.0]]]
BOTH = (({"code": "LZ"}, "Polygon", SQUARE), ({"name": "木棉社区"}, "Polygon", FAR))
HERE = ({"number": "LZ-2026-001"}, "Point", [114.054561, 22.543142])


def last_line(session):
    session.rollback()
    head = journal.head(session)
    return json.loads(journal.get(session, head.seq).body)


def codes(report):
    return [(each.line, each.no.code) for each in report.errors]


def test_outlines_are_written_and_the_record_names_the_file(session, world):
    data = collection(*BOTH)
    before = deeds.preview(data, actor=world["huang"], at=world.now)
    nothing = outlines.of_areas(session)

    done = deeds.apply(data, actor=world["huang"], at=world.now)

    assert ((before.new, before.errors, nothing), (done.new, done.changed)) == ((2, [], {}), (2, 0))
    assert set(outlines.of_areas(session)) == {world.areas["lizhi"], world.areas["mumian"]}
    assert set(outlines.of_areas(session, "minghu/rongshu/lizhi")) == {world.areas["lizhi"]}
    line = last_line(session)
    assert (line["verb"], line["subject"]) == ("area.outline", "area/minghu")
    assert line["facts"] == {"outlines": 2, "file": done.sha256}


def test_the_same_file_twice_changes_nothing_and_another_one_exchanges(session, world):
    deeds.apply(collection(*BOTH), actor=world["huang"], at=world.now)
    seq = journal.head(session).seq
    session.rollback()

    again = deeds.apply(collection(*BOTH), actor=world["huang"], at=world.now)
    assert (again.same, journal.head(session).seq) == (2, seq)
    session.rollback()
    other = deeds.apply(collection(({"code": "LZ"}, "Polygon", FAR)), actor=world["huang"], at=world.now)

    assert (other.changed, len(outlines.of_areas(session))) == (1, 2)


def test_where_one_feature_is_wrong_nothing_is_written_and_each_is_told_by_its_place(session, world):
    data = collection(
        BOTH[0],
        ({}, "Polygon", SQUARE),
        ({"code": "XX"}, "Polygon", SQUARE),
        ({"name": "荔枝社区"}, "Polygon", FAR),
        ({"code": "MM"}, "Point", [1, 2]),
    )

    report = deeds.preview(data, actor=world["huang"], at=world.now)
    with pytest.raises(rules.FeaturesWrong):
        deeds.apply(data, actor=world["huang"], at=world.now)

    assert codes(report) == [
        (2, "outline-unnamed"),
        (3, "outline-unknown"),
        (4, "outline-twice"),
        (5, "not-this-shape"),
    ]
    session.rollback()
    assert outlines.of_areas(session) == {}


@pytest.mark.parametrize("who", ["lin", "zhao", "zhou", "shen"])
def test_only_the_district_draws_outlines(session, world, who):
    with pytest.raises(NotPermitted):
        deeds.preview(collection(*BOTH), actor=world[who], at=world.now)


def test_a_place_is_kept_in_steps_of_ten_metres_and_told_as_such(session, world):
    on_notice(world)

    done = deeds.apply_points(collection(HERE), actor=world["zhao"], at=world.now)

    (placed,) = outlines.placed(session, "minghu/rongshu", most=9)
    assert (done.new, placed.number, placed.place) == (1, "LZ-2026-001", (11_405_460, 2_254_310))
    assert last_line(session)["facts"] == {"point": "114.0546, 22.5431"}
    moved = deeds.apply_points(
        collection((HERE[0], "Point", [114.06, 22.54])), actor=world["zhao"], at=world.now
    )
    assert (moved.new, moved.changed) == (0, 1)


def test_only_works_on_public_ground_have_a_place(session, world):
    on_notice(world)
    on_notice(world, number="LZ-2026-002", type="services")
    on_notice(world, number="LZ-2026-003", on_private_premises=True)
    features = [({"number": f"LZ-2026-00{n}"}, "Point", [1, 2]) for n in (1, 2, 3, 1, 9)]

    report = deeds.preview_points(collection(*features), actor=world["zhao"], at=world.now)

    assert codes(report) == [
        (2, "point-not-wanted"),
        (3, "point-not-wanted"),
        (4, "point-twice"),
        (5, "point-of-nothing"),
    ]


def test_a_neighbour_places_nothing(session, world):
    on_notice(world)

    with pytest.raises(NotPermitted):
        deeds.preview_points(collection(HERE), actor=world["chen"], at=world.now)
