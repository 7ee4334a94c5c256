"""A signed contract is changed by whom the size of the change asks for; money, instalments and days follow."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from microprojects.domain.changes import (
    BelowPaid,
    NoChangeAsked,
    NothingChanges,
    ReturnsTooEarly,
    SameWish,
    TooLargeToAgree,
)
from microprojects.domain.consultations import BalanceTooSmall
from microprojects.domain.contracts import ContractTextMissing
from microprojects.domain.errors import AlreadyDone, NotPermitted, Refusal, WrongMoment
from microprojects.domain.money import Fen
from microprojects.domain.payments import PaymentTooHigh
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.settlements import SettlementTooHigh
from microprojects.domain.states import State
from microprojects.services import changes, funds, suspensions
from microprojects.store.db import db, transaction
from tests.changing import THOUSAND, WHOLE, Altered
from tests.sites_kept import altered


@pytest.fixture
def site(world, bench):
    """Return a project whose work is under way under a contract of fifty thousand yuan."""
    return altered(world, bench)


def test_a_small_change_moves_contract_instalments_days_and_ledger(site):
    available, reserved, committed, paid = site.fund
    ended = site.contract.ends_on

    site.ask(2 * THOUSAND, days=7).by_officer()

    contract = site.contract
    assert (site.state, contract.amount_fen, contract.fiscal_fen) == (
        State.IMPLEMENTING,
        52 * THOUSAND,
        42 * THOUSAND,
    )
    assert contract.ends_on == ended + timedelta(days=7)
    assert [each.amount_fen for each in contract.tranches] == [15_600_00, 26_000_00, 8_840_00, 1_560_00]
    assert site.fund == (available - 2 * THOUSAND, reserved, committed + 2 * THOUSAND, paid)
    assert site.posted("reserve", "commit")[-2:] == [("reserve", 2 * THOUSAND), ("commit", 2 * THOUSAND)]


def test_less_money_is_free_again_at_once(site):
    available, reserved, committed, paid = site.fund

    site.ask(-2 * THOUSAND).by_officer()

    assert site.contract.amount_fen == 48 * THOUSAND
    assert site.fund == (available + 2 * THOUSAND, reserved, committed - 2 * THOUSAND, paid)


def test_the_spending_disclosure_tells_what_was_and_is_who_agreed_and_why(site):
    site.ask(2 * THOUSAND, days=7).by_officer()

    body = site.told()
    (told,) = body["changes"]
    assert body["headline"] == "合同变更，街道经办同意：由 50,000.00 元改为 52,000.00 元。工期增加 7 天。"
    assert (told["was_fen"], told["more_fen"], told["now_fen"]) == ("5000000", "200000", "5200000")
    assert (told["more_days"], told["reason"], told["agreed_by"]) == (
        7,
        "管沟遇到旧基础，要绕开。",
        "街道经办",
    )
    assert (body["contract"]["amount_fen"], body["committed_fen"]) == ("5200000", "4200000")


def test_two_changes_of_four_per_cent_are_one_of_eight_and_the_leaders(site):
    site.ask(2 * THOUSAND).by_officer().ask(2 * THOUSAND)

    with pytest.raises(TooLargeToAgree):
        site.by_officer()
    site.by_leader()

    assert (site.contract.amount_fen, site.change.body) == (54 * THOUSAND, "leader")


def test_the_supervisor_is_told_of_a_change_that_the_leader_agreed_to_and_says_so_once(site):
    site.ask(4 * THOUSAND).by_leader()

    changes.note_seen(site.number, actor=site.world["he"], at=site.later())

    assert site.change.seen_by_id == site.world.people["he"]
    with pytest.raises(AlreadyDone):
        changes.note_seen(site.number, actor=site.world["he"], at=site.later())


def test_the_leader_does_not_agree_to_what_is_the_councils(site):
    site.ask(6 * THOUSAND)

    with pytest.raises(TooLargeToAgree):
        site.by_leader()


@pytest.mark.parametrize(("asker", "who"), [("zhou", "by_officer"), ("zhou", "refuse"), ("zhou", "enact")])
def test_who_asks_does_not_decide(site, asker, who):
    site.ask(THOUSAND, by=asker)

    with pytest.raises(SameWish):
        getattr(site, who)()


@pytest.mark.parametrize("who", ["lin", "zheng", "he", "liu"])
def test_residents_finance_supervisor_and_chair_do_not_ask(site, who):
    with pytest.raises(NotPermitted):
        site.ask(THOUSAND, by=who)


def test_the_contractor_may_ask(site):
    assert site.ask(THOUSAND, by="shi").state is State.CHANGING


def test_a_refused_change_leaves_everything_as_it_was(site):
    before = (site.fund, site.contract.amount_fen, site.contract.ends_on)

    site.ask(2 * THOUSAND, days=7).refuse()

    assert site.state is State.IMPLEMENTING
    assert (site.fund, site.contract.amount_fen, site.contract.ends_on) == before
    assert (site.change.state, site.change.refuse_reason) == ("refused", "可以按原图做。")
    assert "changes" not in site.progress().told()


def test_a_refused_change_is_not_counted_in_the_percentage(site):
    site.ask(2 * THOUSAND).refuse().ask(2 * THOUSAND)

    assert site.change.body == "officer"


def test_nothing_happens_to_the_works_while_a_change_waits(site):
    site.ask(2 * THOUSAND)

    for step in (site.ask, site.complete, site.progress):
        with pytest.raises(WrongMoment):
            step()
    with pytest.raises(WrongMoment):
        site.pay(THOUSAND, 1)


def test_what_was_paid_stays_in_the_contract(site):
    site.progress().pay(40 * THOUSAND, 2, social=5 * THOUSAND)

    with pytest.raises(BelowPaid):
        site.ask(-6 * THOUSAND)


def test_more_than_the_community_has_left_is_refused_and_nothing_moves(site):
    site.ask(2 * THOUSAND)
    available = site.fund[0]
    funds.adjust(
        "lizhi", 2026, amount_fen=Fen(-available + THOUSAND), document="调-1", reason="统筹。",
        actor=site.world["huang"], at=site.later(),
    )  # fmt: skip

    with pytest.raises(BalanceTooSmall):
        site.by_officer()
    assert (site.state, site.contract.amount_fen) == (State.CHANGING, WHOLE)


def test_payments_and_the_final_account_go_up_to_the_changed_contract(site):
    site.ask(2 * THOUSAND).by_officer().progress()
    with pytest.raises(PaymentTooHigh):
        site.pay(41_600_01, 2, social=10 * THOUSAND)
    site.pay(41_600_00, 2, social=10 * THOUSAND).complete().accept()

    with pytest.raises(SettlementTooHigh):
        site.account(52 * THOUSAND + 1)
    site.account(52 * THOUSAND).pay(10_400_00, 3).settle()

    assert site.told("result")["changes"][0]["now_fen"] == "5200000"


@pytest.mark.parametrize("wanted", [{}, {"reason": "电话 13812345678 说的。", "days": 1}])
def test_a_change_of_nothing_and_a_reason_with_a_number_of_somebody_are_refused(site, wanted):
    with pytest.raises((NothingChanges, PrivacyFinding)):
        site.ask(**wanted)


def test_no_change_is_asked_for_while_the_text_of_the_contract_is_overdue(world):
    site = Altered(world)
    site.buy(WHOLE).sign(WHOLE, 10 * THOUSAND).start()
    site.later(days=20)

    with pytest.raises(ContractTextMissing):
        site.ask(THOUSAND)


def test_nobody_decides_where_nothing_was_asked(site):
    for step in (site.by_officer, site.by_leader, site.enact, site.refuse):
        with pytest.raises(NoChangeAsked):
            step()


def test_of_two_who_decide_at_once_one_does(site):
    site.ask(2 * THOUSAND)
    deeds = (changes.agree, changes.agree_large)
    actors = (site.world["zhou"], site.world["wu"])
    outcomes = _side_by_side(site, deeds, actors)

    assert sorted(outcomes) == ["agreed", "no-change-asked"]
    assert site.contract.amount_fen == 52 * THOUSAND


def _side_by_side(site, deeds, actors):
    app, at = current_app._get_current_object(), site.later()

    def act(deed, actor):
        with app.app_context():
            try:
                deed(site.number, actor=actor, at=at)
            except Refusal as no:
                return no.code
            finally:
                db.session.remove()
            return "agreed"

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(act, deeds, actors))


def test_work_stands_still_with_a_reason_and_goes_on(site):
    site.suspend()
    assert site.state is State.SUSPENDED
    assert site.told()["suspensions"][0]["reason"] == "连续暴雨。"
    with pytest.raises(WrongMoment):
        site.progress()

    site.resume()

    assert site.state is State.IMPLEMENTING
    assert site.told()["suspensions"][0]["resumed_on"] == site.today.isoformat()


def test_what_was_done_before_work_stood_still_is_paid(site):
    site.suspend().pay(THOUSAND, 1)

    assert site.contract.paid_fen == THOUSAND


def test_work_is_expected_to_go_on_later_than_today(site):
    with pytest.raises(ReturnsTooEarly):
        site.suspend(days=0)


def test_work_that_is_not_suspended_does_not_resume(site):
    with pytest.raises(WrongMoment):
        suspensions.resume(site.number, actor=site.world["zhou"], at=site.later())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE contract_changes SET fiscal_fen = fiscal_fen + 1, amount_fen = amount_fen + 1",
        "UPDATE contract_changes SET scope = '别的'",
        "UPDATE contract_changes SET state = 'open', decided_at = NULL",
        "UPDATE contract_changes SET decided_by_id = asked_by_id",
        "DELETE FROM contract_changes",
        "UPDATE contracts SET amount_fen = amount_fen + 1, fiscal_fen = fiscal_fen + 1",
        "UPDATE contracts SET approved_fen = approved_fen + 1",
        "UPDATE contracts SET ends_on = starts_on",
        "UPDATE tranches SET amount_fen = amount_fen + 1",
        "UPDATE suspensions SET reason = 'x'",
        "UPDATE suspensions SET resumed_at = NULL, resumed_by_id = NULL",
        "DELETE FROM suspensions",
    ],
)
def test_what_was_agreed_to_stays_even_for_somebody_who_writes_sql_by_hand(site, statement):
    site.ask(THOUSAND).by_officer().suspend().resume()

    with pytest.raises((DBAPIError, Refusal)), transaction() as session:
        session.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE contract_changes SET state = 'agreed', decided_at = asked_at",
        "UPDATE contract_changes SET state = 'refused', decided_at = asked_at, decided_by_id = seen_by_id",
        "UPDATE contract_changes SET state = 'agreed', decided_at = asked_at, decided_by_id = asked_by_id",
        "UPDATE contracts SET amount_fen = amount_fen + 100000, fiscal_fen = fiscal_fen + 100000",
    ],
)
def test_the_database_lets_nothing_through_that_nobody_decided(site, statement):
    site.ask(THOUSAND)

    with pytest.raises((DBAPIError, Refusal)), transaction() as session:
        session.execute(text(statement))
