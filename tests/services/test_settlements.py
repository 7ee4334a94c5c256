"""The final account: within the contract, paid to the fen, and what was not needed given back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microprojects.domain.contracts import ContractMissing
from microprojects.domain.errors import BadValue, NotPermitted, WrongMoment
from microprojects.domain.payments import PaymentsPending
from microprojects.domain.ratifications import NotRatified
from microprojects.domain.settlements import (
    PaymentsDoNotMatch,
    RetentionNeedsDay,
    RetentionNotOwed,
    RetentionTooHigh,
    ReviewMissing,
    SettlementMissing,
    SettlementTooHigh,
)
from microprojects.domain.states import State
from microprojects.services import settlements
from microprojects.store.contracts import Tranche
from microprojects.store.db import db, transaction
from microprojects.store.delivery import Warranty
from microprojects.store.disclosures import NoticeWindow
from microprojects.store.projects import Project
from tests.contracted import paid_too_much
from tests.spending import WAN, YUAN, Site


def test_what_was_not_needed_goes_back_to_the_community_at_once(world):
    site = Site(world).until_settling().account(40_000 * YUAN, 1_200 * YUAN).pay(38_800 * YUAN, 3)

    site.settle()

    assert site.state is State.RESULT_NOTICE
    assert site.fund == (196 * WAN, 0, 1_200 * YUAN, 38_800 * YUAN)
    assert site.posted("return_unspent", "retention_hold") == [
        ("return_unspent", 10_000 * YUAN),
        ("retention_hold", 1_200 * YUAN),
    ]


def test_the_retention_is_held_out_of_fiscal_money_as_far_as_that_reaches(world):
    site = Site(world, fiscal=4 * WAN, social=1 * WAN).until_settling()
    site.account(5 * WAN, 1_500 * YUAN).pay(48_500 * YUAN, 3, social=9_500 * YUAN)

    site.settle()

    assert site.fund == (196 * WAN, 0, 1_000 * YUAN, 39_000 * YUAN)
    site.later(days=366)
    site.pay(1_500 * YUAN, 4, social=500 * YUAN)
    assert site.fund == (196 * WAN, 0, 0, 4 * WAN)


def test_the_warranty_names_its_last_day_and_who_cares(world):
    site = Site(world).until_evaluating()

    warranty = db.session.query(Warranty).one()

    assert (warranty.owner, warranty.phone) == ("荔枝苑物业服务中心", "0000-1234 5679")
    assert site.told("result")["warranty_until_on"] == warranty.until.isoformat()


def test_a_retention_of_services_gets_an_instalment_of_its_own(world):
    site = Site(world, kind="services").until_settling().account(5 * WAN, 1_500 * YUAN)
    site.pay(48_500 * YUAN, 3)

    site.settle()

    last = db.session.query(Tranche).order_by(Tranche.position.desc()).first()
    assert (last.position, last.label, last.amount_fen, last.is_retention) == (
        4,
        "质保金",
        1_500 * YUAN,
        True,
    )
    site.later(days=366)
    assert site.enter(1_500 * YUAN, 4)


@pytest.mark.parametrize(
    ("amount", "retention", "days", "refusal"),
    [
        (0, 0, 0, BadValue),
        (5 * WAN, -1, 0, BadValue),
        (5 * WAN + 1, 0, 0, SettlementTooHigh),
        (5 * WAN, 1_500 * YUAN + 1, 365, RetentionTooHigh),
        (5 * WAN, 1_500 * YUAN, None, RetentionNeedsDay),
        (5 * WAN, 1_500 * YUAN, 0, RetentionNeedsDay),
        (5 * WAN, 0, 365, RetentionNeedsDay),
    ],
)
def test_figures_that_cannot_stand_are_refused(world, amount, retention, days, refusal):
    site = Site(world).until_settling()
    until = (
        site.today + timedelta(days=days)
        if days is not None and (days or refusal is RetentionNeedsDay)
        else None
    )

    with pytest.raises(refusal):
        site.account(amount, retention, retention_until=until)


def test_writing_the_account_down_again_replaces_it(world):
    site = Site(world).until_settling().account(5 * WAN).account(4 * WAN)

    site.pay(4 * WAN, 3).settle()

    assert site.told("result")["settlement_fen"] == str(4 * WAN)


def test_nothing_is_settled_without_an_account(world):
    site = Site(world).until_settling()

    with pytest.raises(SettlementMissing):
        site.settle()


def test_large_works_are_reviewed_before_they_are_settled(world):
    site = Site(world, fiscal=12 * WAN).until_settling().account(6 * WAN).pay(6 * WAN, 2)

    with pytest.raises(ReviewMissing):
        site.settle()
    site.account(6 * WAN, review_by="明湖造价所", review_conclusion="核减 6 万元。").settle()

    assert site.told("result")["review"] == {"unit": "明湖造价所", "conclusion": "核减 6 万元。"}


def test_a_reviewer_without_a_conclusion_is_half_a_review(world):
    site = Site(world).until_settling()

    with pytest.raises(BadValue):
        site.account(5 * WAN, review_by="明湖造价所")


def test_payments_and_retention_are_the_account_to_the_fen(world):
    site = Site(world).until_settling().account(5 * WAN, 1_500 * YUAN).pay(48_499 * YUAN + 99, 3)

    with pytest.raises(PaymentsDoNotMatch) as refusal:
        site.settle()

    assert refusal.value.facts["gap"] == "0.01"
    site.pay(1, 3).settle()
    assert site.state is State.RESULT_NOTICE


def test_what_was_paid_too_much_comes_back_before_the_account_counts(world):
    site = Site(world).until_settling().pay(40_000 * YUAN, 2).account(35_000 * YUAN)
    with pytest.raises(PaymentsDoNotMatch):
        site.settle()
    paid_too_much(site, 5_000 * YUAN)

    site.settle()

    assert site.fund == (200 * WAN - 35_000 * YUAN, 0, 0, 35_000 * YUAN)


def test_payments_that_wait_are_decided_before_the_account_counts(world):
    site = Site(world).until_settling().account(4 * WAN).pay(38_000 * YUAN, 3)
    site.enter(2_000 * YUAN, 3)

    with pytest.raises(PaymentsPending) as refusal:
        site.settle()

    assert refusal.value.facts == {"count": 1}


def test_no_more_is_held_back_than_the_contract_still_owes(world):
    site = Site(world, kind="goods").until_settling().pay(5 * WAN, 1)
    site.account(5 * WAN, 1_500 * YUAN)

    with pytest.raises(RetentionNotOwed):
        site.settle()


def test_what_came_back_may_be_held_as_the_retention(world):
    site = Site(world, kind="goods").until_settling().pay(5 * WAN, 1)
    paid_too_much(site, 1_500 * YUAN)

    site.account(5 * WAN, 1_500 * YUAN).settle()

    assert site.fund == (195 * WAN, 0, 1_500 * YUAN, 48_500 * YUAN)


def test_an_emergency_that_was_not_ratified_is_not_settled(world):
    site = Site(world).until_settling().account(4 * WAN).pay(4 * WAN, 3)
    with transaction() as session:
        session.query(Project).update({"fast_track_at": site.at, "fast_track_reason": "台风"})

    with pytest.raises(NotRatified):
        site.settle()


def test_the_result_is_published_with_five_days_of_notice(world):
    site = Site(world).until_settling().account(4 * WAN).pay(4 * WAN, 3).settle()

    window = db.session.query(NoticeWindow).filter_by(project_id=site.project.id).one()
    notice = site.told("result")["notice"]
    assert (window.kind, window.days) == ("result", 5)
    assert notice == {
        "days": 5,
        "first_day_on": window.first_day.isoformat(),
        "last_day_on": window.last_day.isoformat(),
    }


def test_only_finance_records_and_only_after_acceptance(world):
    site = Site(world).buy().sign().start()
    with pytest.raises(WrongMoment):
        site.account(5 * WAN)
    site.complete().accept()

    with pytest.raises(NotPermitted):
        settlements.settle(site.number, actor=world["zhou"], at=site.later())


def test_a_state_without_its_contract_cannot_be_settled(world):
    site = Site(world, state=State.SETTLING)

    with pytest.raises(ContractMissing):
        site.account(1)
