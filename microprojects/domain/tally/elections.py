"""What is counted: projects with a cost, a budget, and ballots of which equal ones are one row with a weight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

Scores = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One project on the ballot; `cost` in the smallest unit of the currency (fen)."""

    id: str
    cost: int
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ballot:
    """All ballots with the same choices.

    `scores` holds (place of the candidate in the election, score), by place, each place once,
    each score at least 1; approval gives 1. An empty one is a blank vote. `weight` is how
    many voters cast it.
    """

    scores: Scores
    weight: int


@dataclass(frozen=True)
class Election:
    """Candidates in the order of the source, distinct ballots in the order of their scores."""

    budget: int
    candidates: tuple[Candidate, ...]
    ballots: tuple[Ballot, ...]

    @cached_property
    def voters(self) -> int:
        """Return how many people voted, blank votes among them."""
        return sum(ballot.weight for ballot in self.ballots)

    @cached_property
    def votes(self) -> tuple[int, ...]:
        """Return for each candidate the number of voters who gave it any score."""
        counted = [0] * len(self.candidates)
        for ballot in self.ballots:
            for place, _ in ballot.scores:
                counted[place] += ballot.weight
        return tuple(counted)

    @cached_property
    def scores(self) -> tuple[int, ...]:
        """Return for each candidate the sum of its scores; for approval ballots these are the votes."""
        counted = [0] * len(self.candidates)
        for ballot in self.ballots:
            for place, score in ballot.scores:
                counted[place] += score * ballot.weight
        return tuple(counted)


def election(budget: int, candidates: Iterable[Candidate], cast: Iterable[Mapping[str, int]]) -> Election:
    """Return the election of single ballots, each a score by candidate id; the order of ballots leaves no trace.

    Raises:
        KeyError: a ballot names no candidate.
        ValueError: two candidates share an id, or a score is below 1.
    """
    listed = tuple(candidates)
    places = {candidate.id: place for place, candidate in enumerate(listed)}
    if len(places) < len(listed):
        raise ValueError("two candidates share an id")
    counted: Counter[Scores] = Counter()
    for choices in cast:
        if any(score < 1 for score in choices.values()):
            raise ValueError("a score is below 1")
        counted[tuple(sorted((places[key], score) for key, score in choices.items()))] += 1
    return Election(
        budget=budget,
        candidates=listed,
        ballots=tuple(Ballot(scores, counted[scores]) for scores in sorted(counted)),
    )
