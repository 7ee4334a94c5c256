"""Buying: the way that the amount calls for, quotes, the choice, and a tender that failed."""

from __future__ import annotations

import pytest

from microprojects.domain.errors import BadValue, NotPermitted, WrongMoment
from microprojects.domain.money import Fen
from microprojects.domain.payments import NothingToPay
from microprojects.domain.permissions import OwnMatter
from microprojects.domain.procurement_modes import Mode
from microprojects.domain.procurements import (
    DeviationNotNeeded,
    ModeDiffers,
    NoDeviationAsked,
    NotQuoted,
    OwnDeviation,
    ProcurementMissing,
    QuoteConflicted,
    QuotedAlready,
    SupplierUnfit,
    TooFewQuotes,
)
from microprojects.domain.states import State
from microprojects.services import procurements, suppliers
from microprojects.store import procurements as shelf
from microprojects.store.db import db, transaction
from microprojects.store.people import RoleGrant
from tests.spending import WAN, Site, journal_length, listed


def test_buying_begins_in_the_way_that_the_amount_calls_for(world):
    site = Site(world)

    site.begin_buying()

    procurement = shelf.open_one(db.session(), site.project.id)
    assert (site.state, procurement.mode, procurement.min_quotes) == (State.PROCURING, "small_works", 3)


def test_another_way_of_buying_is_refused_without_the_leader(world):
    site = Site(world)

    with pytest.raises(ModeDiffers) as refusal:
        procurements.start(site.number, mode="direct", reason="来不及", actor=world["zhou"], at=site.later())

    assert refusal.value.facts == {"expected": Mode.SMALL_WORKS, "mode": Mode.DIRECT}
    assert site.state is State.APPROVED


def test_the_leader_approves_another_way_and_then_it_is_used(world):
    site = Site(world)
    procurements.ask_deviation(
        site.number, mode="direct", reason="只有一家会修", actor=world["zhou"], at=site.later()
    )
    procurements.approve_deviation(site.number, actor=world["wu"], at=site.later())

    procurements.start(site.number, mode="direct", actor=world["zhou"], at=site.later())

    procurement = shelf.open_one(db.session(), site.project.id)
    assert (procurement.mode, procurement.expected_mode, procurement.reason) == (
        "direct",
        "small_works",
        "只有一家会修",
    )
    assert procurement.deviation_approved_by_id == world.people["wu"]
    assert site.told()["procurement"][0]["deviation"] is True


def test_an_approval_holds_only_for_the_way_that_it_was_given_for(world):
    site = Site(world)
    procurements.ask_deviation(
        site.number, mode="direct", reason="只有一家会修", actor=world["zhou"], at=site.later()
    )
    procurements.approve_deviation(site.number, actor=world["wu"], at=site.later())

    with pytest.raises(ModeDiffers):
        procurements.start(site.number, mode="negotiation", actor=world["zhou"], at=site.later())


def test_nobody_asks_for_the_way_that_the_table_gives_anyway(world):
    site = Site(world)

    with pytest.raises(DeviationNotNeeded):
        procurements.ask_deviation(
            site.number, mode="small_works", reason="照规定", actor=world["zhou"], at=site.later()
        )


def test_a_leader_approves_only_what_was_asked(world):
    site = Site(world)

    with pytest.raises(NoDeviationAsked):
        procurements.approve_deviation(site.number, actor=world["wu"], at=site.later())


def test_the_officer_cannot_approve_in_the_leaders_place(world):
    site = Site(world)
    procurements.ask_deviation(
        site.number, mode="direct", reason="只有一家会修", actor=world["zhou"], at=site.later()
    )

    with pytest.raises(NotPermitted):
        procurements.approve_deviation(site.number, actor=world["zhou"], at=site.later())


def test_one_person_in_both_roles_neither_approves_their_own_request_nor_uses_their_own_approval(
    world, both_roles
):
    site = Site(world)
    both = both_roles
    procurements.ask_deviation(site.number, mode="direct", reason="急", actor=both, at=site.later())
    with pytest.raises(OwnDeviation):
        procurements.approve_deviation(site.number, actor=both, at=site.later())
    procurements.ask_deviation(site.number, mode="direct", reason="急", actor=world["zhou"], at=site.later())
    procurements.approve_deviation(site.number, actor=both, at=site.later())

    with pytest.raises(OwnDeviation):
        procurements.start(site.number, mode="direct", actor=both, at=site.later())


@pytest.fixture
def both_roles(world):
    """Wu, who is the street's leader, made its officer too."""
    from datetime import date

    from microprojects.store import people

    with transaction() as session:
        session.add(
            RoleGrant(
                person_id=world.people["wu"],
                area_id=world.areas["rongshu"],
                role="street_officer",
                since=date(2025, 1, 1),
            )
        )
    return people.actor(db.session(), world.people["wu"])


def test_an_unknown_way_of_buying_is_a_wrong_value(world):
    site = Site(world)

    with pytest.raises(BadValue):
        procurements.start(site.number, mode="lottery", actor=world["zhou"], at=site.later())


def test_the_clerk_of_the_community_does_not_buy(world):
    site = Site(world)

    with pytest.raises(NotPermitted):
        procurements.start(site.number, mode=site.mode, actor=world["zhao"], at=site.later())


