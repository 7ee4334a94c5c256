"""The arithmetic of bars, squares and day cells."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.web.drawings import (
    Part,
    bar_groups,
    notice_cells,
    room_row,
    seat_row,
    share_bar,
    split_bar,
    vote_row,
)


def test_parts_that_touch_are_split_by_a_gap():
    assert split_bar([("paid", 279), ("contract", 656)], 6000) == (
        Part(x="0.00%", width="4.15%", fill="f1"),
        Part(x="4.65%", width="10.93%", fill="f2"),
    )


def test_a_full_bar_reaches_the_end():
    assert split_bar([("approved", 7)], 7) == (Part(x="0.00%", width="100.00%", fill="f3"),)


def test_what_is_not_decided_is_hatched():
    assert split_bar([("pending", 1)], 2) == (Part(x="0.00%", width="50.00%", fill=None),)


@pytest.mark.parametrize(("part", "whole"), [(0, 10), (10, 0), (-5, 10)])
def test_nothing_is_drawn_of_nothing(part, whole):
    assert split_bar([("paid", part)], whole) == ()


def test_the_smallest_amount_can_still_be_seen():
    assert split_bar([("paid", 1)], 10**9) == (Part(x="0.00%", width="0.30%", fill="f1"),)


def test_a_share_never_leaves_its_bar():
    assert share_bar(12, 10) == (Part(x="0.00%", width="100.00%", fill="f2"),)


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=6))
def test_parts_of_a_total_stay_inside_the_bar(amounts):
    whole = sum(amounts)

    parts = split_bar([("paid", amount) for amount in amounts], whole)

    ends = [float(part.x[:-1]) + float(part.width[:-1]) for part in parts]
    # The line that keeps a tiny part visible, and rounding to two places, may add a little.
    assert all(end <= 100.31 for end in ends)


def test_a_vote_is_one_square_a_person_with_a_flag_at_the_bar():
    row = vote_row(13, 2, 1, 9)

    assert [square.kind for square in row.squares] == ["for"] * 13 + ["against"] * 2 + ["abs"]
    assert (row.width, row.height, row.flag) == (320, 33, (180, 0))


def test_a_room_shows_who_stepped_aside_and_who_is_missing():
    row = room_row(present=13, recused=1, due=17, needed=12)

    assert [square.kind for square in row.squares] == ["in"] * 12 + ["recused"] + ["out"] * 4


def test_a_large_assembly_stands_in_several_rows():
    row = seat_row(["for"] * 45, 31)

    assert (row.width, row.height, row.flag) == (600, 66, (20, 33))
    assert (row.squares[30].x, row.squares[30].y) == (1.5, 40)


def test_a_bar_beyond_the_room_has_no_flag():
    assert seat_row(["for"] * 3, 4).flag is None


def test_an_empty_room_draws_nothing():
    assert seat_row([], None).squares == ()


def test_a_notice_has_one_cell_a_day():
    cells = notice_cells(date(2026, 11, 16), date(2026, 11, 20), date(2026, 11, 18))

    assert [(c.number, c.is_past, c.is_today, c.is_last) for c in cells] == [
        (1, True, False, False),
        (2, True, False, False),
        (3, False, True, False),
        (4, False, False, False),
        (5, False, False, True),
    ]


def test_bars_of_a_chart_share_one_scale_from_zero():
    groups = bar_groups([("荔枝", {"paid": 50}), ("木棉", {"paid": 200}), ("凤凰", {"paid": 0})], ["paid"])

    assert [(g.name, g.bars[0][0].width, g.bars[0][1]) for g in groups] == [
        ("荔枝", "25.00%", 50),
        ("木棉", "100.00%", 200),
        ("凤凰", "0.00%", 0),
    ]


def test_a_chart_of_nothing_is_empty():
    assert bar_groups([], ["paid"]) == ()
