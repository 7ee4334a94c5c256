"""Paying at the desk: one person enters, another approves or sends back; and money that came back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.money import Fen, yuan
from microprojects.domain.payments import STATES, Instalment
from microprojects.domain.refunds import CAUSES
from microprojects.domain.workdays import local_day
from microprojects.services import payments as deeds
from microprojects.store import audits, payment_sheets, payments, projects
from microprojects.store.contracts import Payment
from microprojects.store.db import db
from microprojects.store.payments import Standing
from microprojects.store.projects import Project
from microprojects.web import audit_words
from microprojects.web.filters import money
from microprojects.web.forms.choices import options
from microprojects.web.forms.house import HouseForm
from microprojects.web.forms.payments import ApprovalForm, PaymentForm, RefundForm, RejectionForm
from microprojects.web.guard import can, current_actor, permit
from microprojects.web.office._works import BOTH, PREFIX, day_of, done, matter, recorded

bp = Blueprint("office_payments", __name__)

ONE = "/office/payments/<int:payment_id>"


@bp.route(f"{PREFIX}/enter-payment", methods=BOTH)
@permit(Action.PAYMENT_ENTER)
def enter(number: str) -> ResponseReturnValue:
    """Show what is left of each instalment, and ask for one payment."""
    form = PaymentForm()
    stand = _standing(matter(number))
    form.tranche.choices = options((t.position, t.label) for t in (stand.contract.tranches if stand else []))
    if request.method == "GET":
        form.social.data = Fen(0)

    def note() -> None:
        deeds.enter(
            number,
            amount_fen=form.amount.data or Fen(0),
            fiscal_fen=form.fiscal.data or Fen(0),
            social_fen=form.social.data or Fen(0),
            invoice=form.invoice.data or "",
            purpose=form.purpose.data or "",
            tranche_position=form.tranche.data,
            actor=current_actor(),
            at=now(),
        )

    said, template = _("已录，等另一位财务复核。"), "office/payments/enter.html"
    return done(number, form, note, said, template, show=_account, back=_list(number))


@bp.get(f"{PREFIX}/payments")
@permit(Action.PAYMENT_APPROVE)
def listing(number: str) -> ResponseReturnValue:
    """Show every payment of a project; those that wait come with their two ways on."""
    project = matter(number)
    return render_template(
        "office/payments/list.html", project=project, record=recorded(project), **_account(project)
    )


@bp.route(f"{ONE}/approve", methods=BOTH)
@permit(Action.PAYMENT_APPROVE)
def approve(payment_id: int) -> ResponseReturnValue:
    """Show one payment as it was entered, and ask for the bank's voucher."""
    form = ApprovalForm()
    if request.method == "GET":
        brought = payment_sheets.source_of(db.session(), payment_id)
        form.voucher.data = brought.voucher if brought else ""
        form.paid_on.data = brought.paid_on if brought else local_day(now())

    def pay() -> None:
        deeds.approve(
            payment_id,
            voucher=form.voucher.data or "",
            paid_on=day_of(form.paid_on),
            actor=current_actor(),
            at=now(),
        )

    return _decided(payment_id, form, pay, _("已复核，已记账并公开。"), "office/payments/approve.html")


@bp.route(f"{ONE}/reject", methods=BOTH)
@permit(Action.PAYMENT_REJECT)
def reject(payment_id: int) -> ResponseReturnValue:
    """Ask why a payment is sent back."""
    form = RejectionForm()

    def send_back() -> None:
        deeds.reject(payment_id, reason=form.reason.data or "", actor=current_actor(), at=now())

    return _decided(
        payment_id, form, send_back, _("已退回，发票可以改好再录。"), "office/payments/reject.html"
    )


