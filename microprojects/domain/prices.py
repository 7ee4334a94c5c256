"""Unit prices of finished projects: read from a line of costs, summed up so that one case tells nothing, and compared.

A list of costs is made before the work; what a line really cost is its part of the settled account. Quantities are
words, such as "1,860 平方米": what cannot be read for sure as a number and a unit is not compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from microprojects.domain.money import Fen
from microprojects.domain.price_items import AFTER, BEFORE, ITEMS, Item

FEWEST = 5  # cases below which nothing is told
YEARS = 3  # how far back cases are taken
HIGH = 90  # the percentile above which a reviewer is warned
_WHOLE = Fen(1)  # where nothing is settled yet, a line costs what it says
_NUMBER = re.compile(r"(?:约|共|合计)?((?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d{1,3})?)([^\d.,]{1,6})")
_ASIDE = re.compile(r"\([^()]*\)")
_ITEM_OF: dict[str, Item] = {name.casefold(): item for item in ITEMS for name in item.names}


@dataclass(frozen=True)
class Quantity:
    """How much of something, and in what."""

    number: Decimal
    unit: str


@dataclass(frozen=True)
class UnitPrice:
    """What one of an item costs in a line, in fen, and of how many."""

    item: Item
    number: Decimal
    fen: Fen


@dataclass(frozen=True)
class Benchmark:
    """The unit prices of an item in finished projects, in fen."""

    item: Item
    cases: int
    lower: Fen
    median: Fen
    upper: Fen
    high: Fen

    @property
    def is_shown(self) -> bool:
        """Return whether there are enough cases to tell anything."""
        return self.cases >= FEWEST


def quantity(text: str) -> Quantity | None:
    """Read a quantity: one number above nothing with one unit behind it; None for anything else."""
    found = _NUMBER.fullmatch(_plain(text).replace("m2", "平方米"))
    if found is None:
        return None
    number = Decimal(found[1].replace(",", ""))
    return Quantity(number, found[2]) if number > 0 else None


def item_of(label: str) -> Item | None:
    """Return the usual thing of which a line is; None where it is another or several."""
    name = _ASIDE.sub("", _plain(label))
    names = {name, *(name.removesuffix(each) for each in AFTER)}
    names |= {each.removeprefix(word) for each in names for word in BEFORE}
    found = {
        _ITEM_OF[each.casefold()].key: _ITEM_OF[each.casefold()]
        for each in names
        if each.casefold() in _ITEM_OF
    }
    return next(iter(found.values())) if len(found) == 1 else None


def unit_price(
    label: str, quantity_text: str, amount: Fen, *, settled: Fen = _WHOLE, planned: Fen = _WHOLE
) -> UnitPrice | None:
    """Return what one of a line's item costs: its part of the settled account by the planned one, by its number.

    None where the item, the number or the unit is not known for sure, or nothing was paid.
    """
    item, many = item_of(label), quantity(quantity_text)
    if (
        item is None
        or many is None
        or many.unit not in item.units
        or amount <= 0
        or planned <= 0
        or settled <= 0
    ):
        return None
    each = Decimal(amount) * Decimal(settled) / (Decimal(planned) * many.number)
    fen = int(each.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return UnitPrice(item, many.number, Fen(fen)) if fen > 0 else None


def benchmark(item: Item, prices: Iterable[Fen]) -> Benchmark:
    """Return the median, the quartiles and the ninetieth percentile of some unit prices; all nothing of none."""
    found = sorted(prices)
    lower, median, upper, high = (percentile(found, each) for each in (25, 50, 75, HIGH))
    return Benchmark(item, len(found), lower, median, upper, high)


def percentile(ordered: Sequence[Fen], percent: int) -> Fen:
    """Return a percentile of sums in order, on the straight line between its two neighbours, rounded half up."""
    if not ordered:
        return Fen(0)
    place, rest = divmod((len(ordered) - 1) * percent, 100)
    if not rest:
        return ordered[place]
    below, above = ordered[place], ordered[place + 1]
    return Fen(below + (2 * (above - below) * rest + 100) // 200)


def is_dear(price: UnitPrice, known: Benchmark | None) -> bool:
    """Return whether a unit price is above what nine of ten finished projects paid, where that may be told."""
    return known is not None and known.is_shown and price.fen > known.high


def since(today: date) -> date:
    """Return from which day on accounts are compared: so many years back, from the first of January."""
    return date(today.year - YEARS, 1, 1)


def _plain(text: str) -> str:
    """Return a text without white space, in the form in which widths and signs are one."""
    return "".join(unicodedata.normalize("NFKC", text).split())
