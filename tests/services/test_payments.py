"""Payments: two pairs of eyes, evidence for each instalment, and never more than the contract."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from microprojects.domain.errors import AlreadyDone, BadValue, NotFound, NotPermitted, WrongMoment
from microprojects.domain.money import Fen
from microprojects.domain.payments import (
    EvidenceNotYet,
    FiscalPartTooHigh,
    InvoiceUsed,
    NoSuchTranche,
    NothingToPay,
    NothingToPayFrom,
    PaidOnWrongDay,
    PartsDoNotAddUp,
    PaymentDecided,
    PaymentTooHigh,
    SameHands,
    SocialPartTooHigh,
    VoucherUsed,
)
from microprojects.domain.states import State
from microprojects.domain.tranches import Milestone
from microprojects.services import payments
from microprojects.store import payments as shelf
from microprojects.store.contracts import Contract, Payment
from microprojects.store.db import db, transaction
from microprojects.store.people import RoleGrant
from tests.consulting import statements as counting
from tests.spending import WAN, YUAN, Site, journal_length


def approve(site: Site, name: str = "feng", **given: object) -> None:
    """Approve the payment that was entered last."""
    words = {"voucher": "付-001", "paid_on": site.today} | given
    payments.approve(site.payment_id, **words, actor=site.world[name], at=site.later())


def test_an_approved_payment_is_in_the_ledger_in_its_parts(world):
    site = Site(world, fiscal=4 * WAN, social=1 * WAN).buy().sign().start()
    before = site.fund

    site.pay(15_000 * YUAN, 1, social=3_000 * YUAN)

    available, reserved, committed, paid = before
    assert site.fund == (available, reserved, committed - 12_000 * YUAN, paid + 12_000 * YUAN)
    assert site.posted("pay", "social_paid") == [("pay", 12_000 * YUAN), ("social_paid", 3_000 * YUAN)]
    assert db.session.query(Contract).one().paid_fen == 15_000 * YUAN


def test_an_entered_payment_moves_no_money_yet(world):
    site = Site(world).buy().sign().start()
    before = site.fund

    site.enter(15_000 * YUAN, 1)

    assert (site.fund, site.posted("pay")) == (before, [])


def test_whoever_entered_a_payment_cannot_approve_it(world):
    site = Site(world).buy().sign().start()
    site.enter(15_000 * YUAN, 1)

    with pytest.raises(SameHands):
        approve(site, "zheng")

    assert site.fund[3] == 0


def test_the_database_itself_refuses_one_pair_of_eyes(world):
    site = Site(world).buy().sign().start()
    payment_id = site.enter(15_000 * YUAN, 1)

    with pytest.raises(IntegrityError), transaction() as session:
        payment = shelf.get(session, payment_id)
        payment.state, payment.decided_at = "approved", site.at
        payment.approved_by_id, payment.voucher = world.people["zheng"], "付-1"
        payment.paid_on = site.today


def test_a_payment_needs_its_contract(world):
    site = Site(world)

    with pytest.raises(WrongMoment):
        site.enter(1, 1)


def test_a_state_without_its_contract_has_nothing_to_pay_from(world):
    site = Site(world, state=State.CONTRACTED)

    with pytest.raises(NothingToPayFrom):
        site.enter(1, 1)


@pytest.mark.parametrize(
    ("amount", "position", "social", "refusal"),
    [
        (0, 1, 0, NothingToPay),
        (100, 1, 200, PartsDoNotAddUp),
        (100, 9, 0, NoSuchTranche),
        (15_000 * YUAN + 1, 1, 0, PaymentTooHigh),
        (15_000 * YUAN, 1, 10_001 * YUAN, SocialPartTooHigh),
    ],
)
def test_a_payment_that_the_contract_does_not_bear_is_refused(world, amount, position, social, refusal):
    site = Site(world, fiscal=4 * WAN, social=1 * WAN).buy().sign().start()
    before = journal_length()

    with pytest.raises(refusal):
        site.enter(amount, position, social)

    assert journal_length() == before


def test_parts_below_zero_do_not_add_up(world):
    site = Site(world).buy().sign().start()

    with pytest.raises(PartsDoNotAddUp):
        site.enter(100, 1, fiscal_fen=Fen(200), social_fen=Fen(-100))


def test_the_fiscal_part_ends_where_the_contracts_fiscal_part_ends(world):
    site = Site(world, fiscal=1 * WAN, social=4 * WAN).buy().sign().start()

    with pytest.raises(FiscalPartTooHigh) as refusal:
        site.enter(15_000 * YUAN, 1, social=0)

    assert refusal.value.facts == {"left": "10,000.00", "amount": "15,000.00"}


def test_what_waits_for_approval_counts_as_taken(world):
    site = Site(world).buy().sign().start()
    site.enter(10_000 * YUAN, 1)

    with pytest.raises(PaymentTooHigh) as refusal:
        site.enter(6_000 * YUAN, 1)

    assert refusal.value.facts == {"left": "5,000.00", "amount": "6,000.00", "excess": "1,000.00"}


@pytest.mark.parametrize(
    ("kind", "position", "milestone"),
    [
        ("works", 1, Milestone.STARTED),
        ("works", 2, Milestone.PROGRESS),
        ("works", 3, Milestone.SETTLED),
        ("works", 4, Milestone.WARRANTY_OVER),
        ("services", 2, Milestone.MIDTERM),
        ("services", 3, Milestone.ACCEPTED),
        ("goods", 1, Milestone.ACCEPTED),
    ],
)
def test_each_instalment_waits_for_its_evidence(world, kind, position, milestone):
    site = Site(world, kind=kind).buy().sign()

    with pytest.raises(EvidenceNotYet) as refusal:
        site.enter(100, position)

    assert refusal.value.facts == {"position": position, "milestone": milestone}


def test_each_instalment_is_paid_once_its_evidence_is_there(world):
    site = Site(world, kind="services").buy().sign()
    site.pay(15_000 * YUAN, 1)
    site.start().progress().pay(20_000 * YUAN, 2)
    site.complete().accept().pay(15_000 * YUAN, 3)

    assert [p.amount_fen for p in shelf.of_project(db.session(), site.project.id)] == [
        15_000 * YUAN,
        20_000 * YUAN,
        15_000 * YUAN,
    ]


def test_a_settlement_that_still_needs_its_review_opens_no_instalment(world):
    site = Site(world, fiscal=12 * WAN).until_settling()
    site.account(12 * WAN, 3_600 * YUAN)

    with pytest.raises(EvidenceNotYet):
        site.enter(100, 3)
    site.account(12 * WAN, 3_600 * YUAN, review_by="造价所", review_conclusion="属实。")

    assert site.enter(100, 3)


def test_with_the_final_account_only_its_amount_less_the_retention_is_paid(world):
    site = Site(world).until_settling().account(40_000 * YUAN, 1_200 * YUAN)

    with pytest.raises(PaymentTooHigh) as refusal:
        site.enter(39_000 * YUAN, 3)

    assert refusal.value.facts["left"] == "38,800.00"


def test_an_invoice_is_paid_once_for_all_contracts_of_its_supplier(world):
    site = Site(world).buy().sign().start()
    site.enter(100, 1, invoice="24402000000012345678")

    with pytest.raises(InvoiceUsed):
        site.enter(100, 1, invoice=" 24402000000012345678 ")


def test_an_invoice_that_was_sent_back_may_be_entered_again(world):
    site = Site(world).buy().sign().start()
    payment_id = site.enter(100, 1, invoice="24402000000012345678")
    payments.reject(payment_id, reason="金额写错", actor=world["feng"], at=site.later())

    assert site.enter(200, 1, invoice="24402000000012345678") != payment_id


def test_a_payment_names_its_invoice_and_what_it_is_for(world):
    site = Site(world).buy().sign().start()

    with pytest.raises(BadValue):
        site.enter(100, 1, invoice="")
    with pytest.raises(BadValue):
        site.enter(100, 1, purpose="")


@pytest.mark.parametrize("name", ["zhao", "lin", "he", "wu"])
def test_only_finance_and_the_street_enter_payments(world, name):
    site = Site(world).buy().sign().start()

    with pytest.raises(NotPermitted):
        payments.enter(
            site.number,
            amount_fen=Fen(1),
            fiscal_fen=Fen(1),
            social_fen=Fen(0),
            invoice="1",
            purpose="试",
            tranche_position=1,
            actor=world[name],
            at=site.later(),
        )


def test_the_street_officer_enters_but_does_not_approve(world):
    site = Site(world).buy().sign().start()
    site.enter(100, 1)

    with pytest.raises(NotPermitted):
        approve(site, "zhou")


def test_finance_of_another_street_pays_nothing_here(world, stranger):
    site = Site(world).buy().sign().start()
    site.enter(100, 1)

    with pytest.raises(NotPermitted):
        payments.approve(site.payment_id, voucher="付-1", paid_on=site.today, actor=stranger, at=site.later())


@pytest.fixture
def stranger(world):
    """Tang, made a finance officer of Mumian alone."""
    from datetime import date

    from microprojects.store import people

    with transaction() as session:
        session.add(
            RoleGrant(
                person_id=world.people["tang"],
                area_id=world.areas["mumian"],
                role="finance",
                since=date(2025, 1, 1),
            )
        )
    return people.actor(db.session(), world.people["tang"])


def test_a_payment_is_decided_once(world):
    site = Site(world).buy().sign().start().pay(100, 1)

    with pytest.raises(PaymentDecided):
        approve(site)
    with pytest.raises(PaymentDecided):
        payments.reject(site.payment_id, reason="晚了", actor=world["feng"], at=site.later())


def test_a_payment_that_is_not_there_cannot_be_approved(world):
    with pytest.raises(NotFound):
        payments.approve(404, voucher="付-1", paid_on=world.now.date(), actor=world["feng"], at=world.now)


@pytest.mark.parametrize("shift", [1, -1])
def test_the_day_of_payment_lies_between_the_contract_and_today(world, shift):
    site = Site(world).buy().sign().start()
    site.enter(100, 1)

    with pytest.raises(PaidOnWrongDay):
        approve(site, paid_on=site.today + timedelta(days=shift))


def test_a_payment_is_approved_with_a_voucher(world):
    site = Site(world).buy().sign().start()
    site.enter(100, 1)

    with pytest.raises(BadValue):
        approve(site, voucher=" ")


def test_a_payment_entered_before_a_smaller_final_account_is_measured_again(world):
    site = Site(world).until_settling()
    site.enter(40_000 * YUAN, 2)
    site.account(35_000 * YUAN)

    with pytest.raises(PaymentTooHigh):
        approve(site)


def test_a_payment_is_sent_back_with_a_reason_and_its_sum_is_free_again(world):
    site = Site(world).buy().sign().start()
    payment_id = site.enter(15_000 * YUAN, 1)

    with pytest.raises(BadValue):
        payments.reject(payment_id, reason="", actor=world["feng"], at=site.later())
    payments.reject(payment_id, reason="发票抬头不对", actor=world["zheng"], at=site.later())

    assert shelf.get(db.session(), payment_id).reject_reason == "发票抬头不对"
    site.pay(15_000 * YUAN, 1)
    assert site.fund[3] == 15_000 * YUAN


@pytest.mark.parametrize("again", ["付-1", "付－１", " 付 -1"])
def test_a_voucher_stands_for_one_payment_however_it_is_typed(world, again):
    site = Site(world).buy().sign().start()
    site.enter(100, 1)
    approve(site, voucher="付-1")
    site.enter(100, 1)

    with pytest.raises(VoucherUsed):
        approve(site, voucher=again)


def test_the_database_takes_a_voucher_once(world):
    site = Site(world).buy().sign().start().pay(100, 1)
    site.enter(100, 1)
    taken = db.session.query(Payment.voucher_key).filter_by(state="approved").scalar()

    with pytest.raises(AlreadyDone), transaction() as session:
        session.execute(update(Payment).where(Payment.id == site.payment_id).values(voucher_key=taken))


@pytest.mark.parametrize("again", ["FP001", "ＦＰ００１", "fp001", "fp 001"])
def test_an_invoice_counts_once_however_it_is_typed(world, again):
    site = Site(world).buy().sign().start()
    site.enter(100, 1, invoice="FP001")

    with pytest.raises(InvoiceUsed):
        site.enter(100, 1, invoice=again)


def test_entering_takes_at_most_nine_statements(world):
    site = Site(world, fiscal=4 * WAN, social=1 * WAN).buy().sign().start()

    with counting(db.engine) as statements:
        site.enter(15_000 * YUAN, 1, social=1_000 * YUAN)

    assert len(statements) <= 9, "\n".join(statements)


def test_approving_takes_as_many_statements_for_the_thirtieth_payment_as_for_the_second(world):
    site = Site(world).buy().sign().start().pay(100, 1)
    counts = []
    for n in range(29):
        site.enter(100, 1)
        with counting(db.engine) as statements:
            approve(site, voucher=f"付-三月-{n}")
        counts.append(len(statements))

    assert (min(counts), max(counts)) == (max(counts), max(counts))
    assert counts[0] <= 31, "\n".join(statements)


def test_the_rows_of_a_payment_say_who_entered_and_who_approved(world):
    Site(world).buy().sign().start().pay(100, 1)

    payment = db.session.query(Payment).one()

    assert (payment.entered_by_id, payment.approved_by_id) == (world.people["zheng"], world.people["feng"])
