"""How many more votes would have been enough."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from microprojects.domain.tally.counting import count
from microprojects.domain.tally.needed import MOST_FOLD, votes_needed, with_more
from microprojects.domain.tally.specs import Fill, Rule, Spec
from microprojects.domain.tally.ties import LotNotDrawn
from tests.votes_made import drawn_spec, drawn_vote, vote

GREEDY = Spec(rule=Rule.GREEDY)


def test_who_won_needs_none():
    assert votes_needed(vote(10, {"a": 10}, "1 a"), GREEDY, "a") == 0


def test_one_more_than_the_winner_or_as_many_where_equals_are_parted_so():
    dearer = vote(10, {"a": 9, "b": 10}, "7 a", "2 b")
    cheaper = vote(10, {"a": 10, "b": 9}, "7 a", "2 b")

    assert (votes_needed(dearer, GREEDY, "b"), votes_needed(cheaper, GREEDY, "b")) == (6, 5)


def test_votes_missing_to_the_least_number_are_told():
    assert votes_needed(vote(10, {"a": 10}, "1 a"), Spec(rule=Rule.GREEDY, min_votes=20), "a") == 19


def test_no_number_is_enough_for_one_that_is_dearer_than_the_budget():
    assert votes_needed(vote(10, {"a": 11}, "1 a"), GREEDY, "a") is None


@pytest.mark.parametrize("rule", list(Rule))
def test_as_many_votes_as_the_winner_go_by_lot_and_only_one_more_is_certain(rule):
    cast = vote(10, {"a": 10, "b": 10}, "21 a", "16 b")
    lots = [Spec(rule=rule, fill=Fill.VOTES_SKIP, seed=f"{seed:04x}") for seed in range(40)]

    assert {votes_needed(cast, spec, "b") for spec in lots} == {6}
    tie = [count(with_more(cast, 1, 5), spec).selected for spec in lots]
    assert set(tie) == {("a",), ("b",)}


def test_a_lot_among_others_that_changes_nothing_for_it_does_not_count():
    cast = vote(19, {"a": 10, "b": 9, "c": 9}, "5 a", "9 b", "9 c")

    for seed in ("ab01", "ab02", ""):
        assert votes_needed(cast, Spec(rule=Rule.GREEDY, seed=seed), "a") == 5


def test_a_win_by_a_lot_that_is_not_drawn_is_none():
    assert votes_needed(vote(10, {"a": 10, "b": 10}, "3 a", "1 b"), GREEDY, "b") == 3


def test_new_voters_give_the_most_points_that_anybody_gave():
    cast = vote(10, {"a": 10, "b": 10}, {"a": 5, "b": 1})

    assert votes_needed(cast, GREEDY, "b") == 1


def test_by_equal_shares_new_voters_bring_no_money():
    # 10 a voter; b costs 50: with n new voters 100 / (10 + n) each, of n + 1 supporters
    cast = vote(100, {"a": 50, "b": 50}, "9 a", "1 b")

    assert votes_needed(cast, Spec(rule=Rule.EQUAL_SHARES), "b") == 8


def test_there_is_no_such_candidate():
    with pytest.raises(KeyError):
        votes_needed(vote(10, {"a": 10}, "1 a"), GREEDY, "z")


def wins(cast, spec, place, more, lot):
    """Whether a candidate wins with some voters more, by one of many lots; by its own where there are none."""
    drawn = replace(spec, seed=f"{lot:04x}") if more else spec
    return cast.candidates[place].id in count(with_more(cast, place, more), drawn).selected


@pytest.mark.parametrize("rule", [Rule.GREEDY, Rule.GREEDY_NO_SKIP, Rule.EQUAL_SHARES, Rule.PHRAGMEN])
def test_it_wins_with_that_many_and_not_with_one_less(rule):
    for seed in range(25):
        draw = random.Random(seed)
        cast = drawn_vote(draw, scored=False)
        spec = drawn_spec(draw, cast, (rule,), seed="ab01")
        for place, candidate in enumerate(cast.candidates):
            needed = votes_needed(cast, spec, candidate.id)
            tried = [0] if needed == 0 else [needed - 1, needed] if needed else [1, 2, MOST_FOLD]
            won = [all(wins(cast, spec, place, n, seed) for seed in range(60 if n else 1)) for n in tried]
            assert won == ([True] if needed == 0 else [False, True] if needed else [False] * 3)


def test_voters_are_added_beside_those_who_chose_the_same():
    cast = with_more(vote(10, {"a": 5, "b": 5}, "2 a", "1 a b"), 0, 3)

    assert [(ballot.scores, ballot.weight) for ballot in cast.ballots] == [
        (((0, 1),), 5),
        (((0, 1), (1, 1)), 1),
    ]


def test_a_lot_that_is_refused_in_the_vote_itself_is_refused_only_by_counting():
    cast = vote(10, {"a": 10, "b": 10}, "1 a", "1 b")

    with pytest.raises(LotNotDrawn):
        count(cast, GREEDY)
    assert votes_needed(cast, GREEDY, "a") == 1
