"""The Method of Equal Shares: everyone gets the same share of the budget, and supporters pay for what they chose.

In each round the project wins whose supporters can pay for it at the lowest price for each unit of
utility; they pay alike, and whoever has less pays all they have. With Add1 everyone's purse is then
raised step by step, the count begun afresh each time, until the winners would cost more than the budget.

Source: Peters, Pierczynski, Skowron, "Proportional Participatory Budgeting with Additive Utilities",
NeurIPS 2021; equalshares.net.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol

from microprojects.domain.tally.elections import Election
from microprojects.domain.tally.greedy import Walk
from microprojects.domain.tally.outcomes import Loss, Outcome, Stage, Step, Tie, Why, outcome
from microprojects.domain.tally.rooms import Room, entry, step
from microprojects.domain.tally.specs import Fill, Rule, Spec, Start, Stop, Utility
from microprojects.domain.tally.ties import TieRule

STEPS_PER_SHARE = 200


@dataclass(frozen=True, slots=True)
class Bought:
    """What one winner cost its supporters: `price` a point, `payers` are those who still had money."""

    place: int
    price: Fraction
    payers: int


@dataclass(frozen=True)
class Run:
    """What voters with one purse buy, in order; `overspends` tells a run that broke off over the budget."""

    purse: Fraction
    places: tuple[int, ...]
    ties: tuple[Tie, ...]
    overspends: bool


@dataclass(frozen=True)
class Account:
    """The money of one run: what each winner cost, and what supporters of each other one have left."""

    bought: tuple[Bought, ...]
    money: dict[int, Fraction]


@dataclass(frozen=True)
class Market:
    """What every run of one count shares."""

    election: Election
    spec: Spec
    ties: TieRule
    able: tuple[int, ...]

    def unit(self, place: int) -> int:
        """Return the utility of a candidate to whoever gave it one point; what costs nothing has its price at 0."""
        cost = self.election.candidates[place].cost
        return cost if self.spec.utility == Utility.COST and cost else 1


class Engine(Protocol):
    """One way to work out a run; all give the same."""

    def run(self, purse: Fraction) -> Run:
        """Return what voters buy who begin with this purse."""
        ...

    def account(self, run: Run) -> Account:
        """Return the money of a run that does not overspend."""
        ...


def equal_shares(election: Election, spec: Spec, engine: Callable[[Market], Engine]) -> Outcome:
    """Count by equal shares with the settings of the spec.

    Raises:
        LotNotDrawn: the lot decides which of two equals is bought first, so that the other costs
            its supporters more or can no longer be bought, and the spec has no seed.
    """
    ties = TieRule(election, spec)
    able, unable = entry(election, spec, ties)
    if not able:
        return outcome(election.budget, unable, ())
    market = Market(election, spec, ties, tuple(able))
    worker = engine(market)
    run, raises, overspent = _raised(market, worker)
    steps, room = _told(market, run, worker.account(run))
    told = [*run.ties]
    if spec.fill == Fill.VOTES_SKIP:
        walk = Walk(election, ties, room, Stage.FILL)
        walk.down(place for place in able if place not in run.places)
        steps += walk.steps
        told += walk.told
    return outcome(election.budget, unable + steps, told, purse=run.purse, raises=raises, overspent=overspent)


def first_purse(election: Election, spec: Spec) -> Fraction:
    """Return what each voter begins with."""
    share = Fraction(election.budget, election.voters)
    return share if spec.start == Start.EXACT else Fraction(share.__floor__())


def raise_by(election: Election, spec: Spec) -> int:
    """Return by how much purses grow; half a unit is rounded to the even one."""
    return spec.step or max(1, round(Fraction(election.budget, election.voters * STEPS_PER_SHARE)))


def _raised(market: Market, worker: Engine) -> tuple[Run, int, Fraction | None]:
    """Raise the purses as far as the rule says; the run that holds, the number of raises, the purse too much."""
    run = worker.run(first_purse(market.election, market.spec))
    raises, by = 0, raise_by(market.election, market.spec)
    while market.spec.rule == Rule.EQUAL_SHARES_ADD1 and not _settled(market, run):
        more = worker.run(run.purse + by)
        if more.overspends:
            return run, raises, more.purse
        run, raises = more, raises + 1
    return run, raises, None


def _settled(market: Market, run: Run) -> bool:
    """Tell whether no richer purse could buy more: nothing is left, or the rule stops once nothing fits."""
    room = Room(market.election, market.spec)
    candidates = market.election.candidates
    for place in run.places:
        room.take(candidates[place])
    left = [candidates[place] for place in market.able if place not in run.places]
    if market.spec.stop == Stop.EXHAUSTIVE:
        return all(room.refused(candidate) for candidate in left)
    return all(room.barred(candidate) for candidate in left)


def _told(market: Market, run: Run, account: Account) -> tuple[list[Step], Room]:
    """Return the steps of a run, winners first, and the room after them."""
    room = Room(market.election, market.spec)
    steps = []
    for bought in account.bought:
        before = room.left
        room.take(market.election.candidates[bought.place])
        told = step(market.election, Stage.RULE, bought.place, before, after=room.left)
        rho = bought.price / market.unit(bought.place)
        steps.append(replace(told, payers=bought.payers, price=bought.price, rho=rho))
    for place in market.able:
        if place not in run.places:
            candidate = market.election.candidates[place]
            loss = room.barred(candidate) or Loss(Why.UNPAID, candidate.cost, account.money[place])
            steps.append(step(market.election, Stage.RULE, place, room.left, loss))
    return steps, room


def tied(
    market: Market, room: Room, equals: Sequence[int], prices: Callable[[int], Fraction | None], rho: Fraction
) -> list[Tie]:
    """Return the tie, if any, in which the first of equals, just bought, took something from the others.

    That is so where another one now costs its supporters more, or can no longer be bought.
    """
    first, *others = equals
    hurt = []
    for place in others:
        price = prices(place)
        same = price is not None and price / market.unit(place) == rho
        if not same or room.barred(market.election.candidates[place]):
            hurt.append(place)
    return market.ties.hurt(Stage.RULE, first, hurt)
