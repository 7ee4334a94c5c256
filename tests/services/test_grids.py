"""Grids come as a sheet, written as a whole or not at all, by whoever may, with a line in the record."""

from __future__ import annotations

import csv
import io
import json

import pytest
from sqlalchemy import select

from microprojects.domain import grids as rules
from microprojects.domain.errors import NotFound, NotPermitted
from microprojects.domain.people import SYSTEM
from microprojects.services import grids as deeds
from microprojects.store import grids, journal
from microprojects.store.areas import Area
from microprojects.store.db import transaction
from microprojects.store.people import Person, RoleGrant
from tests.consulting import statements

HEAD = ("网格", "楼栋", "网格员")
FIRST = ("第一网格", "1号楼、２ 号楼2单元", "魏巍")
SECOND = ("第二网格", "3号楼", "")


def sheet(*rows, head=HEAD):
    """A file as a clerk's spreadsheet saves it."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([head, *rows])
    return text.getvalue().encode("utf-8-sig")


def applied(world, *rows, who="zhao"):
    return deeds.apply(sheet(*rows), community="lizhi", actor=world[who], at=world.now)


def found(session, world):
    session.rollback()
    return grids.told(session, world.areas["lizhi"])


def codes(report):
    return [(each.line, each.no.code) for each in report.errors]


def test_grids_are_made_in_the_tree_and_the_record_tells_of_the_sheet(session, world):
    done = applied(world, FIRST, SECOND)

    assert [(each.name, each.worker, each.buildings) for each in found(session, world)] == [
        ("第一网格", "魏巍", ["1号楼", "2号楼"]),
        ("第二网格", "", ["3号楼"]),
    ]
    made = session.scalars(select(Area).where(Area.level == "grid").order_by(Area.id)).all()
    assert [(each.path, each.code) for each in made] == [
        ("minghu/rongshu/lizhi/lizhi-g1", "LZ001"),
        ("minghu/rongshu/lizhi/lizhi-g2", "LZ002"),
    ]
    line = json.loads(journal.get(session, journal.head(session).seq).body)
    assert (line["verb"], line["subject"]) == ("grids.import", "grids/lizhi")
    assert line["facts"] == {"grids_new": 2, "grid_buildings": 3, "sheet": done.sha256}


def test_a_preview_writes_nothing(session, world):
    report = deeds.preview(sheet(FIRST, SECOND), community="lizhi", actor=world["huang"], at=world.now)

    assert (report.plan.grids, len(report.plan.new), found(session, world)) == (
        ["第一网格", "第二网格"],
        3,
        [],
    )


def test_another_sheet_moves_its_buildings_and_leaves_the_others_and_their_worker(session, world):
    applied(world, FIRST, SECOND)

    done = applied(world, ("第二网格", "2号楼"), ("第三网格", "4栋"), ("第一网格", "1 号楼"), who="huang")

    plan = done.plan
    assert [(each.entry.building, each.old) for each in plan.changed] == [("2号楼", "第一网格")]
    assert (plan.grids, len(plan.new), len(plan.same)) == (["第三网格"], 1, 1)
    assert [(each.name, each.worker, each.buildings) for each in found(session, world)] == [
        ("第一网格", "魏巍", ["1号楼"]),
        ("第二网格", "", ["2号楼", "3号楼"]),
        ("第三网格", "", ["4栋"]),
    ]


def test_where_one_line_is_wrong_nothing_is_written_and_each_is_told_by_its_line(session, world):
    rows = (
        FIRST, ("第二网格", "2号楼 1单元"), ("", "5号楼"), ("第三网格", "、"), ("第一网格", "6号楼", "郑网格"),
        ("第四网格", "=7号楼"), ("第五网格", "8号楼", "不在的人"), ("第六网格", "9号楼", "", "多"), ("格" * 51, "10号楼"),
    )  # fmt: skip

    report = deeds.preview(sheet(*rows), community="lizhi", actor=world["zhao"], at=world.now)
    with pytest.raises(rules.GridsWrong):
        applied(world, *rows)

    assert codes(report) == [
        (3, "grid-building-twice"), (4, "grid-missing"), (5, "grid-missing"), (6, "grid-worker-twice"),
        (7, "roll-formula"), (8, "grid-worker-unknown"), (9, "roll-beyond"), (10, "bad-area-name"),
    ]  # fmt: skip
    assert found(session, world) == []


def test_of_two_grid_workers_of_one_name_none_is_guessed(session, world):
    with transaction() as writing:
        twin = Person(name="魏 巍", created_at=world.now)
        writing.add(twin)
        writing.flush()
        writing.add(
            RoleGrant(
                person_id=twin.id, area_id=world.areas["lizhi"], role="grid_worker", since=world.now.date()
            )
        )

    report = deeds.preview(sheet(FIRST), community="lizhi", actor=world["zhao"], at=world.now)

    assert codes(report) == [(2, "grid-worker-unknown")]


def test_letters_that_another_area_has_are_passed_over(session, world):
    with transaction() as writing:
        writing.add(
            Area(
                parent_id=world.areas["mumian"],
                level="grid",
                slug="lizhi-g1",
                code="LZ002",
                path="x",
                name="x",
            )
        )

    applied(world, FIRST, SECOND)

    made = session.scalars(select(Area.code).where(Area.parent_id == world.areas["lizhi"]).order_by(Area.id))
    assert list(made) == ["LZ003", "LZ004"]


@pytest.mark.parametrize("head", [("网格", "门牌"), ("楼栋", "网格员")])
def test_a_sheet_without_its_two_columns_is_refused(session, world, head):
    with pytest.raises(rules.NoGridColumn):
        deeds.preview(sheet(("一", "二"), head=head), community="lizhi", actor=world["zhao"], at=world.now)


@pytest.mark.parametrize("who", ["lin", "wei", "sun", "guo", "zhou", "shen", "pei"])
def test_only_the_window_and_the_district_write_grids(session, world, who):
    with pytest.raises(NotPermitted):
        deeds.preview(sheet(FIRST), community="lizhi", actor=world[who], at=world.now)


def test_the_window_of_one_community_writes_no_grids_of_another(session, world):
    with pytest.raises(NotPermitted):
        deeds.apply(sheet(FIRST), community="mumian", actor=world["zhao"], at=world.now)
    with pytest.raises(NotFound):
        deeds.apply(sheet(FIRST), community="rongshu", actor=SYSTEM, at=world.now)


def test_a_kept_sheet_is_written_as_it_was_looked_at(session, world):
    kept = deeds.keep(sheet(FIRST, SECOND), community="lizhi", actor=world["zhao"], at=world.now)
    seen = deeds.kept(kept, actor=world["zhao"], at=world.now).seen
    session.rollback()
    with pytest.raises(NotFound):
        deeds.kept(kept, actor=world["qian"], at=world.now)
    session.rollback()
    applied(world, SECOND)
    with pytest.raises(rules.GridsOutdated):
        deeds.apply_kept(kept, seen=seen, actor=world["zhao"], at=world.now)
    session.rollback()
    again = deeds.kept(kept, actor=world["zhao"], at=world.now).seen
    session.rollback()

    deeds.apply_kept(kept, seen=again, actor=world["zhao"], at=world.now)

    assert [each.name for each in found(session, world)] == ["第二网格", "第一网格"]


def test_a_sheet_of_many_buildings_takes_as_many_statements_as_one_of_few(bench, session, world):
    many = [(f"第{n}网格", "、".join(f"{n * 20 + m}号楼" for m in range(20)), "魏巍") for n in range(20)]
    with statements(bench.engine) as asked:
        applied(world, *many)

    assert len(asked) <= 20, "\n".join(asked)
