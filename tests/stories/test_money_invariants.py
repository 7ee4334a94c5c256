"""I3 and I4 over random lives of projects: no community and no contract is ever overdrawn."""

from __future__ import annotations

import itertools
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from microprojects.domain.errors import Refusal
from microprojects.domain.funds import POCKETS
from microprojects.domain.money import Fen
from microprojects.domain.states import State
from microprojects.services import approvals, inspections, payments
from microprojects.store.contracts import Contract, Payment
from microprojects.store.db import db
from microprojects.store.funds import Fund, LedgerEntry
from tests.spending import Site

FISCAL, SOCIAL = 60_000, 40_000
WHOLE = FISCAL + SOCIAL
amounts = st.sampled_from([1, 999, 15_000, 30_000, 50_000, 60_000, 97_000, 99_999, 100_000, 100_001])
positions = st.integers(min_value=1, max_value=4)
steps = st.one_of(
    st.just(("advance",)),
    st.just(("advance",)),
    st.tuples(st.just("enter"), amounts, positions, st.integers(0, 100)),
    st.just(("approve",)),
    st.just(("approve",)),
    st.just(("reject",)),
    st.tuples(st.just("refund"), amounts),
    st.just(("bounce",)),
    st.tuples(st.just("account"), amounts, st.integers(0, 4)),
    st.just(("settle",)),
    st.just(("fail",)),
    st.just(("wait",)),
    st.just(("cancel",)),
)
_numbers = itertools.count(1)


def advance(site: Site, price: int) -> None:
    """Take the next step of the life, whatever it is."""
    match site.state:
        case State.APPROVED:
            site.buy(price)
        case State.PROCURING:
            site.sign(price, social=min(SOCIAL, price // 2))
        case State.CONTRACTED:
            site.start()
        case State.IMPLEMENTING:
            site.progress().complete()
        case State.INSPECTING:
            site.accept()
        case State.RECTIFYING:
            site.file("rectification")
            inspections.reinspect(site.number, actor=site.world["shi"], at=site.later())
        case State.SETTLING:
            site.settle()
        case _:
            site.later(days=1)


def take(site: Site, step: tuple, price: int) -> None:
    """Take one step of any kind; the rules may refuse it."""
    name, *given = step
    DEEDS[name](site, price, *given)


def approve(site: Site, _price: int) -> None:
    payments.approve(
        site.payment_id,
        voucher=f"付{site.number}-{site.payment_id}",
        paid_on=site.today,
        actor=site.world["feng"],
        at=site.later(),
    )


def reject(site: Site, _price: int) -> None:
    payments.reject(site.payment_id, reason="退", actor=site.world["feng"], at=site.later())


def refund(site: Site, _price: int, amount: int) -> None:
    payments.refund(
        site.number,
        amount_fen=Fen(amount),
        document=f"退{site.at}",
        reason="多付了",
        actor=site.world["feng"],
        at=site.later(),
    )


def bounce(site: Site, _price: int) -> None:
    paid = db.session.get(Payment, site.payment_id) if site.payment_id else None
    payments.refund(
        site.number,
        amount_fen=Fen(paid.amount_fen if paid else 1),
        document=f"退票{site.at}",
        reason="多付了",
        payment_id=site.payment_id,
        actor=site.world["feng"],
        at=site.later(),
    )


def account(site: Site, _price: int, amount: int, percent: int) -> None:
    site.account(amount, amount * percent // 100, review_by="造价所", review_conclusion="属实。")


def fail(site: Site, _price: int) -> None:
    site.inspect(passed=False)
    inspections.fail_inspection(site.number, actor=site.world["zhou"], at=site.later())


def cancel(site: Site, _price: int) -> None:
    approvals.cancel(
        site.number, reason="停", recovery_plan="按实结算", actor=site.world["wu"], at=site.later()
    )


DEEDS = {
    "advance": advance,
    "enter": lambda site, _, amount, position, percent: site.enter(amount, position, amount * percent // 100),
    "approve": approve,
    "reject": reject,
    "refund": refund,
    "bounce": bounce,
    "account": account,
    "settle": lambda site, _: site.settle(),
    "fail": fail,
    "wait": lambda site, _: site.later(days=400),
    "cancel": cancel,
}


def check(site: Site) -> None:
    """Hold the database against I3 and I4, and the balance of the fund against its ledger."""
    db.session.rollback()
    fund = db.session.scalars(select(Fund).where(Fund.area_id == site.world.areas["lizhi"])).one()
    sums = db.session.execute(
        select(LedgerEntry.kind, func.sum(LedgerEntry.amount_fen))
        .where(LedgerEntry.fund_id == fund.id)
        .group_by(LedgerEntry.kind)
    ).all()
    columns = [sum(POCKETS[kind][n] * int(total) for kind, total in sums) for n in range(5)]
    assert columns == [
        fund.allocated_fen, fund.reserved_fen, fund.committed_fen, fund.paid_fen, fund.left_fen,
    ]  # fmt: skip
    assert min(columns) >= 0
    assert fund.reserved_fen + fund.committed_fen + fund.paid_fen <= fund.allocated_fen
    contract = db.session.scalars(select(Contract).where(Contract.project_id == site.project.id)).first()
    if contract is not None:
        check_contract(site, contract)


def check_contract(site: Site, contract: Contract) -> None:
    """Hold one contract and its payments against what was approved and what came in."""
    rows = db.session.scalars(select(Payment).where(Payment.contract_id == contract.id)).all()
    paid = [row for row in rows if row.state == "approved"]
    open_or_paid = [row for row in rows if row.state != "rejected"]
    sums: dict[str, int] = {}
    for kind, amount in site.posted("pay_returned", "refund", "social_refund"):
        sums[kind] = sums.get(kind, 0) + amount
    owed, freed, social = (sums.get(kind, 0) for kind in ("pay_returned", "refund", "social_refund"))
    assert contract.paid_fen == sum(row.amount_fen for row in paid) - owed - freed - social
    assert sum(row.amount_fen for row in open_or_paid) - owed - freed - social <= contract.amount_fen <= WHOLE
    assert sum(row.fiscal_fen for row in open_or_paid) - owed - freed <= contract.fiscal_fen <= FISCAL
    assert sum(row.social_fen for row in open_or_paid) - social <= contract.social_fen <= SOCIAL
    assert all(row.entered_by_id != row.approved_by_id for row in paid)


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["works", "goods", "services"]),
    st.sampled_from([WHOLE, 90_001, 60_000]),
    st.lists(steps, min_size=8, max_size=30),
)
def test_over_random_lives_no_purse_is_ever_overdrawn(world, kind, price, life):
    site = Site(world, number=f"LZ-2026-{next(_numbers):03d}", kind=kind, fiscal=FISCAL, social=SOCIAL)

    for step in life:
        with suppress(Refusal):
            take(site, step, price)
        check(site)

    if site.published():
        told = site.told()
        approved = [row for row in db.session.query(Payment) if row.state == "approved"]
        mine = sum(row.amount_fen for row in approved if row.project_id == site.project.id)
        assert told["paid_fen"] == str(mine)
