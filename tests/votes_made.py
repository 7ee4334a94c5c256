"""Votes made up for tests: by hand in a line, or at random with all that is awkward."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from microprojects.domain.tally.elections import Candidate, Election, election
from microprojects.domain.tally.specs import Fill, Order, Rule, Spec, Start, Stop, TieBreak, Utility

TIES = (
    (TieBreak.LOWEST_COST, TieBreak.MOST_VOTES, TieBreak.LOT),
    (TieBreak.MOST_VOTES, TieBreak.LOT),
    (TieBreak.LOT,),
)


def vote(budget: int, costs: dict[str, int], *ballots: str | dict[str, int], **kinds: str) -> Election:
    """Return a vote; a ballot `3 a b` stands for three voters who chose a and b, `kinds` for categories."""
    cast: list[dict[str, int]] = []
    for ballot in ballots:
        if isinstance(ballot, dict):
            cast.append(ballot)
        else:
            many, *chosen = ballot.split()
            cast += [dict.fromkeys(chosen, 1)] * int(many)
    candidates = [Candidate(key, cost, frozenset(kinds.get(key, "").split())) for key, cost in costs.items()]
    return election(budget, candidates, cast)


def drawn_vote(draw: random.Random, *, scored: bool | None = None) -> Election:
    """Return a small vote with blank ballots, equals, costs of nothing, of all, and of more than all."""
    many, budget = draw.randint(1, 8), draw.randint(1, 60)
    costs = [draw.choice([0, 1, 2, 3, 5, budget, draw.randint(1, budget + 3)]) for _ in range(many)]
    scale = draw.choice([1, 1, 10, 997, 10**12 + 39])
    if scored is None:
        scored = draw.random() < 0.3
    candidates = [
        Candidate(f"p{number}", cost * scale, frozenset(draw.sample("xy", draw.randint(0, 2))))
        for number, cost in enumerate(costs)
    ]
    cast = [
        {
            one.id: draw.randint(1, 4) if scored else 1
            for one in draw.sample(candidates, draw.randint(0, min(many, 4)))
        }
        for _ in range(draw.randint(1, draw.choice([1, 3, 12, 30])))
    ]
    return election(budget * scale, candidates, cast)


def drawn_spec(
    draw: random.Random, cast: Election, rules: tuple[Rule, ...] = tuple(Rule), **fixed: Any
) -> Spec:
    """Return a rule with any settings."""
    share = cast.budget // cast.voters
    settings: dict[str, Any] = {
        "rule": draw.choice(rules),
        "order": draw.choice(list(Order)),
        "utility": draw.choice(list(Utility)),
        "start": draw.choice(list(Start)),
        "step": draw.choice([None, max(1, cast.budget // 20), max(1, share // 7)]),
        "stop": draw.choice(list(Stop)),
        "fill": draw.choice(list(Fill)),
        "min_votes": draw.choice([0, 0, 0, 2]),
        "min_share": draw.choice([Fraction(0), Fraction(0), Fraction(1, 3)]),
        "caps": draw.choice([(), (), (("x", cast.budget // 2),)]),
        "exclusive": draw.choice([(), (), (frozenset({"p0", "p1"}), frozenset({"p1", "p2"}))]),
        "ties": draw.choice(TIES),
        "seed": draw.choice(["ab01", "ab01", ""]),
        "quotas": draw.choice([(), (), (("x", 1),), (("x", 2), ("y", 1))]),
    }
    return Spec(**settings | fixed)


def shuffled(draw: random.Random, cast: Election) -> Election:
    """Return the same vote with its candidates in another order, its ballots one by one in another order."""
    single = [
        {cast.candidates[place].id: points for place, points in ballot.scores}
        for ballot in cast.ballots
        for _ in range(ballot.weight)
    ]
    candidates = list(cast.candidates)
    draw.shuffle(candidates)
    draw.shuffle(single)
    return election(cast.budget, candidates, single)
