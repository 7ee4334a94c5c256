"""Who took part by grid and by age: the public sees one level, the office both, and neither shows anybody."""

from __future__ import annotations

import csv
import io
import re

import pytest

from microprojects.domain.coverage import KINDS
from microprojects.services import ages, grids, poll_counts
from microprojects.store.db import db, transaction
from microprojects.store.people import Person
from tests.consulting import statements
from tests.polling import cast_some, more_voters, opened, the_poll
from tests.services.test_ages import born

HOUSES = ("1号楼", "2号楼", "10号楼", "4号楼")
SHEET = "网格,楼栋,网格员\n第一网格,1号楼、2号楼,魏巍\n第二网格,10号楼、4号楼,\n".encode()


@pytest.fixture
def voted(client, world, wall):
    """Sixty-six voters in four buildings and two grids, born in four bands; of each building some voted, of one nobody."""
    more_voters(world, 66)
    born(world)
    with transaction() as session:
        for n in range(66):
            session.get(Person, world.people[f"voter{n}"]).building = HOUSES[n % 4]
    grids.apply(SHEET, community="lizhi", actor=world["zhao"], at=world.now)
    poll_id = opened(world)
    who = [n for n in range(66) if n // 4 < (13, 8, 3, 0)[n % 4]]
    cast_some(world, poll_id, {f"voter{n}": [] for n in who})
    wall.at = the_poll(poll_id).closes_at
    poll_counts.close(poll_id, actor=world["zhao"], at=wall.at)
    poll_counts.count(poll_id, actor=world["zhao"], at=wall.at)
    ages.count_due(at=wall.at)
    return world


def sheet(sent):
    return list(csv.reader(io.StringIO(sent.data.decode("utf-8-sig"))))


def rows_of(page):
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in rows]
    return [[re.sub(r"<[^>]+>", "", cell) for cell in row[:4]] for row in cells]


def test_where_grids_are_known_the_public_sees_them_and_no_building(client, voted):
    page = client.get("/c/lizhi/charts?year=2026").text
    rows = sheet(client.get("/charts/coverage.csv?community=lizhi&year=2026"))
    figure = client.get("/charts/coverage.json?community=lizhi&year=2026")

    assert [row[:3] for row in rows] == [
        ["网格", "已核实的居民", "参加过"], ["第一网格", "30", "20"], ["第二网格", "30", ""], ["其他", "20", ""],
    ]  # fmt: skip
    assert ("谁参加了（按网格）" in page, "3 个网格" in page, "2 个网格都有人参加过。" in page) == (
        True,
        False,
        True,
    )
    assert [house for house in HOUSES for text in (page, figure.text) if house in text] == []


def test_the_office_sees_the_buildings_of_each_grid_below_and_who_goes_there(visitor, voted):
    page = visitor("zhao").get("/office/coverage/lizhi").text
    found = rows_of(page)

    assert [row[0] for row in found if row[0] not in ("网格", "楼栋")] == [
        "第二网格", "其他", "第一网格", "2号楼", "1号楼",
    ]  # fmt: skip
    assert ["第一网格", "30 人以上", "20 人以上", "10 人以上"] in found
    assert ["1号楼", "15 人以上", "10 人以上", "不足 5 人"] in found
    assert "网格员：魏巍" in page


def test_the_age_bands_of_a_year_are_a_graph_a_table_and_a_sentence(client, voted):
    page = client.get("/c/lizhi/charts?year=2026").text
    rows = sheet(client.get("/charts/ages.csv?community=lizhi&year=2026"))
    figure = client.get("/charts/ages.json?community=lizhi&year=2026").json

    assert [[*row[:3], row[5]] for row in rows] == [
        ["年龄段", "已核实的居民", "参加过", "投过票"], ["34 岁及以下", "15", "10", "10"], ["35–59 岁", "15", "5", "5"],
        ["60–69 岁", "15", "", ""], ["70 岁及以上", "15", "0", "0"], ["其他", "20", "", ""],
    ]  # fmt: skip
    assert "2026 年，按这些数看，34 岁及以下参加得最多" in page
    assert [trace["x"][:4] for trace in figure["data"]] == [[15, 15, 15, 15], [10, 5, None, 0]]


def test_without_a_year_the_newest_is_told_and_of_another_nothing(client, voted):
    every, other = (client.get(f"/charts/ages.csv?community=lizhi{year}") for year in ("", "&year=2025"))

    assert (len(sheet(every)), len(sheet(other))) == (6, 1)


@pytest.mark.parametrize("place", ["", "rongshu"])
def test_ages_are_asked_of_one_community_alone(client, voted, place):
    assert client.get(f"/charts/ages.csv?community={place}").status_code == 404


def test_no_page_and_no_file_names_anybody_or_a_day_of_birth(visitor, client, voted):
    names = list(db.session.execute(db.select(Person.name).where(Person.community_id.is_not(None))).scalars())
    pages = [visitor("zhao").get("/office/coverage/lizhi").text, client.get("/c/lizhi/charts").text]
    pages += [
        client.get(f"/charts/{name}.{kind}?community=lizhi").text
        for name in ("ages", "coverage")
        for kind in ("csv", "json")
    ]
    heads = [re.sub(r"<header.*?</header>", "", page, flags=re.DOTALL) for page in pages]
    planted = ("-05-06", "05-06", "2000-", "1940", "1962")

    told = {voted["zhao"].name, voted["wei"].name}  # who asks, and who goes from door to door by office
    assert [name for name in names for page in heads if name in page and name not in told] == []
    assert [word for word in planted for page in heads if word in page] == []
    assert voted["wei"].name not in heads[1]


def test_no_number_from_one_to_four_is_sent_anywhere(client, voted):
    for name in ("ages", "coverage"):
        rows = sheet(client.get(f"/charts/{name}.csv?community=lizhi&year=2026"))
        cells = [cell for row in rows[1:] for cell in row[1:]]
        assert len(rows[0]) == 3 + len(KINDS)
        assert [cell for cell in cells if cell and int(cell) % 5] == []


def test_the_pages_take_few_statements(bench, visitor, client, voted):
    clerk = visitor("zhao")
    clerk.get("/office/coverage/lizhi")
    with statements(bench.engine) as list_:
        clerk.get("/office/coverage/lizhi")
    with statements(bench.engine) as charts:
        client.get("/c/lizhi/charts")

    assert (len(list_) <= 8, len(charts) <= 12) == (True, True), "\n".join([*list_, *charts])
