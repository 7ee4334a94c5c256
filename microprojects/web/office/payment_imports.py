"""Payments come as a sheet of the finance system: chosen, looked at line by line, then entered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.money import Fen
from microprojects.domain.payment_imports import Fate, Line, counted
from microprojects.domain.payment_sheets import Column
from microprojects.services import payment_imports as deeds
from microprojects.services.payment_imports import Report
from microprojects.web.filters import money
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.payments import ConfirmSheetForm, PaymentSheetForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.language import sentence
from microprojects.web.roll_words import heads
from microprojects.web.spreadsheets import as_csv

bp = Blueprint("office_payment_imports", __name__, url_prefix="/office/payments/import")

BOTH = ["GET", "POST"]
_ORDER = (Fate.REFUSED, Fate.BOOK, Fate.BOOKED)


@bp.route("", methods=BOTH)
@permit(Action.PAYMENT_ENTER)
def choose() -> ResponseReturnValue:
    """Ask for a sheet; one that can be read is kept for its preview."""
    form, status = PaymentSheetForm(), 200
    if form.validate_on_submit():
        try:
            kept = deeds.keep(form.upload.data.read(), actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no, "upload")
        else:
            return redirect(url_for(".look", paid_sheet_id=kept), 303)
    elif form.is_submitted():
        status = 422
    return render_template("office/payment_imports/choose.html", form=form), status


@bp.get("/template.csv")
@permit(Action.PAYMENT_ENTER)
def template() -> ResponseReturnValue:
    """Give an empty sheet with the heads, which are Chinese in every language, for they are read back."""
    return as_csv("payment-template.csv", [column.label for column in Column], lambda _session: ())


@bp.route("/<int:paid_sheet_id>", methods=BOTH)
@permit(Action.PAYMENT_ENTER)
def look(paid_sheet_id: int) -> ResponseReturnValue:
    """Show what a kept sheet would enter, line by line, then enter it."""
    form, status, actor = ConfirmSheetForm(), 200, current_actor()
    if form.validate_on_submit():
        try:
            done = deeds.apply_kept(paid_sheet_id, seen=form.seen.data or "", actor=actor, at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("%(n)s 笔付款录好了，等另一位财务复核。", n=len(done.new)))
            return redirect(url_for(".choose"), 303)
    report = deeds.kept(paid_sheet_id, actor=actor, at=now())
    form.seen.data = report.seen
    page = render_template(
        "office/payment_imports/look.html",
        form=form,
        report=report,
        counts=_counts(report),
        groups=_groups(report.lines),
        ignored=heads(report.ignored),
    )
    return page, status


def _counts(report: Report) -> list[tuple[str, str]]:
    found = counted(report.lines)
    rows = [(_(fate.label), _("%(n)s 行", n=found[fate])) for fate in Fate]
    total = sum(line.wish.amount for line in report.new if line.wish)
    return [*rows, (_("要记账合计"), money(Fen(total))), (_("文件记账码"), report.sha256[:16])]


def _groups(lines: Sequence[Line]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the lines under what becomes of them, the refused ones first; no line is left out."""
    return [
        (_(fate.label), [_line(each) for each in lines if each.fate is fate])
        for fate in _ORDER
        if any(each.fate is fate for each in lines)
    ]


def _line(line: Line) -> dict[str, Any]:
    entry, says = line.entry, sentence(line.no) if line.no else ""
    if line.wish is not None:
        says = _("第 %(n)s 期", n=line.wish.position)
        if line.wish.social:
            says += _("，其中自筹 %(amount)s", amount=money(Fen(line.wish.social)))
    if line.fate is Fate.BOOKED:
        says = _("不再重复记")
    return {
        "number": line.number,
        "project": entry.project if entry else "",
        "payee": entry.payee if entry else "",
        "paper": entry.invoice if entry else "",
        "amount": money(entry.amount) if entry else "",
        "day": entry.paid_on.isoformat() if entry else "",
        "says": says,
    }
