"""Equal shares fast: floats that know how wrong they may be point at the winner, whole numbers decide when they cannot.

Every purse is kept as two floats between which it lies, and every candidate with a price that it
cannot be below. Prices only rise, so that most candidates are looked at seldom. Where the bounds of
one candidate lie below those of all others it has won; where they overlap, an exact ledger of the
same run is brought up to date and asked. No winner and no tie rests on rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import inf

import numpy as np

from microprojects.domain.tally.equal_shares import Account, Bought, Market, Run, tied
from microprojects.domain.tally.ledgers import Backers, Floats, Ledger, backers
from microprojects.domain.tally.outcomes import Tie
from microprojects.domain.tally.rooms import Room

# One rounding is at most half of this; a few are allowed for in every step.
ULP = float(np.finfo(np.float64).eps)
UP, DOWN = 1 + 4 * ULP, 1 - 4 * ULP
SMALL_STEP = 1 + 64 * ULP
TRIES = 64


class FastShares:
    """The fast engine; candidates are numbered as in `market.able`."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.backers = backers(market.election, market.able)
        self.units = [market.unit(place) for place in market.able]

    def run(self, purse: Fraction) -> Run:
        """Return what voters buy who begin with this purse."""
        return _Run(self, purse).all()

    def account(self, run: Run) -> Account:
        """Return the money of a run that does not overspend."""
        ledger = Ledger(run.purse, len(self.market.election.ballots))
        number = {place: number for number, place in enumerate(self.market.able)}
        bought = []
        for place in run.places:
            who = self.backers[number[place]]
            price = ledger.price(who)
            assert price is not None
            bought.append(Bought(place, price, ledger.payers(who)))
            ledger.pay(who, price)
        waiting = (place for place in self.market.able if place not in run.places)
        return Account(tuple(bought), {place: ledger.money(self.backers[number[place]]) for place in waiting})


@dataclass
class _Bounds:
    """Purses between two floats, and what a candidate must cost its supporters at least and at most."""

    high: Floats
    low: Floats

    def least(self, who: Backers, price: float) -> float:
        """Raise a price that is not too high as far as it surely can; infinite where nobody could pay it.

        By Newton's method: the money collected is a concave function of the price, so that no
        step goes too far.
        """
        purses = self.high.take(who.ballots)
        margin = 1 + _doubt(who)
        while True:
            asked: Floats | float = price if who.points is None else price * who.points
            missing = who.cost - float(who.weights @ np.minimum(purses, asked)) * margin
            if missing <= 0:
                return price
            rich = float(who.weighted @ (purses > asked))
            if not rich:
                return inf
            raised = price + missing / (rich * margin) * DOWN
            if raised <= price * SMALL_STEP:
                return price
            price = raised

    def most(self, who: Backers, price: float) -> float:
        """Return a price that is surely enough, begun from one that may not be; infinite where none is."""
        purses = self.low.take(who.ballots)
        margin = 1 - _doubt(who)
        for _ in range(TRIES):
            asked: Floats | float = price if who.points is None else price * who.points
            missing = who.cost - float(who.weights @ np.minimum(purses, asked)) * margin
            if missing <= 0:
                return price
            rich = float(who.weighted @ (purses > asked))
            if not rich:
                break
            price = (price + missing / (rich * margin)) * UP
        return inf

    def pay(self, who: Backers, least: float, most: float) -> None:
        """Take a price that lies between two floats from every supporter."""
        points = 1.0 if who.points is None else who.points
        chosen = who.ballots
        for purses, keep, price in ((self.high, UP, least * DOWN), (self.low, DOWN, most * UP)):
            left = purses.take(chosen)
            left *= keep
            left -= price * points
            purses[chosen] = np.maximum(left, 0.0, out=left)


def _doubt(who: Backers) -> float:
    """Return by what share a sum over all supporters may be wrong; a sum of n floats errs by n roundings."""
    return (len(who.ballots) + 16) * ULP


