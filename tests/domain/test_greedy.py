"""By votes, down the list: what fits is taken, and every other project has its reason."""

from __future__ import annotations

from fractions import Fraction

import pytest

from microprojects.domain.tally.counting import count
from microprojects.domain.tally.outcomes import Loss, Why, record
from microprojects.domain.tally.specs import Order, Rule, Spec, TieBreak
from microprojects.domain.tally.ties import LotNotDrawn
from tests.votes_made import vote

COSTS = {"park": 60, "lamp": 50, "bench": 30, "tree": 10}
BALLOTS = ("5 park", "4 lamp", "3 bench", "2 tree")


def test_what_does_not_fit_is_passed_over():
    outcome = count(vote(100, COSTS, *BALLOTS), Spec(rule=Rule.GREEDY))

    assert (outcome.selected, outcome.spent, outcome.left) == (("park", "bench", "tree"), 100, 0)
    assert outcome.losses == {"lamp": Loss(Why.NO_FIT, 50, Fraction(40))}
    assert outcome.losses["lamp"].missing == 10


def test_without_skipping_the_first_that_does_not_fit_ends_the_count():
    outcome = count(vote(100, COSTS, *BALLOTS), Spec(rule=Rule.GREEDY_NO_SKIP))

    assert outcome.selected == ("park",)
    assert outcome.losses == {
        "lamp": Loss(Why.NO_FIT, 50, Fraction(40)),
        "bench": Loss(Why.ENDED, by="lamp"),
        "tree": Loss(Why.ENDED, by="lamp"),
    }


def test_without_skipping_one_dearer_than_the_budget_ends_the_count_too():
    outcome = count(vote(55, COSTS, *BALLOTS), Spec(rule=Rule.GREEDY_NO_SKIP))

    assert (outcome.selected, outcome.losses["lamp"]) == ((), Loss(Why.ENDED, by="park"))


def test_with_skipping_one_dearer_than_the_budget_is_put_aside_at_once():
    outcome = count(vote(55, COSTS, *BALLOTS), Spec(rule=Rule.GREEDY))

    assert [(step.candidate, step.won) for step in outcome.steps] == [
        ("park", False),
        ("lamp", True),
        ("bench", False),
        ("tree", False),
    ]
    assert outcome.losses["tree"] == Loss(Why.NO_FIT, 10, Fraction(5))


def test_by_votes_for_each_unit_of_cost_the_cheap_come_first():
    outcome = count(vote(100, COSTS, *BALLOTS), Spec(rule=Rule.GREEDY, order=Order.VOTES_PER_COST))

    assert outcome.selected == ("tree", "bench", "park")


def test_by_votes_for_each_unit_of_cost_what_costs_nothing_comes_first():
    cast = vote(10, {"a": 10, "free": 0, "also": 0}, "9 a", "1 free", "2 also")

    outcome = count(cast, Spec(rule=Rule.GREEDY, order=Order.VOTES_PER_COST))

    assert outcome.selected == ("also", "free", "a")


def test_points_are_summed():
    cast = vote(10, {"a": 10, "b": 10}, {"a": 3, "b": 1}, {"b": 1}, {"b": 1})

    outcome = count(cast, Spec(rule=Rule.GREEDY, seed="00"))

    assert [(step.candidate, step.votes, step.score) for step in outcome.steps] == [("b", 3, 3), ("a", 1, 3)]


def test_too_few_votes_are_a_reason_whatever_money_there_is():
    outcome = count(vote(1000, COSTS, *BALLOTS), Spec(rule=Rule.GREEDY, min_votes=3))

    assert outcome.selected == ("park", "lamp", "bench")
    assert outcome.losses == {"tree": Loss(Why.FEW_VOTES, 3, Fraction(2))}


def test_the_dearer_a_project_the_more_votes_it_needs():
    # 14 voters, a third of the cost share: 60 of 100 asks for 2.8 votes, 50 for 2.33
    cast = vote(100, {"park": 60, "lamp": 50}, "2 park", "3 lamp", "9")

    outcome = count(cast, Spec(rule=Rule.GREEDY, min_share=Fraction(1, 3)))

    assert outcome.selected == ("lamp",)
    assert outcome.losses == {"park": Loss(Why.SMALL_SHARE, 3, Fraction(2))}


def test_exactly_the_share_is_enough():
    cast = vote(90, {"park": 60}, "2 park", "7")

    assert count(cast, Spec(rule=Rule.GREEDY, min_share=Fraction(1, 3))).selected == ("park",)


def test_a_category_ends_at_its_cap_and_others_go_on():
    cast = vote(200, COSTS, *BALLOTS, park="green", bench="green", tree="green")

    outcome = count(cast, Spec(rule=Rule.GREEDY, caps=(("green", 80),)))

    assert outcome.selected == ("park", "lamp", "tree")
    assert outcome.losses == {"bench": Loss(Why.CAP, 30, Fraction(20), "green")}


@pytest.mark.parametrize("rule", [Rule.GREEDY, Rule.GREEDY_NO_SKIP])
def test_a_category_of_which_enough_have_won_ends_and_others_go_on(rule):
    cast = vote(200, COSTS, *BALLOTS, park="green", bench="green", tree="green")

    outcome = count(cast, Spec(rule=rule, quotas=(("green", 1),)))

    assert outcome.selected == ("park", "lamp")
    assert outcome.losses == dict.fromkeys(("bench", "tree"), Loss(Why.QUOTA, 1, Fraction(1), "green"))


def test_an_equal_that_would_have_ended_the_count_had_it_come_first_owes_its_silence_to_the_lot():
    cast = vote(
        41, {"first": 5, "fits": 33, "large": 41}, "3 first", "2 fits", "2 large", fits="x", large="x"
    )
    spec = Spec(rule=Rule.GREEDY_NO_SKIP, quotas=(("x", 1),), ties=(TieBreak.LOT,))

    with pytest.raises(LotNotDrawn):
        count(cast, spec)


@pytest.mark.parametrize("rule", [Rule.GREEDY, Rule.GREEDY_NO_SKIP])
def test_of_a_group_only_one_wins_and_the_other_is_passed_over(rule):
    outcome = count(vote(200, COSTS, *BALLOTS), Spec(rule=rule, exclusive=(frozenset({"park", "lamp"}),)))

    assert outcome.selected == ("park", "bench", "tree")
    assert outcome.losses == {"lamp": Loss(Why.EXCLUSIVE, by="park")}


def test_an_outcome_is_written_with_sums_as_texts():
    document = record(count(vote(100, COSTS, *BALLOTS), Spec(rule=Rule.GREEDY)))

    assert document == {
        "selected": ["park", "bench", "tree"],
        "budget": "100",
        "spent": "100",
        "left": "0",
        "ties": [],
        "steps": [
            step("park", 5, 60, 100, 40),
            step("lamp", 4, 50, 40, 40)
            | {"won": False, "loss": {"why": "no-fit", "needed": "50", "had": "40", "missing": "10"}},
            step("bench", 3, 30, 40, 10),
            step("tree", 2, 10, 10, 0),
        ],
    }


def step(key: str, votes: int, cost: int, before: int, after: int) -> dict[str, object]:
    """Return a winner's step as it is written."""
    return {
        "stage": "rule",
        "candidate": key,
        "won": True,
        "votes": votes,
        "score": votes,
        "cost": str(cost),
        "left_before": str(before),
        "left_after": str(after),
    }
