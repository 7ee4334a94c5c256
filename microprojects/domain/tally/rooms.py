"""What the winners leave to the others: money, money and places of a category, and groups in which nobody has won yet."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from microprojects.domain.tally.elections import Candidate, Election
from microprojects.domain.tally.outcomes import Loss, Stage, Step, Why
from microprojects.domain.tally.specs import Rule, Spec
from microprojects.domain.tally.ties import TieRule


class Room:
    """The room that is left while winners are taken."""

    def __init__(self, election: Election, spec: Spec) -> None:
        self.left = election.budget
        self._caps = dict(spec.caps)
        self._quotas, self._places = dict(spec.quotas), dict(spec.quotas)
        self._groups = spec.exclusive
        self._taken: dict[str, str] = {}

    def copy(self) -> Room:
        """Return the room as it is now."""
        other = object.__new__(Room)
        other.left, other._groups = self.left, self._groups
        other._caps, other._taken = dict(self._caps), dict(self._taken)
        other._quotas, other._places = self._quotas, dict(self._places)
        return other

    def take(self, winner: Candidate) -> None:
        """Give a winner its room."""
        self.left -= winner.cost
        for category in winner.categories & self._caps.keys():
            self._caps[category] -= winner.cost
        for category in winner.categories & self._places.keys():
            self._places[category] -= 1
        for group in self._groups:
            if winner.id in group:
                self._taken = dict.fromkeys(group, winner.id) | self._taken

    def barred(self, candidate: Candidate) -> Loss | None:
        """Return why a candidate is kept out whatever money there is, or nothing."""
        if candidate.id in self._taken:
            return Loss(Why.EXCLUSIVE, by=self._taken[candidate.id])
        for category in sorted(candidate.categories & self._places.keys()):
            if not self._places[category]:
                most = self._quotas[category]
                return Loss(Why.QUOTA, most, Fraction(most), category)
        for category in sorted(candidate.categories & self._caps.keys()):
            if candidate.cost > self._caps[category]:
                return Loss(Why.CAP, candidate.cost, Fraction(self._caps[category]), category)
        return None

    def refused(self, candidate: Candidate) -> Loss | None:
        """Return why a candidate has no room, or nothing."""
        if barred := self.barred(candidate):
            return barred
        if candidate.cost > self.left:
            return Loss(Why.NO_FIT, candidate.cost, Fraction(self.left))
        return None


def step(
    election: Election,
    stage: Stage,
    place: int,
    before: int,
    loss: Loss | None = None,
    after: int | None = None,
) -> Step:
    """Return the step that considers one candidate; a loser leaves the budget as it was."""
    return Step(
        stage=stage,
        candidate=election.candidates[place].id,
        votes=election.votes[place],
        score=election.scores[place],
        cost=election.candidates[place].cost,
        left_before=before,
        left_after=before if after is None else after,
        loss=loss,
    )


def needed_votes(election: Election, spec: Spec, place: int) -> tuple[Why, int]:
    """Return how many votes a candidate needs at least, and of what kind this need is; one is always needed."""
    least = max(1, spec.min_votes)
    if spec.min_share and election.budget:
        share = spec.min_share * election.candidates[place].cost * election.voters / election.budget
        if share > least:
            return Why.SMALL_SHARE, ceil(share)
    return Why.FEW_VOTES, least


def entry(election: Election, spec: Spec, ties: TieRule) -> tuple[list[int], list[Step]]:
    """Return the places of those who can win, and a step for each who cannot: too few votes, or too dear.

    By `greedy-no-skip` whoever is dearer than the whole budget stays on the list, and ends the count.
    """
    room = Room(election, spec)
    able, unable = [], []
    for place in _by_score(election, ties):
        why, needed = needed_votes(election, spec, place)
        candidate = election.candidates[place]
        loss = room.barred(candidate) if spec.rule == Rule.GREEDY_NO_SKIP else room.refused(candidate)
        if election.votes[place] < needed:
            loss = Loss(why, needed, Fraction(election.votes[place]))
        if loss:
            unable.append(step(election, Stage.ENTRY, place, room.left, loss))
        else:
            able.append(place)
    return able, unable


def _by_score(election: Election, ties: TieRule) -> list[int]:
    return sorted(range(len(ties.keys)), key=lambda place: (-election.scores[place], ties.keys[place]))
