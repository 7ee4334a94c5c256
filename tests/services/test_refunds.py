"""Money that comes back, and the retention that is paid last."""

from __future__ import annotations

import pytest

from microprojects.domain.contracts import RecoveryPlanMissing
from microprojects.domain.errors import AlreadyDone, WrongMoment
from microprojects.domain.funds import DocumentTwice
from microprojects.domain.money import Fen
from microprojects.domain.payments import (
    EvidenceNotYet,
    InvoiceUsed,
    NothingToPay,
    OnlyRetentionLeft,
    PaymentTooHigh,
)
from microprojects.domain.refunds import NotPaidOut, RefundTooHigh, ReturnNotWhole
from microprojects.services import approvals, payments
from microprojects.store.db import db, transaction
from microprojects.store.delivery import Warranty
from microprojects.store.funds import Fund, LedgerEntry
from tests.contracted import paid_too_much
from tests.spending import WAN, YUAN, Site


def back(site: Site, yuan: int, *, slip: str = "退-1", payment_id: int | None = None) -> None:
    """Write down that money came back."""
    payments.refund(
        site.number,
        amount_fen=Fen(yuan * YUAN),
        document=slip,
        reason="多付了",
        payment_id=payment_id,
        actor=site.world["feng"],
        at=site.later(),
    )


def approve(site: Site, payment_id: int) -> None:
    """Approve a payment as Feng."""
    payments.approve(
        payment_id, voucher=f"付-{payment_id}", paid_on=site.today, actor=site.world["feng"], at=site.later()
    )


def test_money_that_came_back_stays_with_the_contract_that_still_runs(world):
    site = Site(world).buy().sign().start().pay(15_000 * YUAN, 1)
    available, _, committed, _ = site.fund

    paid_too_much(site, 5_000 * YUAN)

    assert site.fund == (available, 0, committed + 5_000 * YUAN, 10_000 * YUAN)
    assert site.told()["refunded_fen"] == str(5_000 * YUAN)
    assert site.told()["balance_fen"] == str(4 * WAN)


def test_what_the_bank_returned_can_be_paid_again_in_full(world):
    site = Site(world).buy().sign().start().pay(15_000 * YUAN, 1)

    back(site, 15_000, payment_id=site.payment_id)
    site.progress().complete().accept().account(5 * WAN).pay(5 * WAN, 3).settle()

    assert site.fund == (195 * WAN, 0, 0, 5 * WAN)
    assert (site.told()["balance_fen"], site.told()["paid_percent"]) == ("0", 100)


def test_an_invoice_may_be_entered_again_when_the_bank_returned_its_payment(world):
    site = Site(world).buy().sign().start()
    site.enter(15_000 * YUAN, 1, invoice="发票-1")
    approve(site, site.payment_id)
    back(site, 15_000, payment_id=site.payment_id)

    site.enter(14_999 * YUAN, 1, invoice="发票-1")

    with pytest.raises(InvoiceUsed):
        site.enter(1, 1, invoice="发票-1")


def test_both_parts_of_a_payment_come_back_from_the_bank(world):
    site = Site(world, fiscal=4 * WAN, social=1 * WAN).buy().sign().start()
    site.pay(15_000 * YUAN, 1, social=10_000 * YUAN)

    back(site, 15_000, payment_id=site.payment_id)
    site.pay(15_000 * YUAN, 1, social=10_000 * YUAN)

    assert site.posted("pay_returned", "social_refund") == [
        ("pay_returned", 5_000 * YUAN),
        ("social_refund", 10_000 * YUAN),
    ]
    assert site.fund == (196 * WAN, 0, 35_000 * YUAN, 5_000 * YUAN)


def test_a_settlement_below_what_was_paid_before_the_refund_pays_its_retention(world):
    site = Site(world).buy().sign().start().progress().pay(40_000 * YUAN, 2).complete().accept()
    back(site, 10_000)
    site.account(30_900 * YUAN, 900 * YUAN).settle()
    site.later(days=366)

    site.pay(900 * YUAN, 4)

    assert site.fund == (200 * WAN - 30_900 * YUAN, 0, 0, 30_900 * YUAN)
    assert db.session.query(Warranty).one().released_at is not None


def test_a_retention_that_the_bank_returned_is_held_and_paid_again(world):
    site = Site(world).until_evaluating()
    site.later(days=366)
    site.pay(1_500 * YUAN, 4)

    back(site, 1_500, payment_id=site.payment_id)
    held = db.session.query(Warranty).one().released_at
    site.pay(1_500 * YUAN, 4)

    assert held is None
    assert site.fund == (195 * WAN, 0, 0, 5 * WAN)


def test_what_was_paid_too_much_and_comes_back_after_the_end_is_free_and_owed_no_more(world):
    site = Site(world).until_evaluating()
    site.later(days=366)
    site.pay(1_500 * YUAN, 4)

    back(site, 2_000)

    assert site.fund == (195 * WAN + 2_000 * YUAN, 0, 0, 48_000 * YUAN)
    assert site.told()["balance_fen"] == "0"
    with pytest.raises(PaymentTooHigh):
        site.enter(1, 4)


