"""The desk of money: what communities have, allocating and adjusting it, and social money that came in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.funds import Donor
from microprojects.domain.money import Fen
from microprojects.domain.workdays import local_day
from microprojects.services import funds as deeds
from microprojects.store import areas, funds, ledger, rulebooks, year_ends
from microprojects.store.db import db
from microprojects.web.filters import money
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.choices import options
from microprojects.web.forms.funds import AdjustmentForm, AllocationForm, SocialForm
from microprojects.web.guard import can, current_actor, permit
from microprojects.web.office._matters import BOTH, PREFIX, carried_out
from microprojects.web.public import report_list

bp = Blueprint("office_funds", __name__)


@bp.get("/office/money")
@permit(Action.OFFICE_READ)
def desk() -> ResponseReturnValue:
    """Show this year's balances, with the ways to change them."""
    year = local_day(now()).year
    session = db.session()
    return render_template(
        "office/funds/desk.html",
        year=year,
        balances=ledger.balances(session, year),
        to_report=[
            each
            for each in report_list.waiting(report_list.lines(session, now()))
            if can(Action.REPORT_PUBLISH, each.path)
        ],
        to_close=[
            (place, waiting)
            for place in areas.at_level(session, "district")
            if can(Action.YEAR_PREPARE, place.path)
            and (waiting := year_ends.open_before(session, place.path, year))
        ],
    )


@bp.route("/office/money/allocate", methods=BOTH)
@permit(Action.FUND_ALLOCATE)
def allocate() -> ResponseReturnValue:
    """Ask for an order's number and amount."""
    form = AllocationForm()

    def give() -> None:
        deeds.allocate(
            form.community.data,
            form.year.data or 0,
            amount_fen=form.amount.data or Fen(0),
            document=form.document.data or "",
            actor=current_actor(),
            at=now(),
        )
        _compare(form.community.data, form.year.data or 0)

    said = _("资金已下达，已记账。")
    if request.method == "GET":
        form.amount.data = _still_to_come(request.args.get("community", "")[:40])
    return _entered(form, give, Action.FUND_ALLOCATE, said, "office/funds/allocate.html")


def _still_to_come(slug: str) -> Fen | None:
    """Return what the rules give a community this year and it has not got, None where that is nothing."""
    session, today = db.session(), local_day(now())
    place = next((each for each in areas.at_level(session, "community") if each.slug == slug), None)
    if place is None:
        return None
    fund = ledger.find(session, place.id, today.year)
    left = rulebooks.yearly_allocation(session, place.id, today) - (fund.allocated_fen if fund else 0)
    return Fen(left) if left > 0 else None


def _compare(slug: str, year: int) -> None:
    """Say where what a community got in a year is not what the rules give it."""
    session = db.session()
    place = areas.by_slug(session, slug)
    given = funds.get(session, place.id, year).allocated_fen
    due = rulebooks.yearly_allocation(session, place.id, date(year, 12, 31))
    if given != due:
        words = {"given": money(given), "due": money(due), "year": year}
        told = _(
            "%(year)s 年累计下达 %(given)s，规则定的是 %(due)s。分批下达的接着办；不是的，请核对文件。",
            **words,
        )
        flash(told, "warn")


@bp.route("/office/money/adjust", methods=BOTH)
@permit(Action.FUND_ADJUST)
def adjust() -> ResponseReturnValue:
    """Ask for what is added or taken back, and why."""
    form = AdjustmentForm()

    def change() -> None:
        amount = form.amount.data or Fen(0)
        deeds.adjust(
            form.community.data,
            form.year.data or 0,
            amount_fen=Fen(-amount) if form.way.data == "less" else amount,
            document=form.document.data or "",
            reason=form.reason.data or "",
            actor=current_actor(),
            at=now(),
        )

    return _entered(form, change, Action.FUND_ADJUST, _("已调整，已记账。"), "office/funds/adjust.html")


@bp.route(f"{PREFIX}/social", methods=BOTH)
@permit(Action.SOCIAL_RECORD)
def social(number: str) -> ResponseReturnValue:
    """Ask for what was promised or came in, and its paper."""
    form = SocialForm()

    def write_down() -> None:
        deed = deeds.record_pledge if form.kind.data == "pledge" else deeds.record_social
        deed(
            number,
            amount_fen=form.amount.data or Fen(0),
            donor=Donor(form.donor.data, form.donor_name.data or "", bool(form.consented.data)),
            document=form.document.data or "",
            actor=current_actor(),
            at=now(),
        )

    return carried_out(number, form, write_down, _("已登记，已记账。"), "office/funds/social.html")


def _entered(
    form: AllocationForm, deed: Callable[[], None], action: Action, said: str, template: str
) -> ResponseReturnValue:
    """Do the deed if the form is right and go to the desk; else show the form with what is wrong."""
    places = areas.at_level(db.session(), "community")
    form.community.choices = options((a.slug, a.name) for a in places if can(action, a.path))
    if request.method == "GET":
        form.year.data = local_day(now()).year
        form.community.data = request.args.get("community", "")[:40]
    status = status_of(form)
    if form.validate_on_submit():
        try:
            deed()
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(said)
            return redirect(url_for(".desk"), 303)
    elif form.is_submitted():
        status = 422
    return render_template(template, form=form), status
