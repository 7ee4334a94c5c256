"""Marks of suppliers as a rule: the scale, averages by contract, shares, and who is late."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.errors import BadValue
from microprojects.domain.money import Fen
from microprojects.domain.people import Role
from microprojects.domain.supplier_marks import (
    ASPECTS,
    ENOUGH,
    Marks,
    average,
    require_points,
    share_permille,
    side_of,
    was_late,
)

DUE = date(2026, 5, 31)
POINTS = st.fixed_dictionaries({aspect: st.integers(1, 5) for aspect in ASPECTS})


def points(n):
    return dict.fromkeys(ASPECTS, n)


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("mark", [0, 6, -1])
def test_a_mark_off_the_scale_is_refused(aspect, mark):
    with pytest.raises(BadValue):
        require_points(Marks(**(points(3) | {aspect: mark}), words="按时做完。"))


def test_a_contract_counts_once_whoever_gave_marks_for_it():
    found = average([(1, points(5)), (1, points(4)), (2, points(1))])

    assert found.contracts == 2
    assert found.overall == 28  # of 4.5 and 1


def test_an_average_of_few_contracts_is_not_shown():
    marks = [(contract, points(5)) for contract in range(1, ENOUGH)]

    assert not average(marks).is_shown
    assert average([*marks, (ENOUGH, points(5))]).is_shown


def test_no_marks_have_no_average():
    assert (average([]).contracts, average([]).overall) == (0, 0)


@given(st.lists(st.tuples(st.integers(1, 5), POINTS), min_size=1, max_size=10))
def test_an_average_lies_between_the_marks(marks):
    sides = {contract: [p for c, p in marks if c == contract][:2] for contract, _ in marks}
    given_marks = [(contract, each) for contract, two in sides.items() for each in two]

    found = average(given_marks)

    for aspect in ASPECTS:
        told = [each[aspect] for _contract, each in given_marks]
        assert 10 * min(told) <= found.tenths[aspect] <= 10 * max(told)


@pytest.mark.parametrize(
    ("part", "whole", "permille"), [(0, 0, 0), (1, 3, 333), (2, 3, 667), (5, 5, 1000), (1, 2000, 1)]
)
def test_a_share_is_rounded_to_thousandths(part, whole, permille):
    assert share_permille(Fen(part), Fen(whole)) == permille


@pytest.mark.parametrize(
    ("completed", "today", "late"),
    [
        (DUE, date(2026, 7, 1), False),
        (date(2026, 6, 1), date(2026, 7, 1), True),
        (None, DUE, False),
        (None, date(2026, 6, 1), True),
    ],
)
def test_late_is_who_is_done_after_the_last_day_or_not_done_by_then(completed, today, late):
    assert was_late(DUE, completed, today) is late


@pytest.mark.parametrize(
    ("roles", "side"),
    [({Role.SUPERVISOR}, "supervisor"), ({Role.STREET_OFFICER}, "staff"), ({Role.COMMUNITY_STAFF}, "staff")],
)
def test_a_supervisor_gives_marks_of_its_own(roles, side):
    assert side_of(roles) == side
