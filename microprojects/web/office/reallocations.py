"""Moving money in the middle of a year at the desk: who hardly spends, and the order by which it goes to another."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.money import Fen, yuan
from microprojects.domain.workdays import local_day
from microprojects.services import reallocations as deeds
from microprojects.store import areas, reallocations
from microprojects.store.db import db
from microprojects.store.reallocations import Slow
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.choices import options
from microprojects.web.forms.funds import ReallocationForm
from microprojects.web.guard import can, current_actor, permit
from microprojects.web.office._matters import BOTH

bp = Blueprint("office_reallocations", __name__)


@bp.route("/office/money/reallocate", methods=BOTH)
@permit(Action.FUND_REALLOCATE)
def reallocate() -> ResponseReturnValue:
    """List the communities that have paid too little, and ask what goes from one of them to which other."""
    session, today, form = db.session(), local_day(now()), ReallocationForm()
    places = [a for a in areas.at_level(session, "community") if can(Action.FUND_REALLOCATE, a.path)]
    slow = reallocations.slow(session, places, today)
    names = {each.slug: each.name for each in places}
    form.giver.choices = options((each.balance.slug, names[each.balance.slug]) for each in slow)
    form.taker.choices = options(names.items())
    if request.method == "GET":
        form.giver.data = request.args.get("community", "")[:40]
    status = status_of(form)
    if form.validate_on_submit():
        try:
            _move(form, today.year)
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("已调剂，两边都已记账、公开。"))
            return redirect(url_for("office_funds.desk"), 303)
    elif form.is_submitted():
        status = 422
    rows = [_row(each) for each in slow]
    return render_template("office/funds/reallocate.html", form=form, year=today.year, rows=rows), status


def _move(form: ReallocationForm, year: int) -> None:
    deeds.reallocate(
        form.giver.data,
        form.taker.data,
        year,
        amount_fen=form.amount.data or Fen(0),
        document=form.document.data or "",
        reason=form.reason.data or "",
        actor=current_actor(),
        at=now(),
    )


def _row(each: Slow) -> list[str]:
    share = f"{each.percent}%"
    return [each.balance.community, yuan(each.balance.paid_fen), share, yuan(each.balance.available_fen)]
