"""The map as anybody opens it: outlines, numbered marks, the same in a table, and nothing from outside unless it is set."""

from __future__ import annotations

import dataclasses
import re
from math import cos, log, pi, radians, tan

import pytest

from microprojects.domain.copies import DRAWN_FOR, Drawing
from microprojects.domain.outlines import kept
from microprojects.services import outlines as deeds
from microprojects.web.headers import POLICY
from microprojects.web.map_drawings import RADIUS, WIDTH, apart, frame
from microprojects.web.public import maps
from tests.consulting import statements
from tests.domain.test_outlines import SQUARE, collection
from tests.noticing import on_notice

PATTERN = "https://tiles.example.cn:8443/{z}/{x}/{y}.png"
EAST = [[[150.01, 20.0], [150.02, 20.0], [150.02, 20.01], [150.01, 20.01], [150.01, 20.0]]]
DRAWN = re.compile(r'<a id="at-[\w-]+" class="map-mark map-(\w+)" href="#mark-(\d+)" aria-label="([^"]*)"')
ROW = re.compile(
    r'<tr id="mark-(\d+)">.*?</svg><[^>]*>(\d+)</\w+></th>.*?href="([^"]+)">([^<]+)</a>.*?</tr>', re.DOTALL
)


@pytest.fixture
def mapped(world):
    """Two communities with outlines; one has a project with a place and two without, the other one."""
    on_notice(world)
    for number in ("LZ-2026-002", "LZ-2026-003"):
        on_notice(world, number=number)
    on_notice(world, number="MM-2026-001", slug="mumian")
    areas = collection(({"code": "LZ"}, "Polygon", SQUARE), ({"code": "MM"}, "Polygon", EAST))
    deeds.apply(areas, actor=world["huang"], at=world.now)
    place = collection(({"number": "LZ-2026-001"}, "Point", [150.002, 20.008]))
    deeds.apply_points(place, actor=world["zhao"], at=world.now)


@pytest.fixture
def tiled(app, monkeypatch):
    """A site whose operator has set tiles."""
    settings = dataclasses.replace(
        app.extensions["settings"], tile_url=PATTERN, tile_attribution="© 某某地图"
    )
    monkeypatch.setitem(app.extensions, "settings", settings)


def test_without_outlines_the_schematic_map_stands_there(client, world):
    on_notice(world)

    page = client.get("/map").text

    assert ('class="tiles"' in page, 'class="map"' in page) == (True, False)
    assert [found[2:] for found in ROW.findall(page)] == [
        ("/projects?community=lizhi&amp;state=open", "荔枝社区")
    ]


def test_every_mark_of_the_drawing_has_its_row_with_the_same_facts(client, mapped):
    page = client.get("/map").text

    drawn, rows = DRAWN.findall(page), ROW.findall(page)
    assert (page.count('class="map-community"'), page.count('class="tiles"')) == (2, 0)
    assert [number for _kind, number, _words in drawn] == [row[0] for row in rows] == ["1", "2", "3"]
    assert {kind for kind, _number, _words in drawn} == {"open"}
    assert [words for _kind, _number, words in drawn] == [
        f"1 号：{rows[0][3]}，决议公示中，1 个",
        "2 号：荔枝社区，正在公示，2 个",
        "3 号：木棉社区，正在公示，1 个",
    ]
    assert [row[2] for row in rows] == [
        "/projects/LZ-2026-001",
        "/projects?community=lizhi&amp;state=open",
        "/projects?community=mumian&amp;state=open",
    ]
    assert all(client.get(row[2].replace("&amp;", "&")).status_code == 200 for row in rows)


def test_a_project_leads_to_its_own_mark_and_the_others_to_that_of_their_kind(client, mapped):
    drawn = client.get("/c/lizhi/map").text

    for number, anchor in (("LZ-2026-001", "at-LZ-2026-001"), ("LZ-2026-002", "at-lizhi-open")):
        page = client.get(f"/projects/{number}").text
        assert f'href="/c/lizhi/map#{anchor}"' in page
        assert drawn.count(f'<a id="{anchor}" class="map-mark') == 1


def test_the_number_of_the_review_stands_below_the_map(client, app, mapped, monkeypatch):
    noted = dataclasses.replace(app.extensions["settings"], map_note="审图号：GS(2026)0000号")
    monkeypatch.setitem(app.extensions, "settings", noted)

    assert '<p class="meta map-source">审图号：GS(2026)0000号</p>' in client.get("/map").text


def test_the_map_of_a_community_is_of_that_alone(client, mapped):
    page = client.get("/c/mumian/map").text

    assert (page.count('class="map-community"'), [row[3] for row in ROW.findall(page)]) == (1, ["木棉社区"])
    assert client.get("/c/nowhere/map").status_code == 404


