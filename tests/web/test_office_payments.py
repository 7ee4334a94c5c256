"""Paying at the desk: one enters, another approves, and every no says what is left."""

from __future__ import annotations

import pytest

from microprojects.store import payments
from microprojects.store.contracts import Payment
from microprojects.store.db import db
from tests.consulting import statements
from tests.living import lived_once
from tests.spending import WAN, YUAN, Site

PAYMENT = {
    "tranche": "1",
    "amount": "14,000.00",
    "fiscal": "10000",
    "social": "4000",
    "invoice": "24402000000012345678",
    "purpose": "灯杆进场",
}


def at(site: Site, verb: str) -> str:
    """Return the address of a deed."""
    return f"/office/projects/{site.number}/{verb}"


@pytest.fixture
def site(world, wall, bench) -> Site:
    """Work that has begun under a contract of 50,000 yuan, 10,000 of them social money."""
    made = lived_once(
        bench,
        world,
        "site_of_both_funds",
        lambda untouched: Site(untouched, fiscal=4 * WAN, social=1 * WAN).buy().sign().start(),
    )
    wall.at = made.at
    return made


def test_the_form_says_what_each_instalment_waits_for_and_what_is_left(site, client, sign_in):
    page = sign_in(client, "zheng").get(at(site, "enter-payment"))

    assert "现在还能付 15,000.00 元" in page.text
    assert "要等：进度报告" in page.text


def test_one_enters_and_another_approves(site, client, app, sign_in):
    entered = sign_in(client, "zheng").send(at(site, "enter-payment"), **PAYMENT)
    second = sign_in(app.test_client(), "feng")
    payment_id = db.session.query(Payment.id).scalar()

    listed = second.get(at(site, "payments"))
    shown = second.get(f"/office/payments/{payment_id}/approve")
    paid = second.send(f"/office/payments/{payment_id}/approve", voucher="付-7", paid_on="2026-03-04")

    assert (entered.status_code, entered.location) == (303, at(site, "payments"))
    assert "24402000000012345678" in listed.text
    assert "灯杆进场" in shown.text
    assert (paid.status_code, paid.location) == (303, at(site, "payments"))
    assert site.fund[3] == 10_000 * YUAN


def test_whoever_entered_it_is_told_before_and_refused_after(site, client, sign_in):
    finance = sign_in(client, "zheng")
    finance.send(at(site, "enter-payment"), **PAYMENT)
    address = f"/office/payments/{db.session.query(Payment.id).scalar()}/approve"

    page = finance.get(address)
    answer = finance.send(address, voucher="付-7", paid_on="2026-03-04")

    assert "这一笔是您录的" in page.text
    assert answer.status_code == 403
    assert "请另一位财务来办" in answer.text
    assert site.fund[3] == 0


@pytest.mark.parametrize(
    ("wrong", "status", "says"),
    [
        ({"amount": "16000", "fiscal": "12000"}, 409, "还能付 15,000.00 元"),
        ({"amount": "14000.01"}, 422, "不等于 14,000.01 元"),
        ({"tranche": "2"}, 409, "第 2 期要等“进度报告”"),
        ({"tranche": "99"}, 422, "合同里没有第 99 期"),
        ({"tranche": "9" * 30}, 422, "合同里没有第"),
        ({"tranche": "x"}, 422, "error-summary"),
        ({"invoice": ""}, 422, "请填发票号。"),
        ({"purpose": "转给 13812345678"}, 422, "手机号"),
    ],
)
def test_a_wrong_payment_comes_back_with_what_was_typed(site, client, sign_in, wrong, status, says):
    answer = sign_in(client, "zheng").send(at(site, "enter-payment"), **(PAYMENT | wrong))

    assert answer.status_code == status
    assert says in answer.text
    assert db.session.query(Payment).count() == 0


def test_a_payment_is_sent_back_with_its_reason(site, client, sign_in):
    payment_id = site.enter(100, 1)
    finance = sign_in(client, "feng")

    empty = finance.send(f"/office/payments/{payment_id}/reject", reason="")
    sent = finance.send(f"/office/payments/{payment_id}/reject", reason="抬头不对")

    assert (empty.status_code, sent.status_code) == (422, 303)
    assert payments.get(db.session(), payment_id).reject_reason == "抬头不对"
    assert "抬头不对" in finance.get(at(site, "payments")).text


def test_money_that_came_back_is_written_down(site, client, sign_in):
    site.pay(14_000 * YUAN, 1)
    finance = sign_in(client, "feng")

    slip = {"cause": "overpaid", "came_on": site.today.isoformat(), "document": "退-1", "reason": "多算了"}
    too_much = finance.send(at(site, "record-refund"), **slip, amount="14000.01")
    right = finance.send(at(site, "record-refund"), **slip, amount="4000")

    assert (too_much.status_code, right.status_code) == (409, 303)
    assert site.fund[3] == 10_000 * YUAN


@pytest.mark.parametrize(
    ("name", "statuses"),
    [("zhou", (200, 403)), ("zhao", (403, 403)), ("he", (403, 403)), ("lin", (403, 403))],
)
def test_who_enters_and_who_approves(site, client, sign_in, name, statuses):
    person = sign_in(client, name)

    found = tuple(person.get(at(site, verb)).status_code for verb in ("enter-payment", "payments"))

    assert found == statuses


def test_a_payment_that_is_not_there_is_not_found(site, client, sign_in):
    finance = sign_in(client, "feng")

    assert finance.get("/office/payments/404/approve").status_code == 404
    assert finance.send("/office/payments/404/reject", reason="无").status_code == 404


def test_a_payment_leads_to_its_list(site, client, sign_in):
    payment_id = site.enter(100, 1)

    answer = sign_in(client, "feng").get(f"/office/payments/{payment_id}")

    assert (answer.status_code, answer.location) == (303, at(site, "payments"))


def test_without_a_contract_the_page_says_so(world, client, sign_in):
    site = Site(world)

    page = sign_in(client, "zheng").get(at(site, "enter-payment"))

    assert page.status_code == 200
    assert "还没有合同，不能付款。" in page.text


def test_the_list_takes_as_many_statements_for_thirty_payments_as_for_one(site, client, sign_in):
    finance = sign_in(client, "feng")
    counts = []
    for n in range(1, 31):
        site.enter(100, 1)
        if n in (1, 30):
            with statements(db.engine) as seen:
                finance.get(at(site, "payments"))
            counts.append(len(seen))

    assert counts[0] == counts[1]


def test_a_payment_that_the_bank_returned_is_chosen_from_what_was_paid(site, client, sign_in):
    site.pay(14_000 * YUAN, 1)
    finance = sign_in(client, "feng")
    address = at(site, "record-refund")

    page = finance.get(address)
    bank = {"cause": "bank", "came_on": site.today.isoformat(), "document": "退票-1"}
    strange = finance.send(address, **bank, payment="9" * 30, amount="14000")
    part = finance.send(address, **bank, payment=str(site.payment_id), amount="4000")
    right = finance.send(address, **bank, payment=str(site.payment_id), amount="14000")

    assert f'value="{site.payment_id}"' in page.text
    assert (strange.status_code, part.status_code, right.status_code) == (422, 422, 303)
    assert site.fund[3] == 0
    assert "银行退回" in finance.get(at(site, "payments")).text
