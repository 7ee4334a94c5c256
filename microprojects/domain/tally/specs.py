"""The rule by which a vote is counted, written to the last comma before the vote and hashed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Rule(StrEnum):
    """The rules that are offered."""

    GREEDY = "greedy"  # by votes, what does not fit is passed over
    GREEDY_NO_SKIP = "greedy-no-skip"  # by votes, the first that does not fit ends it
    EQUAL_SHARES = "equal-shares"
    EQUAL_SHARES_ADD1 = "equal-shares-add1"
    PHRAGMEN = "phragmen"


class Order(StrEnum):
    """By what greedy rules go down the list."""

    VOTES = "votes"
    VOTES_PER_COST = "votes_per_cost"


class Utility(StrEnum):
    """What a won project is worth to who voted for it: its cost, or one, times the score given."""

    COST = "cost"
    CARDINALITY = "cardinality"


class Start(StrEnum):
    """What each voter's purse begins with: the budget divided exactly, or rounded down to a whole unit."""

    EXACT = "exact"
    FLOOR = "floor"


class Stop(StrEnum):
    """When raising the purses ends: before the budget is overspent, or already once nothing more fits."""

    OVERSPEND = "overspend"
    EXHAUSTIVE = "exhaustive"


class Fill(StrEnum):
    """How money that equal shares leave is used: not at all, or by votes, passing over what does not fit."""

    NONE = "none"
    VOTES_SKIP = "votes-skip"


class TieBreak(StrEnum):
    """What decides between equals, in the order of the spec; the lot is always last."""

    LOWEST_COST = "lowest_cost"
    MOST_VOTES = "most_votes"
    LOT = "lot"


@dataclass(frozen=True, kw_only=True)
class Spec:
    """One rule with all its settings.

    `step` is by how many smallest units each purse grows in Add1; None means
    max(1, round(budget / voters / 200)). `min_votes` are the votes below which a project
    cannot win, one in any case; `min_share` (of the cost share, Swiecie 2023): a project cannot win when
    votes / voters < min_share * cost / budget. `caps` bound the money of a category, `quotas` how many of
    it win; of each group in `exclusive` at most one wins. `seed` is the public hex seed of the lot.
    """

    rule: Rule
    order: Order = Order.VOTES
    utility: Utility = Utility.COST
    start: Start = Start.EXACT
    step: int | None = None
    stop: Stop = Stop.OVERSPEND
    fill: Fill = Fill.NONE
    min_votes: int = 0
    min_share: Fraction = Fraction(0)
    caps: tuple[tuple[str, int], ...] = ()
    quotas: tuple[tuple[str, int], ...] = ()
    exclusive: tuple[frozenset[str], ...] = ()
    ties: tuple[TieBreak, ...] = (TieBreak.LOWEST_COST, TieBreak.MOST_VOTES, TieBreak.LOT)
    seed: str = ""
