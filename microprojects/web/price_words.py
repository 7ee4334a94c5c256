"""Unit prices in words: the rows of the public table, the arithmetic of each case, and the warning at the plan's desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from microprojects.domain.money import Fen, yuan
from microprojects.domain.price_items import ITEMS
from microprojects.domain.prices import Benchmark, UnitPrice, is_dear, since, unit_price
from microprojects.store import prices
from microprojects.store.consultations import Plan
from microprojects.store.db import db
from microprojects.store.prices import Case
from microprojects.web.filters import date_iso

Cell = str | int | dict[str, str | None]


@dataclass(frozen=True)
class Dear:
    """One line of a plan that costs more than nine of ten finished ones: how that was reckoned, and the cases."""

    says: str
    url: str


def table(known: Mapping[str, Benchmark]) -> list[list[Cell]]:
    """Return a row for each usual thing of which there are cases enough."""
    rows: list[list[Cell]] = []
    for item in ITEMS:
        each = known.get(item.key)
        if each is None or not each.is_shown:
            continue
        url = url_for("public_prices.show", key=item.key)
        name: Cell = {"text": _(item.name), "small": _("元/%(unit)s", unit=_(item.unit)), "url": url}
        rows.append([name, each.cases, *map(yuan, (each.lower, each.median, each.upper, each.high))])
    return rows


def few(known: Mapping[str, Benchmark]) -> str:
    """Name the usual things of which there are too few cases to tell a price."""
    return _("、").join(_(item.name) for item in ITEMS if item.key in known and not known[item.key].is_shown)


def summary(known: Benchmark) -> str:
    """Say what one of a thing costs."""
    return _(
        "%(item)s：中位数 %(median)s 元/%(unit)s，%(n)s 例；一半在 %(lower)s 到 %(upper)s 元之间，九成不超过 %(high)s 元。",
        item=_(known.item.name), unit=_(known.item.unit), n=known.cases, median=yuan(known.median),
        lower=yuan(known.lower), upper=yuan(known.upper), high=yuan(known.high),
    )  # fmt: skip


def case_rows(found: Sequence[Case]) -> list[list[Cell]]:
    """Return a row for each case, with how its unit price was reckoned."""
    return [
        [
            {
                "text": each.title,
                "small": f"{each.community} · {each.number}",
                "url": f"/projects/{each.number}",
            },
            date_iso(each.settled_at),
            f"{yuan(each.line_fen)} × {yuan(each.settled_fen)} ÷ {yuan(each.planned_fen)} ÷ {_number(each.price)}",
            yuan(each.price.fen),
        ]
        for each in found
    ]


def dear(plan: Plan, today: date) -> list[Dear]:
    """Return a sentence for each line of a plan above what nine of ten finished projects paid; one statement, or none."""
    asked = [
        (line, price)
        for line in plan.lines
        if (price := unit_price(line.label, line.quantity, Fen(line.amount_fen))) is not None
    ]
    if not asked:
        return []
    only = {price.item for _line, price in asked}
    known = prices.benchmarks(prices.cases(db.session(), since(today), only=only, but=plan.project_id))
    return [
        _warned(price, Fen(line.amount_fen), known[price.item.key])
        for line, price in asked
        if is_dear(price, known.get(price.item.key))
    ]


def _warned(price: UnitPrice, amount: Fen, known: Benchmark) -> Dear:
    says = _(
        "%(item)s %(amount)s 元 ÷ %(number)s %(unit)s = %(each)s 元/%(unit)s。办完的 %(n)s 例，中位数 %(median)s 元，"
        "九成不超过 %(high)s 元。请核一下单价，在依据里写明为什么高。",
        item=_(price.item.name), amount=yuan(amount), number=_number(price), unit=_(price.item.unit),
        each=yuan(price.fen), n=known.cases, median=yuan(known.median), high=yuan(known.high),
    )  # fmt: skip
    return Dear(says, url_for("public_prices.show", key=price.item.key))


def _number(price: UnitPrice) -> str:
    return f"{price.number.normalize():f}"
