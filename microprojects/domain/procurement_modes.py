"""Which way of buying a project's amount calls for, as a table that a programme may replace.

The shipped table is an example: a district must check it against its own rules.

Source: 政府采购法 art. 28 (no splitting) and 实施条例 art. 28; 福田园岭街道 2015
(the street chooses the contractor); the amounts are the example of the
programme's research, section 6.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.money import Fen, yuan


class Mode(StrEnum):
    """A way of buying."""

    DIRECT = "direct"
    INQUIRY = "inquiry"
    NEGOTIATION = "negotiation"
    SMALL_WORKS = "small_works"
    CONTRACTOR_POOL = "contractor_pool"
    CENTRAL = "central"
    TENDER = "tender"

    @property
    def label(self) -> str:
        """The Chinese name of the mode."""
        return _LABELS[self]


_LABELS = {
    Mode.DIRECT: N_("直接采购"),
    Mode.INQUIRY: N_("询价比选"),
    Mode.NEGOTIATION: N_("竞争性谈判、磋商或项目库点选"),
    Mode.SMALL_WORKS: N_("街道小额工程询价"),
    Mode.CONTRACTOR_POOL: N_("街道预选承包商库抽签或比选"),
    Mode.CENTRAL: N_("集中采购"),
    Mode.TENDER: N_("公开招标"),
}


class NoModeForAmount(Refusal):
    """The table has no row for the amount."""

    code = "no-mode-for-amount"
    message = N_("采购方式表里没有 %(amount)s 元这一档。请先请区里补上这一档，再定采购方式。")


@dataclass(frozen=True)
class Row:
    """One row: amounts from `at_least` (included) to `below` (excluded), both in fen; None is open."""

    types: frozenset[str]
    at_least: Fen
    below: Fen | None
    mode: Mode
    min_quotes: int

    def covers(self, type_: str, amount: Fen) -> bool:
        """Return whether the row is for that type and amount."""
        return type_ in self.types and self.at_least <= amount and (self.below is None or amount < self.below)


ANY = frozenset({"works", "goods", "services"})
BOUGHT = frozenset({"goods", "services"})
WORKS = frozenset({"works"})


def _wan(n: int) -> Fen:
    return Fen(n * 1_000_000)


TABLE: tuple[Row, ...] = (
    Row(ANY, _wan(0), _wan(1), Mode.DIRECT, 1),
    Row(BOUGHT, _wan(1), _wan(10), Mode.INQUIRY, 3),
    Row(BOUGHT, _wan(10), _wan(400), Mode.NEGOTIATION, 3),
    Row(WORKS, _wan(1), _wan(10), Mode.SMALL_WORKS, 3),
    Row(WORKS, _wan(10), _wan(100), Mode.CONTRACTOR_POOL, 3),
    Row(ANY, _wan(400), None, Mode.TENDER, 3),
)
CENTRAL = Row(ANY, Fen(0), None, Mode.CENTRAL, 0)
"""Whatever stands in the central purchasing catalogue is bought centrally at any amount (政府采购法 art. 7)."""


def row(type_: str, amount: Fen, *, in_catalogue: bool = False, table: Sequence[Row] = TABLE) -> Row:
    """Return the row of the table for a type (works, goods or services) and an amount.

    Raises:
        NoModeForAmount: the table has a gap there.
    """
    if in_catalogue:
        return CENTRAL
    for candidate in table:
        if candidate.covers(type_, amount):
            return candidate
    raise NoModeForAmount(amount=yuan(amount))


def rule(type_: str, amount: Fen, *, in_catalogue: bool = False, table: Sequence[Row] = TABLE) -> Mode:
    """Return the way of buying that a type and an amount call for.

    Raises:
        NoModeForAmount: the table has a gap there.
    """
    return row(type_, amount, in_catalogue=in_catalogue, table=table).mode


def next_threshold(type_: str, amount: Fen, *, table: Sequence[Row] = TABLE) -> Fen | None:
    """Return the amount at which a stricter row begins, None at the top; splitting shows against it.

    Source: 政府采购法 art. 28, 实施条例 art. 28.
    """
    above = [r.at_least for r in table if type_ in r.types and r.at_least > amount]
    return min(above, default=None)


def quotes_needed(mode: Mode, *, table: Sequence[Row] = TABLE) -> int:
    """Return how many quotes a way of buying asks for wherever it is used; the most that a row of it says."""
    rows = (CENTRAL, *table)
    return max((candidate.min_quotes for candidate in rows if candidate.mode is mode), default=1)
