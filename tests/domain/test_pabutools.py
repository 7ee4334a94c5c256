"""Our winners are those of pabutools, which other people wrote; it runs as a process of its own.

It is no part of what the tests need otherwise: `tests/oracles/requirements.txt` says how to get it.
"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from microprojects.domain.tally.counting import count
from microprojects.domain.tally.elections import Election
from microprojects.domain.tally.specs import Order, Rule, Spec, Start, Stop, Utility
from tests.oracles import pabutools_jobs
from tests.pb_files import NOT_THERE, REAL, manifest, opened
from tests.votes_made import drawn_vote

pytestmark = pytest.mark.skipif(not pabutools_jobs.there(), reason=pabutools_jobs.NOT_THERE)

GREEDY = Spec(rule=Rule.GREEDY, seed="ab01")
PER_COST = replace(GREEDY, order=Order.VOTES_PER_COST)
BY_COST = Spec(rule=Rule.EQUAL_SHARES, seed="ab01")
BY_NUMBER = replace(BY_COST, utility=Utility.CARDINALITY)
ADD1 = replace(BY_COST, rule=Rule.EQUAL_SHARES_ADD1)
PHRAGMEN = Spec(rule=Rule.PHRAGMEN, seed="ab01")
SHARES = (Rule.EQUAL_SHARES, Rule.EQUAL_SHARES_ADD1)
MOST_RAISES = 100
RULES = {
    "greedy": GREEDY,
    "greedy by votes for each unit of cost": PER_COST,
    "equal shares by cost": BY_COST,
    "equal shares by number": BY_NUMBER,
    "equal shares, raised until nothing fits": replace(ADD1, stop=Stop.EXHAUSTIVE),
    "equal shares, raised until overspending": ADD1,
    "equal shares, raised from a whole number": replace(ADD1, start=Start.FLOOR, utility=Utility.CARDINALITY),
    "phragmen": PHRAGMEN,
}


def comparable(cast: Election, spec: Spec) -> bool:
    """Whether both rules are meant to give the same, and pabutools can do it in a moment.

    With its utility of cost, what costs nothing is worth nothing to pabutools; and where several
    could be bought at one time, one of them that does not fit ends its sequential rule.
    """
    by_cost = spec == GREEDY or (spec.rule in SHARES and spec.utility == Utility.COST)
    if by_cost and not all(candidate.cost for candidate in cast.candidates):
        return False
    outcome = count(cast, spec)
    return outcome.raises <= MOST_RAISES and not (spec == PHRAGMEN and outcome.ties)


def differing(votes: list[Election], spec: Spec) -> list[tuple[list[str], list[str]]]:
    """Return the pairs of different winners."""
    told = pabutools_jobs.answers(pabutools_jobs.job(cast, spec) for cast in votes)
    pairs = [
        (sorted(count(cast, spec).selected), one["selected"]) for cast, one in zip(votes, told, strict=True)
    ]
    return [(ours, theirs) for ours, theirs in pairs if ours != theirs]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(RULES))
def test_votes_drawn_at_random_have_the_same_winners(name):
    drawn = (drawn_vote(random.Random(seed), scored=False) for seed in range(250))
    votes = [cast for cast in drawn if comparable(cast, RULES[name])]

    assert len(votes) >= 60
    assert differing(votes, RULES[name]) == []


@pytest.mark.slow
def test_points_drawn_at_random_have_the_same_winners():
    votes = [drawn_vote(random.Random(seed), scored=True) for seed in range(250)]

    assert differing(votes, BY_NUMBER) == []


REAL_FILES = sorted(
    row["file"]
    for row in manifest()
    if row["vote_type"] in ("approval", "choose-1") and int(row["voters"]) <= 2000
)


@pytest.mark.slow
@pytest.mark.skipif(not REAL.exists(), reason=NOT_THERE)
@pytest.mark.parametrize("name", sorted(name for name in RULES if "raised" not in name))
def test_real_votes_have_the_same_winners(name):
    polls = [opened(REAL / file).poll for file in REAL_FILES]
    votes = [poll.election for poll in polls if comparable(poll.election, RULES[name])]

    assert differing(votes, RULES[name]) == []


# Where purses are raised pabutools counts every run anew: in minutes where these are many, in moments below this.
MOST_WORK = 1_000_000  # raises times distinct ballots times projects
ROUNDS = sorted(
    row["file"]
    for row in manifest()
    if row["vote_type"] in ("approval", "choose-1")
    and int(row["distinct_ballots"]) * int(row["projects"]) <= MOST_WORK // 30
)


def work(cast: Election, spec: Spec) -> int:
    """How much pabutools has to do."""
    return count(cast, spec).raises * len(cast.ballots) * len(cast.candidates)


@pytest.mark.slow
@pytest.mark.skipif(not REAL.exists(), reason=NOT_THERE)
@pytest.mark.parametrize("name", sorted(name for name in RULES if "raised" in name))
def test_real_votes_with_raised_purses_have_the_same_winners(name):
    cast = [opened(REAL / file).poll.election for file in ROUNDS]
    votes = [each for each in cast if work(each, RULES[name]) <= MOST_WORK]

    assert len(votes) >= 31
    assert differing(votes, RULES[name]) == []
