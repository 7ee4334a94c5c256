"""What usual things cost in finished projects, as anybody reads it: the table, and the cases of one thing."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.errors import NotFound
from microprojects.domain.price_items import BY_KEY
from microprojects.domain.prices import YEARS, Benchmark, since
from microprojects.domain.workdays import local_day
from microprojects.store import prices
from microprojects.store.db import db
from microprojects.web import kept_figures
from microprojects.web import price_words as words
from microprojects.web.guard import anyone

bp = Blueprint("public_prices", __name__, url_prefix="/library/prices")

MOST = 200  # cases on a page, the newest


@bp.get("")
@anyone
def index() -> ResponseReturnValue:
    """Show the unit prices of every usual thing."""
    begins = since(local_day(now()))

    def reckon() -> dict[str, Benchmark]:
        return prices.benchmarks(prices.cases(db.session(), begins))

    known = kept_figures.figure(reckon, "prices", begins)
    return render_template(
        "public/library/prices.html", rows=words.table(known), few=words.few(known), years=YEARS
    )


@bp.get("/<key>")
@anyone
def show(key: str) -> ResponseReturnValue:
    """Show the cases of one thing, each with how its price was reckoned; of few cases nothing."""
    item = BY_KEY.get(key)
    if item is None:
        raise NotFound
    found = prices.cases(db.session(), since(local_day(now())), only=(item,))
    known = prices.benchmarks(found).get(key)
    if known is None or not known.is_shown:
        raise NotFound
    return render_template(
        "public/library/price.html",
        name=_(item.name),
        unit=_(item.unit),
        says=words.summary(known),
        rows=words.case_rows(found[:MOST]),
        count=known.cases,
    )
