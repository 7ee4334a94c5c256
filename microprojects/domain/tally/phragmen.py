"""Phragmen's sequential rule: everyone's money grows alike, and who can buy a project together does so at once.

Source: Los, Christoff, Grossi, "Proportional Budget Allocations: Towards a Systematization", IJCAI 2022.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from heapq import heapify, heappop, heappush, heapreplace
from math import gcd

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.tally.elections import Election
from microprojects.domain.tally.outcomes import Loss, Outcome, Stage, Step, Tie, Why, outcome
from microprojects.domain.tally.rooms import Room, entry, step
from microprojects.domain.tally.specs import Spec
from microprojects.domain.tally.ties import TieRule
from microprojects.domain.tally.voter_sets import supporters


class ScoredBallots(Refusal):
    """Phragmen's rule knows only for and not for."""

    code = "scored-ballots"
    message = N_("弗拉格曼法只认“选”和“不选”，这次投票给了分数，不能这样计。请换一种计票规则。")


def phragmen(election: Election, spec: Spec) -> Outcome:
    """Count by Phragmen's sequential rule; the first whom the money of the budget does not reach ends the count.

    Raises:
        ScoredBallots: a ballot gives more than one point.
        LotNotDrawn: the lot decides which of two equals is bought first, so that the other has to
            wait longer or can no longer be bought, and the spec has no seed.
    """
    if election.scores != election.votes:
        raise ScoredBallots
    ties = TieRule(election, spec)
    able, steps = entry(election, spec, ties)
    race = _Race(election, ties, Room(election, spec), able)
    race.run()
    return outcome(election.budget, steps + race.steps, race.ties_told)


class _Race:
    """The race of all candidates; a supporter's money begins again at nothing when it was spent.

    `_spent` holds for each round the voters whose money was spent then and not since; in the first
    one, before any, are all. Times only grow: the first of the heap that has not grown since it was
    looked at is the next.
    """

    def __init__(self, election: Election, ties: TieRule, room: Room, able: list[int]) -> None:
        self.election, self.ties, self.room, self.waiting = election, ties, room, dict.fromkeys(able)
        self.steps: list[Step] = []
        self.ties_told: list[Tie] = []
        self._times, self._common = [0], 1  # numerators over one common denominator
        self._spent = [(1 << election.voters) - 1]
        self._supporters = supporters(election)
        self._heap = [(self._time(place), place) for place in able]
        heapify(self._heap)

    def run(self) -> None:
        """Buy until nobody waits or the money of the budget does not reach, and say why the others lost."""
        ender = self._buy_all()
        for place in self.waiting:
            candidate = self.election.candidates[place]
            loss = self.room.barred(candidate) or Loss(Why.ENDED, by=ender)
            if candidate.id == ender:
                loss = Loss(Why.NO_FIT, candidate.cost, Fraction(self.room.left))
            self.steps.append(step(self.election, Stage.RULE, place, self.room.left, loss))

    def _buy_all(self) -> str:
        """Buy one after the other; return the id of the one that did not fit, if any."""
        while equals := self._next():
            winner, *others = self.ties.ordered(equals)
            candidate = self.election.candidates[winner]
            if candidate.cost > self.room.left:
                fitting = [p for p in others if not self.room.refused(self.election.candidates[p])]
                self.ties_told += self.ties.hurt(Stage.RULE, winner, fitting)
                return candidate.id
            time = self._time(winner)
            self._buy(winner, time)
            hurt = [
                p for p in others if self._time(p) != time or self.room.refused(self.election.candidates[p])
            ]
            self.ties_told += self.ties.hurt(Stage.RULE, winner, hurt)
        return ""

    def _time(self, place: int) -> Fraction:
        """Return when the supporters of a candidate can buy it."""
        who = self._supporters[place]
        spent = sum(
            (who & voters).bit_count() * time
            for voters, time in zip(self._spent, self._times, strict=True)
            if voters and time
        )
        cost = self.election.candidates[place].cost * self._common
        return Fraction(cost + spent, self.election.votes[place] * self._common)

    def _note(self, time: Fraction) -> None:
        """Keep the time of a new round."""
        factor = time.denominator // gcd(time.denominator, self._common)
        self._common *= factor
        self._times = [known * factor for known in self._times]
        self._times.append(time.numerator * (self._common // time.denominator))

    def _next(self) -> list[int]:
        """Return who can be bought first; more than one where several can at the same time."""
        equals: list[int] = []
        first = Fraction(0)
        while self._heap and (not equals or self._heap[0][0] == first):
            known, place = self._heap[0]
            time = self._time(place)
            if place not in self.waiting or self.room.barred(self.election.candidates[place]):
                heappop(self._heap)
            elif time > known:
                heapreplace(self._heap, (time, place))
            else:
                heappop(self._heap)
                equals.append(place)
                first = time
        for place in equals:
            heappush(self._heap, (first, place))
        return equals

    def _buy(self, winner: int, time: Fraction) -> None:
        before = self.room.left
        self.room.take(self.election.candidates[winner])
        del self.waiting[winner]
        self._note(time)
        who = self._supporters[winner]
        self._spent = [voters & ~who for voters in self._spent]
        self._spent.append(who)
        told = step(self.election, Stage.RULE, winner, before, after=self.room.left)
        self.steps.append(replace(told, payers=self.election.votes[winner], price=time))
