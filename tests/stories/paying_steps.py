"""Payments: the next instalment entered, approved or sent back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from microprojects.domain.money import Fen
from microprojects.domain.workdays import local_day
from microprojects.services import payments
from microprojects.store.contracts import Contract, Payment, Tranche
from microprojects.store.settlements import Settlement
from tests.stories.walks import DAY, Walk, row, rows


def pay(w: Walk, p: Any) -> None:
    """Decide a payment that waits, or enter the next instalment's rest."""
    waiting = row(select(Payment.id).where(Payment.project_id == p.id, Payment.state == "entered"))
    if waiting is not None:
        if w.chance(12):
            w.do(payments.reject, waiting.id, reason=w.says("发票不清"), who=w.one_of(("feng", "zheng")))
        else:
            paid_on = local_day(w.at) - (DAY if w.chance(10) else 0 * DAY)
            w.do(
                payments.approve, waiting.id, voucher=f"记{waiting.id}", paid_on=paid_on,
                who=w.one_of(("feng", "feng", "zheng")),
            )  # fmt: skip
        return
    contract = row(select(Contract.__table__).where(Contract.project_id == p.id))
    if contract is None:
        return
    settlement = row(
        select(Settlement.amount_fen, Settlement.retention_fen).where(Settlement.project_id == p.id)
    )
    plan = rows(
        select(Tranche.position, Tranche.amount_fen, Tranche.is_retention).where(
            Tranche.contract_id == contract.id
        )
    )
    enter(w, p, contract, *_next(contract, settlement, plan, p.state))


def _next(contract: Any, settlement: Any, plan: list[Any], state: str) -> tuple[int, int]:
    """Return the instalment that is not paid in full yet and what is left of it."""
    up_to = 0
    for tranche in sorted(plan, key=lambda each: each.position):
        up_to += tranche.amount_fen
        if contract.paid_fen < up_to and not (tranche.is_retention and settlement is None):
            rest = up_to - contract.paid_fen
            if settlement is not None:
                kept = 0 if tranche.is_retention else settlement.retention_fen
                rest = settlement.amount_fen - kept - contract.paid_fen
            return tranche.position, rest
    return len(plan), 1


def enter(w: Walk, p: Any, contract: Any, position: int, amount: int) -> None:
    """Enter a payment for an instalment, out of fiscal money first or last."""
    amount = max(1, amount if w.chance(85) else amount // 2)
    paid = row(
        select(
            func.sum(Payment.fiscal_fen).label("fiscal"), func.sum(Payment.social_fen).label("social")
        ).where(Payment.project_id == p.id, Payment.state == "approved")
    )
    left = contract.social_fen - int(paid.social or 0)
    social = (
        min(left, amount) if w.chance(60) else max(0, amount - (contract.fiscal_fen - int(paid.fiscal or 0)))
    )
    w.do(
        payments.enter, p.number, amount_fen=Fen(amount), fiscal_fen=Fen(amount - social), social_fen=Fen(social),
        invoice=f"票{len(w.diary)}", purpose=w.says("进度款"), tranche_position=position,
        who=w.one_of(("zheng", "zheng", "zhou")),
    )  # fmt: skip
