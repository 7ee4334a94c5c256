"""The size of a change of a contract, and who decides on it by that size.

Source: domain research, section 6.3; 政府采购法 art. 49 (supplements of at most ten per cent).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from microprojects.domain.errors import N_
from microprojects.domain.parameters import Rulebook


class Body(StrEnum):
    """Who agrees to a change, by its size."""

    OFFICER = "officer"
    LEADER = "leader"
    COUNCIL = "council"

    @property
    def label(self) -> str:
        """Return its name in the source language."""
        return BODIES[self]


BODIES: dict[str, str] = {
    Body.OFFICER: N_("街道经办"),
    Body.LEADER: N_("街道领导"),
    Body.COUNCIL: N_("议事会"),
}
WHY: dict[str, str] = {
    "scope": N_("做什么、在哪里做有变化"),
    "percent": N_("累计超过原合同的百分之 %(percent)s"),
    "approval": N_("变更后超过议事会批准的钱"),
    "cap": N_("变更后财政资金超过这一类的上限"),
    "minor": N_("累计不超过原合同的百分之 %(percent)s"),
    "major": N_("累计超过原合同的百分之 %(minor)s，不超过百分之 %(percent)s"),
}


@dataclass(frozen=True)
class ChangeFacts:
    """The change of the contract that waits, as the guards see it; amounts in fen."""

    body: str
    why: str
    more_fiscal_fen: int
    carried: bool | None  # what the council decided, None while it has not
    later_end: date | None = None  # the day on which the work would be done, where it is a later one


@dataclass(frozen=True)
class Agreed:
    """A change that was agreed to: who did, and its sum in fen."""

    body: str
    amount: int


@dataclass(frozen=True)
class Standing:
    """A contract as it is now; `agreed` are its changes so far, `paid_*` what was taken of it, all in fen."""

    fiscal: int
    social: int
    approved_fiscal: int
    approved_social: int
    cap: int
    paid_fiscal: int
    paid_social: int
    starts_on: date
    ends_on: date
    agreed: tuple[Agreed, ...] = ()

    @property
    def amount(self) -> int:
        """Return the sum of the contract now."""
        return self.fiscal + self.social

    @property
    def original(self) -> int:
        """Return the sum that was signed, which all percentages are of."""
        return self.amount - sum(each.amount for each in self.agreed)


@dataclass(frozen=True)
class Wish:
    """What a change asks for: more or less fiscal and social money in fen, more or fewer days, other words."""

    fiscal: int
    social: int
    days: int
    scope: str = ""

    @property
    def amount(self) -> int:
        """Return how much more the contract would cost, below zero where it is less."""
        return self.fiscal + self.social


@dataclass(frozen=True)
class Way:
    """Who decides on a change, and the key of why it is they."""

    body: Body
    why: str


def sum_alone(agreed: Iterable[Agreed], amount: int) -> int:
    """Return what street and leader would have agreed to without the council, with a change of this amount, in fen.

    More and less are added up apart, and the larger sum counts: to take away first what is added
    later buys nothing. What the council decided itself is its own and not counted.
    """
    alone = [each.amount for each in agreed if each.body != Body.COUNCIL] + [amount]
    return max(sum(fen for fen in alone if fen > 0), -sum(fen for fen in alone if fen < 0))


def way_of(stand: Standing, wish: Wish, rules: Rulebook) -> Way:
    """Return who decides on a change: the larger it is, the higher.

    The sums of both parameters are inclusive. They are of the original contract and of all that was
    agreed to without the council together, so that many small changes are one large one. Other work or
    another place, and more than was approved or than the cap, go back to who decided first.

    Source: 政府采购法 art. 49; 政府投资条例 arts. 21, 23.
    """
    if wish.scope:
        return Way(Body.COUNCIL, "scope")
    alone = sum_alone(stand.agreed, wish.amount)
    if alone * 100 > stand.original * rules.number("change.major_pct"):
        return Way(Body.COUNCIL, "percent")
    fiscal, social = stand.fiscal + wish.fiscal, stand.social + wish.social
    grows = wish.fiscal > 0 or wish.social > 0
    if grows and (fiscal > stand.approved_fiscal or social > stand.approved_social):
        return Way(Body.COUNCIL, "approval")
    if wish.fiscal > 0 and fiscal > stand.cap:
        return Way(Body.COUNCIL, "cap")
    if alone * 100 > stand.original * rules.number("change.minor_pct"):
        return Way(Body.LEADER, "major")
    return Way(Body.OFFICER, "minor")


def why_words(why: str, rules: Rulebook) -> tuple[str, dict[str, int]]:
    """Return the sentence of why a body decides, in the source language, and its numbers."""
    minor, major = rules.number("change.minor_pct"), rules.number("change.major_pct")
    return WHY[why], {"minor": minor, "percent": minor if why == "minor" else major}


def needs_higher_bar(stand: Standing, wish: Wish, rules: Rulebook) -> bool:
    """Return whether the council needs its higher bar: for more than the larger percentage of the original."""
    return sum_alone(stand.agreed, wish.amount) * 100 > stand.original * rules.number("change.major_pct")


def approved_after(stand: Standing, wish: Wish) -> tuple[int, int]:
    """Return the fiscal and the social part that are approved once the council has agreed, in fen."""
    return (
        max(stand.approved_fiscal, stand.fiscal + wish.fiscal),
        max(stand.approved_social, stand.social + wish.social),
    )
