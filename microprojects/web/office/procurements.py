"""Buying at the desk: the way, another way that a leader approves, quotes, the choice, a failed tender."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain import procurement_modes as modes
from microprojects.domain.actions import Action
from microprojects.domain.money import Fen
from microprojects.domain.procurement_modes import Mode
from microprojects.services import procurements as deeds
from microprojects.store import procurements, supplier_marks, suppliers
from microprojects.store.contracts import Procurement, Quote
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.filters import money
from microprojects.web.forms.choices import options
from microprojects.web.forms.procurements import (
    ButtonForm,
    ChoiceForm,
    DeviationForm,
    FailureForm,
    ModeForm,
    QuoteForm,
)
from microprojects.web.guard import current_actor, permit
from microprojects.web.office._works import BOTH, PREFIX, done, matter
from microprojects.web.supplier_words import average

bp = Blueprint("office_procurements", __name__, url_prefix=PREFIX)


@bp.route("/start-procurement", methods=BOTH)
@permit(Action.PROJECT_START_PROCUREMENT)
def start(number: str) -> ResponseReturnValue:
    """Show which way the amount calls for, then begin to buy."""
    form = ModeForm()
    if request.method == "GET":
        form.mode.data = _wanted(matter(number))

    def begin() -> None:
        reason = form.reason.data or ""
        deeds.start(number, mode=form.mode.data or "", reason=reason, actor=current_actor(), at=now())

    template, action = "office/procurements/start.html", Action.PROJECT_START_PROCUREMENT
    return done(number, form, begin, _("已开始采购。"), template, action=action, show=_shown)


@bp.route("/ask-deviation", methods=BOTH)
@permit(Action.DEVIATION_ASK)
def ask_deviation(number: str) -> ResponseReturnValue:
    """Ask which other way of buying is wanted, and why."""
    form = DeviationForm()

    def ask() -> None:
        reason = form.reason.data or ""
        deeds.ask_deviation(number, mode=form.mode.data or "", reason=reason, actor=current_actor(), at=now())

    said, template = _("已交街道领导批。"), "office/procurements/ask_deviation.html"
    return done(number, form, ask, said, template, show=_shown)


@bp.route("/approve-deviation", methods=BOTH)
@permit(Action.DEVIATION_APPROVE)
def approve_deviation(number: str) -> ResponseReturnValue:
    """Show what was asked for and why, then approve it."""

    def allow() -> None:
        deeds.approve_deviation(number, actor=current_actor(), at=now())

    said, template = _("已批准，经办可以按这个方式采购。"), "office/procurements/approve_deviation.html"
    return done(number, ButtonForm(), allow, said, template, show=_shown)


@bp.route("/add-quote", methods=BOTH)
@permit(Action.QUOTE_ADD)
def add_quote(number: str) -> ResponseReturnValue:
    """Ask for one supplier's price."""
    form = QuoteForm()
    form.supplier.choices = options((s.id, s.name) for s in suppliers.usable(db.session()))

    def note() -> None:
        deeds.add_quote(
            number,
            supplier_id=form.supplier.data,
            amount_fen=form.amount.data or Fen(0),
            conflicted=form.conflicted.data,
            note=form.note.data or "",
            actor=current_actor(),
            at=now(),
        )

    again = f"/office/projects/{number}/add-quote"
    said, template = _("报价已登记。"), "office/procurements/add_quote.html"
    return done(number, form, note, said, template, show=_shown, back=again)


@bp.route("/choose-quote", methods=BOTH)
@permit(Action.QUOTE_CHOOSE)
def choose(number: str) -> ResponseReturnValue:
    """Show the quotes and ask which one wins."""
    form = ChoiceForm()
    running = procurements.open_one(db.session(), matter(number).id)
    quotes = running.quotes if running else []
    form.supplier.choices = options((q.supplier_id, _quote_words(q)) for q in quotes)

    def shown(project: Project) -> dict[str, Any]:
        found = supplier_marks.averages(db.session(), [q.supplier_id for q in quotes])
        told = [(q.supplier.name, average(found.get(q.supplier_id)), q.supplier_id) for q in quotes]
        return {**_shown(project), "marked": told}

    def pick() -> None:
        deeds.choose(
            number,
            supplier_id=form.supplier.data,
            note=form.note.data or "",
            actor=current_actor(),
            at=now(),
        )

    said, template = _("选定了单位，结果已公开。"), "office/procurements/choose.html"
    return done(number, form, pick, said, template, show=shown)


@bp.route("/fail-tender", methods=BOTH)
@permit(Action.PROJECT_FAIL_TENDER)
def fail_tender(number: str) -> ResponseReturnValue:
    """Ask why buying failed."""
    form = FailureForm()

    def fail() -> None:
        deeds.fail_tender(number, reason=form.reason.data or "", actor=current_actor(), at=now())

    said, template = _("已记为流标，可以重新采购。"), "office/procurements/fail_tender.html"
    return done(number, form, fail, said, template, action=Action.PROJECT_FAIL_TENDER, show=_shown)


def _wanted(project: Project) -> str:
    """Return the way that was asked for, else the one that the amount calls for."""
    asked = procurements.open_one(db.session(), project.id)
    return asked.mode if asked else _row(project).mode.value


def _row(project: Project) -> modes.Row:
    return modes.row(project.type, Fen(project.approved_fiscal_fen + project.approved_social_fen))


def _shown(project: Project) -> dict[str, Any]:
    """Return the rule for the amount, and every attempt to buy so far."""
    attempts = procurements.history(db.session(), project.id)
    rule = _row(project)
    pending = attempts[-1] if attempts and attempts[-1].outcome is None else None
    return {
        "rule": rule,
        "asked": pending if pending and pending.started_at is None else None,
        "running": pending if pending and pending.started_at is not None else None,
        "attempts": [_attempt(each) for each in attempts if each.started_at is not None],
        "mode_of": lambda procurement: _(Mode(procurement.mode).label),
    }


def _attempt(procurement: Procurement) -> dict[str, Any]:
    outcome = {"awarded": _("已签合同"), "failed": _("流标")}.get(procurement.outcome or "", _("正在采购"))
    return {
        "words": _("%(mode)s，至少 %(n)s 家", mode=_(Mode(procurement.mode).label), n=procurement.min_quotes),
        "outcome": outcome,
        "reason": procurement.fail_reason or procurement.reason,
        "started_at": procurement.started_at,
        "quotes": [(_quote_words(quote), quote.chosen) for quote in procurement.quotes],
    }


def _quote_words(quote: Quote) -> str:
    words = f"{quote.supplier.name}，{money(Fen(quote.amount_fen))}"
    if quote.conflicted:
        words += _("（有利害关系，不算）")
    return f"{words}，{quote.note}" if quote.note else words