@bp.route(f"{PREFIX}/record-refund", methods=BOTH)
@permit(Action.REFUND_RECORD)
def refund(number: str) -> ResponseReturnValue:
    """Ask what came back, and its paper."""
    form = RefundForm()
    rows = payments.of_project(db.session(), matter(number).id)
    paid = [row for row in rows if row.state == "approved" and row.returned_at is None]
    form.payment.choices = options(
        [
            ("", _("不单属于一笔，退的是合同的钱")),
            *((str(row.id), f"{yuan(Fen(row.amount_fen))} · {row.purpose} · {row.voucher}") for row in paid),
        ]
    )
    form.cause.choices = options((code, _(said)) for code, said in CAUSES.items())
    if request.method == "GET":
        asked = request.args.get("cause", "")
        form.cause.data, form.payment.data = (asked if asked in CAUSES else None), ""
        form.came_on.data = local_day(now())

    def take_back() -> None:
        deeds.refund(
            number,
            amount_fen=form.amount.data or Fen(0),
            document=form.document.data or "",
            payment_id=int(form.payment.data) if form.payment.data else None,
            cause=form.cause.data or "",
            reason=form.reason.data or "",
            came_on=day_of(form.came_on),
            actor=current_actor(),
            at=now(),
        )

    said, template = _("已登记，已记账并公开。"), "office/payments/refund.html"
    return done(number, form, take_back, said, template, show=_with_finding)


@bp.get(ONE)
@permit(Action.PAYMENT_APPROVE)
def one(payment_id: int) -> ResponseReturnValue:
    """Go to the list in which a payment stands."""
    return redirect(_list(_number(payment_id)), 303)


def _decided(
    payment_id: int, form: HouseForm, deed: Callable[[], None], said: str, template: str
) -> ResponseReturnValue:
    number = _number(payment_id)

    def show(project: Project) -> dict[str, Any]:
        payment = payments.get(db.session(), payment_id)
        return {
            "payment": payment,
            "own": payment.entered_by_id == current_actor().person_id,
            **_account(project),
        }

    return done(number, form, deed, said, template, show=show, back=_list(number))


def _number(payment_id: int) -> str:
    session = db.session()
    return projects.get(session, payments.get(session, payment_id).project_id).number or ""


def _list(number: str) -> str:
    return f"/office/projects/{number}" + ("/payments" if can(Action.PAYMENT_APPROVE) else "")


def _standing(project: Project) -> Standing | None:
    return payments.standing(db.session(), project, today=local_day(now()))


def _account(project: Project) -> dict[str, Any]:
    """Return the instalments with what is due and left, and every payment so far."""
    stand = _standing(project)
    rows = payments.of_project(db.session(), project.id)
    return {
        "stand": stand,
        "due": [_instalment(stand, each) for each in stand.plan] if stand else [],
        "rows": rows,
        "waiting": [row for row in rows if row.state == "entered"],
        "table": [_row(row) for row in rows],
    }


def _instalment(stand: Standing, each: Instalment) -> dict[str, Any]:
    tranche = next(t for t in stand.contract.tranches if t.position == each.position)
    purse = stand.purse
    is_due = stand.reached.has(each.milestone) and (each.is_retention or not purse.is_closed)
    left = purse.left(stand.plan, each) if is_due else 0
    return {
        "label": tranche.label,
        "amount": Fen(each.amount),
        "waits": "" if is_due else _("要等：%(what)s", what=_(each.milestone.label)),
        "left": Fen(max(0, left)),
    }


def _with_finding(project: Project) -> dict[str, Any]:
    """Return the account, with what the audit of the project found."""
    found = audits.of_project(db.session(), project.id)
    return {**_account(project), "audit": audit_words.of_project(found) if found else None}


def _row(payment: Payment) -> list[Any]:
    return [
        {"text": (payment.paid_on or local_day(payment.entered_at)).isoformat()},
        {"text": payment.purpose, "small": payment.tranche.label if payment.tranche else ""},
        {
            "text": _("银行退回") if payment.returned_at else _(STATES[payment.state]),
            "small": payment.voucher or payment.reject_reason,
        },
        money(Fen(payment.amount_fen)),
    ]