def test_of_too_many_marks_those_of_one_place_become_one(client, mapped, monkeypatch):
    found = []
    for most in (2, 1):
        monkeypatch.setattr(maps, "MOST_MARKS", most)
        found.append([(kind, words) for kind, _number, words in DRAWN.findall(client.get("/map").text)])

    assert found == [
        [("open", "1 号：荔枝社区，正在公示，3 个"), ("open", "2 号：木棉社区，正在公示，1 个")],
        [("several", "1 号：荔枝社区，好几种，3 个"), ("several", "2 号：木棉社区，好几种，1 个")],
    ]


def test_where_no_tiles_are_set_nothing_outside_is_asked(client, mapped):
    answer = client.get("/map")

    assert answer.headers["Content-Security-Policy"] == POLICY
    assert ("<image" in answer.text, "map-source" in answer.text) == (False, False)


def test_tiles_are_allowed_on_the_map_alone_and_say_whose_they_are(client, mapped, tiled):
    answer, other = client.get("/map"), client.get("/charts")

    urls = re.findall(r'<image class="map-tile" href="([^"]+)"', answer.text)
    assert 1 <= len(urls) <= 20
    assert all(re.fullmatch(r"https://tiles\.example\.cn:8443/\d+/\d+/\d+\.png", url) for url in urls)
    assert "img-src 'self' data: https://tiles.example.cn:8443;" in answer.headers["Content-Security-Policy"]
    assert (other.headers["Content-Security-Policy"], "© 某某地图" in answer.text) == (POLICY, True)


def test_without_outlines_there_are_no_tiles_either(client, world, tiled):
    answer = client.get("/map")

    assert (answer.headers["Content-Security-Policy"], "<image" in answer.text) == (POLICY, False)


def test_a_published_copy_asks_no_other_host(client, mapped, tiled):
    page = client.get("/map", environ_overrides={DRAWN_FOR: Drawing("")}).text

    assert ('class="map-community"' in page, "tiles.example.cn" in page) == (True, False)


@pytest.mark.parametrize("path", ["/map", "/c/lizhi/map"])
def test_a_map_costs_few_questions(client, bench, mapped, path):
    client.get(path)

    with statements(bench.engine) as asked:
        client.get(path)

    assert len(asked) <= 12


@pytest.mark.parametrize("path", ["/", "/charts", "/c/lizhi/", "/c/lizhi/charts"])
def test_the_map_is_found(client, mapped, path):
    assert re.search(r'href="(/c/lizhi)?/map"', client.get(path).text)


def shape(*places):
    ring = tuple((round(x * 100_000), round(y * 100_000)) for x, y in places)
    return kept([((*ring, ring[0]),)])


def test_a_degree_is_as_long_east_as_north_in_the_middle_of_the_map():
    drawing = frame([shape((150, 59.9), (150.4, 59.9), (150.4, 60.1), (150, 60.1))], mercator=False)

    (west, south), (east, north) = (
        drawing.spot((int(x * 1e5), int(y * 1e5))) for x, y in ((150, 59.9), (150.4, 60.1))
    )
    assert abs((east - west) - (south - north)) < 0.5  # at 60 degrees two to the east are one to the north


def test_outlines_lie_on_the_tiles_that_hold_them():
    drawing = frame([shape((114.0, 22.5), (114.02, 22.5), (114.02, 22.52), (114.0, 22.52))], mercator=True)
    x, y = drawing.spot((11_400_000, 2_250_000))

    (tile,) = [
        each for each in drawing.tiles("{z}/{x}/{y}")
        if 0 <= x - float(each.x) < float(each.size) - 0.06 and 0 <= y - float(each.y) < float(each.size) - 0.06
    ]  # fmt: skip
    zoom, column, row = map(int, tile.url.split("/"))
    north = radians(22.5)  # by the formula of the slippy maps
    wanted = 2**zoom * (1 - log(tan(north) + 1 / cos(north)) / pi) / 2
    assert (column, row) == (int(2**zoom * (114.0 + 180) / 360), int(wanted))


def test_marks_cover_neither_each_other_nor_a_name():
    spots = apart([(180.0, 180.0)] * 12, [(180.0, 180.0)], 400)

    gaps = [
        ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5
        for n, (ax, ay) in enumerate([*spots, (180.0, 180.0)])
        for bx, by in spots[:n]
    ]
    assert min(gaps) >= 2 * RADIUS
    assert all(0 < x < WIDTH and 0 < y < 400 for x, y in spots)
