"""How many more votes a project that lost would have needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import count as numbers
from math import factorial

from microprojects.domain.tally.counting import count
from microprojects.domain.tally.elections import Ballot, Election
from microprojects.domain.tally.specs import Spec, TieBreak
from microprojects.domain.tally.ties import LotNotDrawn, lot

MOST_FOLD = 64  # more new voters than this many times the old ones are not tried
MOST_TIED = 4  # of more equals that only the lot parts, no win is held to be certain


def votes_needed(election: Election, spec: Spec, candidate: str) -> int | None:
    """Return how many more votes would have been enough for a candidate: nothing where it won, None if no number is.

    It is the number of voters who, had they come too and chosen only this candidate, with the
    most points that anybody gave anyone, would have made it win: with them the whole vote is counted
    again by the same rule, the budget as it is. Found by doubling and then halving, so that it wins
    with this number and does not with one less. Where more votes can do harm (equal shares have less
    for each voter the more there are), a smaller number apart from that may be enough, too. A win that
    only some lots give is none: with other ballots another lot is drawn, and nobody knows which.

    Raises:
        KeyError: there is no such candidate.
    """
    places = {one.id: place for place, one in enumerate(election.candidates)}
    place = places[candidate]
    most = MOST_FOLD * (election.voters + 1)
    if _wins(election, spec, place, 0):
        return 0
    failing, enough = 0, 1
    while not _wins(election, spec, place, enough):
        failing, enough = enough, enough * 2
        if enough > most:
            return None
    while enough - failing > 1:
        middle = (failing + enough) // 2
        if _wins(election, spec, place, middle):
            enough = middle
        else:
            failing = middle
    return enough


def with_more(election: Election, place: int, voters: int) -> Election:
    """Return the election with more voters who chose one candidate only."""
    points = max((given for ballot in election.ballots for _, given in ballot.scores), default=1)
    weights = {ballot.scores: ballot.weight for ballot in election.ballots}
    only = ((place, points),)
    weights[only] = weights.get(only, 0) + voters
    return replace(election, ballots=tuple(Ballot(scores, weights[scores]) for scores in sorted(weights)))


def _wins(election: Election, spec: Spec, place: int, more: int) -> bool:
    candidate = election.candidates[place].id
    if more:
        return _is_certain(with_more(election, place, more), spec, candidate)
    try:
        return candidate in count(election, spec).selected
    except LotNotDrawn:
        return False


def _is_certain(election: Election, spec: Spec, candidate: str) -> bool:
    """Return whether a candidate wins whichever lot is drawn: every order of those whom only the lot parts is tried."""
    tied: frozenset[str] = frozenset()
    while len(tied) <= MOST_TIED:
        outcomes = []
        for seed in _a_seed_of_each_order(tuple(sorted(tied))):
            outcomes.append(count(election, replace(spec, seed=seed)))
            if candidate not in outcomes[-1].selected:
                return False
        ties = (tie for outcome in outcomes for tie in outcome.ties if tie.by == TieBreak.LOT)
        found = tied.union(*(tie.candidates for tie in ties))
        if found == tied:
            return True
        tied = found
    return False


@lru_cache(maxsize=256)
def _a_seed_of_each_order(tied: Sequence[str]) -> tuple[str, ...]:
    """Return seeds of the lot that bring some candidates into each order once."""
    seeds: dict[tuple[str, ...], str] = {}
    for number in numbers():
        seed = f"{number:08x}"
        seeds.setdefault(tuple(sorted(tied, key=lambda one: lot(seed, one))), seed)
        if len(seeds) == factorial(len(tied)):
            return tuple(seeds.values())
    raise AssertionError  # the numbers do not end
