"""Money given to a community and taken back, and social money that came in: each line once, by a paper."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from microprojects.domain.errors import BadValue, NotFound, NotPermitted, WrongMoment
from microprojects.domain.funds import (
    DONOR,
    BelowPromised,
    DocumentTwice,
    Donor,
    DonorWithoutConsent,
    NoFund,
)
from microprojects.domain.money import Fen
from microprojects.domain.states import State
from microprojects.services import approvals, funds, payments
from microprojects.store.cases import StoreCase
from microprojects.store.db import db, transaction
from microprojects.store.funds import Fund, LedgerEntry
from microprojects.store.journal import JournalEntry
from tests.consulting import a_project, the_project
from tests.noticing import NUMBER, on_notice, the_fund
from tests.spending import WAN, YUAN, Site

ORDER = "明财社〔2027〕3号"


def allocate(world, year=2027, amount=50_000_000, document=ORDER, who="huang", slug="lizhi"):
    funds.allocate(slug, year, amount_fen=Fen(amount), document=document, actor=world[who], at=world.now)


def adjust(world, amount, document="明财社〔2026〕9号", who="huang", year=2026):
    funds.adjust(
        "lizhi",
        year,
        amount_fen=Fen(amount),
        document=document,
        reason="年中调剂",
        actor=world[who],
        at=world.now,
    )


def receive(world, number=NUMBER, amount=500_000, document="收-1", who="feng", donor=Donor()):  # noqa: B008 - frozen
    funds.record_social(
        number, amount_fen=Fen(amount), donor=donor, document=document, actor=world[who], at=world.now
    )


def last_line():
    db.session().rollback()
    return db.session().scalars(select(LedgerEntry).order_by(LedgerEntry.id.desc()).limit(1)).one()


def last_facts():
    db.session().rollback()
    query = select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)
    return json.loads(db.session().scalars(query).one().body)["facts"]


def test_a_year_s_first_order_begins_its_fund(session, world):
    allocate(world)

    assert the_fund(world, year=2027).allocated_fen == 50_000_000
    assert last_facts() == {"amount_fen": "50000000", "document": ORDER, "year": "2027"}


def test_a_second_order_adds_to_the_first(session, world):
    allocate(world)
    allocate(world, document="明财社〔2027〕4号")

    assert the_fund(world, year=2027).allocated_fen == 100_000_000


def test_the_same_order_is_not_entered_twice(session, world):
    allocate(world)

    with pytest.raises(DocumentTwice):
        allocate(world)

    assert the_fund(world, year=2027).allocated_fen == 50_000_000


@pytest.mark.parametrize(
    "words",
    [{"amount": 0}, {"amount": -1}, {"amount": 10**13}, {"document": " "}, {"year": 26}, {"slug": "rongshu"}],
)
def test_what_cannot_stand_in_the_ledger_is_refused(session, world, words):
    with pytest.raises(BadValue):
        allocate(world, **words)


def test_there_is_no_money_for_a_community_that_is_not_there(session, world):
    with pytest.raises(NotFound):
        allocate(world, slug="nowhere")


@pytest.mark.parametrize("who", ["feng", "zhou", "wu", "zhao", "pei"])
def test_only_the_district_allocates_and_adjusts(session, world, who):
    with pytest.raises(NotPermitted):
        allocate(world, who=who)
    with pytest.raises(NotPermitted):
        adjust(world, 100, who=who)


def test_an_adjustment_may_take_back_what_is_free_to_the_last_fen(session, world):
    adjust(world, -200_000_000)

    assert the_fund(world).allocated_fen == 0
    assert (last_line().kind, last_line().amount_fen) == ("adjust", -200_000_000)


def test_an_adjustment_does_not_take_what_is_promised(session, world):
    with transaction() as writing:
        fund = writing.scalars(select(Fund).where(Fund.area_id == world.areas["lizhi"])).one()
        fund.reserved_fen = Fen(150_000_000)

    with pytest.raises(BelowPromised) as refused:
        adjust(world, -50_000_001)

    assert refused.value.facts == {"promised": "1,500,000.00", "free": "500,000.00"}


def test_a_year_without_an_allocation_is_not_adjusted(session, world):
    with pytest.raises(NoFund):
        adjust(world, 100, year=2030)


def test_the_database_itself_refuses_to_promise_money_twice(session, world):
    with pytest.raises(IntegrityError), transaction() as writing:
        fund = writing.scalars(select(Fund).where(Fund.area_id == world.areas["lizhi"])).one()
        fund.reserved_fen = Fen(200_000_001)


def test_social_money_comes_in_under_its_receipt(session, world):
    on_notice(world)

    receive(world, donor=Donor("organisation", "荔枝苑物业服务中心", consented=True))

    line = last_line()
    assert (line.kind, line.amount_fen, line.party, line.document, line.named_with_consent) == (
        "social_received", 500_000, "荔枝苑物业服务中心", "收-1", True,
    )  # fmt: skip
    assert StoreCase(db.session(), the_project(), world.now).social_received_fen == 500_000
    assert the_fund(world).available_fen == 200_000_000


def test_a_donor_is_not_named_without_words_to_that_end(session, world):
    on_notice(world)

    receive(world)

    assert last_line().party == DONOR
    assert last_facts() == {"kind": "social_received", "amount_fen": "500000", "document": "收-1"}


@pytest.mark.parametrize(
    ("donor", "refusal"),
    [
        (Donor("person", "王小明"), DonorWithoutConsent),
        (Donor("organisation", "荔枝苑物业服务中心"), DonorWithoutConsent),
        (Donor("organisation", "王小明", consented=True), BadValue),
        (Donor("person", consented=True), BadValue),
        (Donor("resident", "王小明", consented=True), BadValue),
        (Donor("", "王小明", consented=True), BadValue),
    ],
)
def test_nobody_is_named_by_mistake(session, world, donor, refusal):
    on_notice(world)

    with pytest.raises(refusal):
        receive(world, donor=donor)


def test_a_person_who_agreed_in_writing_is_named(session, world):
    on_notice(world)

    receive(world, donor=Donor("person", "王小明", consented=True))

    assert (last_line().party, last_line().named_with_consent) == ("王小明", True)


def test_the_database_itself_names_nobody_without_consent(session, world):
    on_notice(world)
    receive(world)
    line = {"kind": "social_received", "amount_fen": 1, "entered_at": world.now, "party": "王小明"}

    with pytest.raises(IntegrityError), transaction() as writing:
        writing.add(LedgerEntry(fund_id=last_line().fund_id, **line))


def test_money_that_comes_in_while_the_works_are_bought_is_told_at_once(world):
    site = Site(world, fiscal=4 * WAN, social=1 * WAN).buy().sign()
    before = len(site.published())

    receive(world, site.number, amount=10_000, document="收-9", who="zheng")

    told = site.told()
    assert len(site.published()) == before + 1
    assert (told["event"], told["headline"]) == ("social", "自筹到账 100.00 元，爱心居民出的。")
    assert told["social"]["received_fen"] == str(1 * WAN + 10_000)


def test_a_promise_and_money_before_the_buying_publish_nothing(world):
    site = Site(world, fiscal=4 * WAN, social=1 * WAN)

    receive(world, site.number)

    assert site.published() == []


def test_social_money_that_is_left_at_the_settlement_goes_back_to_its_donors(world):
    site = Site(world, kind="services", fiscal=4 * WAN, social=1 * WAN).buy(4 * WAN).sign(4 * WAN, social=0)
    site.start().progress().complete().accept().account(4 * WAN).pay(4 * WAN, 3).settle()

    assert site.posted("social_returned") == [("social_returned", 1 * WAN)]
    for told in (site.told(), site.told("result")):
        assert (told["social_returned_fen"], told["balance_fen"]) == (str(1 * WAN), "0")
    assert site.told()["headline"] == "结算 40,000.00 元，退回社区 0.00 元，自筹退还出资人 10,000.00 元。"


def test_social_money_that_the_retention_needs_stays(world):
    site = Site(world, fiscal=1 * WAN, social=4 * WAN).buy().sign().start().progress().complete().accept()
    site.account(5 * WAN, 1_500 * YUAN).pay(48_500 * YUAN, 3, 38_500 * YUAN).settle()
    site.later(days=366)

    site.pay(1_500 * YUAN, 4, 1_500 * YUAN)

    assert site.posted("social_returned") == []


def test_a_cancelled_project_holds_nothing_back(world):
    site = Site(world, kind="services", fiscal=4 * WAN, social=1 * WAN).buy().sign()

    approvals.cancel(site.number, reason="做不成", actor=world["wu"], at=site.later())

    told = site.told()
    assert (told["balance_fen"], told["social_returned_fen"]) == ("0", str(1 * WAN))
    assert told["headline"] == "项目终止，没付的 40,000.00 元退回社区，没用的自筹 10,000.00 元退还出资人。"


def test_social_money_that_the_bank_returns_after_an_early_end_goes_back_too(world):
    site = Site(world, fiscal=4 * WAN, social=1 * WAN).buy().sign().start()
    site.pay(15_000 * YUAN, 1, social=10_000 * YUAN)
    approvals.cancel(site.number, reason="停工", recovery_plan="追回", actor=world["wu"], at=site.later())

    payments.refund(
        site.number,
        amount_fen=Fen(15_000 * YUAN),
        document="退票-1",
        reason="多付了",
        payment_id=site.payment_id,
        actor=world["feng"],
        at=site.later(),
    )

    assert site.posted("social_returned") == [("social_returned", 1 * WAN)]
    assert (site.fund, site.told()["balance_fen"]) == ((200 * WAN, 0, 0, 0), "0")


def test_a_receipt_counts_once(session, world):
    on_notice(world)
    receive(world)

    with pytest.raises(DocumentTwice):
        receive(world)


def test_two_projects_may_have_receipts_of_the_same_number(session, world):
    on_notice(world)
    on_notice(world, number="LZ-2026-002")
    receive(world)

    receive(world, "LZ-2026-002")

    assert last_line().project_id == the_project("LZ-2026-002").id


@pytest.mark.parametrize("state", [State.CONSULTING, State.CLOSED, State.WITHDRAWN])
def test_social_money_comes_in_between_the_vote_and_the_closing(session, world, state):
    a_project(world, state=state)

    with pytest.raises(WrongMoment):
        receive(world)


@pytest.mark.parametrize("who", ["lin", "zhou", "he"])
def test_only_staff_and_finance_write_down_social_money(session, world, who):
    on_notice(world)

    with pytest.raises(NotPermitted):
        receive(world, who=who)
