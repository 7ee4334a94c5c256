"""Equal shares on votes small enough to be worked out on paper."""

from __future__ import annotations

from fractions import Fraction

import pytest

from microprojects.domain.tally.counting import count, count_plainly
from microprojects.domain.tally.equal_shares import raise_by
from microprojects.domain.tally.outcomes import Loss, Stage, Why, record
from microprojects.domain.tally.plain_shares import price
from microprojects.domain.tally.specs import Fill, Rule, Spec, Start, Stop, Utility
from tests.votes_made import vote

both = pytest.mark.parametrize("counting", [count, count_plainly])
ADD1 = {"rule": Rule.EQUAL_SHARES_ADD1, "step": 1, "seed": "00"}


@pytest.mark.parametrize(
    ("cost", "supporters", "each"),
    [
        (6, [(Fraction(4), 1, 2)], Fraction(3)),
        (6, [(Fraction(1), 1, 2), (Fraction(9), 1, 1)], Fraction(4)),
        (6, [(Fraction(1), 1, 2), (Fraction(4), 1, 1)], Fraction(4)),  # everything they have
        (6, [(Fraction(1), 1, 2), (Fraction(3), 1, 1)], None),
        (6, [(Fraction(9), 1, 1), (Fraction(9), 2, 1)], Fraction(2)),  # who gave 2 points pays twice
        (6, [(Fraction(3), 2, 1), (Fraction(9), 1, 1)], Fraction(3)),  # and has less for each
        (0, [(Fraction(0), 1, 1)], Fraction(0)),
        (1, [(Fraction(0), 1, 5)], None),
    ],
)
def test_supporters_pay_alike_and_who_has_less_pays_all(cost, supporters, each):
    assert price(cost, supporters) == each


@both
def test_a_minority_gets_its_share_where_the_majority_would_take_all(counting):
    cast = vote(100, {"a": 50, "b": 50, "c": 40}, "6 a b", "4 c")

    shares = counting(cast, Spec(rule=Rule.EQUAL_SHARES, seed="00"))

    assert len(set(shares.selected) & {"a", "b"}) == 1
    assert "c" in shares.selected
    assert "c" not in counting(cast, Spec(rule=Rule.GREEDY, seed="00")).selected


@both
def test_each_step_tells_price_payers_and_what_is_left_and_each_loser_what_was_missing(counting):
    cast = vote(100, {"a": 60, "b": 30, "c": 50}, "6 a", "3 b", "1 c")

    outcome = counting(cast, Spec(rule=Rule.EQUAL_SHARES))

    steps = [(s.candidate, s.payers, s.price, s.rho, s.left_before, s.left_after) for s in outcome.steps]
    assert steps == [
        ("a", 6, Fraction(10), Fraction(1, 6), 100, 40),
        ("b", 3, Fraction(10), Fraction(1, 3), 40, 10),
        ("c", 0, None, None, 10, 10),
    ]
    assert outcome.losses == {"c": Loss(Why.UNPAID, 50, Fraction(10))}
    assert (outcome.purse, outcome.raises, outcome.overspent) == (10, 0, None)
    assert record(outcome)["steps"][0]["rho"] == "1/6"


@both
def test_by_cost_a_large_project_and_by_number_a_small_one_is_bought_first(counting):
    cast = vote(40, {"large": 30, "small": 20}, "4 large small", "1 large")

    by_cost = counting(cast, Spec(rule=Rule.EQUAL_SHARES))
    by_number = counting(cast, Spec(rule=Rule.EQUAL_SHARES, utility=Utility.CARDINALITY))

    assert (by_cost.selected, by_number.selected) == (("large",), ("small",))


@both
def test_points_weigh_what_a_project_is_worth(counting):
    cast = vote(30, {"a": 15, "b": 15}, *[{"a": 1, "b": 2}] * 2)

    outcome = counting(cast, Spec(rule=Rule.EQUAL_SHARES))

    assert [(step.candidate, step.price) for step in outcome.steps] == [
        ("b", Fraction(15, 4)),
        ("a", Fraction(15, 2)),
    ]


