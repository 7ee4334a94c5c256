"""Equal shares as the book says it, in plain fractions: slow, short, and what every other engine must equal."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from microprojects.domain.tally.equal_shares import Account, Bought, Market, Run, tied
from microprojects.domain.tally.outcomes import Tie
from microprojects.domain.tally.rooms import Room

Supporter = tuple[Fraction, int, int]  # purse, points given, how many voters


def price(cost: int, supporters: Iterable[Supporter]) -> Fraction | None:
    """Return what supporters pay for a point so that together they pay the cost exactly.

    Whoever has less pays all they have. Nothing is returned where they have too little together.
    """
    poorest_first = sorted((Fraction(purse) / points, points, many) for purse, points, many in supporters)
    rest = Fraction(cost)
    shares = sum(points * many for _, points, many in poorest_first)
    for reach, points, many in poorest_first:
        if rest <= reach * shares:
            return rest / shares
        rest -= reach * points * many
        shares -= points * many
    return None


class PlainShares:
    """The plain engine."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.backers: dict[int, list[tuple[int, int, int]]] = {place: [] for place in market.able}
        for number, ballot in enumerate(market.election.ballots):
            for place, points in ballot.scores:
                if place in self.backers:
                    self.backers[place].append((number, points, ballot.weight))

    def run(self, purse: Fraction) -> Run:
        """Return what voters buy who begin with this purse."""
        return self._buy(purse)[0]

    def account(self, run: Run) -> Account:
        """Return the money of a run that does not overspend."""
        return self._buy(run.purse)[1]

    def _buy(self, purse: Fraction) -> tuple[Run, Account]:
        market = self.market
        candidates = market.election.candidates
        purses = [purse] * len(market.election.ballots)
        room = Room(market.election, market.spec)
        waiting = list(market.able)
        bought: list[Bought] = []
        ties: list[Tie] = []
        while prices := self._prices(waiting, purses, room):
            rho = min(price / market.unit(place) for place, price in prices.items())
            equals = market.ties.ordered(
                place for place, price in prices.items() if price / market.unit(place) == rho
            )
            winner = equals[0]
            payers = sum(many for number, _, many in self.backers[winner] if purses[number])
            for number, points, _ in self.backers[winner]:
                purses[number] -= min(purses[number], prices[winner] * points)
            waiting.remove(winner)
            room.take(candidates[winner])
            bought.append(Bought(winner, prices[winner], payers))
            ties += tied(market, room, equals, lambda place: self._price(place, purses), rho)
            if room.left < 0:
                break
        run = Run(purse, tuple(one.place for one in bought), tuple(ties), overspends=room.left < 0)
        money = {
            place: sum((purses[number] * many for number, _, many in self.backers[place]), Fraction(0))
            for place in waiting
        }
        return run, Account(tuple(bought), money)

    def _price(self, place: int, purses: list[Fraction]) -> Fraction | None:
        supporters = ((purses[number], points, many) for number, points, many in self.backers[place])
        return price(self.market.election.candidates[place].cost, supporters)

    def _prices(self, waiting: list[int], purses: list[Fraction], room: Room) -> dict[int, Fraction]:
        """Return the price of each candidate that is not kept out and whose supporters can pay it."""
        open_ones = [p for p in waiting if not room.barred(self.market.election.candidates[p])]
        prices = {place: self._price(place, purses) for place in open_ones}
        return {place: price for place, price in prices.items() if price is not None}
