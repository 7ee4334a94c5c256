"""Everyone's purse to the last fraction, with equal purses kept once.

All purses of a ledger are whole numbers over one common denominator, so that paying needs no
fractions: the denominator grows, and every purse with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from itertools import chain, repeat
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

from microprojects.domain.tally.elections import Election

Ints = NDArray[np.intp]
Floats = NDArray[np.float64]
NOTHING = 0  # the number of the empty purse


class Backers:
    """The ballots that chose one candidate: their numbers, weights and points; no points where all gave 1.

    `weighted` are weights times points, `shares` their sum.
    """

    def __init__(self, cost: int, ballots: Ints, weights: Floats, points: Floats) -> None:
        self.cost, self.ballots, self.weights = cost, ballots, weights
        self.points = None if bool(np.all(points == 1)) else points
        self.weighted = weights * points
        self.shares = float(self.weighted.sum())

    @cached_property
    def by_points(self) -> list[tuple[int, Ints, Floats]]:
        """Return the ballots and weights of those who gave 1 point, 2 points and so on."""
        if self.points is None:
            return [(1, self.ballots, self.weights)]
        kinds = [(int(given), self.points == given) for given in np.unique(self.points)]
        return [(given, self.ballots[who], self.weights[who]) for given, who in kinds]

    @cached_property
    def common(self) -> int:
        """Return a number that every number of points given divides."""
        return lcm(*(given for given, _, _ in self.by_points))


def backers(election: Election, places: Sequence[int]) -> list[Backers]:
    """Return who chose each of some candidates."""
    ballots = election.ballots
    choices = np.fromiter((len(ballot.scores) for ballot in ballots), dtype=np.intp, count=len(ballots))
    pairs = chain.from_iterable(ballot.scores for ballot in ballots)
    flat = np.fromiter(chain.from_iterable(pairs), dtype=np.int64, count=2 * int(choices.sum()))
    chosen, points = flat[::2], flat[1::2].astype(np.float64)
    numbers = np.repeat(np.arange(len(ballots)), choices)
    weights = np.fromiter((ballot.weight for ballot in ballots), dtype=np.float64, count=len(ballots))
    order = np.argsort(chosen, kind="stable")
    ends = np.searchsorted(chosen[order], np.arange(len(election.candidates) + 1))
    found = []
    for place in places:
        who = order[ends[place] : ends[place + 1]]
        cost = election.candidates[place].cost
        found.append(Backers(cost, numbers[who], weights[numbers[who]], points[who]))
    return found


class Ledger:
    """The purses of one run: `kinds` has for each ballot the number of its purse in `values`."""

    def __init__(self, purse: Fraction, ballots: int) -> None:
        self.kinds = np.full(ballots, NOTHING + 1, dtype=np.int32)
        self.values = [0, purse.numerator]
        self.denominator = purse.denominator
        self._asked: Backers | None = None
        self._answer: list[tuple[int, int, int]] = []

    def price(self, backers: Backers) -> Fraction | None:
        """Return what supporters pay for a point, or nothing where they have too little together."""
        held = [
            (self.values[kind] * (backers.common // given), given, many)
            for given, kind, many in self._held(backers)
        ]
        rest = backers.cost * self.denominator
        shares = sum(given * many for _, given, many in held)
        for reach, given, many in sorted(held):
            if rest * backers.common <= reach * shares:
                return Fraction(rest, shares * self.denominator)
            rest -= reach * given // backers.common * many
            shares -= given * many
        return None

    def pay(self, backers: Backers, price: Fraction) -> None:
        """Take the price for each point given, or all there is, from every supporter."""
        factor = price.denominator // gcd(price.denominator, self.denominator)
        self.denominator *= factor
        self.values = [value * factor for value in self.values]
        point = price.numerator * (self.denominator // price.denominator)
        renamed = []
        for given, ballots, _ in backers.by_points:
            kinds = self.kinds[ballots]
            used = np.flatnonzero(np.bincount(kinds))
            names = np.zeros(len(self.values), dtype=np.int32)
            for kind in used.tolist():
                left = self.values[kind] - point * given
                names[kind] = len(self.values) if left > 0 else NOTHING
                if left > 0:
                    self.values.append(left)
            renamed.append((ballots, names[kinds]))
        for ballots, kinds in renamed:
            self.kinds[ballots] = kinds
        self._forget()
        self._asked = None

    def money(self, backers: Backers) -> Fraction:
        """Return what supporters have together."""
        return Fraction(
            sum(self.values[kind] * many for _, kind, many in self._held(backers)), self.denominator
        )

    def payers(self, backers: Backers) -> int:
        """Return how many supporters have any money."""
        return sum(many for _, kind, many in self._held(backers) if self.values[kind])

    def rounded(self) -> Floats:
        """Return every ballot's purse as the nearest float."""
        return np.array([value / self.denominator for value in self.values])[self.kinds]

    def _held(self, backers: Backers) -> list[tuple[int, int, int]]:
        """Return points given, purse and number of voters for each purse that supporters have."""
        if self._asked is not backers:
            self._asked, self._answer = backers, []
            for given, ballots, weights in backers.by_points:
                many = np.bincount(self.kinds[ballots], weights=weights)
                kinds = np.flatnonzero(many)
                counted = many[kinds].astype(np.int64).tolist()
                self._answer += zip(repeat(given), kinds.tolist(), counted, strict=False)
        return self._answer

    def _forget(self) -> None:
        """Drop purses that nobody has."""
        seen = np.bincount(self.kinds, minlength=len(self.values)) > 0
        seen[NOTHING] = True
        self.kinds = (np.cumsum(seen, dtype=np.int32) - 1)[self.kinds]
        self.values = [self.values[kind] for kind in np.flatnonzero(seen).tolist()]
