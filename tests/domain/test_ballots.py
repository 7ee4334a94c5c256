"""What a resident's ballot may hold, and in what order it is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.ballots import (
    BadPoints,
    BadRanks,
    BallotRule,
    BallotType,
    OverBudget,
    TooFew,
    TooMany,
    UnknownChoice,
    check,
    ordered,
    shuffled,
    swap_for,
    toggled,
    used,
)
from microprojects.domain.money import Fen

COSTS = {"p01": Fen(300), "p02": Fen(500), "p03": Fen(700), "p04": Fen(200)}


def rule(type_: BallotType = BallotType.APPROVAL, **more: int) -> BallotRule:
    given_ = {"least": 1, "most": 3, "budget": Fen(1000), "points": 10, **more}
    return BallotRule(type=type_, costs=COSTS, **given_)


@pytest.mark.parametrize(
    ("type_", "choices", "refusal"),
    [
        (BallotType.APPROVAL, {"p09": 1}, UnknownChoice),
        (BallotType.APPROVAL, {}, TooFew),
        (BallotType.APPROVAL, {"p01": 1, "p02": 1, "p03": 1, "p04": 1}, TooMany),
        (BallotType.APPROVAL, {"p01": 2}, BadPoints),
        (BallotType.KNAPSACK, {"p02": 1, "p03": 1}, OverBudget),
        (BallotType.POINTS, {"p01": 6, "p02": 5}, BadPoints),
        (BallotType.POINTS, {"p01": 11}, BadPoints),
        (BallotType.POINTS, {"p01": 0}, BadPoints),
        (BallotType.POINTS, {"p01": -1, "p02": 3}, BadPoints),
        (BallotType.RANKING, {"p01": 3, "p02": 1}, BadRanks),
        (BallotType.RANKING, {"p01": 3, "p02": 3}, BadRanks),
        (BallotType.RANKING, {"p01": 2}, BadRanks),
    ],
)
def test_a_ballot_outside_its_rule_is_refused(type_, choices, refusal):
    with pytest.raises(refusal):
        check(choices, rule(type_), blank=False)


@pytest.mark.parametrize(
    ("type_", "choices"),
    [
        (BallotType.APPROVAL, {"p03": 1, "p01": 1}),
        (BallotType.KNAPSACK, {"p01": 1, "p02": 1, "p04": 1}),
        (BallotType.POINTS, {"p01": 9, "p02": 1}),
        (BallotType.RANKING, {"p01": 2, "p02": 3}),
    ],
)
def test_a_ballot_inside_its_rule_is_counted_as_it_was_cast(type_, choices):
    assert check(choices, rule(type_), blank=False) == choices


@pytest.mark.parametrize("type_", list(BallotType))
def test_a_blank_vote_is_a_vote_where_the_voter_says_so(type_):
    assert check({}, rule(type_), blank=True) == {}


def test_a_knapsack_is_bound_by_money_alone():
    assert check({"p01": 1, "p02": 1, "p04": 1}, rule(BallotType.KNAPSACK, most=1), blank=False)


def test_a_refusal_says_by_how_much_the_money_does_not_reach():
    with pytest.raises(OverBudget) as no:
        check({"p02": 1, "p03": 1}, rule(BallotType.KNAPSACK), blank=False)

    assert (no.value.facts["cost"], no.value.facts["over"]) == ("12.00", "2.00")


@given(st.lists(st.sampled_from(sorted(COSTS)), max_size=12), st.sampled_from(list(BallotType)))
def test_what_one_clicks_together_is_always_a_ballot_that_may_be_cast(clicks, type_):
    held, bound = {}, rule(type_)

    for code in clicks:
        try:
            held = toggled(held, code, bound)
        except (TooMany, OverBudget):
            continue

    assert not held or check(held, bound, blank=False) == held


def test_who_leaves_a_ranking_lets_the_others_move_up():
    bound = rule(BallotType.RANKING)
    held = toggled(toggled(toggled({}, "p03", bound), "p01", bound), "p02", bound)

    held = toggled(held, "p03", bound)

    assert (held, ordered(held)) == ({"p01": 3, "p02": 2}, ["p01", "p02"])


def test_the_swap_that_is_offered_makes_room_and_is_the_cheapest_that_does():
    bound = rule(BallotType.KNAPSACK)

    assert swap_for({"p01": 1, "p02": 1}, "p03", bound) == "p02"
    assert swap_for({"p04": 1, "p01": 1, "p02": 1}, "p03", bound) is None


def test_the_cost_of_a_ballot_is_the_sum_of_its_projects():
    assert used({"p01": 5, "p04": 1}, rule()) == 500


@given(st.text(max_size=20))
def test_every_voter_sees_each_project_once_and_always_in_the_same_order(seed):
    codes = sorted(COSTS)

    assert (sorted(shuffled(codes, seed)), shuffled(codes, seed)) == (codes, shuffled(codes[::-1], seed))


def test_two_voters_see_different_orders():
    codes = [f"p{n:02d}" for n in range(1, 13)]

    assert len({tuple(shuffled(codes, str(voter))) for voter in range(100)}) == 100
