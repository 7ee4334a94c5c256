"""What a table of buildings tells, and that no number it keeps back can be reckoned from it."""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microprojects.domain.coverage import (
    COLUMNS,
    KINDS,
    Reached,
    building_of,
    by_building,
    in_order,
    least_reached,
    told,
)


def reached(building, known, took_part=None, **kinds):
    part = max(kinds.values(), default=0) if took_part is None else took_part
    return Reached(building, known, part, **kinds)


@st.composite
def buildings(draw, name="1号楼", most=23):
    """A building in which each who took part did so in some way."""
    known = draw(st.integers(1, most))
    part = draw(st.integers(0, known))
    kinds = {kind: draw(st.integers(0, part)) for kind in KINDS}
    short = part - sum(kinds.values())
    if short > 0:
        kinds[KINDS[0]] += short
    return Reached(name, known, part, **kinds)


@st.composite
def towns(draw, least=0, most=4, top=23):
    return [draw(buildings(f"{n}号楼", top)) for n in range(1, 1 + draw(st.integers(least, most)))]


def numbers_behind(cell, known_band, kind, untouched):
    """Every number that a reader may think of behind one cell, who knows the rule; a column may be kept back whole."""
    if kind != "known" and untouched:
        return range(1)
    if cell is None:
        return range(1 if kind == "took_part" else 0, 5 if kind == "took_part" else known_band + 5)
    return range(cell, cell + 5)


def agree(row, known, part, kinds):
    left = known - part
    band = left - left % 5 or None
    return max(kinds) <= part <= min(known, sum(kinds)) and band == row.left


def readings(row):
    """Return every (known, took part, ...) that agrees with one row of the table."""
    sets = [numbers_behind(getattr(row, kind), row.known, kind, row.untouched) for kind in COLUMNS]
    # Some of them say enough, and keep the search small.
    ends = [sorted({*each[:2], *each[3::5]}) for each in sets]
    return [
        (known, part, *kinds)
        for known, part in product(*ends[:2])
        for kinds in product(*ends[2:])
        if agree(row, known, part, kinds)
    ]


@settings(max_examples=30, deadline=None)
@given(towns(least=2, most=3))
def test_from_the_table_alone_no_hidden_number_can_be_reckoned(town):
    for row in told(town):
        found = readings(row)
        behind = [{one[n] for one in found} for n in range(len(COLUMNS))]
        absent = [{one[0] - one[n] for one in found} for n in range(1, len(COLUMNS))]

        # That nobody took part is told; then it is of no way in which one can.
        assert all(len(each) > 1 or each == {0} for each in behind)
        assert all(len(each) > 1 for each in absent)


@settings(max_examples=60, deadline=None)
@given(towns(least=2, most=3, top=11), st.sampled_from(COLUMNS))
def test_who_knows_the_sum_of_a_column_cannot_reckon_its_numbers_either(town, kind):
    table, rows = told(town), [each for each in by_building(town) if each.known >= 5]
    whole = sum(getattr(each, kind) for each in town)
    if not table or not whole or not any(getattr(each, kind) for each in table):
        return
    spans = []
    for row in table:
        one = numbers_behind(getattr(row, kind), 0, kind, row.untouched)
        spans.append(range(5) if getattr(row, kind) is None and kind != "took_part" else one)
    rest = whole - sum(getattr(each, kind) for each in rows)
    fits = [one for one in product(*spans) if sum(one) + rest == whole]

    for n, row in enumerate(table):
        values = {one[n] for one in fits}
        assert getattr(rows[n], kind) in values
        assert len(values) > 1 or (values == {0} and row.untouched)


@settings(max_examples=200, deadline=None)
@given(towns(most=4))
def test_no_number_from_one_to_four_is_told_and_none_that_is_so_near_to_all(town):
    for row in told(town):
        cells = [cell for name, cell in asdict(row).items() if name != "building"]

        assert all(cell is None or cell % 5 == 0 for cell in cells)
        assert row.known >= 5


