"""Booking money that came back: what it was paid as, whether it is owed again, and the lines of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from microprojects.domain.audits import REFUND
from microprojects.domain.funds import DocumentTwice
from microprojects.domain.money import Fen, yuan
from microprojects.domain.people import Actor
from microprojects.domain.refunds import (
    AUDIT,
    BANK,
    FoundBySameHands,
    NotPaidOut,
    RefundTooHigh,
    ReturnNotWhole,
    require_came_on,
    require_found,
)
from microprojects.domain.states import SETTLED, State
from microprojects.domain.workdays import local_day
from microprojects.services._funds import fund_of
from microprojects.services._ledger import Line, post
from microprojects.services._social import give_back_social
from microprojects.store import audits, delivery, ledger, payments, recoveries
from microprojects.store.contracts import Contract, Payment
from microprojects.store.db import lock
from microprojects.store.projects import Project
from microprojects.store.recoveries import Recovery

_KINDS = ("pay_returned", "refund", "social_refund")


@dataclass(frozen=True)
class Slip:
    """What is written on the slip of money that came back, fit for the public; the amount in fen."""

    amount: Fen
    paper: str
    cause: str
    reason: str
    came_on: date
    payment_id: int | None

    @property
    def facts(self) -> dict[str, object]:
        """Return what the journal tells of it."""
        told: dict[str, object] = {
            "amount_fen": str(self.amount),
            "document": self.paper,
            "cause": self.cause,
        }
        told["came_on"] = self.came_on.isoformat()
        if self.reason:
            told["reason"] = self.reason
        if self.payment_id:
            told["payment"] = self.payment_id
        return told


@dataclass(frozen=True)
class Back:
    """What came back: its fiscal and its social part in fen, and the payment of which it is, if one is named."""

    fiscal: Fen
    social: Fen
    payment: Payment | None
    by_bank: bool

    @property
    def returned(self) -> Payment | None:
        """Return the payment that the bank returned whole, if it did."""
        return self.payment if self.by_bank else None

    def is_owed(self, state: State) -> bool:
        """Return whether the contract owes it again; an ended one owes nothing, a settled one only a payment."""
        if state is State.CANCELLED:
            return False
        return self.by_bank or state not in SETTLED


def came_back(session: Session, project: Project, slip: Slip, *, actor: Actor) -> Back:
    """Return the parts of what came back; the payment of which it is is held.

    Raises:
        NotPaidOut, ReturnNotWhole: the bank cannot have returned that payment, or not that amount.
        RefundTooHigh: more than was paid out of fiscal money, or than is left of that payment.
        NothingFound, MoreThanFound: no audit says so, or not so much.
        FoundBySameHands: the actor wrote what the audit found.
    """
    sums = dict(ledger.sums_of(session, project.id))
    paid = Fen(sums.get("pay", 0) - sums.get("pay_returned", 0) - sums.get("refund", 0))
    back = Back(slip.amount, Fen(0), None, by_bank=False)
    if slip.payment_id is not None:
        payment = payments.get(session, slip.payment_id, for_update=True)
        if payment.project_id != project.id or payment.state != "approved" or payment.returned_at:
            raise NotPaidOut
        if slip.cause == BANK:
            _require_whole(session, payment, slip)
            back = Back(payment.fiscal_fen, payment.social_fen, payment, by_bank=True)
        else:
            rest = Fen(payment.fiscal_fen - recoveries.back_of_payment(session, payment.id))
            paid, back = min(paid, rest), Back(slip.amount, Fen(0), payment, by_bank=False)
    if back.fiscal > paid:
        raise RefundTooHigh(paid=yuan(paid), amount=yuan(back.fiscal))
    if slip.cause == AUDIT:
        _require_finding(session, project, slip, actor)
    return back


def _require_whole(session: Session, payment: Payment, slip: Slip) -> None:
    """Refuse that the bank returned a payment of which a part came back before, or another amount."""
    if recoveries.back_of_payment(session, payment.id):
        raise NotPaidOut
    if payment.amount_fen != slip.amount:
        raise ReturnNotWhole(paid=yuan(payment.amount_fen), amount=yuan(slip.amount))


def _require_finding(session: Session, project: Project, slip: Slip, actor: Actor) -> None:
    """Let money come back for an audit that found so much, written down by somebody else than who found it."""
    drawn = audits.of_project(session, project.id)
    found = drawn.result if drawn else None
    due = found.refund_fen if found and found.outcome == REFUND else 0
    require_found(slip.amount, due, drawn.back_fen if drawn else 0)
    if found and found.recorded_by_id == actor.person_id:
        raise FoundBySameHands


def book(session: Session, project: Project, back: Back, slip: Slip, *, actor: Actor, at: datetime) -> str:
    """Post what came back under the number of its slip, take it off what the contract has paid, and return who gave it.

    Raises:
        CameOnWrongDay: it cannot have come back on that day.
        DocumentTwice: that slip was entered before.
    """
    contract = session.scalars(lock(select(Contract).where(Contract.project_id == project.id))).one()
    payment, payer = back.payment, contract.supplier.name
    first = payment.paid_on if payment and payment.paid_on else contract.signed_on
    require_came_on(slip.came_on, first, local_day(at))
    fund = fund_of(session, project, at=at)
    if ledger.has_document(session, fund.id, _KINDS, slip.paper, project_id=project.id):
        raise DocumentTwice(document=slip.paper)
    owed, kinds = back.is_owed(project.state), [("social_refund", back.social)]
    kinds.insert(0, ("pay_returned" if owed else "refund", back.fiscal))
    if (returned := back.returned) is not None:
        returned.returned_at = at
        if owed and returned.tranche is not None and returned.tranche.is_retention:
            kinds.append(("retention_hold", Fen(returned.amount_fen)))
            _keep_warranty(session, project)
    line = Line(payer, slip.paper, slip.reason, returned.id if returned else None)
    for kind, amount in kinds:
        post(session, fund, kind, amount, at=at, by_id=actor.person_id, project=project, line=line)
    if back.social and not owed:
        give_back_social(session, project, fund, at=at, by_id=actor.person_id)
    contract.paid_fen = Fen(contract.paid_fen - back.fiscal - back.social)
    _write(session, contract, back, slip, actor=actor, at=at)
    return payer


def _write(
    session: Session, contract: Contract, back: Back, slip: Slip, *, actor: Actor, at: datetime
) -> None:
    session.add(
        Recovery(
            project_id=contract.project_id, contract_id=contract.id,
            payment_id=back.payment.id if back.payment else None, cause=slip.cause,
            amount_fen=Fen(back.fiscal + back.social), fiscal_fen=back.fiscal, social_fen=back.social,
            payer=contract.supplier.name, reason=slip.reason, document=slip.paper, came_on=slip.came_on,
            recorded_at=at, recorded_by_id=actor.person_id or 0,
        )
    )  # fmt: skip
    session.flush()


def _keep_warranty(session: Session, project: Project) -> None:
    """Open the warranty again whose retention the supplier did not get."""
    warranty = delivery.warranty(session, project.id)
    if warranty is not None:
        warranty.released_at = None
