"""What came back, on the pages and in the open tables: their sums are those of the money page and of the ledger."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from microprojects.services import approvals, payments
from microprojects.store import funds
from microprojects.store.db import db
from microprojects.web import typesetting
from tests import reading_paper
from tests.contracted import Bought, end, whole_life
from tests.noticing import NUMBER
from tests.spending import WAN, YUAN


def running(world):
    """A contract of 58,000 yuan of which 10,000 are paid."""
    bought = Bought(world, beneficiaries=200)
    bought.buy(58_000 * YUAN).sign(58_000 * YUAN, 8_000 * YUAN).publish().start()
    return bought.pay(10_000 * YUAN, 1)


def table(client, noun):
    text = client.get(f"/data/{noun}.csv").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def total(rows, name):
    return sum(int(row[f"{name}_fen"]) for row in rows)


def agree(client):
    """Assert that the tables, the funds, the ledger's file and the open contracting data say the same."""
    paid, back = table(client, "payments"), table(client, "recoveries")
    given, contracts = table(client, "allocations"), table(client, "contracts")
    fund = funds.totals(db.session(), 2026)
    assert total(paid, "amount") - total(back, "amount") == total(contracts, "paid")
    assert total(paid, "fiscal") - total(back, "fiscal") == total(given, "paid") == fund.paid_fen
    assert total(contracts, "committed") == total(given, "committed") == fund.committed_fen
    record = json.loads(client.get(f"/data/ocds/{NUMBER}.json").data)
    (contract,) = record["records"][0]["compiledRelease"]["contracts"]
    moved = sum(round(each["value"]["amount"] * 100) for each in contract["implementation"]["transactions"])
    assert moved == total(contracts, "paid")


def test_the_sums_agree_after_payments_a_return_and_a_recovery(world, client):
    whole_life(world)

    agree(client)


def test_the_sums_agree_when_the_retention_is_held_and_when_it_is_paid(world, client):
    lived = whole_life(world)
    lived.pay(58_000 * YUAN * 97 // 100 - 11_000 * YUAN - 50, 3, 8_000 * YUAN).settle()
    agree(client)
    held = table(client, "contracts")[0]
    lived.later(days=400)

    lived.pay(58_000 * YUAN * 3 // 100, 4)

    agree(client)
    assert (held["state"], held["committed_fen"]) == ("settled", str(58_000 * YUAN * 3 // 100))
    assert table(client, "contracts")[0]["committed_fen"] == "0"


def test_each_recovery_is_a_row_with_its_payment_and_contract(world, client):
    bought = whole_life(world)

    rows = table(client, "recoveries")

    (contract,) = table(client, "contracts")
    assert [(row["cause"], row["amount_fen"], row["voucher"], row["reason"]) for row in rows] == [
        ("bank", str(10_000 * YUAN), "退-1", "多付了"),
        ("overpaid", str(1_000 * YUAN), "退-2", "多付了"),
    ]
    assert {row["contract_number"] for row in rows} == {contract["contract_number"]}
    assert {row["payer"] for row in rows} == {contract["supplier"]}
    payments_told = {row["id"]: row["state"] for row in table(client, "payments")}
    assert [payments_told.get(row["payment"]) for row in rows] == ["returned", None]
    assert client.get(f"/projects/{bought.number}").text.count("−10,000.00") == 1


def test_the_project_page_tells_each_recovery(world, client):
    whole_life(world)

    page = client.get(f"/projects/{NUMBER}").text

    assert "银行退票：多付了" in page
    assert "多付、错付，追回：多付了" in page
    assert "单据 退-2" in page


def test_what_came_back_after_the_account_is_not_still_to_be_paid(world, client):
    lived = end(whole_life(world))

    lived.back(900 * YUAN, "退-3")

    page = client.get(f"/projects/{NUMBER}").text
    assert "合同款已付清。" in page
    assert "结算以后退回" in page
    assert "还没有付的（元）" not in page
    agree(client)


def test_a_terminated_contract_commits_nothing_any_more(world, client):
    bought = running(world)
    before = table(client, "contracts")[0]

    approvals.cancel(NUMBER, reason="施工方停工", recovery_plan="追回", actor=world["wu"], at=bought.later())
    ended = table(client, "contracts")[0]
    payments.refund(
        NUMBER, amount_fen=10_000 * YUAN, document="退-1", cause="ended", reason="没做完",
        actor=world["feng"], at=bought.later(),
    )  # fmt: skip

    assert (before["state"], int(before["committed_fen"])) == ("running", 4 * WAN)
    assert (ended["state"], ended["state_zh"], ended["committed_fen"], ended["paid_fen"]) == (
        "terminated", "终止", "0", str(10_000 * YUAN),
    )  # fmt: skip
    agree(client)


def test_contracts_are_asked_for_by_their_state(world, client):
    whole_life(world)

    accepted = client.get("/api/v1/contracts?state=accepted").json
    running = client.get("/api/v1/contracts?state=running").json

    assert (len(accepted["data"]), len(running["data"])) == (1, 0)


def told_on_paper(client, bought):
    """The facts of the sheet of the latest disclosure of money, in the order of reading."""
    page = client.get(f"/disclosures/{bought.published()[-1].id}/print").text
    return re.findall(r"<dt>(.*?)</dt><dd>(.*?)<", page)


def test_a_sheet_tells_what_came_back_right_under_what_was_paid(world, client):
    bought = running(world).back(10_000 * YUAN, "退-1")

    told = told_on_paper(client, bought)

    paid = told.index(("已付", "10,000.00 元"))
    assert told[paid + 1] == ("已追回", "10,000.00 元")
    assert [term for term, _words in told[paid + 2 :]] == ["谁来做", "什么时候做"]


def test_a_sheet_says_nothing_of_coming_back_where_nothing_came_back(world, client):
    bought = running(world)

    assert [term for term, _words in told_on_paper(client, bought) if "追回" in term] == []


@pytest.mark.skipif(typesetting.chinese_type() is None, reason="this machine has no Chinese type")
@pytest.mark.parametrize("size", ["a4", "a3"])
def test_the_sheet_with_what_came_back_is_one_page(world, client, size):
    bought = running(world).back(10_000 * YUAN, "退-1")

    made = client.get(f"/disclosures/{bought.published()[-1].id}/poster.pdf?size={size}").data

    assert reading_paper.pages(made) == 1


def test_a_disclosure_says_that_what_came_back_is_not_taken_off_what_was_paid(world, client):
    bought = running(world).back(4_000 * YUAN, "退-1")

    page = client.get(f"/disclosures/{bought.published()[-1].id}").text

    told = dict(re.findall(r"<dt>([^<]*)</dt>\s*<dd[^>]*>\s*([^<]*?)\s*<", page))
    assert (told["已付（没扣追回的）"], told["已追回"]) == ("10,000.00 元", "4,000.00 元")


def test_what_an_ended_project_never_paid_is_not_called_returned_at_a_settlement(world, client):
    bought = running(world)

    approvals.cancel(NUMBER, reason="施工方停工", recovery_plan="追回", actor=world["wu"], at=bought.later())

    page = client.get(f"/disclosures/{bought.published()[-1].id}").text
    assert "结算后退回社区" in page
    assert re.findall(r"<dt>退回</dt>", page) == []