class _Run:
    """One run. `rho` holds for each candidate a price of utility that it is not below; infinite, it is out."""

    def __init__(self, engine: FastShares, purse: Fraction) -> None:
        market = engine.market
        self.market, self.backers, self.units, self.purse = market, engine.backers, engine.units, purse
        self.room = Room(market.election, market.spec)
        self.exact = Ledger(purse, len(market.election.ballots))
        self.exact_until = 0
        self.bounds = _Bounds(*self._floats())
        starts = [
            who.cost / who.shares / unit * DOWN for who, unit in zip(self.backers, self.units, strict=True)
        ]
        self.rho = np.array(starts)
        self.known = np.zeros(len(starts), dtype=bool)  # whose bound cannot be raised now
        self.won: list[int] = []
        self.ties: list[Tie] = []

    def all(self) -> Run:
        """Buy until nothing can be bought or the budget is overspent."""
        while self.room.left >= 0 and (found := self._next()) is not None:
            self._buy(*found)
        places = tuple(self.market.able[number] for number in self.won)
        return Run(self.purse, places, tuple(self.ties), overspends=self.room.left < 0)

    def _next(self) -> tuple[int, float, float, list[int]] | None:
        """Return the next winner, its price between two floats, and its equals; nothing at the end."""
        while True:
            first = int(self.rho.argmin())
            if self.rho[first] == inf:
                return None
            if not self.known[first]:
                self._look(first)
                continue
            least = self.rho[first] * self.units[first] * DOWN
            most = self.bounds.most(self.backers[first], least)
            near = self._near(first, most / self.units[first] * UP)
            if near is None:
                continue
            if most < inf and len(near) == 1:
                return first, least, most, near
            if equals := self._decide(near):
                price = self._price(equals[0])
                assert price is not None
                return equals[0], float(price) * DOWN, float(price) * UP, equals

    def _look(self, number: int) -> None:
        unit = self.units[number]
        price = self.bounds.least(self.backers[number], self.rho[number] * unit * DOWN)
        self.rho[number] = max(self.rho[number], price / unit * DOWN)
        self.known[number] = True

    def _near(self, first: int, rho: float) -> list[int] | None:
        """Return who may be as cheap as the first, if all of them are known; nothing after looking at one more."""
        near = np.flatnonzero(self.rho <= rho)
        unknown = near[~self.known[near]]
        if len(unknown):
            self._look(int(unknown[0]))
            return None
        return [int(number) for number in near if self.rho[number] < inf]

    def _decide(self, near: list[int]) -> list[int]:
        """Ask the ledger who of several is cheapest; the first is the winner, the others are equal to it."""
        self._catch_up()
        prices = {number: self._price(number) for number in near}
        for number, price in prices.items():
            if price is None:
                self.rho[number] = inf
        rhos = {number: price / self.units[number] for number, price in prices.items() if price is not None}
        if not rhos:
            return []
        lowest = min(rhos.values())
        equals = [self.market.able[number] for number, rho in rhos.items() if rho == lowest]
        return [self.market.able.index(place) for place in self.market.ties.ordered(equals)]

    def _price(self, number: int) -> Fraction | None:
        return self.exact.price(self.backers[number])

    def _floats(self) -> tuple[Floats, Floats]:
        purses = self.exact.rounded()
        return purses * UP, purses * DOWN

    def _catch_up(self) -> None:
        """Bring the ledger to where the run is, and the bounds of all purses close to it."""
        if self.exact_until == len(self.won):
            return
        for number in self.won[self.exact_until :]:
            price = self._price(number)
            assert price is not None
            self.exact.pay(self.backers[number], price)
        self.exact_until = len(self.won)
        self.bounds = _Bounds(*self._floats())
        self.known[:] = False

    def _buy(self, number: int, least: float, most: float, equals: list[int]) -> None:
        able, candidates = self.market.able, self.market.election.candidates
        self.bounds.pay(self.backers[number], least, most)
        self.known[:] = False
        self.rho[number] = inf
        self.won.append(number)
        self.room.take(candidates[able[number]])
        if len(equals) > 1:
            self._tie(equals)
        if self.market.spec.caps or self.market.spec.quotas or self.market.spec.exclusive:
            for other in np.flatnonzero(self.rho < inf).tolist():
                if self.room.barred(candidates[able[other]]):
                    self.rho[other] = inf

    def _tie(self, equals: list[int]) -> None:
        """Note what the first of equals took from the others."""
        price = self._price(equals[0])
        assert price is not None
        self._catch_up()
        numbers = {self.market.able[number]: number for number in equals}
        rho = price / self.units[equals[0]]
        self.ties += tied(
            self.market, self.room, list(numbers), lambda place: self._price(numbers[place]), rho
        )
