"""Who took part by building: the graph of a community, and the list for those who go from door to door."""

from __future__ import annotations

import csv
import io
import re

import pytest
from sqlalchemy import select

from microprojects.services import poll_counts
from microprojects.store.db import db, transaction
from microprojects.store.people import Person
from tests.consulting import statements
from tests.polling import cast_some, more_voters, opened, the_poll

HOUSES = ("1号楼", "2号楼", "10号楼", "4号楼")


@pytest.fixture
def voted(client, world, wall):
    """Sixty-six voters in four buildings; in two some voted, in one all but two, from one nobody."""
    more_voters(world, 66)
    with transaction() as session:
        for n in range(66):
            session.get(Person, world.people[f"voter{n}"]).building = HOUSES[n % 4]
    poll_id = opened(world)
    # 13 of 1号楼, 8 of 2号楼, 3 of 10号楼, nobody of 4号楼.
    who = [n for n in range(66) if n // 4 < (13, 8, 3, 0)[n % 4]]
    cast_some(world, poll_id, {f"voter{n}": [] for n in who})
    wall.at = the_poll(poll_id).closes_at
    poll_counts.close(poll_id, actor=world["zhao"], at=wall.at)
    poll_counts.count(poll_id, actor=world["zhao"], at=wall.at)
    return world


def sheet(sent):
    return list(csv.reader(io.StringIO(sent.data.decode("utf-8-sig"))))


def test_the_graph_of_a_community_tells_fives_and_from_where_nobody_came(client, voted):
    page = client.get("/c/lizhi/charts?year=2026").text
    rows = sheet(client.get("/charts/coverage.csv?community=lizhi&year=2026"))
    figure = client.get("/charts/coverage.json?community=lizhi&year=2026").json

    assert rows == [
        ["楼栋", "已核实的居民", "参加过", "提过议", "附过议", "投过票", "答过评议问卷"],
        ["1号楼", "15", "10", "", "", "10", ""],
        ["2号楼", "15", "5", "", "", "5", ""],
        ["4号楼", "15", "0", "0", "0", "0", "0"],
        ["10号楼", "15", "", "", "", "", ""],
        ["其他楼", "20", "", "", "", "", ""],
    ]
    assert "4 栋楼里，1 栋还没有人参加过。" in page
    assert [(trace["name"], trace["x"][:4]) for trace in figure["data"]] == [
        ("已核实的居民", [15, 15, 15, 15]), ("参加过", [10, 5, 0, None]),
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/charts", "/c/rongshu/charts"])
def test_more_than_one_community_has_no_such_graph(client, voted, path):
    assert "谁参加了" not in client.get(path).text


@pytest.mark.parametrize("place", ["", "rongshu"])
def test_its_numbers_are_asked_of_one_community_alone(client, voted, place):
    assert client.get(f"/charts/coverage.csv?community={place}").status_code == 404
    assert client.get(f"/charts/coverage.json?community={place}").status_code == 404


def test_where_too_little_may_be_told_the_graph_has_no_number(client, world):
    page, rows = client.get("/c/lizhi/charts").text, sheet(client.get("/charts/coverage.csv?community=lizhi"))

    assert (len(rows), 'id="coverage"' in page) == (1, False)


@pytest.mark.parametrize("who", ["zhao", "sun", "wei", "guo"])
def test_the_list_begins_with_the_building_nobody_came_from(visitor, voted, who):
    page = visitor(who).get("/office/coverage?", follow_redirects=True).text
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    cells = [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row)]
        for row in rows
    ]

    assert [row[:4] for row in cells[1:] if not row[0].startswith("其他楼")] == [
        ["4号楼（还没有人）", "15 人以上", "0", "15 人以上"],
        ["10号楼", "15 人以上", "不足 5 人", "10 人以上"],
        ["2号楼", "15 人以上", "5 人以上", "5 人以上"],
        ["1号楼", "15 人以上", "10 人以上", "不足 5 人"],
    ]


def test_no_page_names_anybody(visitor, client, voted):
    names = list(db.session.scalars(select(Person.name).where(Person.community_id.is_not(None))))
    clerk = visitor("wei")
    pages = [clerk.get("/office/coverage/lizhi").text, client.get("/c/lizhi/charts").text]

    heads = [re.sub(r"<header.*?</header>", "", page, flags=re.DOTALL) for page in pages]
    assert [name for name in names for page in heads if name in page and name != voted["wei"].name] == []


@pytest.mark.parametrize("who", ["lin", "an", "zhou", "he", "shen", "pei"])
def test_others_may_not_see_the_list(visitor, voted, who):
    assert visitor(who).get("/office/coverage/lizhi").status_code == 403


def test_another_community_is_not_shown(visitor, voted):
    assert visitor("wei").get("/office/coverage/mumian").status_code == 403


def test_another_year_and_all_years_are_asked_by_the_address(visitor, voted):
    clerk = visitor("zhao")
    other, every = (clerk.get(f"/office/coverage/lizhi?year={year}").text for year in ("2025", ""))

    assert ("人数太少" in other or "还没有人" in other, "全部年度" in every) == (True, True)
    assert clerk.get("/office/coverage/lizhi?year=26").status_code == 404


def test_the_pages_take_few_statements(bench, visitor, client, voted):
    clerk = visitor("zhao")
    clerk.get("/office/coverage/lizhi")
    with statements(bench.engine) as list_:
        clerk.get("/office/coverage/lizhi")
    with statements(bench.engine) as charts:
        client.get("/c/lizhi/charts")

    assert (len(list_) <= 8, len(charts) <= 12) == (True, True), "\n".join([*list_, *charts])
