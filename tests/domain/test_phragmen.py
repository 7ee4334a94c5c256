"""Phragmen's rule against one that asks every voter anew in every round, and what it refuses."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from microprojects.domain.tally.counting import count
from microprojects.domain.tally.elections import Election
from microprojects.domain.tally.outcomes import Loss, Stage, Tie, Why
from microprojects.domain.tally.phragmen import ScoredBallots
from microprojects.domain.tally.rooms import Room, entry
from microprojects.domain.tally.specs import Rule, Spec, TieBreak
from microprojects.domain.tally.ties import TieRule
from tests.votes_made import drawn_spec, drawn_vote, vote

SPEC = Spec(rule=Rule.PHRAGMEN, seed="00")


def by_the_book(cast: Election, spec: Spec) -> list[tuple[str, Fraction]]:
    """Return who wins and when, with a load for every ballot."""
    ties, room = TieRule(cast, spec), Room(cast, spec)
    waiting, won = entry(cast, spec, ties)[0], []
    loads = [Fraction(0)] * len(cast.ballots)
    backers = {
        place: [number for number, ballot in enumerate(cast.ballots) if place in dict(ballot.scores)]
        for place in waiting
    }
    while waiting := [place for place in waiting if not room.barred(cast.candidates[place])]:
        times = {
            place: (
                cast.candidates[place].cost + sum(loads[n] * cast.ballots[n].weight for n in backers[place])
            )
            / Fraction(cast.votes[place])
            for place in waiting
        }
        first = ties.ordered(place for place in waiting if times[place] == min(times.values()))[0]
        if room.refused(cast.candidates[first]):
            break
        room.take(cast.candidates[first])
        waiting.remove(first)
        won.append((cast.candidates[first].id, times[first]))
        for number in backers[first]:
            loads[number] = times[first]
    return won


@pytest.mark.parametrize("block", range(4))
def test_it_buys_what_the_book_buys_at_the_same_times(block):
    for seed in range(block * 100, block * 100 + 100):
        draw = random.Random(seed)
        cast = drawn_vote(draw, scored=False)
        spec = drawn_spec(draw, cast, (Rule.PHRAGMEN,), seed="ab01")

        won = [(step.candidate, step.price) for step in count(cast, spec).steps if step.won]

        assert won == by_the_book(cast, spec), seed


def test_supporters_whose_money_is_spent_wait_anew():
    cast = vote(100, {"a": 30, "b": 30, "c": 30}, "3 a b", "2 c")

    outcome = count(cast, SPEC)

    assert sorted(step.price for step in outcome.steps) == [10, 15, 20]
    assert outcome.selected[1] == "c"


def test_the_first_that_the_budget_does_not_reach_ends_it():
    cast = vote(100, {"a": 60, "b": 50, "c": 11}, "6 a", "2 b", "1 c", "9")

    outcome = count(cast, SPEC)

    assert outcome.selected == ("a", "c")
    assert outcome.losses == {"b": Loss(Why.NO_FIT, 50, Fraction(29))}


def test_whoever_would_have_come_later_is_told_who_ended_it():
    cast = vote(100, {"a": 60, "b": 50, "c": 10}, "9 a", "9 b", "1 c")

    outcome = count(cast, SPEC)

    assert outcome.losses == {"a": Loss(Why.NO_FIT, 60, Fraction(50)), "c": Loss(Why.ENDED, by="a")}


def test_of_two_at_the_same_time_of_which_one_ends_it_the_order_is_told():
    cast = vote(100, {"a": 60, "b": 60, "c": 10}, "6 a", "6 b")

    outcome = count(cast, Spec(rule=Rule.PHRAGMEN, seed="01"))

    first, second = outcome.selected[0], ({"a", "b"} - set(outcome.selected)).pop()
    assert outcome.ties == (Tie(Stage.RULE, (first, second), TieBreak.LOT),)


def test_points_are_refused():
    with pytest.raises(ScoredBallots) as refusal:
        count(vote(10, {"a": 5}, {"a": 2}), SPEC)

    assert str(refusal.value).startswith("弗拉格曼法只认“选”和“不选”")
