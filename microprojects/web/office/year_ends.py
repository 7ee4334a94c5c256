"""The closing of a year at the desk: looked at, proposed by one person, confirmed by another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.year_ends import require_over, seen, total
from microprojects.services import year_ends as deeds
from microprojects.store import closed_years, year_accounts, year_ends
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.web import asking
from microprojects.web.forms.house import HouseForm
from microprojects.web.forms.year_ends import ClosingForm, ConfirmForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office import _whose
from microprojects.web.office._matters import BOTH
from microprojects.web.public import closing_words as words

bp = Blueprint("office_year_ends", __name__, url_prefix="/office/money/year-end")


@bp.route("/<district>/<int:year>", methods=BOTH)
@permit(Action.YEAR_PREPARE)
def prepare(district: str, year: int) -> ResponseReturnValue:
    """Show what would lapse and what is carried, and ask for the paper under which the year is closed."""
    form = ClosingForm()

    def propose() -> None:
        deeds.prepare(district, year, document=form.document.data or "", actor=current_actor(), at=now())

    place = _whose.district(district, Action.YEAR_PREPARE)
    closing = year_ends.find(db.session(), place.id, year)
    if request.method == "GET" and closing is not None:
        form.document.data = closing.document
    said = _("结账已提出。请另一位管理员或财务核对、确认。")
    return _carried_out(form, propose, said, "office/year_ends/prepare.html", place, year)


@bp.route("/<district>/<int:year>/confirm", methods=BOTH)
@permit(Action.YEAR_CLOSE)
def confirm(district: str, year: int) -> ResponseReturnValue:
    """Show the figures again to the second person, and close the year."""
    form = ConfirmForm()

    def close() -> None:
        deeds.close(district, year, seen=form.seen.data or "", actor=current_actor(), at=now())

    place = _whose.district(district, Action.YEAR_CLOSE)
    said = _("%(year)s 年已结账，公告已公开。", year=year)
    return _carried_out(form, close, said, "office/year_ends/confirm.html", place, year)


def _carried_out(
    form: HouseForm, deed: Callable[[], None], said: str, template: str, place: Area, year: int
) -> ResponseReturnValue:
    """Do the deed and go to the closing or back to the desk; else show the figures with the form."""
    return asking.ask(
        form,
        deed,
        back=lambda: _onwards(place, year),
        template=template,
        shown=lambda: _figures(form, place, year),
        said=said,
    )


def _figures(form: HouseForm, place: Area, year: int) -> dict[str, Any]:
    """Return the figures of a closing as they are now; who confirms signs them.

    Raises:
        YearRunning: there are none yet.
    """
    require_over(year, now())
    session = db.session()
    places = year_accounts.places(session, place, year)
    promised = {number: held for each in places for number, held in each.promised.items()}
    pairs = [(each.held.area.name, each.closing) for each in places]
    whole = total(closing for _name, closing in pairs)
    carried = closed_years.titles(session, promised)
    if isinstance(form, ConfirmForm):
        form.seen.data = seen(whole)
    return {
        "place": place,
        "year": year,
        "closing": year_ends.find(session, place.id, year),
        "says": words.sentence(whole),
        "columns": words.columns(whole),
        "rows": words.rows(pairs),
        "sums": words.sums(pairs),
        "carried_columns": words.carried_columns(),
        "carried": words.carried_rows(carried),
        "carried_sums": words.carried_sums(carried),
    }


def _onwards(place: Area, year: int) -> str:
    closing = year_ends.find(db.session(), place.id, year)
    if closing is not None and closing.confirmed_at is not None:
        return url_for("public_year_ends.show", district=place.slug, year=year)
    return url_for("office_funds.desk")
