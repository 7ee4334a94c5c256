"""Money given to a community and taken back, and social money that came in: each line once, by a paper."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from microprojects.domain.errors import BadValue, NotFound, NotPermitted, WrongMoment
from microprojects.domain.funds import DONOR, BelowPromised, DocumentTwice, NoFund
from microprojects.domain.money import Fen
from microprojects.domain.states import State
from microprojects.services import funds
from microprojects.store.cases import StoreCase
from microprojects.store.db import db, transaction
from microprojects.store.funds import Fund, LedgerEntry
from microprojects.store.journal import JournalEntry
from tests.consulting import a_project, the_project
from tests.noticing import NUMBER, on_notice, the_fund

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


def receive(world, number=NUMBER, amount=500_000, document="收-1", who="feng", donor=""):
    funds.record_social(
        number, amount_fen=Fen(amount), donor_label=donor, document=document, actor=world[who], at=world.now
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

    receive(world, donor="荔枝苑物业服务中心")

    line = last_line()
    assert (line.kind, line.amount_fen, line.party, line.document) == (
        "social_received", 500_000, "荔枝苑物业服务中心", "收-1",
    )  # fmt: skip
    assert StoreCase(db.session(), the_project(), world.now).social_received_fen == 500_000
    assert the_fund(world).available_fen == 200_000_000


def test_a_donor_is_not_named_without_words_to_that_end(session, world):
    on_notice(world)

    receive(world)

    assert last_line().party == DONOR
    assert last_facts() == {"kind": "social_received", "amount_fen": "500000", "document": "收-1"}


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
