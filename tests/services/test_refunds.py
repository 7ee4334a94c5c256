"""Money that comes back, and the retention that is paid last."""

from __future__ import annotations

import pytest

from microprojects.domain.contracts import RecoveryPlanMissing
from microprojects.domain.errors import WrongMoment
from microprojects.domain.money import Fen
from microprojects.domain.payments import EvidenceNotYet, NothingToPay, OnlyRetentionLeft, RefundTooHigh
from microprojects.services import approvals, payments
from microprojects.store.db import db
from microprojects.store.delivery import Warranty
from tests.spending import WAN, YUAN, Site


def test_money_that_came_back_is_free_for_the_community(world):
    site = Site(world).buy().sign().start().pay(15_000 * YUAN, 1)
    available, _, committed, _ = site.fund

    payments.refund(
        site.number, amount_fen=Fen(5_000 * YUAN), document="退-1", actor=world["feng"], at=site.later()
    )

    assert site.fund == (available + 5_000 * YUAN, 0, committed, 10_000 * YUAN)
    assert site.told()["refunded_fen"] == str(5_000 * YUAN)


def test_no_more_comes_back_than_was_paid_out_of_fiscal_money(world):
    site = Site(world, fiscal=4 * WAN, social=1 * WAN).buy().sign().start()
    site.pay(15_000 * YUAN, 1, social=10_000 * YUAN)

    with pytest.raises(RefundTooHigh) as refusal:
        payments.refund(
            site.number, amount_fen=Fen(5_001 * YUAN), document="退-1", actor=world["feng"], at=site.later()
        )
    with pytest.raises(NothingToPay):
        payments.refund(site.number, amount_fen=Fen(0), document="退-1", actor=world["feng"], at=site.later())

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
    payments.refund(
        site.number, amount_fen=Fen(15_000 * YUAN), document="退-1", actor=world["feng"], at=site.later()
    )

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
