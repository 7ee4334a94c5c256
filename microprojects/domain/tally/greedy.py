"""Down the list by votes: whoever has the most goes first, as far as the money goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from microprojects.domain.tally.elections import Election
from microprojects.domain.tally.outcomes import Loss, Outcome, Stage, Step, Tie, Why, outcome
from microprojects.domain.tally.rooms import Room, entry, step
from microprojects.domain.tally.specs import Order, Rule, Spec
from microprojects.domain.tally.ties import TieRule


def greedy(election: Election, spec: Spec) -> Outcome:
    """Count by votes, or by votes for each unit of cost.

    With `greedy` whoever does not fit is passed over; with `greedy-no-skip` the first whom
    the money does not reach ends the count. A cap or an exclusive group only passes over.

    Raises:
        LotNotDrawn: the lot decides who wins, and the spec has no seed.
    """
    ties = TieRule(election, spec)
    able, steps = entry(election, spec, ties)
    walked = Walk(election, ties, Room(election, spec), Stage.RULE, spec.order)
    walked.down(able, skip=spec.rule != Rule.GREEDY_NO_SKIP)
    return outcome(election.budget, steps + walked.steps, walked.told)


@dataclass
class _Start:
    """Where on the list a run of equals begins, and the room there."""

    number: int
    room: Room
    ended: bool


@dataclass
class Walk:
    """One way down the list of those who can win; `steps` and `told` hold what happened."""

    election: Election
    ties: TieRule
    room: Room
    stage: Stage
    order: Order = Order.VOTES
    steps: list[Step] = field(default_factory=list)
    _found: dict[tuple[int, int], Tie] = field(default_factory=dict)
    _starts: list[_Start] = field(default_factory=list)
    _ender: str = ""

    @property
    def told(self) -> list[Tie]:
        """Return the ties that decided who wins."""
        return [self._found[key] for key in sorted(self._found)]

    def down(self, places: Iterable[int], *, skip: bool = True) -> None:
        """Consider the candidates in their order."""
        ranks = {place: (self._rank(place), *self.ties.keys[place]) for place in places}
        listed = sorted(ranks, key=ranks.__getitem__)
        last: tuple[Any, ...] = ()
        for number, place in enumerate(listed):
            same = _same(last, ranks[place]) if number else 0
            start = _Start(number, self.room.copy(), bool(self._ender))
            self._starts[same:] = [start] * (len(ranks[place]) - same)
            last = ranks[place]
            loss = self._consider(place)
            if loss:
                self._blame(listed, number, ranks, skip=skip)
                if not skip and loss.why == Why.NO_FIT:
                    self._ender = self.election.candidates[place].id

    def _rank(self, place: int) -> tuple[int, Fraction]:
        score, cost = self.election.scores[place], self.election.candidates[place].cost
        if self.order == Order.VOTES:
            return (0, Fraction(-score))
        return (1, Fraction(-score, cost)) if cost else (0, Fraction(-score))

    def _consider(self, place: int) -> Loss | None:
        candidate = self.election.candidates[place]
        before = self.room.left
        loss = Loss(Why.ENDED, by=self._ender) if self._ender else self.room.refused(candidate)
        if not loss:
            self.room.take(candidate)
        self.steps.append(step(self.election, self.stage, place, before, loss, self.room.left))
        return loss

    def _blame(self, listed: list[int], number: int, ranks: dict[int, Any], *, skip: bool) -> None:
        """Find what kept a loser from being earlier: the last criterion before which it would have fitted.

        Where the count ends with it, or would have ended, an equal that won just before it owes that to its place.
        """
        candidate = self.election.candidates[listed[number]]
        for depth in reversed(range(len(self._starts))):
            start = self._starts[depth]
            before = start.room.refused(candidate)
            ends = not skip and before is not None and before.why == Why.NO_FIT
            won = any(self.steps[at].won for at in range(start.number, number))
            if not start.ended and (before is None or (ends and won)):
                self._tell(listed, depth, start.number, ranks)
                break

    def _tell(self, listed: list[int], depth: int, first: int, ranks: dict[int, Any]) -> None:
        if (first, depth) not in self._found:
            prefix = ranks[listed[first]][: depth + 1]
            equals = [place for place in listed[first:] if ranks[place][: depth + 1] == prefix]
            self._found[first, depth] = self.ties.decided(self.stage, equals, depth)


def _same(one: tuple[Any, ...], other: tuple[Any, ...]) -> int:
    """Return how many criteria two candidates share from the front."""
    pairs = enumerate(zip(one, other, strict=True))
    return next((number for number, (left, right) in pairs if left != right), len(one))