def test_an_officer_does_not_buy_for_their_own_proposal(world):
    site = Site(world, entered_by_id=world.people["zhou"])

    with pytest.raises(OwnMatter):
        procurements.start(site.number, mode=site.mode, actor=world["zhou"], at=site.later())


def test_nothing_is_quoted_before_buying_has_begun(world):
    site = Site(world)
    supplier = listed(world)

    with pytest.raises(WrongMoment):
        procurements.add_quote(
            site.number, supplier_id=supplier, amount_fen=Fen(100), actor=world["zhou"], at=site.later()
        )


def test_a_supplier_quotes_once_and_more_than_nothing(world):
    site = Site(world).begin_buying().quote(5 * WAN)
    again = {"supplier_id": site.suppliers[0], "actor": world["zhou"]}

    with pytest.raises(QuotedAlready):
        procurements.add_quote(site.number, amount_fen=Fen(1), at=site.later(), **again)
    with pytest.raises(NothingToPay):
        procurements.add_quote(site.number, amount_fen=Fen(0), at=site.later(), **again)


def test_a_barred_supplier_cannot_quote(world):
    site = Site(world).begin_buying()
    supplier = listed(world)
    suppliers.bar(supplier, reason="转包", actor=world["zhou"], at=site.later())

    with pytest.raises(SupplierUnfit):
        procurements.add_quote(
            site.number, supplier_id=supplier, amount_fen=Fen(1), actor=world["zhou"], at=site.later()
        )


def test_a_choice_needs_as_many_quotes_as_the_way_asks_for(world):
    site = Site(world).begin_buying().quote(5 * WAN, 5 * WAN)

    with pytest.raises(TooFewQuotes) as refusal:
        procurements.choose(site.number, supplier_id=site.suppliers[0], actor=world["zhou"], at=site.later())

    assert refusal.value.facts == {"need": 3, "have": 2, "short": 1}


def test_a_conflicted_quote_does_not_count_and_cannot_be_chosen(world):
    site = Site(world).begin_buying().quote(5 * WAN, 5 * WAN)
    cousin = listed(world, "林氏装饰工程有限公司", 900)
    procurements.add_quote(
        site.number,
        supplier_id=cousin,
        amount_fen=Fen(4 * WAN),
        conflicted=True,
        actor=world["zhou"],
        at=site.later(),
    )

    with pytest.raises(TooFewQuotes):
        procurements.choose(site.number, supplier_id=site.suppliers[0], actor=world["zhou"], at=site.later())
    with pytest.raises(QuoteConflicted):
        procurements.choose(site.number, supplier_id=cousin, actor=world["zhou"], at=site.later())


def test_only_who_quoted_and_was_not_barred_since_can_be_chosen(world):
    site = Site(world).begin_buying().quote(5 * WAN, 5 * WAN, 5 * WAN)
    stranger = listed(world, "路过工程有限公司", 901)
    suppliers.bar(site.suppliers[0], reason="围标", actor=world["zhou"], at=site.later())

    with pytest.raises(NotQuoted):
        procurements.choose(site.number, supplier_id=stranger, actor=world["zhou"], at=site.later())
    with pytest.raises(SupplierUnfit):
        procurements.choose(site.number, supplier_id=site.suppliers[0], actor=world["zhou"], at=site.later())


def test_choosing_another_replaces_the_choice(world):
    site = Site(world).buy()

    procurements.choose(site.number, supplier_id=site.suppliers[2], actor=world["zhou"], at=site.later())

    chosen = shelf.chosen(shelf.open_one(db.session(), site.project.id))
    assert chosen.supplier_id == site.suppliers[2]


def test_a_failed_tender_leaves_the_money_reserved_and_lets_one_try_again(world):
    site = Site(world).begin_buying().quote(9 * WAN)
    before = site.fund

    procurements.fail_tender(
        site.number, reason="只有一家报价，高过批准数", actor=world["zhou"], at=site.later()
    )

    assert (site.state, site.fund) == (State.APPROVED, before)
    site.buy()
    outcomes = [each.outcome for each in shelf.history(db.session(), site.project.id)]
    assert outcomes == ["failed", None]
    assert [each["outcome"] for each in site.told()["procurement"]] == ["failed", ""]


def test_a_failed_tender_needs_a_reason(world):
    site = Site(world).begin_buying()

    with pytest.raises(BadValue):
        procurements.fail_tender(site.number, reason=" ", actor=world["zhou"], at=site.later())


def test_a_refused_deed_leaves_no_line_in_the_journal(world):
    site = Site(world).begin_buying().quote(5 * WAN)
    before = journal_length()

    with pytest.raises(TooFewQuotes):
        procurements.choose(site.number, supplier_id=site.suppliers[0], actor=world["zhou"], at=site.later())

    assert journal_length() == before


def test_a_state_without_its_procurement_takes_no_quote_and_no_contract(world):
    site = Site(world, state=State.PROCURING)

    with pytest.raises(ProcurementMissing):
        procurements.fail_tender(site.number, reason="没有记录", actor=world["zhou"], at=site.later())
    with pytest.raises(ProcurementMissing):
        site.sign()
