"""The closing of a year by two people: what lapses, what is carried and listed, and where later money belongs."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from microprojects.domain.consultations import BalanceTooSmall
from microprojects.domain.errors import AlreadyDone, NotFound, NotPermitted
from microprojects.domain.money import Fen
from microprojects.domain.year_ends import (
    ClosingSameHands,
    EarlierYearOpen,
    FiguresMoved,
    LedgerDoesNotAddUp,
    NothingToClose,
    NotPrepared,
    Promised,
    YearClosed,
    YearOver,
    YearRunning,
    over_at,
)
from microprojects.services import approvals, funds, payments, programmes
from microprojects.services import year_ends as deeds
from microprojects.services._ledger import post
from microprojects.store import closed_years, ledger
from microprojects.store.db import db, transaction
from microprojects.store.funds import Fund
from microprojects.store.journal import JournalEntry
from microprojects.store.year_ends import ClosedFund
from tests.noticing import NUMBER, file_it, on_notice, shanghai
from tests.sites_kept import partly_paid_with_treasurer
from tests.spending import WAN, Site
from tests.year_ending import (
    NEXT_YEAR,
    PAPER,
    close_year,
    confirm,
    figures,
    lines,
    pockets,
    prepare,
    the_closing,
    treasurer,
)

WHOLE = 200_000_000


@pytest.fixture
def two(world):
    return treasurer(world)


@pytest.fixture
def site(world, bench):
    """A project with 50,000 yuan, of which 48,000 are contracted and 10,000 paid."""
    return partly_paid_with_treasurer(world, bench)


def last_facts():
    db.session.rollback()
    query = select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)
    return json.loads(db.session.scalars(query).one().body)["facts"]


def test_what_nobody_was_promised_lapses_and_the_rest_stays_with_its_year(session, site):
    before = pockets(site.world)

    close_year(site.world)

    allocated, reserved, committed, paid, left, available = pockets(site.world)
    assert (allocated, reserved, committed, paid) == before[:4]
    assert (left, available) == (before[5], 0)
    assert allocated == paid + reserved + committed + left
    assert lines(site.world, "lapse", "carry_out", "carry_over") == [(2026, "lapse", before[5])]


def test_the_list_names_every_project_with_what_it_still_holds(session, site):
    waiting = Site(site.world, number="LZ-2026-002", fiscal=3 * WAN)

    close_year(waiting.world)

    found = closed_years.carried(db.session(), the_closing().id)
    assert [(each.number, each.promised) for each in found] == [
        (site.number, Promised(Fen(0), Fen(38_000_00))),
        ("LZ-2026-002", Promised(Fen(3 * WAN), Fen(0))),
    ]


def test_the_journal_tells_the_sums_of_the_closing(session, site):
    close_year(site.world)

    assert last_facts() == {
        "allocated_fen": str(2 * WHOLE),
        "carried_fen": "3800000",
        "document": PAPER,
        "lapsed_fen": str(2 * WHOLE - 4_800_000),
        "moved_fen": "0",
        "paid_fen": "1000000",
        "projects": 1,
        "year": "2026",
    }


def test_where_the_rules_say_so_what_is_left_goes_into_the_next_year(session, site):
    world = site.world
    programmes.set_parameter(
        world.programme_id,
        "allocation.carry_over_unreserved",
        True,
        reason="区里定的",
        area_slug="lizhi",
        actor=world["huang"],
        at=site.later(),
    )
    free = pockets(world)[5]

    close_year(world)

    assert lines(world, "lapse", "carry_out", "carry_over") == [
        (2026, "carry_out", free),
        (2027, "carry_over", free),
    ]
    assert pockets(world, 2027) == (free, 0, 0, 0, 0, free)
    assert lines(world, "lapse", "carry_out", slug="mumian") == [(2026, "lapse", WHOLE)]


def test_a_bill_paid_after_new_year_counts_against_the_year_the_money_came_from(session, site):
    close_year(site.world)
    site.at = NEXT_YEAR + timedelta(days=30)
    site.pay(8_000_00, 2)

    assert pockets(site.world)[2:4] == (30_000_00, 18_000_00)
    assert db.session.scalars(select(Fund.year)).all() == [2026, 2026]


def test_what_was_paid_between_new_year_and_the_closing_is_told(session, site):
    site.at = over_at(2026) + timedelta(days=2)
    site.pay(8_000_00, 2)

    close_year(site.world)

    place = closed_years.places(db.session(), the_closing().id)[0]
    assert (place.closing.paid_fen, place.late_fen) == (18_000_00, 8_000_00)


def test_money_that_is_freed_after_the_closing_lapses_at_once(session, site):
    close_year(site.world)
    left = pockets(site.world)[4]

    approvals.cancel(
        site.number,
        reason="做不成了",
        recovery_plan="按实结算",
        actor=site.world["wu"],
        at=NEXT_YEAR + timedelta(days=20),
    )

    assert pockets(site.world) == (WHOLE, 0, 0, 10_000_00, left + 38_000_00, 0)
    assert lines(site.world, "lapse")[-1] == (2026, "lapse", 38_000_00)
    place = closed_years.places(db.session(), the_closing().id)[0]
    assert (place.left_since_fen, place.open_fen) == (38_000_00, 0)


def test_money_that_is_paid_back_after_the_closing_lapses_at_once(session, site):
    close_year(site.world)
    left, end = pockets(site.world)[4], NEXT_YEAR + timedelta(days=20)
    approvals.cancel(site.number, reason="做不成了", recovery_plan="追回", actor=site.world["wu"], at=end)
    payments.refund(
        site.number,
        amount_fen=Fen(4_000_00),
        document="退-1",
        reason="多付了",
        payment_id=None,
        actor=site.world["feng"],
        at=end,
    )

    assert pockets(site.world) == (WHOLE, 0, 0, 6_000_00, left + 42_000_00, 0)


def test_a_project_approved_after_new_year_is_paid_from_the_new_year(session, two):
    on_notice(two, at=shanghai(12, 28))
    file_it(two, at=shanghai(12, 29))
    funds.allocate(
        "lizhi", 2027, amount_fen=Fen(WHOLE), document="明财社〔2027〕2号", actor=two["huang"], at=NEXT_YEAR
    )
    approvals.approve(NUMBER, actor=two["zhou"], at=NEXT_YEAR)

    assert pockets(two, 2026)[1] == 0
    assert pockets(two, 2027)[1] == 4_000_000


def test_a_project_approved_after_new_year_without_money_is_refused(session, two):
    on_notice(two, at=shanghai(12, 28))
    file_it(two, at=shanghai(12, 29))

    with pytest.raises(BalanceTooSmall):
        approvals.approve(NUMBER, actor=two["zhou"], at=NEXT_YEAR)


def test_nothing_new_is_promised_from_a_year_that_is_over_and_open(session, site):
    with pytest.raises(YearOver), transaction() as writing:
        fund = ledger.find(writing, site.world.areas["lizhi"], 2026, for_update=True)
        post(writing, fund, "reserve", Fen(1), at=NEXT_YEAR, by_id=None)


def test_after_the_closing_the_district_may_add_for_a_carried_project(session, site):
    close_year(site.world)
    funds.adjust(
        "lizhi",
        2026,
        amount_fen=Fen(500),
        document="追-1",
        reason="变更",
        actor=site.world["huang"],
        at=NEXT_YEAR,
    )

    assert pockets(site.world)[5] == 500
    assert closed_years.places(db.session(), the_closing().id)[0].added_fen == 500


def test_a_closed_year_gets_no_new_allocation(session, site):
    close_year(site.world)

    with pytest.raises(YearClosed):
        funds.allocate(
            "lizhi", 2026, amount_fen=Fen(1), document="迟-1", actor=site.world["huang"], at=NEXT_YEAR
        )


@pytest.mark.parametrize("deed", [prepare, lambda world, at: confirm(world, at=at)])
def test_before_the_year_is_over_nothing_is_closed(session, two, deed):
    with pytest.raises(YearRunning):
        deed(two, at=over_at(2026) - timedelta(seconds=1))


def test_a_closed_year_is_not_closed_again(session, site):
    close_year(site.world)

    with pytest.raises(YearClosed):
        confirm(site.world, seen="x")
    with pytest.raises(YearClosed):
        prepare(site.world)
    assert len(lines(site.world, "lapse")) == 1


def test_nobody_confirms_what_they_proposed(session, two):
    prepare(two, who="huang")

    with pytest.raises(ClosingSameHands):
        confirm(two, who="huang")


def test_what_nobody_proposed_is_not_confirmed(session, two):
    with pytest.raises(NotPrepared):
        confirm(two)


def test_who_proposes_anew_takes_the_first_signature(session, two):
    prepare(two, who="huang")
    prepare(two, who="yan")
    confirm(two, who="huang")

    assert the_closing().confirmed_at == NEXT_YEAR


@pytest.mark.parametrize("who", ["feng", "zhou", "wu", "zhao", "shen", "pei"])
def test_only_the_district_closes_a_year(session, two, who):
    with pytest.raises(NotPermitted):
        prepare(two, who=who)
    prepare(two)
    with pytest.raises(NotPermitted):
        confirm(two, who=who)


def test_figures_that_moved_since_they_were_looked_at_are_not_signed(session, site):
    site.at = over_at(2026) + timedelta(days=2)
    prepare(site.world)
    looked_at = figures()
    site.pay(8_000_00, 2)

    with pytest.raises(FiguresMoved):
        confirm(site.world, seen=looked_at)
    assert lines(site.world, "lapse") == []


def test_years_are_closed_one_after_another(session, two):
    funds.allocate(
        "lizhi", 2025, amount_fen=Fen(WHOLE), document="明财社〔2025〕2号", actor=two["huang"], at=two.now
    )

    with pytest.raises(EarlierYearOpen):
        prepare(two)


def test_a_year_without_money_has_nothing_to_close(session, two):
    with pytest.raises(NothingToClose):
        prepare(two, year=2024)


def test_there_is_no_year_of_a_district_that_is_not_there(session, two):
    with pytest.raises(NotFound):
        deeds.prepare("nowhere", 2026, document=PAPER, actor=two["huang"], at=NEXT_YEAR)


def test_a_fund_whose_lines_do_not_add_up_is_not_closed(session, two):
    with transaction() as writing:
        fund = ledger.find(writing, two.areas["lizhi"], 2026, for_update=True)
        fund.paid_fen = Fen(1)

    with pytest.raises(LedgerDoesNotAddUp):
        prepare(two)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE closed_funds SET lapsed_fen = 0",
        "DELETE FROM closed_funds",
        "UPDATE carried_projects SET committed_fen = 1",
        "DELETE FROM carried_projects",
        "UPDATE year_closings SET document = 'x'",
        "DELETE FROM year_closings",
        "UPDATE funds SET left_fen = left_fen + 1",
    ],
)
def test_the_database_keeps_a_closing_as_it_was_signed(session, site, change):
    close_year(site.world)

    with pytest.raises((DBAPIError, AlreadyDone)), transaction() as writing:
        writing.execute(text(change))


def test_the_database_refuses_a_closing_that_does_not_balance(session, two):
    prepare(two)
    closing = the_closing()
    with pytest.raises(DBAPIError), transaction() as writing:
        fund = ledger.find(writing, two.areas["lizhi"], 2026)
        sums = {"allocated_fen": 10, "paid_fen": 3, "carried_fen": 3, "lapsed_fen": 3, "moved_fen": 0}
        writing.add(ClosedFund(closing_id=closing.id, fund_id=fund.id, late_fen=0, goes_on=False, **sums))
