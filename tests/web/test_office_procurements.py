"""Buying at the desk: what the street's officer and leader see and press."""

from __future__ import annotations

import pytest

from microprojects.domain.states import State
from microprojects.services import procurements as deeds
from microprojects.store import procurements, suppliers
from microprojects.store.db import db
from tests.spending import WAN, Site, credit_code, listed

SUPPLIERS = "/office/suppliers"


def at(site: Site, verb: str) -> str:
    """Return the address of a deed."""
    return f"/office/projects/{site.number}/{verb}"


def running(site: Site):
    """Return the procurement that runs."""
    db.session.rollback()
    return procurements.open_one(db.session(), site.project.id)


def test_the_page_names_the_way_that_the_amount_calls_for(world, client, sign_in):
    site = Site(world)

    page = sign_in(client, "zhou").get(at(site, "start-procurement"))

    assert page.status_code == 200
    assert "街道小额工程询价" in page.text
    assert '<option selected value="small_works">' in page.text


def test_an_officer_starts_to_buy_and_comes_back_to_the_project(world, client, sign_in):
    site = Site(world)

    answer = sign_in(client, "zhou").send(at(site, "start-procurement"), mode="small_works", reason="")

    assert (answer.status_code, answer.location) == (303, f"/office/projects/{site.number}")
    assert site.state is State.PROCURING


def test_another_way_is_refused_in_the_form_with_all_that_was_typed(world, client, sign_in):
    site = Site(world)

    answer = sign_in(client, "zhou").send(at(site, "start-procurement"), mode="direct", reason="只有一家")

    assert answer.status_code == 409
    assert "按金额应当用“街道小额工程询价”" in answer.text
    assert "只有一家</textarea>" in answer.text


def test_officer_asks_leader_approves_and_the_page_says_so(world, client, app, sign_in):
    site = Site(world)
    officer, leader = sign_in(client, "zhou"), sign_in(app.test_client(), "wu")

    officer.send(at(site, "ask-deviation"), mode="direct", reason="只有一家会修")
    shown = leader.get(at(site, "approve-deviation"))
    answer = leader.send(at(site, "approve-deviation"))

    assert "只有一家会修" in shown.text
    assert answer.status_code == 303
    assert "街道领导已批准" in officer.get(at(site, "start-procurement")).text


def test_a_leader_without_anything_to_approve_is_told(world, client, sign_in):
    site = Site(world)
    leader = sign_in(client, "wu")

    assert "现在没有等您批准的采购方式" in leader.get(at(site, "approve-deviation")).text
    assert leader.send(at(site, "approve-deviation")).status_code == 409


def test_quotes_are_written_down_and_one_is_chosen(world, client, sign_in):
    site = Site(world).begin_buying()
    numbers = [listed(world, name, n) for n, name in enumerate(("甲工程公司", "乙工程公司", "丙工程公司"), 1)]
    officer = sign_in(client, "zhou")
    for number in numbers:
        answer = officer.send(at(site, "add-quote"), supplier=number, amount="48,000.50", note="")
        assert answer.location == at(site, "add-quote")

    page = officer.get(at(site, "choose-quote"))
    answer = officer.send(at(site, "choose-quote"), supplier=numbers[1], note="售后近")

    assert "甲工程公司，48,000.50 元" in page.text
    assert answer.status_code == 303
    assert procurements.chosen(running(site)).supplier.name == "乙工程公司"


@pytest.mark.parametrize("amount", ["", "一万", "-5", "9" * 30, "1.234"])
def test_a_price_that_is_none_is_said_at_its_field(world, client, sign_in, amount):
    site = Site(world).begin_buying()
    number = listed(world)

    answer = sign_in(client, "zhou").send(at(site, "add-quote"), supplier=number, amount=amount)

    assert answer.status_code == 422
    assert 'id="amount-error"' in answer.text
    assert running(site).quotes == []


def test_a_choice_without_enough_quotes_says_how_many_are_missing(world, client, sign_in):
    site = Site(world).begin_buying().quote(4 * WAN, 5 * WAN)

    answer = sign_in(client, "zhou").send(at(site, "choose-quote"), supplier=site.suppliers[0])

    assert answer.status_code == 409
    assert "至少要 3 家报价，现在有 2 家。请再找 1 家，或记为流标。" in answer.text


def test_a_failed_tender_is_written_down_with_its_reason(world, client, sign_in):
    site = Site(world).begin_buying()
    officer = sign_in(client, "zhou")

    assert officer.send(at(site, "fail-tender"), reason=" ").status_code == 422
    assert officer.send(at(site, "fail-tender"), reason="没人报价").status_code == 303
    assert site.state is State.APPROVED
    assert "没人报价" in officer.get(at(site, "start-procurement")).text


@pytest.mark.parametrize("name", ["zhao", "lin", "zheng", "he"])
def test_nobody_else_opens_the_page_of_buying(world, client, sign_in, name):
    site = Site(world)

    assert sign_in(client, name).get(at(site, "start-procurement")).status_code == 403


def test_the_public_is_sent_to_sign_in(world, client):
    site = Site(world)

    answer = client.get(at(site, "start-procurement"))

    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/auth/sign-in")


def test_a_supplier_is_added_found_barred_and_admitted_again(world, client, sign_in):
    officer = sign_in(client, "zhou")

    wrong = officer.send(f"{SUPPLIERS}/new", name="甲公司", credit_code="123", street="rongshu")
    right = officer.send(f"{SUPPLIERS}/new", name="甲公司", credit_code=credit_code(5), street="rongshu")
    number = suppliers.page(db.session(), "甲", limit=1)[0].id
    barred = officer.send(f"{SUPPLIERS}/{number}/bar", reason="转包")
    shown = officer.get(f"{SUPPLIERS}?q=甲公司")
    again = officer.send(f"{SUPPLIERS}/{number}/bar", reason="整改好了")

    assert (wrong.status_code, right.status_code, barred.status_code, again.status_code) == (
        422,
        303,
        303,
        303,
    )
    assert "要正好 18 位" in wrong.text
    assert "转包" in shown.text
    assert [s.id for s in suppliers.usable(db.session())] == [number]


def test_a_supplier_that_is_not_there_is_not_found(world, client, sign_in):
    assert sign_in(client, "zhou").get(f"{SUPPLIERS}/404/bar").status_code == 404


def test_the_list_of_suppliers_takes_as_many_statements_for_thirty_as_for_one(world, client, sign_in):
    from tests.consulting import statements

    officer = sign_in(client, "zhou")
    counts = []
    for n in range(1, 31):
        listed(world, f"第{n}工程公司", n)
        if n in (1, 30):
            with statements(db.engine) as seen:
                officer.get(SUPPLIERS)
            counts.append(len(seen))

    assert counts[0] == counts[1]


def test_an_asked_way_is_refused_for_what_the_table_gives_anyway(world, client, sign_in):
    site = Site(world)

    answer = sign_in(client, "zhou").send(at(site, "ask-deviation"), mode="small_works", reason="照规定")

    assert answer.status_code == 409
    with pytest.raises(deeds.NoDeviationAsked):
        deeds.approve_deviation(site.number, actor=world["wu"], at=site.later())
