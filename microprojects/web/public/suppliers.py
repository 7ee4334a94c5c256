"""Suppliers as anybody reads them: who got how much of a year's contracts, and each with contracts, delays and marks."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from microprojects.clock import now
from microprojects.domain.errors import NotFound
from microprojects.domain.workdays import local_day
from microprojects.store import supplier_marks, supplier_records, suppliers
from microprojects.store.db import db
from microprojects.web import supplier_words as words
from microprojects.web.guard import anyone

bp = Blueprint("public_suppliers", __name__, url_prefix="/suppliers")

YEARS = 5
MOST = 200  # contracts on a page, the newest


@bp.get("")
@anyone
def index() -> ResponseReturnValue:
    """List who got contracts in a year, the largest sum first."""
    session, this = db.session(), local_day(now()).year
    year = _year(this)
    found = supplier_records.shares(session, year)
    marks = supplier_marks.averages(session, [each.supplier_id for each in found])
    return render_template(
        "public/suppliers/list.html",
        year=str(year),
        years=[
            (str(each), str(each)) for each in sorted({*range(this, this - YEARS, -1), year}, reverse=True)
        ],
        says=words.concentration(found) if found else "",
        rows=words.share_rows(found, marks),
    )


@bp.get("/<int:supplier_id>")
@anyone
def show(supplier_id: int) -> ResponseReturnValue:
    """Show one supplier that has a contract."""
    session, today = db.session(), local_day(now())
    found = suppliers.get(session, supplier_id)
    signed = supplier_records.contracts(session, supplier_id)
    if not signed:
        raise NotFound
    given = supplier_marks.latest(session, supplier_id)
    average = supplier_marks.of_marks(given) if given else None
    mine, whole = supplier_records.sums(session, supplier_id, today.year)
    return render_template(
        "public/suppliers/show.html",
        supplier=found,
        name=words.name(found.name),
        says=words.summary(signed, today),
        year=today.year,
        share=words.percent(mine, whole) if whole else "",
        count=len(signed),
        rows=words.contract_rows(signed[:MOST], today),
        total=words.contract_total(signed),
        code=found.credit_code if words.name(found.name) == found.name else "",
        average=words.average(average),
        aspects=words.aspects(average) if average and average.is_shown else [],
        marks=words.marks(given[:MOST], signed),
    )


def _year(this: int) -> int:
    """Return the year that is asked for, else this one; anything but four digits is not found."""
    typed = request.args.get("year")
    if typed is None:
        return this
    if not (typed.isascii() and typed.isdigit() and len(typed) == 4 and typed > "0000"):
        abort(404)
    return int(typed)
