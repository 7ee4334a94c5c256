"""Parameters take only values that fit, and a rulebook's hash covers all of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import microprojects
from microprojects.domain.parameter_values import BadParameter, CrossingParameters, checked, require_in_order
from microprojects.domain.parameters import (
    BY_KEY,
    LATER,
    PARAMETERS,
    from_data,
    rulebook,
)
from microprojects.store import packaged

SCHEME = packaged.scheme("futian_3_3")


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda p: p.key)
def test_every_default_fits_its_own_parameter(parameter):
    assert checked(parameter.key, parameter.default) == parameter.default


def test_what_is_said_to_be_read_is_read_and_what_is_not_is_not():
    house = Path(microprojects.__file__).parent
    own = {"parameters.py", "parameter_values.py"}
    code = "".join(p.read_text("utf-8") for p in house.rglob("*.py") if p.name not in own)
    built = ("caps_fen.", "seconding.min_", "payment.", "limits.impl_")  # read by a key that is put together

    def is_read(key):
        return f'"{key}"' in code or any(key.startswith(each) and f'f"{each}' in code for each in built)

    read = {p.key for p in PARAMETERS if is_read(p.key)}
    assert {p.key for p in PARAMETERS if not p.is_fixed} == read | {
        k for k in LATER if not BY_KEY[k].is_fixed
    }
    assert read & LATER == set()


def test_what_has_one_value_takes_no_other():
    fixed = {p.key for p in PARAMETERS if p.is_fixed}

    assert fixed == {
        "fiscal_year",
        "timezone",
        "meeting.abstain_counts_present",
        "meeting.tie",
        "ux.font_steps",
    }
    for key in fixed:
        with pytest.raises(BadParameter):
            checked(key, "another")


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
        ("meeting.call_members", {"num": 1, "den": 5, "strict": False, "base": "due"}),
        ("meeting.call_members", {"num": 0, "den": 5, "strict": False}),
        ("meeting.call_residents", {"num": 6, "den": 5, "strict": False}),
        ("meeting.call_residents", {"num": 5, "den": 5, "strict": True}),
        ("meeting.call_residents", {"num": 1, "den": 5}),
        ("meeting.call_residents", [1, 5]),
        ("payment.works", [50, 40]),
        ("payment.works", []),
        ("payment.works", [120, -20]),
        ("meeting.quorum", {"num": 3, "den": 2, "strict": False, "base": "present"}),
        ("meeting.quorum", {"num": 2, "den": 3}),
        ("meeting.pass", {"num": 1, "den": 1, "strict": True, "base": "present"}),
        ("meeting.pass", {"num": 0, "den": 1, "strict": False, "base": "present"}),
        ("meeting.pass", {"num": 1, "den": 101, "strict": False, "base": "present"}),
        ("payment.works", [30, 50, 16, 4]),
        ("allocation.city_district_split", 1),
    ],
)
def test_a_value_that_does_not_fit_is_refused(key, value):
    with pytest.raises(BadParameter):
        checked(key, value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("meeting.pass", {"num": 1, "den": 1, "strict": False, "base": "present"}),
        ("payment.works", [50, 50]),
        ("payment.works", [30, 50, 17, 3]),
    ],
)
def test_what_the_votes_and_the_payments_can_work_with_is_taken(key, value):
    assert checked(key, value) == value


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"council.size_min": 22},
            "“议事会最少几人”是 22，“议事会最多几人”是 21，前一个不能大于后一个。请先改另一项，或换一个数。",
        ),
        (
            {"evaluation.warn_percent": 81},
            "“满意率低于百分之几要整改”是 81，“满意率达到百分之几算好”是 80，前一个不能大于后一个。请先改另一项，或换一个数。",
        ),
        (
            {"change.minor_pct": 6, "change.major_pct": 5},
            "“小变更不超过百分之几”是 6，“超过百分之几要重新表决”是 5，前一个不能大于后一个。请先改另一项，或换一个数。",
        ),
    ],
)
def test_parameters_that_cross_are_refused(values, sentence):
    with pytest.raises(CrossingParameters) as refusal:
        require_in_order(rulebook(SCHEME, values))

    assert str(refusal.value) == sentence


def test_limits_may_meet():
    require_in_order(rulebook(SCHEME, {"council.size_min": 21, "change.minor_pct": 10}))


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
