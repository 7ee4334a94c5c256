"""What a table of grids and of their buildings tells, and that both together give no number away."""

from __future__ import annotations

from dataclasses import asdict
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from microprojects.domain.coverage import COLUMNS, KINDS, OTHERS, SMALLEST, Reached, by_building, told
from microprojects.domain.grid_coverage import by_grid, told_by_both, told_by_grid

GRID_OF = {
    "1号楼": "一格",
    "2号楼": "一格",
    "3号楼": "一格",
    "4号楼": "二格",
    "5号楼": "二格",
    "6号楼": "二格",
}


@st.composite
def towns(draw, most=11):
    """Six buildings in two grids, and now and then some who live in neither."""
    found = []
    for name in (*GRID_OF, *draw(st.sampled_from([(), ("7号楼",), ("7号楼", "8号楼")]))):
        known = draw(st.integers(0, most))
        part = draw(st.integers(0, known))
        kinds = {kind: draw(st.integers(0, part)) for kind in KINDS[:2]}
        kinds["voted"] = part
        found.append(Reached(name, known, part, **kinds))
    return [each for each in found if each.known]


def band(cell):
    return range(5) if cell is None else range(cell, cell + 5)


def pairs(row):
    """Every (known, took part) that agrees with what is told of one row."""
    parts = range(1) if row.untouched else [n for n in band(row.took_part) if n]
    return {(k, p) for k, p in product(band(row.known), parts) if p <= k and k - p in band(row.left)}


def added(some, others):
    return {(a + c, b + d) for (a, b), (c, d) in product(some, others)}


def behind(grid, rest):
    """What the numbers of a grid can be, and those of each of its buildings, for who knows all but these buildings."""
    rows = [pairs(each) for each in grid.buildings]
    sums = {rest}
    for each in rows:
        sums = added(sums, each)
    wholes = (sums if rows else pairs(grid.told)) & pairs(grid.told)
    singles = []
    for n, row in enumerate(rows):
        others = {rest}
        for each in [*rows[:n], *rows[n + 1 :]]:
            others = added(others, each)
        singles.append({one for one in row if any((one[0] + k, one[1] + p) in wholes for k, p in others)})
    return [wholes, *singles]


def rest_of(grid, parts):
    """The known residents of a grid, and those of them who took part, in buildings that are not told."""
    rows = [each for each in by_building(parts) if each.known >= SMALLEST] if grid.buildings else []
    return (
        sum(each.known for each in parts) - sum(each.known for each in rows),
        sum(each.took_part for each in parts) - sum(each.took_part for each in rows),
    )


def levels(town):
    """Return the table of both levels, each grid with what it is made of."""
    parts = {whole.building: some for whole, some in by_grid(town, GRID_OF)}
    return [(grid, parts[grid.told.building]) for grid in told_by_both(town, GRID_OF)]


@settings(max_examples=300, deadline=None)
@given(towns())
def test_from_both_levels_together_no_hidden_number_can_be_reckoned(town):
    for grid, parts in levels(town):
        for found in behind(grid, rest_of(grid, parts)):
            took_part = {part for _known, part in found}

            assert len({known for known, _part in found}) > 1
            assert len(took_part) > 1 or took_part == {0}
            assert len({known - part for known, part in found}) > 1


def spans(grid, parts, kind):
    """What the numbers of a column of a grid's buildings can be, with what its hidden ones are; nothing if not told."""
    cells = [getattr(each, kind) for each in grid.buildings]
    rows = [each for each in by_building(parts) if each.known >= SMALLEST]
    if not any(cells):
        return [range(sum(getattr(each, kind) for each in parts) + 6)], 0
    hidden = sum(getattr(each, kind) for each in parts) - sum(getattr(each, kind) for each in rows)
    found = [
        range(1) if row.untouched and kind != "known" else band(cell)
        for row, cell in zip(grid.buildings, cells, strict=True)
    ]
    return found, hidden


