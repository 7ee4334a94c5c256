"""The contract: within what was approved, its money committed and its saving free at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microprojects.domain.contracts import (
    ContractAboveQuote,
    ContractMissing,
    ContractNumberTaken,
    ContractPublished,
    ContractTextMissing,
    ContractTooHigh,
    DaysOutOfOrder,
    EvidenceMissing,
    FiscalPartAboveApproval,
    SignedTooLate,
    SocialMoneyMissing,
    SocialPartAboveApproval,
)
from microprojects.domain.errors import BadValue, NotPermitted, WrongMoment
from microprojects.domain.payments import NothingToPay, PartsDoNotAddUp
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.procurements import NothingChosen, SupplierBarred, TooFewQuotes
from microprojects.domain.settlements import FileClosed
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.services import contracts, delivery, suppliers
from microprojects.store.contracts import Contract, Quote
from microprojects.store.db import db, transaction
from tests.spending import WAN, YUAN, Site


def contract_of(site: Site) -> Contract:
    """Return the contract as it stands in the database."""
    db.session.rollback()
    return db.session.query(Contract).filter_by(project_id=site.project.id).one()


def test_signing_commits_the_fiscal_part_and_frees_the_saving_at_once(world):
    site = Site(world, fiscal=4 * WAN, social=1 * WAN)
    available, reserved, _, _ = site.fund
    site.buy(45_000 * YUAN)

    site.sign(45_000 * YUAN, social=1 * WAN)

    assert site.state is State.CONTRACTED
    assert (reserved, site.fund) == (4 * WAN, (available + 5_000 * YUAN, 0, 35_000 * YUAN, 0))
    assert site.posted("commit", "release") == [("commit", 35_000 * YUAN), ("release", 5_000 * YUAN)]


def test_the_instalments_of_the_contract_add_up_to_it(world):
    site = Site(world).buy(49_999 * YUAN + 99)

    site.sign(49_999 * YUAN + 99)

    rows = [(t.label, t.amount_fen, t.evidence, t.is_retention) for t in contract_of(site).tranches]
    assert sum(amount for _, amount, _, _ in rows) == 49_999 * YUAN + 99
    assert rows == [
        ("开工款 30%", 1_500_000, "started", False),
        ("进度款 50%", 2_499_999, "progress", False),
        ("结算款 17%", 850_000, "settled", False),
        ("质保金 3%", 150_000, "warranty_over", True),
    ]


def test_the_text_of_the_contract_is_due_two_working_days_after_signing(world):
    site = Site(world).buy()

    site.sign()

    contract = contract_of(site)
    assert (local_day(contract.publish_by) - contract.signed_on).days == 3  # Friday, 24:00 is Saturday, 0:00
    assert contract.published_at is None


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"amount": 0}, NothingToPay),
        ({"amount": 5 * WAN, "social": 6 * WAN}, PartsDoNotAddUp),
        ({"amount": 5 * WAN + 1}, ContractTooHigh),
        ({"amount": 5 * WAN, "social": 1_000 * YUAN}, FiscalPartAboveApproval),
        ({"amount": 5 * WAN, "social": 15_000 * YUAN}, SocialPartAboveApproval),
        ({"amount": 49_001 * YUAN, "social": 1 * WAN}, ContractAboveQuote),
    ],
)
def test_terms_that_go_beyond_what_was_approved_are_refused(world, words, refusal):
    site = Site(world, fiscal=4 * WAN, social=1 * WAN).buy(49_000 * YUAN)
    before = site.fund

    with pytest.raises(refusal):
        site.sign(**words)

    assert (site.state, site.fund) == (State.PROCURING, before)


@pytest.mark.parametrize(
    "days",
    [
        {"signed_on": timedelta(days=1), "starts_on": timedelta(days=2)},
        {"signed_on": timedelta(days=-1)},
        {"starts_on": timedelta(days=-1)},
        {"ends_on": timedelta(days=-1)},
    ],
)
def test_days_that_do_not_follow_each_other_are_refused(world, days):
    site = Site(world).buy()

    with pytest.raises(DaysOutOfOrder):
        site.sign(**{name: site.today + shift for name, shift in days.items()})


def test_a_contract_signed_after_thirty_days_is_too_late(world):
    site = Site(world).buy()
    site.later(days=31)

    with pytest.raises(SignedTooLate):
        site.sign()


def test_nothing_is_signed_before_a_supplier_was_chosen(world):
    site = Site(world).begin_buying().quote(5 * WAN, 5 * WAN, 5 * WAN)

    with pytest.raises(NothingChosen):
        site.sign()


def test_a_contract_number_is_used_once(world):
    Site(world, number="LZ-2026-001").buy().sign()
    other = Site(world, number="LZ-2026-002").buy()

    with pytest.raises(ContractNumberTaken):
        other.sign(contract_number="RS-LZ-2026-001")


def test_a_supplier_barred_after_the_choice_gets_no_contract(world):
    site = Site(world).buy()
    suppliers.bar(site.suppliers[0], reason="转包", actor=world["zhou"], at=site.later())

    with pytest.raises(SupplierBarred):
        site.sign()


def test_quotes_found_conflicted_later_leave_too_few_for_a_contract(world):
    site = Site(world).buy()
    with transaction() as session:
        session.query(Quote).filter(Quote.supplier_id == site.suppliers[1]).update({"conflicted": True})

    with pytest.raises(TooFewQuotes):
        site.sign()


def test_the_contract_waits_for_the_social_money(world):
    site = Site(world, fiscal=4 * WAN, social=1 * WAN)
    with transaction() as session:
        from microprojects.store.projects import Project

        session.query(Project).filter_by(number=site.number).update({"approved_social_fen": 2 * WAN})

    site.buy(6 * WAN)

    with pytest.raises(SocialMoneyMissing):
        site.sign(6 * WAN, social=2 * WAN)


def test_the_clerk_of_the_community_signs_nothing(world):
    site = Site(world).buy()

    with pytest.raises(NotPermitted):
        contracts.sign(
            site.number,
            contract_number="RS-1",
            amount_fen=5 * WAN,
            fiscal_fen=5 * WAN,
            social_fen=0,
            signed_on=site.today,
            starts_on=site.today,
            ends_on=site.today,
            actor=world["zhao"],
            at=site.later(),
        )


def test_the_text_is_published_once_and_without_private_data(world):
    site = Site(world).buy().sign()

    with pytest.raises(PrivacyFinding):
        contracts.publish(
            site.number, public_text="联系人手机 13812345678", actor=world["zhou"], at=site.later()
        )
    contracts.publish(site.number, public_text="甲方街道，乙方安桩。", actor=world["zhou"], at=site.later())

    assert site.told()["contract"]["text"] == "甲方街道，乙方安桩。"
    with pytest.raises(ContractPublished):
        contracts.publish(site.number, public_text="另一份", actor=world["zhou"], at=site.later())


def test_a_text_given_with_the_signature_is_public_at_once(world):
    site = Site(world).buy()

    site.sign(public_text="甲方街道，乙方安桩。")

    assert contract_of(site).published_at == site.at


def test_there_is_no_text_to_publish_without_a_contract_nor_an_empty_one(world):
    site = Site(world)
    with pytest.raises(WrongMoment):
        contracts.publish(site.number, public_text="文本", actor=world["zhou"], at=site.later())
    odd = Site(world, number="LZ-2026-002", state=State.CONTRACTED)
    with pytest.raises(ContractMissing):
        contracts.publish(odd.number, public_text="文本", actor=world["zhou"], at=odd.later())
    site.buy().sign()

    with pytest.raises(BadValue):
        contracts.publish(site.number, public_text=" \n", actor=world["zhou"], at=site.later())


def test_work_begins_only_with_its_papers(world):
    site = Site(world).buy().sign().file("start_report")

    with pytest.raises(EvidenceMissing) as refusal:
        contracts.start_work(site.number, actor=world["zhou"], at=site.later())

    assert refusal.value.facts == {"what": "现场公示牌照片、安全和责任书"}
    assert site.state is State.CONTRACTED


def test_the_file_of_a_closed_project_takes_no_text_any_more(world):
    site = Site(world).until_closed()

    with pytest.raises(FileClosed):
        contracts.publish(site.number, public_text="补一份", actor=world["zhou"], at=site.later())


@pytest.mark.parametrize(("days", "starts"), [(1, True), (3, False)])
def test_two_working_days_after_the_signature_the_text_is_public_or_nothing_goes_on(world, days, starts):
    site = Site(world).buy().sign()
    site.file("start_report", "notice_board_photo", "safety_plan").later(days=days)

    if not starts:
        with pytest.raises(ContractTextMissing) as refusal:
            contracts.start_work(site.number, actor=world["zhou"], at=site.later())
        assert refusal.value.facts == {"day": "2026-03-06"}
        site.publish()
    contracts.start_work(site.number, actor=world["zhou"], at=site.later())

    assert site.state is State.IMPLEMENTING


def test_the_text_is_asked_for_before_the_works_are_handed_over_and_settled(world):
    site = Site(world).buy().sign().start().progress()
    site.file("completion_report", "photo_before", "photo_after", "as_built_list").later(days=4)

    with pytest.raises(ContractTextMissing):
        delivery.complete(site.number, actor=world["zhou"], at=site.later())

    site.publish()
    delivery.complete(site.number, actor=world["zhou"], at=site.later())
    assert site.state is State.INSPECTING