@settings(max_examples=60, deadline=None)
@given(towns(least=2, most=4), st.data())
def test_a_table_depends_on_the_fives_and_the_sums_alone(town, data):
    """Somebody who voted in one building and not in another changes nothing, as long as both stay within their fives."""
    rows = [n for n, each in enumerate(town) if each.known >= 5 and each.took_part]
    if len(rows) < 2:
        return
    one, other = data.draw(st.permutations(rows))[:2]
    more, less = town[one].voted + 1, town[other].voted - 1
    if more > town[one].took_part or less < 0 or more % 5 == 0 or town[other].voted % 5 == 0:
        return
    moved = list(town)
    moved[one], moved[other] = replace(town[one], voted=more), replace(town[other], voted=less)

    assert told(moved) == told(town)


def test_small_buildings_and_those_without_one_are_the_others():
    town = [
        reached("1号楼", 12),
        reached("2号楼", 4),
        reached("", 3),
        reached("３ 号楼 2单元501", 3),
        reached("3号楼", 4),
    ]

    assert [(each.building, each.known) for each in by_building(town)] == [
        ("1号楼", 12),
        ("3号楼", 7),
        ("", 7),
    ]


def test_fewer_than_five_others_are_not_shown():
    town = [reached("1号楼", 11, voted=7), reached("2号楼", 12, voted=6), reached("3号楼", 3, voted=3)]

    assert [(each.building, each.known, each.voted) for each in told(town)] == [
        ("1号楼", 10, 5),
        ("2号楼", 10, 5),
    ]


def test_numbers_are_rounded_down_and_nobody_is_told():
    town = [
        reached("1号楼", 18, voted=13, seconded=3), reached("2号楼", 9), reached("10号楼", 13, voted=3, seconded=7),
        reached("3号楼", 8, seconded=2),
    ]  # fmt: skip
    rows = [(r.building, r.known, r.took_part, r.left, r.seconded, r.voted) for r in told(town)]

    assert rows == [
        ("1号楼", 15, 10, 5, None, 10), ("2号楼", 5, 0, 5, 0, 0), ("3号楼", 5, None, 5, None, None),
        ("10号楼", 10, 5, 5, 5, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "town", [[], [reached("1号楼", 30, voted=12)], [reached("1号楼", 30, voted=12), reached("2号楼", 9)]]
)
def test_where_one_building_alone_took_part_nothing_is_told(town):
    assert told(town) == []


def test_a_column_whose_sum_would_give_it_away_is_kept_back():
    """All who voted are in the two fives: who knows the turnout of 10 would know both."""
    town = [
        reached("1号楼", 12, took_part=7, voted=5, seconded=3),
        reached("2号楼", 13, took_part=8, voted=5, seconded=8),
    ]

    assert [(each.voted, each.seconded) for each in told(town)] == [(None, None), (None, 5)]


def test_the_list_for_the_doors_begins_with_those_nobody_reached():
    town = [
        reached("1号楼", 18, voted=13), reached("2号楼", 9), reached("3号楼", 24), reached("4号楼", 13, voted=3),
        reached("5号楼", 28, voted=12),
    ]  # fmt: skip

    assert [each.building for each in least_reached(told(town))] == [
        "3号楼",
        "2号楼",
        "4号楼",
        "5号楼",
        "1号楼",
    ]


@pytest.mark.parametrize(
    ("written", "building"),
    [
        ("3号楼2单元501", "3号楼"),
        (" ３ 号 楼 ", "3号楼"),
        ("A栋1205室", "A栋"),
        ("三巷12号", "三巷12号"),
        ("", ""),
    ],
)
def test_a_building_is_told_without_its_doors(written, building):
    assert building_of(written) == building


def test_a_programme_may_ask_for_larger_groups():
    town = [reached("1号楼", 25, voted=23), reached("2号楼", 31, voted=12), reached("3号楼", 9, voted=9)]

    assert [(each.building, each.known, each.voted) for each in told(town, 10)] == [
        ("1号楼", 20, 20),
        ("2号楼", 30, 10),
    ]


def test_names_are_ordered_by_their_numbers_however_they_are_written():
    names = [
        "第三网格",
        "10号楼",
        "",
        "第二网格",
        "第十网格",
        "第一网格",
        "2号楼",
        "第二十一网格",
        "一二三网格",
        "第十一网格",
    ]

    assert sorted(names, key=in_order) == [
        "一二三网格", "第一网格", "第二网格", "第三网格", "第十网格", "第十一网格", "第二十一网格", "2号楼", "10号楼", "",
    ]  # fmt: skip
