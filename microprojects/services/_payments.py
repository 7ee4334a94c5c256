"""Writing one payment down: what entering it at the desk and out of a sheet do alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.payments import NothingToPayFrom, Wish, instalment
from microprojects.domain.people import Actor
from microprojects.domain.workdays import local_day
from microprojects.services._deed import record, subject_of
from microprojects.store import payments
from microprojects.store.contracts import Payment
from microprojects.store.payments import Standing
from microprojects.store.projects import Project


@dataclass(frozen=True)
class Words:
    """What is written on a payment, fit for the public; without a purpose it is the name of the instalment."""

    invoice: str
    purpose: str


def standing_of(
    session: Session,
    project: Project,
    *,
    at: datetime,
    invoice: str = "",
    voucher: str = "",
    but_payment: int | None = None,
) -> Standing:
    """Return how the contract stands, its row held, so that two payments cannot race for the same rest.

    Raises:
        NothingToPayFrom: there is no contract.
    """
    found = payments.standing(
        session,
        project,
        today=local_day(at),
        invoice=invoice,
        voucher=voucher,
        but_payment=but_payment,
        for_update=True,
    )
    if found is None:
        raise NothingToPayFrom
    return found


def write(
    session: Session,
    project: Project,
    stand: Standing,
    wish: Wish,
    words: Words,
    *,
    actor: Actor,
    at: datetime,
    facts: Mapping[str, object] | None = None,
) -> Payment:
    """Enter a payment that the rules let pass, with its line in the journal; a second person approves it."""
    wanted = instalment(stand.plan, wish.position).position
    tranche = next(each for each in stand.contract.tranches if each.position == wanted)
    payment = Payment(
        contract_id=stand.contract.id,
        project_id=project.id,
        tranche_id=tranche.id,
        amount_fen=wish.amount,
        fiscal_fen=wish.fiscal,
        social_fen=wish.social,
        payee=stand.contract.supplier.name,
        invoice=words.invoice,
        purpose=words.purpose or tranche.label,
        entered_at=at,
        entered_by_id=actor.person_id or 0,
    )
    session.add(payment)
    session.flush()
    told = {"payment": payment.id, "amount_fen": str(wish.amount), "stage": wish.position, **(facts or {})}
    subject, area = subject_of(project), project.area.path
    record(session, Action.PAYMENT_ENTER, subject, actor=actor, at=at, area=area, facts=told)
    return payment
