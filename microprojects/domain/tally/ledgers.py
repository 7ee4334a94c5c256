"""Everyone's purse to the last fraction, with equal purses kept once.

All purses of a ledger are whole numbers over one common denominator, so that paying needs no
fractions: the denominator grows, and every purse with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Backers:
    """The ballots that chose one candidate: their numbers, weights and points, of which all may be 1."""

    cost: int
    ballots: NDArray[np.int32]
    weights: Floats
    points: Floats | None

    @cached_property
    def shares(self) -> float:
        """Return the sum of all points."""
        return float(self.weights.sum() if self.points is None else self.weights @ self.points)

    @cached_property
    def by_points(self) -> list[tuple[int, NDArray[np.int32], Floats]]:
        """Return the ballots and weights of those who gave 1 point, 2 points and so on."""
        if self.points is None:
            return [(1, self.ballots, self.weights)]
        kinds = [(int(given), self.points == given) for given in np.unique(self.points)]
        return [(given, self.ballots[who], self.weights[who]) for given, who in kinds]

    @cached_property
    def common(self) -> int:
        """Return a number that every number of points given divides."""
        return lcm(*(given for given, _, _ in self.by_points))


class Ledger:
    """The purses of one run: `kinds` has for each ballot the number of its purse in `values`."""

    def __init__(self, purse: Fraction, ballots: int) -> None:
        self.kinds = np.zeros(ballots, dtype=np.int32)
        self.values = [purse.numerator]
        self.denominator = purse.denominator

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
            names[used] = np.arange(len(self.values), len(self.values) + len(used))
            renamed.append((ballots, names[kinds]))
            self.values += [max(0, self.values[kind] - point * given) for kind in used.tolist()]
        for ballots, kinds in renamed:
            self.kinds[ballots] = kinds
        self._forget()

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
        found = []
        for given, ballots, weights in backers.by_points:
            many = np.bincount(self.kinds[ballots], weights=weights)
            kinds = np.flatnonzero(many)
            found += [(given, kind, int(n)) for kind, n in zip(kinds.tolist(), many[kinds], strict=True)]
        return found

    def _forget(self) -> None:
        """Drop purses that nobody has, and keep equal ones once."""
        used = np.flatnonzero(np.bincount(self.kinds)).tolist()
        known: dict[int, int] = {}
        names = np.zeros(len(self.values), dtype=np.int32)
        for kind in used:
            names[kind] = known.setdefault(self.values[kind], len(known))
        self.kinds = names[self.kinds]
        self.values = list(known)
