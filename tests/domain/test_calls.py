"""Whether enough asked for a meeting: the shares include their own number."""

from __future__ import annotations

import pytest

from microprojects.domain import calls
from microprojects.domain.calls import Asked, Ground
from microprojects.domain.votes import Share

A_FIFTH = Share(1, 5)


@pytest.mark.parametrize(
    ("due", "need"), [(5, 1), (9, 2), (10, 2), (11, 3), (15, 3), (16, 4), (17, 4), (20, 4), (21, 5)]
)
def test_a_fifth_of_the_members_is_enough_and_one_fewer_is_not(due, need):
    assert calls.by_members(need, A_FIFTH, due=due) == Ground("members", need, need, due)

    with pytest.raises(calls.TooFewMembersAsk) as no:
        calls.by_members(need - 1, A_FIFTH, due=due)

    assert no.value.facts == {"of": due, "need": need, "have": need - 1, "missing": 1}


def test_where_the_share_is_to_be_exceeded_the_number_itself_is_not_enough():
    strict = Share(1, 5, strict=True)

    assert calls.by_members(5, strict, due=20).needed == 5
    with pytest.raises(calls.TooFewMembersAsk):
        calls.by_members(4, strict, due=20)


def test_a_fifth_of_the_adults_is_enough_and_one_fewer_is_not():
    assert calls.by_residents(601, A_FIFTH, adults=3001, area="荔枝社区") == Ground(
        "residents", 601, 601, 3001
    )

    with pytest.raises(calls.TooFewResidentsAsk) as no:
        calls.by_residents(600, A_FIFTH, adults=3001, area="荔枝社区")

    assert no.value.facts == {"of": 3001, "need": 601, "have": 600, "missing": 1}


def test_without_a_recorded_population_nobody_can_tell():
    with pytest.raises(calls.PopulationUnknown) as no:
        calls.by_residents(900, A_FIFTH, adults=0, area="荔枝社区")

    assert str(no.value.message % no.value.facts).startswith("荔枝社区还没有登记成年居民有多少人")


def test_more_signatures_than_adults_are_not_all_valid():
    with pytest.raises(calls.MoreThanLiveHere):
        calls.by_residents(3001, A_FIFTH, adults=3000, area="荔枝社区")


def test_nobody_at_all_never_asks():
    with pytest.raises(calls.TooFewMembersAsk):
        calls.by_members(0, A_FIFTH, due=0)


@pytest.mark.parametrize(
    "asked",
    [
        Asked("regular", frozenset({7})),
        Asked("regular", signatures=700),
        Asked("members", frozenset({7}), signatures=700),
        Asked("residents", frozenset({7}), signatures=700),
    ],
)
def test_a_ground_with_what_belongs_to_another_is_unclear(asked):
    with pytest.raises(calls.GroundUnclear):
        calls.require_clear(asked)


def test_a_ground_that_is_none_is_refused():
    with pytest.raises(calls.NoSuchGround):
        calls.require_clear(Asked("weather"))
