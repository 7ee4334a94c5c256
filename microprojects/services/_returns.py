"""Booking money that came back: what it was paid as, whether it is owed again, and the lines of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from microprojects.domain.funds import DocumentTwice
from microprojects.domain.money import Fen, yuan
from microprojects.domain.people import Actor
from microprojects.domain.refunds import NotPaidOut, RefundTooHigh, ReturnNotWhole
from microprojects.domain.states import SETTLED, State
from microprojects.services._funds import fund_of
from microprojects.services._ledger import Line, post
from microprojects.services._social import give_back_social
from microprojects.store import delivery, ledger, payments
from microprojects.store.contracts import Contract, Payment
from microprojects.store.db import lock
from microprojects.store.projects import Project

_KINDS = ("pay_returned", "refund", "social_refund")


@dataclass(frozen=True)
class Back:
    """What came back: its fiscal and its social part in fen, and the payment that the bank returned, if it did."""

    fiscal: Fen
    social: Fen
    payment: Payment | None

    def is_owed(self, state: State) -> bool:
        """Return whether the contract owes it again; an ended one owes nothing, a settled one only a payment."""
        if state is State.CANCELLED:
            return False
        return self.payment is not None or state not in SETTLED


def came_back(session: Session, project: Project, amount: Fen, payment_id: int | None) -> Back:
    """Return the parts of what came back; a payment that the bank returned is held.

    Raises:
        NotPaidOut, ReturnNotWhole: the bank cannot have returned that payment, or not that amount.
        RefundTooHigh: more than was paid out of fiscal money.
    """
    sums = dict(ledger.sums_of(session, project.id))
    paid = Fen(sums.get("pay", 0) - sums.get("pay_returned", 0) - sums.get("refund", 0))
    back = Back(amount, Fen(0), None)
    if payment_id is not None:
        payment = payments.get(session, payment_id, for_update=True)
        if payment.project_id != project.id or payment.state != "approved" or payment.returned_at:
            raise NotPaidOut
        if payment.amount_fen != amount:
            raise ReturnNotWhole(paid=yuan(payment.amount_fen), amount=yuan(amount))
        back = Back(payment.fiscal_fen, payment.social_fen, payment)
    if back.fiscal > paid:
        raise RefundTooHigh(paid=yuan(paid), amount=yuan(back.fiscal))
    return back


def book(session: Session, project: Project, back: Back, paper: str, *, actor: Actor, at: datetime) -> None:
    """Post what came back under the number of its slip, and take it off what the contract has paid.

    Raises:
        DocumentTwice: that slip was entered before.
    """
    fund = fund_of(session, project, at=at)
    if ledger.has_document(session, fund.id, _KINDS, paper, project_id=project.id):
        raise DocumentTwice(document=paper)
    owed, payment = back.is_owed(project.state), back.payment
    kinds = [("pay_returned" if owed else "refund", back.fiscal), ("social_refund", back.social)]
    if payment is not None:
        payment.returned_at = at
        if owed and payment.tranche is not None and payment.tranche.is_retention:
            kinds.append(("retention_hold", Fen(payment.amount_fen)))
            _keep_warranty(session, project)
    line = Line(payment.payee if payment else "", paper, payment_id=payment.id if payment else None)
    for kind, amount in kinds:
        post(session, fund, kind, amount, at=at, by_id=actor.person_id, project=project, line=line)
    if back.social and not owed:
        give_back_social(session, project, fund, at=at, by_id=actor.person_id)
    contract = session.scalars(lock(select(Contract).where(Contract.project_id == project.id))).one()
    contract.paid_fen = Fen(contract.paid_fen - back.fiscal - back.social)
    session.flush()


def _keep_warranty(session: Session, project: Project) -> None:
    """Open the warranty again whose retention the supplier did not get."""
    warranty = delivery.warranty(session, project.id)
    if warranty is not None:
        warranty.released_at = None
