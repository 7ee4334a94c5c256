"""A vote with all that its file says: what is counted, what each project is called, what was published."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from microprojects.domain.tally.elections import Ballot, Election, Scores

WITHDRAWN_COST = 999_999_999
THRESHOLD = "min_project_score_threshold"


class VoteType(StrEnum):
    """What voters were asked for. Source: pabulib.org/format."""

    APPROVAL = "approval"
    CHOOSE_1 = "choose-1"
    ORDINAL = "ordinal"
    CUMULATIVE = "cumulative"
    SCORING = "scoring"

    @property
    def has_points(self) -> bool:
        """Return whether voters gave each choice a number."""
        return self in (VoteType.CUMULATIVE, VoteType.SCORING)

    @property
    def is_weighed(self) -> bool:
        """Return whether a choice can be worth more than another."""
        return self.has_points or self == VoteType.ORDINAL


@dataclass(frozen=True)
class PollFile:
    """One Pabulib file, without its voters: equal ballots are one, and nothing tells who cast it.

    `meta` holds the lines of META, `columns` and `rows` the section PROJECTS, all as written.
    Sums are in units of 10**-scale of the file's currency. `cast` has every project of the
    file and every ballot; `election` is what is counted.
    """

    meta: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    vote_type: VoteType
    scale: int
    cast: Election

    def said(self, key: str) -> str:
        """Return what META says about a key, or nothing."""
        return next((value for name, value in self.meta if name == key), "")

    def cells(self, column: str) -> tuple[str, ...]:
        """Return what each project has in a column; nothing where there is no such column."""
        if column not in self.columns:
            return ("",) * len(self.rows)
        place = self.columns.index(column)
        return tuple(row[place] for row in self.rows)

    def money(self, amount: int) -> str:
        """Write a sum in the file's own unit."""
        return written(amount, self.scale)

    @cached_property
    def withdrawn(self) -> frozenset[int]:
        """Return the places of withdrawn projects. Source: pabulib/checker, cost 999999999."""
        sentinel = WITHDRAWN_COST * 10**self.scale
        return frozenset(
            place for place, candidate in enumerate(self.cast.candidates) if candidate.cost == sentinel
        )

    @cached_property
    def election(self) -> Election:
        """Return what is counted: withdrawn projects cannot win, and who voted for them stays a voter."""
        return self.election_of(0)

    def election_of(self, min_score: int) -> Election:
        """Return what is counted where a project needs a score to take part."""
        cast = self.cast
        kept = [
            place
            for place in range(len(cast.candidates))
            if place not in self.withdrawn and cast.scores[place] >= min_score
        ]
        if len(kept) == len(cast.candidates):
            return cast
        places = {old: new for new, old in enumerate(kept)}
        counted: Counter[Scores] = Counter()
        for ballot in cast.ballots:
            scores = tuple((places[old], score) for old, score in ballot.scores if old in places)
            counted[scores] += ballot.weight
        return Election(
            budget=cast.budget,
            candidates=tuple(cast.candidates[place] for place in kept),
            ballots=tuple(Ballot(scores, counted[scores]) for scores in sorted(counted)),
        )

    @cached_property
    def threshold(self) -> int:
        """Return the score that the file asks of a winner of a greedy rule; nothing is 0."""
        return int(self.said(THRESHOLD) or 0)

    @cached_property
    def published(self) -> tuple[str, ...]:
        """Return the ids of the projects that the file marks as chosen by the rule; 2 and 3 are other money."""
        marks = self.cells("selected")
        return tuple(
            candidate.id
            for candidate, mark in zip(self.cast.candidates, marks, strict=True)
            if mark.strip() == "1"
        )


def written(amount: int, scale: int) -> str:
    """Write a number of units of 10**-scale exactly."""
    if scale == 0:
        return str(amount)
    whole, rest = divmod(abs(amount), 10**scale)
    return f"{'-' if amount < 0 else ''}{whole}.{rest:0{scale}d}"
