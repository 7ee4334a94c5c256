"""Suppliers on pages: contracts, shares and marks for anybody, and beside the quotes for whoever chooses."""

from __future__ import annotations

import re

import pytest

from microprojects.domain.money import Fen
from microprojects.domain.supplier_marks import Marks
from microprojects.services import approvals, payments
from microprojects.services import supplier_marks as deeds
from microprojects.store.contracts import Supplier
from microprojects.store.db import db, transaction
from microprojects.store.supplier_marks import SupplierMark
from tests.auditing import settled
from tests.council import statements
from tests.living import lived_once
from tests.spending import WAN, Site

GOOD = Marks(on_time=5, quality=4, price=4, aftercare=3, words="灯亮，路面也修平了。")
FORM = {"on_time": "5", "quality": "4", "price": "4", "aftercare": "3", "words": "灯亮，路面修平了。"}


def give(site, who="zhou"):
    deeds.give(site.number, GOOD, actor=site.world[who], at=site.later())


@pytest.fixture
def site(world, wall, bench):
    """A settled work whose supplier has marks of both sides."""
    found = lived_once(bench, world, "marked_site", _marked)
    wall.at = found.at
    return found


def _marked(world):
    found = settled(world, 1)
    give(found)
    give(found, "he")
    return found


def test_a_supplier_is_read_with_its_contracts_and_every_mark(client, site):
    page = client.get(f"/suppliers/{site.suppliers[0]}").text

    for words in (
        "一共 1 份合同，30,000.00 元，已付 30,000.00 元；有变更的 0 份，没有按期完工的 0 份。", "占全部的 100.0%", "/projects/LZ-2026-001",
        "街道、社区：按时 5，质量 4，价格和变更 4，售后和管护 3。灯亮，路面也修平了。", "监督员：按时 5",
        "打过分的合同 1 份，满 3 份才给平均分",
    ):  # fmt: skip
        assert words in page


def test_the_list_says_how_the_money_is_spread(client, site):
    Site(site.world, number="LZ-2026-002", fiscal=WAN).buy().sign()

    page = client.get("/suppliers?year=2026").text

    assert "合同一共 40,000.00 元，2 家单位。最多的一家占 75.0%，前三家占 100.0%。已付 30,000.00 元。" in page
    assert f"/suppliers/{site.suppliers[0]}" in page


def ended(site):
    """End another contract of fifty thousand; ten of it were paid, and four of these came back."""
    other = Site(site.world, number="LZ-2026-002").buy().sign().publish().start().pay(1 * WAN, 1)
    approvals.cancel(
        other.number, reason="停工", recovery_plan="追回", actor=site.world["wu"], at=other.later()
    )
    payments.refund(
        other.number, amount_fen=Fen(4 * WAN // 10), document="退-1", cause="ended", reason="没做完",
        actor=site.world["feng"], at=other.later(),
    )  # fmt: skip
    return other


def test_the_list_says_what_was_paid_and_what_of_the_sums_was_ended(client, site):
    other = ended(site)

    page = client.get("/suppliers?year=2026").text

    assert "已付 36,000.00 元。有 1 份合同已经终止，50,000.00 元，也算在里面。" in page
    row = re.search(rf'<tr><th[^>]*><span><a href="/suppliers/{other.suppliers[0]}">.*?</tr>', page).group()
    assert re.findall(r"[\d,]+\.\d\d", row) == ["50,000.00", "50,000.00", "6,000.00"]
    assert "其中 1 份已终止，50,000.00" in row


def test_a_supplier_says_what_was_paid_less_what_came_back_and_marks_what_was_ended(client, site):
    other = ended(site)

    page = client.get(f"/suppliers/{other.suppliers[0]}").text

    assert "一共 1 份合同，50,000.00 元，已付 6,000.00 元；" in page
    assert "有 1 份合同已经终止，50,000.00 元，也算在里面。" in page
    rows = re.findall(r"<tr>(?:(?!</tr>).)*50,000\.00(?:(?!</tr>).)*</tr>", page)
    assert [re.findall(r"[\d,]+\.\d\d", row) for row in rows] == [["50,000.00", "6,000.00"]] * 2
    assert "<small>已终止</small>" in rows[0]


def test_a_firm_is_told_with_the_code_that_its_contracts_tell_and_a_person_is_not(client, site):
    known = db.session.get(Supplier, site.suppliers[0])
    code, page = known.credit_code, client.get(f"/suppliers/{known.id}").text
    with transaction() as session:
        session.get(Supplier, known.id).name = "王小明"

    person = client.get(f"/suppliers/{known.id}").text

    assert (code in page, code in person, "王小明" in person) == (True, False, False)


def test_who_only_quoted_has_no_page(client, site):
    assert client.get(f"/suppliers/{site.suppliers[1]}").status_code == 404


@pytest.mark.parametrize("year", ["26", "0000", "x", "２０２６"])
def test_what_is_no_year_is_not_found(client, world, year):
    assert client.get("/suppliers", query_string={"year": year}).status_code == 404


def test_a_year_without_contracts_says_so(client, site):
    assert "2019 年还没有签过合同" in client.get("/suppliers?year=2019").text


def test_marks_are_given_at_the_desk(visitor, world):
    site = settled(world, 1)
    zhou = visitor("zhou")
    offered = zhou.get(f"/office/projects/{site.number}").text

    sent = zhou.send(f"/office/projects/{site.number}/mark-supplier", **FORM, reason="")

    assert f"/office/projects/{site.number}/mark-supplier" in offered
    assert sent.status_code == 303
    assert db.session.query(SupplierMark).count() == 1


def test_a_second_time_asks_for_the_reason(visitor, site):
    sent = visitor("zhou").send(f"/office/projects/{site.number}/mark-supplier", **FORM, reason="")

    assert sent.status_code == 422
    assert "一方只打一次" in sent.text


def test_whoever_chooses_sees_how_they_did_before(visitor, site):
    other = Site(site.world, number="LZ-2026-002").begin_buying().quote(5 * WAN)

    page = visitor("zhou").get(f"/office/projects/{other.number}/choose-quote").text

    assert "以前做得怎么样" in page
    assert "还没有打过分" in page


def test_the_project_and_the_money_lead_there(client, site):
    assert f'href="/suppliers/{site.suppliers[0]}"' in client.get(f"/projects/{site.number}").text
    assert 'href="/suppliers?year=2026"' in client.get("/money?year=2026").text


@pytest.mark.parametrize("address", ["/suppliers?year=2026", "/suppliers/{}"])
def test_pages_ask_the_database_little(client, site, address):
    found = address.format(site.suppliers[0])
    client.get(found)

    with statements(db.engine) as asked:
        assert client.get(found).status_code == 200

    assert len(asked) <= 7