@both
def test_purses_are_raised_until_the_budget_would_be_overspent(counting):
    cast = vote(90, {"a": 40, "b": 40, "c": 35}, "4 a", "3 b", "2 c")

    outcome = counting(cast, Spec(**ADD1))

    # a costs its 4 supporters 10 each, b asks 14 of 3, c 18 of 2; at 18 all three would be bought
    assert (outcome.selected, outcome.purse, outcome.raises, outcome.overspent) == (("a", "b"), 17, 7, 18)


@both
def test_raising_may_end_where_nothing_more_fits(counting):
    cast = vote(90, {"a": 40, "b": 40, "c": 35}, "4 a", "3 b", "2 c")

    outcome = counting(cast, Spec(**ADD1, stop=Stop.EXHAUSTIVE))

    assert (outcome.selected, outcome.purse, outcome.overspent) == (("a", "b"), 14, None)


@both
def test_raising_ends_when_everything_is_bought(counting):
    outcome = counting(vote(100, {"a": 30, "b": 30}, "2 a", "1 b", "2"), Spec(**ADD1))

    assert (outcome.selected, outcome.purse, outcome.overspent) == (("a", "b"), 30, None)


@both
def test_a_purse_may_begin_with_a_whole_number(counting):
    cast = vote(100, {"a": 66}, "2 a", "1")

    assert counting(cast, Spec(rule=Rule.EQUAL_SHARES)).purse == Fraction(100, 3)
    assert counting(cast, Spec(rule=Rule.EQUAL_SHARES, start=Start.FLOOR)).purse == 33


@pytest.mark.parametrize(("budget", "step"), [(10, 1), (1000, 1), (60_000, 60), (50_000, 50), (500, 1)])
def test_purses_grow_by_a_two_hundredth_of_a_share_but_by_one_at_least(budget, step):
    cast = vote(budget, {"a": 1}, "5 a")

    assert raise_by(cast, Spec(rule=Rule.EQUAL_SHARES_ADD1)) == step


@both
def test_what_is_left_is_used_by_votes(counting):
    cast = vote(100, {"a": 60, "b": 45, "c": 35}, "6 a", "3 b", "1 c")

    outcome = counting(cast, Spec(rule=Rule.EQUAL_SHARES, fill=Fill.VOTES_SKIP))

    assert outcome.selected == ("a", "c")
    assert [(step.stage, step.candidate, step.won) for step in outcome.steps] == [
        (Stage.RULE, "a", True),
        (Stage.RULE, "b", False),
        (Stage.RULE, "c", False),
        (Stage.FILL, "b", False),
        (Stage.FILL, "c", True),
    ]
    assert outcome.losses == {"b": Loss(Why.NO_FIT, 45, Fraction(40))}


@both
def test_caps_and_groups_keep_out_while_there_is_money(counting):
    cast = vote(100, {"a": 30, "b": 20, "c": 10}, "5 a b c", a="x", b="x")

    capped = counting(cast, Spec(rule=Rule.EQUAL_SHARES, caps=(("x", 40),)))
    exclusive = counting(cast, Spec(rule=Rule.EQUAL_SHARES, exclusive=(frozenset("ab"),), seed="00"))

    assert set(capped.selected) in ({"a", "c"}, {"b", "c"})
    assert [loss.why for loss in capped.losses.values()] == [Why.CAP]
    assert [(loss.why, loss.by in exclusive.selected) for loss in exclusive.losses.values()] == [
        (Why.EXCLUSIVE, True)
    ]


@both
def test_one_that_could_never_be_paid_from_the_budget_does_not_end_the_raising(counting):
    cast = vote(100, {"huge": 101, "a": 40, "b": 30}, "9 huge", "4 a", "1 b")

    outcome = counting(cast, Spec(**ADD1))

    assert set(outcome.selected) == {"a", "b"}
    assert outcome.losses == {"huge": Loss(Why.NO_FIT, 101, Fraction(100))}
