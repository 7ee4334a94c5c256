"""Parameters take only values that fit, and a rulebook's hash covers all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.parameter_values import BadParameter, checked
from microprojects.domain.parameters import (
    BY_KEY,
    PARAMETERS,
    from_data,
    rulebook,
)
from microprojects.store import packaged

SCHEME = packaged.scheme("futian_3_3")


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda p: p.key)
def test_every_default_fits_its_own_parameter(parameter):
    assert checked(parameter.key, parameter.default) == parameter.default


def test_no_key_stands_twice():
    assert len(BY_KEY) == len(PARAMETERS)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("no.such", 1),
        ("notice_days.d1", 0),
        ("notice_days.d1", 91),
        ("notice_days.d1", "5"),
        ("notice_days.d1", 5.0),
        ("notice_days.d1", True),
        ("caps_fen.works", -1),
        ("caps_fen.soft", 1),
        ("meeting.ballot", "shouting"),
        ("payment.works", [50, 40]),
        ("payment.works", []),
        ("payment.works", [120, -20]),
        ("meeting.quorum", {"num": 3, "den": 2, "strict": False, "base": "present"}),
        ("meeting.quorum", {"num": 2, "den": 3}),
        ("allocation.city_district_split", 1),
    ],
)
def test_a_value_that_does_not_fit_is_refused(key, value):
    with pytest.raises(BadParameter):
        checked(key, value)


def test_the_same_parameters_have_the_same_hash_in_any_order():
    one = rulebook(SCHEME, {"notice_days.d1": 7, "notice_days.d3": 8})
    other = rulebook(SCHEME, {"notice_days.d3": 8, "notice_days.d1": 7})
    assert one.hash == other.hash


@given(st.integers(min_value=1, max_value=90))
def test_another_value_has_another_hash(days):
    default = rulebook(SCHEME, {})
    changed = rulebook(SCHEME, {"notice_days.d1": days})
    assert (changed.hash == default.hash) == (days == 5)


def test_another_scheme_has_another_hash():
    assert rulebook(SCHEME, {}).hash != rulebook(packaged.scheme("village_4_2"), {}).hash


def test_a_snapshot_gives_the_same_rulebook_back():
    book = rulebook(SCHEME, {"notice_days.d1": 9})
    assert from_data(book.as_data()).hash == book.hash


def test_a_snapshot_older_than_a_parameter_takes_its_default():
    data = rulebook(SCHEME, {}).as_data()
    del data["parameters"]["notice_days.d3"]
    assert from_data(data).number("notice_days.d3") == 5
