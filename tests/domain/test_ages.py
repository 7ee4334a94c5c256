"""Ages are counted at the end of the year, and what is told of them keeps the rule of small numbers."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microprojects.domain.ages import BANDS, band_of, by_band, told
from microprojects.domain.coverage import OTHERS, Reached
from tests.domain.test_coverage import buildings, readings

YES, NO = (True, False, False, True, False), (False,) * 5


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(1991, 12, 31), "35_59"), (date(1992, 1, 1), "under_35"), (date(1966, 12, 31), "60_69"),
        (date(1967, 1, 1), "35_59"), (date(1956, 12, 31), "from_70"), (date(1957, 1, 1), "60_69"), (None, OTHERS),
    ],
)  # fmt: skip
def test_the_band_is_that_of_the_age_at_the_end_of_the_year(born, band):
    assert band_of(born, 2026) == band


def test_people_are_counted_by_band_and_way():
    people = [(date(2000, 1, 1), YES), (date(2001, 1, 1), NO), (None, NO), (date(1950, 1, 1), YES)]

    assert by_band(people, 2026) == [
        Reached("under_35", 2, took_part=1, voted=1),
        Reached("from_70", 1, took_part=1, voted=1),
        Reached(OTHERS, 1),
    ]


def test_small_bands_are_told_with_those_without_a_date_of_birth():
    found = [
        Reached("under_35", 14, took_part=7, voted=7), Reached("35_59", 23, took_part=13, voted=13),
        Reached("60_69", 3, took_part=2, voted=2), Reached(OTHERS, 4, took_part=2, voted=2),
    ]  # fmt: skip

    assert [(each.building, each.known) for each in told(found)] == [
        ("under_35", 10),
        ("35_59", 20),
        (OTHERS, 5),
    ]


@st.composite
def bands(draw):
    return [
        draw(buildings(band, 14))
        for band in draw(st.sampled_from([list(BANDS), [*BANDS][:2], [*BANDS, OTHERS]]))
    ]


@settings(max_examples=40, deadline=None)
@given(bands())
def test_no_hidden_number_of_a_band_can_be_reckoned(found):
    for row in told(found):
        behind = [set(each) for each in zip(*readings(row), strict=True)]
        cells = [cell for name, cell in asdict(row).items() if name != "building"]

        assert all(len(each) > 1 or each == {0} for each in behind)
        assert all(cell is None or cell % 5 == 0 for cell in cells)
