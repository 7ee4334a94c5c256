"""Payments: what a contract has left, what has happened, and the payments themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from microprojects.domain.errors import NotFound
from microprojects.domain.payments import Instalment, Purse, Reached
from microprojects.domain.settlements import review_needed
from microprojects.domain.states import SETTLED, State
from microprojects.domain.texts import folded
from microprojects.domain.tranches import Milestone
from microprojects.store import rulebooks
from microprojects.store.contracts import Contract, Payment, Supplier
from microprojects.store.db import lock
from microprojects.store.delivery import Inspection, Progress, Warranty
from microprojects.store.funds import LedgerEntry
from microprojects.store.projects import Project
from microprojects.store.settlements import Settlement

_COMPLETED = SETTLED | {State.INSPECTING, State.RECTIFYING, State.SETTLING}


@dataclass(frozen=True)
class Standing:
    """A contract with its purse and what has happened; `_used` is about the papers asked for."""

    contract: Contract
    purse: Purse
    reached: Reached
    invoice_used: bool
    voucher_used: bool

    @property
    def plan(self) -> tuple[Instalment, ...]:
        """Return the instalments as the rules see them."""
        return tuple(
            Instalment(t.position, t.amount_fen, Milestone(t.evidence), t.is_retention)
            for t in self.contract.tranches
        )


def standing(
    session: Session,
    project: Project,
    *,
    today: date,
    invoice: str = "",
    voucher: str = "",
    but_payment: int | None = None,
    for_update: bool = False,
) -> Standing | None:
    """Return how the contract of a project stands, None if there is none.

    With `for_update` the project must be held already. `but_payment` leaves one payment out.
    """
    voucher_is_used = exists().where(Payment.voucher_key == folded(voucher or "-"))
    query = _question(project, but_payment).add_columns(_invoice_used(invoice, but_payment), voucher_is_used)
    if for_update:
        query = query.with_for_update(of=Contract).execution_options(populate_existing=True)
    if (found := session.execute(query).one_or_none()) is None:
        return None
    contract, settled, retention, reviewed, until, *sums, reported, accepted, invoiced, vouched = found
    taken, taken_fiscal, taken_social, back, received, returned = map(int, sums)
    purse = Purse(
        amount=contract.amount_fen,
        fiscal=contract.fiscal_fen,
        social=contract.social_fen,
        taken=taken - back,
        taken_fiscal=taken_fiscal - back,
        taken_social=taken_social,
        received=received,
        returned_fiscal=returned,
        settled=settled,
        retention=retention or 0,
        is_closed=project.state in SETTLED,
    )
    reached = Reached(
        started=project.state is not State.CONTRACTED,
        reported=bool(reported) or project.state in _COMPLETED,
        accepted=bool(accepted),
        settled=settled is not None and (bool(reviewed) or not _needs_review(project)),
        warranty_until=until,
        today=today,
    )
    return Standing(contract, purse, reached, bool(invoiced), bool(vouched and voucher))


def _needs_review(project: Project) -> bool:
    threshold = rulebooks.of(project).number("audit.works_threshold_fen")
    approved = project.approved_fiscal_fen + project.approved_social_fen
    return review_needed(project.type, approved, threshold)


def _counted(but_payment: int | None) -> ColumnElement[bool]:
    """Return which payments count: not those sent back, by the desk or by the bank."""
    return and_(Payment.state != "rejected", Payment.returned_at.is_(None), Payment.id != (but_payment or 0))


def _invoice_used(invoice: str, but_payment: int | None) -> ColumnElement[bool]:
    same = and_(Payment.invoice_key == folded(invoice), Payment.payee == Supplier.name)
    return exists().where(same, _counted(but_payment))


def _question(project: Project, but_payment: int | None) -> Select[*tuple[Any, ...]]:
    mine, counted = project.id, _counted(but_payment)
    return (
        select(
            Contract,
            Settlement.amount_fen,
            Settlement.retention_fen,
            Settlement.review_conclusion,
            Warranty.until,
            _sum(select(func.sum(Payment.amount_fen)).where(Payment.project_id == mine, counted)),
            _sum(select(func.sum(Payment.fiscal_fen)).where(Payment.project_id == mine, counted)),
            _sum(select(func.sum(Payment.social_fen)).where(Payment.project_id == mine, counted)),
            _sum(_posted(mine, "pay_returned").where(LedgerEntry.payment_id.is_(None))),
            _sum(_posted(mine, "social_received")) - _sum(_posted(mine, "social_returned")),
            _sum(_posted(mine, "return_unspent")),
            exists().where(Progress.project_id == mine),
            exists().where(Inspection.project_id == mine, Inspection.outcome == "passed"),
        )
        .join(Contract.supplier)
        .outerjoin(Settlement, Settlement.project_id == Contract.project_id)
        .outerjoin(Warranty, Warranty.project_id == Contract.project_id)
        .where(Contract.project_id == mine)
        .options(contains_eager(Contract.supplier))
    )


def _posted(project_id: int, kind: str) -> Select[Any]:
    return select(func.sum(LedgerEntry.amount_fen)).where(
        LedgerEntry.project_id == project_id, LedgerEntry.kind == kind
    )


def _sum(query: Select[Any]) -> ColumnElement[Any]:
    return func.coalesce(query.scalar_subquery(), 0)


def get(session: Session, payment_id: int, *, for_update: bool = False) -> Payment:
    """Return one payment; with `for_update` its row is held until the transaction ends."""
    query = select(Payment).where(Payment.id == payment_id)
    payment = session.scalar(lock(query) if for_update else query)
    if payment is None:
        raise NotFound
    return payment


def of_project(session: Session, project_id: int) -> list[Payment]:
    """Return every payment of a project in the order in which they were entered, the rejected ones too."""
    query = (
        select(Payment)
        .where(Payment.project_id == project_id)
        .options(joinedload(Payment.tranche))
        .order_by(Payment.id)
    )
    return list(session.scalars(query))


def waiting(session: Session, project_id: int) -> int:
    """Return how many payments of a project wait for the second pair of eyes."""
    query = select(func.count(Payment.id)).where(Payment.project_id == project_id, Payment.state == "entered")
    return int(session.scalar(query) or 0)
