"""Payments: entered by one person, approved by another or sent back, and money that came back."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.errors import N_
from microprojects.domain.money import Fen, yuan
from microprojects.domain.payments import (
    INVOICE_LIMIT,
    PAYABLE,
    REFUNDABLE,
    STATES,
    VOUCHER_LIMIT,
    InvoiceUsed,
    NothingToPay,
    PaymentDecided,
    SameHands,
    VoucherUsed,
    Wish,
    require_day,
    require_payable,
)
from microprojects.domain.people import Actor
from microprojects.domain.refunds import CAUSES, require_cause
from microprojects.domain.spending import Event, News
from microprojects.domain.texts import LINE
from microprojects.domain.workdays import local_day
from microprojects.services._deed import note, permit
from microprojects.services._funds import fund_of
from microprojects.services._ledger import Line, post
from microprojects.services._moment import during
from microprojects.services._payments import Words, standing_of, write
from microprojects.services._returns import Slip, book, came_back
from microprojects.services._spending import tell
from microprojects.services._words import public_line, public_text
from microprojects.store import delivery, payments, projects
from microprojects.store.contracts import Payment, Tranche
from microprojects.store.db import transaction
from microprojects.store.payments import Standing
from microprojects.store.projects import Project

REASON_LIMIT = 500


def enter(
    number: str,
    *,
    amount_fen: Fen,
    fiscal_fen: Fen,
    social_fen: Fen,
    invoice: str,
    purpose: str,
    tranche_position: int,
    actor: Actor,
    at: datetime,
) -> int:
    """Enter a payment to the contract's supplier for a second person to approve, and return its number.

    Amounts in fen; `tranche_position` is the instalment, from 1.

    Raises:
        NotFound, NotPermitted: no such project, or not for this actor.
        WrongMoment, NothingToPayFrom: there is no contract to pay.
        NothingToPay, PartsDoNotAddUp, NoSuchTranche: the payment is not one.
        OnlyRetentionLeft, EvidenceNotYet: the instalment is not due.
        PaymentTooHigh, FiscalPartTooHigh, SocialPartTooHigh: there is not so much left (I4).
        InvoiceUsed: the invoice was entered before.
        BadValue, PrivacyFinding: invoice or purpose is missing or not fit for the public.
    """
    bill = public_line(N_("发票号"), invoice, limit=INVOICE_LIMIT)
    what_for = public_line(N_("用途"), purpose, limit=LINE)
    wish = Wish(amount_fen, fiscal_fen, social_fen, tranche_position)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.PAYMENT_ENTER, project.target, at=at)
        during(project, PAYABLE)
        stand = standing_of(session, project, at=at, invoice=bill)
        require_payable(stand.purse, stand.plan, stand.reached, wish)
        if stand.invoice_used:
            raise InvoiceUsed(invoice=bill)
        return write(session, project, stand, wish, Words(bill, what_for), actor=actor, at=at).id


def approve(payment_id: int, *, voucher: str, paid_on: date, actor: Actor, at: datetime) -> None:
    """Approve a payment that another person entered, with the bank's voucher; it is in the ledger at once.

    Raises:
        NotFound, NotPermitted: no such payment, or not for this actor.
        SameHands: the actor entered it.
        PaymentDecided: it was approved or rejected before.
        WrongMoment: the project has ended.
        PaidOnWrongDay: the day lies in the future or before the contract.
        VoucherUsed: that voucher stands for another payment.
        PaymentTooHigh and the like: what was left has shrunk since it was entered.
        BadValue, PrivacyFinding: the voucher is missing or not fit for the public.
    """
    proof = public_line(N_("凭证号"), voucher, limit=VOUCHER_LIMIT)
    with transaction() as session:
        project, payment = _held(session, payment_id, Action.PAYMENT_APPROVE, actor=actor, at=at)
        if payment.entered_by_id == actor.person_id:
            raise SameHands
        during(project, PAYABLE)
        stand = standing_of(session, project, at=at, voucher=proof, but_payment=payment.id)
        tranche = next(t for t in stand.contract.tranches if t.id == payment.tranche_id)
        wish = Wish(payment.amount_fen, payment.fiscal_fen, payment.social_fen, tranche.position)
        require_payable(stand.purse, stand.plan, stand.reached, wish)
        require_day(paid_on, stand.contract.signed_on, local_day(at))
        if stand.voucher_used:
            raise VoucherUsed(voucher=proof)
        payment.state, payment.decided_at, payment.approved_by_id = "approved", at, actor.person_id
        payment.voucher, payment.paid_on = proof, paid_on
        stand.contract.paid_fen = Fen(stand.contract.paid_fen + payment.amount_fen)
        session.flush()
        _pay(session, project, payment, tranche, actor=actor, at=at)
        if tranche.is_retention:
            _release_warranty(session, project, stand, payment.amount_fen, at=at)
        amount = Fen(payment.amount_fen)
        words = {"payee": payment.payee, "yuan": yuan(amount), "purpose": payment.purpose}
        told = tell(session, project, News(Event.PAYMENT, paid_on, amount, words), actor=actor, at=at)
        facts = {
            "payment": payment.id,
            "amount_fen": str(amount),
            "fiscal_fen": str(payment.fiscal_fen),
            "social_fen": str(payment.social_fen),
            "paid_on": paid_on.isoformat(),
            "payee": payment.payee,
            "voucher": proof,
            **told.facts,
        }
        told.tie(note(session, Action.PAYMENT_APPROVE, project, facts, actor=actor, at=at))


def reject(payment_id: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """Send an entered payment back with a reason; its invoice may be entered again.

    Whoever entered it may take it back in this way.

    Raises:
        NotFound, NotPermitted: no such payment, or not for this actor.
        PaymentDecided: it was approved or rejected before.
        BadValue, PrivacyFinding: the reason is missing or not fit for the public.
    """
    why = public_text(N_("退回原因"), reason, limit=REASON_LIMIT)
    with transaction() as session:
        project, payment = _held(session, payment_id, Action.PAYMENT_REJECT, actor=actor, at=at)
        payment.state, payment.decided_at, payment.reject_reason = "rejected", at, why
        facts = {"payment": payment.id, "amount_fen": str(payment.amount_fen), "reason": why}
        note(session, Action.PAYMENT_REJECT, project, facts, actor=actor, at=at)


def refund(
    number: str,
    *,
    amount_fen: Fen,
    document: str,
    actor: Actor,
    at: datetime,
    payment_id: int | None = None,
    cause: str = "",
    reason: str = "",
    came_on: date | None = None,
) -> None:
    """Write down money that came back, in fen, under the number of its slip: on which day, why, and of which payment.

    Without a cause a payment that is named was returned by the bank: the whole of it,
    which is owed again and whose invoice may be entered again. All other causes are
    about fiscal money, of a named payment or of the contract. While the contract runs
    it stays with the contract; after the final account, or the project's early end, it
    is free for the community. Without a day it came back today.

    Raises:
        NotFound, NotPermitted: no such project, or not for this actor.
        WrongMoment: nothing can have been paid yet.
        NothingToPay, RefundTooHigh: nothing, or more than was paid out of fiscal money.
        NotPaidOut, ReturnNotWhole: the bank cannot have returned that payment, or not that amount.
        NothingFound, MoreThanFound: no audit says that money is to come back, or not so much.
        FoundBySameHands: the actor wrote what the audit found.
        CameOnWrongDay: the day lies before the payment or in the future.
        DocumentTwice: that slip was entered before.
        BadValue, PrivacyFinding: a word is missing or not fit for the public.
    """
    paper = public_line(N_("单据号"), document, limit=VOUCHER_LIMIT)
    why = public_line(N_("原因"), reason, needed=False)
    if amount_fen <= 0:
        raise NothingToPay
    slip = Slip(
        amount_fen, paper, require_cause(cause, payment_id, why), why, came_on or local_day(at), payment_id
    )
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.REFUND_RECORD, project.target, at=at)
        during(project, REFUNDABLE)
        back = came_back(session, project, slip, actor=actor)
        payer = book(session, project, back, slip, actor=actor, at=at)
        words = {"yuan": yuan(amount_fen), "payer": payer, "cause": CAUSES[slip.cause]}
        told = tell(session, project, News(Event.REFUND, slip.came_on, amount_fen, words), actor=actor, at=at)
        facts = {**slip.facts, "payer": payer, **told.facts}
        told.tie(note(session, Action.REFUND_RECORD, project, facts, actor=actor, at=at))


def _held(
    session: Session, payment_id: int, action: Action, *, actor: Actor, at: datetime
) -> tuple[Project, Payment]:
    """Return a payment that waits, and its project, both held; always the project first."""
    seen = payments.get(session, payment_id)
    project = projects.get(session, seen.project_id, for_update=True)
    permit(actor, action, project.target, at=at)
    payment = payments.get(session, payment_id, for_update=True)
    if payment.state != "entered":
        raise PaymentDecided(state=STATES[payment.state])
    return project, payment


def _pay(
    session: Session, project: Project, payment: Payment, tranche: Tranche, *, actor: Actor, at: datetime
) -> None:
    """Post the fiscal and the social part; of a retention also that it is held no longer."""
    fund = fund_of(session, project, at=at)
    line = Line(payment.payee, payment.voucher, payment.purpose, payment.id)
    kinds = [("pay", Fen(payment.fiscal_fen)), ("social_paid", Fen(payment.social_fen))]
    if tranche.is_retention:
        kinds.append(("retention_release", Fen(payment.amount_fen)))
    for kind, amount in kinds:
        post(session, fund, kind, amount, at=at, by_id=actor.person_id, project=project, line=line)


def _release_warranty(
    session: Session, project: Project, stand: Standing, newest: int, *, at: datetime
) -> None:
    """Close the warranty when the last of the retention is paid."""
    warranty = delivery.warranty(session, project.id)
    purse = stand.purse
    taken = purse.taken + newest
    if warranty is not None and taken >= min(purse.settled or 0, purse.amount):
        warranty.released_at = at