@settings(max_examples=300, deadline=None)
@given(towns(), st.sampled_from(COLUMNS))
def test_who_knows_the_sum_of_a_column_cannot_reckon_a_number_of_either_level(town, kind):
    table = levels(town)
    if not any(getattr(grid.told, kind) for grid, _parts in table):
        return
    shown = sum(getattr(each, kind) for _grid, parts in table for each in parts)
    sums = []
    for grid, parts in table:
        found, hidden = spans(grid, parts, kind)
        own = range(1) if grid.told.untouched and kind != "known" else band(getattr(grid.told, kind))
        reach = {hidden}
        for each in found:
            reach = {a + b for a, b in product(reach, each)}
        sums.append(reach & set(own))
    fits = [one for one in product(*sums) if sum(one) == shown]

    for n, (grid, parts) in enumerate(table):
        values = {one[n] for one in fits}
        assert sum(getattr(each, kind) for each in parts) in values
        assert len(values) > 1 or grid.told.untouched
        found, hidden = spans(grid, parts, kind)
        for m in range(len(found)):
            inner = {one[m] for one in product(*found) if sum(one) + hidden in values}
            assert len(inner) > 1 or inner == {0}


@settings(max_examples=100, deadline=None)
@given(towns())
def test_the_grids_are_the_same_with_their_buildings_and_without(town):
    both = [each.told for each in told_by_both(town, GRID_OF)]

    assert both == told_by_grid(town, GRID_OF)


@settings(max_examples=100, deadline=None)
@given(towns())
def test_of_both_levels_no_number_from_one_to_four_is_told(town):
    for grid in told_by_both(town, GRID_OF):
        for row in (grid.told, *grid.buildings):
            cells = [cell for name, cell in asdict(row).items() if name != "building"]
            assert all(cell is None or cell % 5 == 0 for cell in cells)
            assert row.known >= 5


def reached(building, known, voted=0):
    return Reached(building, known, voted, voted=voted)


TOWN = [
    reached("1号楼", 17, 7), reached("2号楼", 12, 8), reached("3号楼", 3, 1), reached("4号楼2单元", 22, 12),
    reached("４ 号楼", 5, 2), reached("5号楼", 16, 6), reached("", 9, 2),
]  # fmt: skip


def test_buildings_stand_below_their_grid_and_what_is_in_none_is_the_others():
    found = [
        (grid.told.building, grid.told.known, [each.building for each in grid.buildings])
        for grid in told_by_both(TOWN, GRID_OF)
    ]

    assert found == [("一格", 30, ["1号楼", "2号楼"]), ("二格", 40, ["4号楼", "5号楼"]), (OTHERS, 5, [])]


def test_a_small_grid_is_one_of_the_others():
    town = [*TOWN[:2], *TOWN[3:6], reached("8号楼", 4, 4)]
    grids = by_grid(town, {**GRID_OF, "8号楼": "三格"})

    assert [(whole.building, whole.known) for whole, _parts in grids] == [
        ("一格", 29),
        ("二格", 43),
        (OTHERS, 4),
    ]


def test_buildings_that_would_fix_a_number_of_their_grid_are_not_told():
    """Not more than 4 and 4 and 2 have not taken part yet in three buildings, and 10 or more in the grid: so it is 10."""
    town = [*TOWN[:3], reached("4号楼", 8, 4), reached("5号楼", 6, 2), reached("6号楼", 3, 1)]
    beside = told_by_both(town, GRID_OF)

    assert [(each.told.left, len(each.buildings)) for each in beside] == [(15, 2), (10, 0)]
    assert len(told(town[3:])) == 2


def test_where_the_grids_cannot_be_told_no_building_is():
    town = [reached("1号楼", 18, 7), reached("2号楼", 13, 8), reached("4号楼", 12)]

    assert (told_by_both(town, GRID_OF), bool(told(town))) == ([], True)
