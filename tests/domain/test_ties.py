"""Equals are put in order by the rule and by a public lot, and only where that decides anything is it told."""

from __future__ import annotations

import hashlib

import pytest

from microprojects.domain.tally.counting import count
from microprojects.domain.tally.outcomes import Stage, Tie, Why
from microprojects.domain.tally.specs import Fill, Rule, Spec, TieBreak
from microprojects.domain.tally.ties import LotNotDrawn, SeedUnreadable, TieRule, lot, lot_seed
from tests.votes_made import vote

SEED = "5eed"
LOT = (TieBreak.LOT,)
ALL = (TieBreak.LOWEST_COST, TieBreak.MOST_VOTES, TieBreak.LOT)
SHARES = (Rule.EQUAL_SHARES, Rule.EQUAL_SHARES_ADD1)


def test_the_seed_is_the_hash_of_the_prefix_the_root_and_the_beacon():
    root, beacon = bytes(range(32)), b"\xff" * 32

    assert lot_seed(root, beacon) == hashlib.sha256(b"pb-lot-v1\x00" + root + beacon).hexdigest()


def test_a_lot_is_the_hash_of_the_seed_s_bytes_and_the_id():
    assert lot(SEED, "桥") == hashlib.sha256(bytes([0x5E, 0xED]) + "桥".encode()).digest()


def test_equals_in_everything_are_in_the_order_of_their_lots():
    cast = vote(10, dict.fromkeys("abcdefgh", 5))

    ordered = TieRule(cast, Spec(rule=Rule.GREEDY, seed=SEED)).ordered(range(8))

    assert ["abcdefgh"[place] for place in ordered] == sorted("abcdefgh", key=lambda key: lot(SEED, key))


@pytest.mark.parametrize("seed", ["xyz", "abc", "0x00"])
def test_a_seed_that_is_not_hexadecimal_is_refused(seed):
    with pytest.raises(SeedUnreadable):
        count(vote(10, {"a": 5}, "1 a"), Spec(rule=Rule.GREEDY, seed=seed))


@pytest.mark.parametrize(
    ("ties", "winner", "by"),
    [
        (ALL, "cheap", TieBreak.LOWEST_COST),
        (LOT, min("cheap", "dear", key=lambda k: lot(SEED, k)), TieBreak.LOT),
    ],
)
def test_the_first_criterion_that_tells_equals_apart_decides_and_is_told(ties, winner, by):
    cast = vote(10, {"cheap": 6, "dear": 7}, "2 cheap", "2 dear")

    outcome = count(cast, Spec(rule=Rule.GREEDY, ties=ties, seed=SEED))

    loser = ({"cheap", "dear"} - {winner}).pop()
    assert outcome.selected == (winner,)
    assert outcome.ties == (Tie(Stage.RULE, (winner, loser), by),)


def test_most_votes_decide_between_equal_scores():
    cast = vote(10, {"one": 10, "two": 10}, {"one": 2}, {"two": 1}, {"two": 1})

    outcome = count(cast, Spec(rule=Rule.GREEDY))

    assert (outcome.selected, outcome.ties[0].by) == (("two",), TieBreak.MOST_VOTES)


def test_only_the_last_criterion_is_told_where_an_earlier_one_changed_nothing():
    cast = vote(10, {"a": 4, "b": 6, "c": 6}, "1 a b c")

    outcome = count(cast, Spec(rule=Rule.GREEDY, seed=SEED))

    first, second = sorted("bc", key=lambda key: lot(SEED, key))
    assert outcome.selected == ("a", first)
    assert outcome.ties == (Tie(Stage.RULE, (first, second), TieBreak.LOT),)


@pytest.mark.parametrize("costs", [{"a": 5, "b": 5}, {"a": 5, "b": 11}, {"a": 11, "b": 11}])
@pytest.mark.parametrize("rule", [Rule.GREEDY, *SHARES, Rule.PHRAGMEN])
def test_no_lot_is_needed_where_both_win_or_one_cannot_win_anyway(costs, rule):
    cast = vote(10, costs, "2 a", "2 b")

    outcome = count(cast, Spec(rule=rule, ties=LOT))

    assert outcome.selected == tuple(key for key, cost in costs.items() if cost < 10)
    assert outcome.ties == ()


@pytest.mark.parametrize("rule", list(Rule))
def test_without_a_seed_a_lot_that_decides_is_refused_with_a_sentence(rule):
    cast = vote(10, {"b": 7, "a": 7}, "4 a b")

    with pytest.raises(LotNotDrawn) as refusal:
        count(cast, Spec(rule=rule))

    assert str(refusal.value).startswith("a和b不分先后，要抽签才能定")


def test_where_the_first_that_does_not_fit_ends_the_count_its_place_before_an_equal_decides():
    cast = vote(10, {"fits": 5, "huge": 11}, "1 fits huge")

    outcome = count(cast, Spec(rule=Rule.GREEDY_NO_SKIP))

    assert outcome.selected == ("fits",)
    assert outcome.ties == (Tie(Stage.RULE, ("fits", "huge"), TieBreak.LOWEST_COST),)


@pytest.mark.parametrize("rule", SHARES)
def test_equals_whose_supporters_can_pay_both_are_no_tie(rule):
    cast = vote(8, {"a": 2, "b": 2}, "4 a b")

    assert count(cast, Spec(rule=rule)).ties == ()


@pytest.mark.parametrize("rule", SHARES)
def test_equals_of_which_the_second_becomes_dearer_are_a_tie(rule):
    cast = vote(12, {"a": 6, "b": 6}, "1 a", "1 b", "1 a b")

    outcome = count(cast, Spec(rule=rule, seed=SEED))

    first, second = sorted("ab", key=lambda key: lot(SEED, key))
    assert outcome.ties[0] == Tie(Stage.RULE, (first, second), TieBreak.LOT)
    assert outcome.selected[0] == first


def test_a_tie_in_the_fill_is_told_as_one_of_the_fill():
    cast = vote(10, {"a": 9, "b": 9}, "1 a", "1 b", "3")

    outcome = count(cast, Spec(rule=Rule.EQUAL_SHARES, fill=Fill.VOTES_SKIP, seed=SEED))

    first, second = sorted("ab", key=lambda key: lot(SEED, key))
    assert outcome.ties == (Tie(Stage.FILL, (first, second), TieBreak.LOT),)
    assert outcome.losses[second].why == Why.NO_FIT


def test_another_seed_changes_only_the_order_of_equals():
    cast = vote(12, {"top": 4, "a": 4, "b": 4, "c": 4}, "2 top", "1 a", "1 b", "1 c")

    outcomes = [count(cast, Spec(rule=Rule.GREEDY, seed=f"{seed:02x}")) for seed in range(20)]

    assert {outcome.selected[0] for outcome in outcomes} == {"top"}
    assert {frozenset(outcome.selected[1:]) for outcome in outcomes} == {
        frozenset("ab"),
        frozenset("ac"),
        frozenset("bc"),
    }
