"""What holds for every rule and every vote, tried on votes drawn at random."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from microprojects.domain.tally.counting import count, count_plainly
from microprojects.domain.tally.elections import Election
from microprojects.domain.tally.outcomes import Outcome, Stage, Why, record
from microprojects.domain.tally.phragmen import ScoredBallots
from microprojects.domain.tally.rooms import Room, needed_votes
from microprojects.domain.tally.specs import Fill, Order, Rule, Spec
from microprojects.domain.tally.ties import LotNotDrawn
from tests.votes_made import drawn_spec, drawn_vote, shuffled, vote

SHARES = (Rule.EQUAL_SHARES, Rule.EQUAL_SHARES_ADD1)
ROOT = Path(__file__).resolve().parents[2]


def answer(counting: Callable[[Election, Spec], Outcome], cast: Election, spec: Spec) -> object:
    """Return an outcome, or the facts of a refusal."""
    try:
        return counting(cast, spec)
    except LotNotDrawn as refusal:
        return refusal.facts


def told(cast: Election, spec: Spec) -> str:
    """Return everything that a count says, or that it refuses."""
    try:
        return json.dumps(record(count(cast, spec)))
    except (LotNotDrawn, ScoredBallots) as refusal:
        return str(refusal)


def drawn(seed: int, **fixed: object) -> tuple[Election, Spec, Outcome]:
    """Return the first vote from a seed on that can be counted."""
    for number in range(seed * 1000, seed * 1000 + 1000):
        draw = random.Random(number)
        cast = drawn_vote(draw)
        spec = drawn_spec(draw, cast, seed="ab01", **fixed)
        if spec.rule != Rule.PHRAGMEN or cast.scores == cast.votes:
            return cast, spec, count(cast, spec)
    raise AssertionError


@pytest.mark.parametrize("block", range(8))
def test_the_fast_engine_tells_what_the_plain_one_tells(block):
    for seed in range(block * 50, block * 50 + 50):
        draw = random.Random(seed)
        cast = drawn_vote(draw)
        spec = drawn_spec(draw, cast, SHARES)
        assert answer(count, cast, spec) == answer(count_plainly, cast, spec), seed


@pytest.mark.parametrize("rule", list(Rule))
def test_the_order_of_projects_and_ballots_leaves_no_trace(rule):
    for seed in range(60):
        draw = random.Random(seed)
        cast = drawn_vote(draw)
        spec = drawn_spec(draw, cast, (rule,))

        assert told(shuffled(draw, cast), spec) == told(cast, spec), seed


PRINTED = """
import hashlib, random
from tests.domain.test_counting import told
from tests.votes_made import drawn_spec, drawn_vote
said = hashlib.sha256()
for seed in range(120):
    draw = random.Random(seed)
    cast = drawn_vote(draw)
    said.update(told(cast, drawn_spec(draw, cast)).encode())
print(said.hexdigest())
"""


@pytest.mark.slow
def test_a_count_does_not_depend_on_how_python_hashes():
    said = {
        subprocess.run(
            [sys.executable, "-c", PRINTED],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": str(number)},
            check=True,
            capture_output=True,
        ).stdout
        for number in (0, 1, 20)
    }

    assert len(said) == 1
    assert len(said.pop().strip()) == 2 * hashlib.sha256().digest_size


@pytest.mark.parametrize("seed", range(150))
def test_what_wins_is_within_the_budget_the_caps_and_the_groups_and_every_project_is_told_of(seed):
    cast, spec, outcome = drawn(seed)
    costs = {one.id: one.cost for one in cast.candidates}
    won = [one for one in cast.candidates if one.id in outcome.selected]

    assert outcome.spent == sum(costs[key] for key in outcome.selected) <= cast.budget
    assert [c for c, most in spec.caps if sum(x.cost for x in won if c in x.categories) > most] == []
    assert [c for c, most in spec.quotas if sum(c in x.categories for x in won) > most] == []
    assert [group for group in spec.exclusive if len(group & set(outcome.selected)) > 1] == []
    assert sorted([*outcome.selected, *outcome.losses]) == sorted(costs)


@pytest.mark.parametrize("seed", range(60))
def test_nobody_wins_with_fewer_votes_than_needed(seed):
    cast, spec, outcome = drawn(seed, min_votes=2)

    for place, candidate in enumerate(cast.candidates):
        if cast.votes[place] < needed_votes(cast, spec, place)[1]:
            assert outcome.losses[candidate.id].why in (Why.FEW_VOTES, Why.SMALL_SHARE)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("rule", [Rule.GREEDY, *SHARES])
def test_where_money_that_is_left_is_used_nothing_that_may_win_fits_any_more(seed, rule):
    cast, spec, outcome = drawn(seed, rule=rule, fill=Fill.VOTES_SKIP)
    room = Room(cast, spec)
    for candidate in cast.candidates:
        if candidate.id in outcome.selected:
            room.take(candidate)

    assert [
        candidate.id
        for place, candidate in enumerate(cast.candidates)
        if candidate.id not in outcome.selected
        and cast.votes[place] >= needed_votes(cast, spec, place)[1]
        and not room.refused(candidate)
    ] == []


@pytest.mark.parametrize("seed", range(100))
@pytest.mark.parametrize("rule", SHARES)
def test_supporters_pay_the_cost_exactly_and_never_more_than_they_have(seed, rule):
    cast, _, outcome = drawn(seed, rule=rule)
    places = {one.id: place for place, one in enumerate(cast.candidates)}
    purses = [outcome.purse] * len(cast.ballots)

    for step in outcome.steps:
        if step.stage == Stage.RULE and step.won:
            paid = 0
            for number, ballot in enumerate(cast.ballots):
                points = dict(ballot.scores).get(places[step.candidate], 0)
                share = min(purses[number], step.price * points)
                purses[number] -= share
                paid += share * ballot.weight
            assert paid == step.cost

    assert all(purse is None or purse >= 0 for purse in purses)


@pytest.mark.parametrize("rule", list(Rule))
def test_a_vote_to_which_nobody_came_and_one_of_blank_ballots_elect_nobody(rule):
    empty, blank = vote(10, {"a": 5, "b": 0}), vote(10, {"a": 5, "b": 0}, "3")

    for cast in (empty, blank):
        outcome = count(cast, Spec(rule=rule))
        assert (outcome.selected, outcome.spent, outcome.left) == ((), 0, 10)
        assert {key: loss.why for key, loss in outcome.losses.items()} == dict.fromkeys("ab", Why.FEW_VOTES)


@pytest.mark.parametrize("rule", list(Rule))
@pytest.mark.parametrize("order", list(Order))
def test_one_voter_gets_what_costs_nothing_and_what_costs_the_whole_budget(rule, order):
    cast = vote(10, {"all": 10, "free": 0}, "1 all free")

    outcome = count(cast, Spec(rule=rule, order=order))

    assert sorted(outcome.selected) == ["all", "free"]


def test_a_vote_with_sums_beyond_any_float_is_counted_to_the_last_unit():
    budget = 3 * 10**25
    cast = vote(budget, {"a": 10**25 + 1, "b": 10**25, "c": 10**25}, "1 a", "1 b", "1 c")

    outcome = count(cast, Spec(rule=Rule.EQUAL_SHARES))

    assert sorted(outcome.selected) == ["b", "c"]
    assert (outcome.losses["a"].why, outcome.losses["a"].missing) == (Why.UNPAID, 1)