def test_the_bank_returns_a_payment_that_was_made_whole_and_once(world):
    site = Site(world).buy().sign().start()
    waiting = site.enter(100, 1)
    site.pay(15_000 * YUAN - 100, 1)
    paid = site.payment_id

    with pytest.raises(NotPaidOut):
        back(site, 1, payment_id=waiting)
    with pytest.raises(ReturnNotWhole) as refusal:
        back(site, 14_000, payment_id=paid)
    back(site, 14_999, payment_id=paid)
    with pytest.raises(NotPaidOut):
        back(site, 14_999, slip="退-9", payment_id=paid)

    assert refusal.value.facts == {"paid": "14,999.00", "amount": "14,000.00"}


@pytest.mark.parametrize("again", ["退-001", "退－００１", " 退-001 "])
def test_a_slip_counts_once_however_it_is_typed(world, again):
    site = Site(world).buy().sign().start().pay(15_000 * YUAN, 1)
    back(site, 5_000, slip="退-001")

    with pytest.raises(DocumentTwice):
        back(site, 5_000, slip=again)

    assert site.posted("pay_returned") == [("pay_returned", 5_000 * YUAN)]


def test_a_slip_counts_once_before_and_after_the_end_of_a_project(world):
    site = Site(world).buy().sign().start().pay(15_000 * YUAN, 1)
    back(site, 5_000)
    approvals.cancel(site.number, reason="停工", recovery_plan="追回", actor=world["wu"], at=site.later())

    with pytest.raises(DocumentTwice):
        back(site, 5_000)


def test_the_database_takes_a_slip_of_a_project_once(world):
    site = Site(world).buy().sign().start().pay(15_000 * YUAN, 1)
    back(site, 5_000)
    fund = db.session.query(Fund.id).filter_by(area_id=world.areas["lizhi"]).scalar()
    again = {"kind": "pay_returned", "amount_fen": 1, "fund_id": fund, "project_id": site.project.id}

    with pytest.raises(AlreadyDone), transaction() as session:
        session.add(LedgerEntry(**again, document="退-１", entered_at=site.at))


def test_no_more_comes_back_than_was_paid_out_of_fiscal_money(world):
    site = Site(world, fiscal=4 * WAN, social=1 * WAN).buy().sign().start()
    site.pay(15_000 * YUAN, 1, social=10_000 * YUAN)

    with pytest.raises(RefundTooHigh) as refusal:
        paid_too_much(site, 5_001 * YUAN)
    with pytest.raises(NothingToPay):
        paid_too_much(site, 0)

    assert refusal.value.facts == {"paid": "5,000.00", "amount": "5,001.00"}


def test_a_paid_project_does_not_end_without_a_plan_to_recover_the_money(world):
    site = Site(world).buy().sign().start().pay(15_000 * YUAN, 1)

    with pytest.raises(RecoveryPlanMissing):
        approvals.cancel(site.number, reason="施工方停工", actor=world["wu"], at=site.later())

    assert site.fund == (195 * WAN, 0, 35_000 * YUAN, 15_000 * YUAN)


def test_the_end_of_a_project_is_told_with_what_it_holds_no_more(world):
    site = Site(world).buy().sign().start().pay(15_000 * YUAN, 1)

    approvals.cancel(
        site.number, reason="施工方停工", recovery_plan="按实结算", actor=world["wu"], at=site.later()
    )

    told = site.told()
    assert (told["committed_fen"], told["reserved_fen"], told["paid_fen"]) == ("0", "0", str(15_000 * YUAN))


def test_an_ended_project_pays_nothing_and_takes_its_money_back(world):
    site = Site(world).buy().sign().start().pay(15_000 * YUAN, 1)
    approvals.cancel(
        site.number,
        reason="施工方停工",
        recovery_plan="按实结算，余款追回",
        actor=world["wu"],
        at=site.later(),
    )

    with pytest.raises(WrongMoment):
        site.enter(100, 1)
    paid_too_much(site, 15_000 * YUAN)

    assert site.fund == (200 * WAN, 0, 0, 0)


def test_after_the_final_account_only_the_retention_is_paid_and_only_after_the_warranty(world):
    site = Site(world).until_evaluating()
    with pytest.raises(OnlyRetentionLeft):
        site.enter(100, 3)
    with pytest.raises(EvidenceNotYet):
        site.enter(1_500 * YUAN, 4)
    site.later(days=366)

    site.pay(1_500 * YUAN, 4)

    assert site.fund == (195 * WAN, 0, 0, 5 * WAN)
    assert site.posted("retention_hold", "retention_release") == [
        ("retention_hold", 1_500 * YUAN),
        ("retention_release", 1_500 * YUAN),
    ]
    assert db.session.query(Warranty).one().released_at is not None


def test_half_of_the_retention_leaves_the_warranty_open(world):
    site = Site(world).until_evaluating()
    site.later(days=366)

    site.pay(500 * YUAN, 4)

    assert db.session.query(Warranty).one().released_at is None
