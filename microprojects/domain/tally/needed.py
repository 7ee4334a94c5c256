"""How many more votes a project that lost would have needed."""

from __future__ import annotations

from dataclasses import replace

from microprojects.domain.tally.counting import count
from microprojects.domain.tally.elections import Ballot, Election
from microprojects.domain.tally.specs import Spec
from microprojects.domain.tally.ties import LotNotDrawn

MOST_FOLD = 64  # more new voters than this many times the old ones are not tried


def votes_needed(election: Election, spec: Spec, candidate: str) -> int | None:
    """Return how many more votes would have been enough for a candidate: nothing where it won, None if no number is.

    It is the number of voters who, had they come too and chosen only this candidate, with the
    most points that anybody gave anyone, would have made it win: with them the whole vote is counted
    again by the same rule, the budget as it is. Found by doubling and then halving, so that it wins
    with this number and does not with one less. Where more votes can do harm (equal shares have less
    for each voter the more there are), a smaller number apart from that may be enough, too. A win by
    a lot that is not drawn yet is none.

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
    cast = with_more(election, place, more) if more else election
    try:
        return election.candidates[place].id in count(cast, spec).selected
    except LotNotDrawn:
        return False
