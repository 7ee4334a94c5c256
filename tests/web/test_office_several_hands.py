"""The list of those who acted in several roles on one project: who reads it, what it finds, and what the public sees."""

from __future__ import annotations

import csv
import io

import pytest

from microprojects.services import payments
from microprojects.store import several_hands
from microprojects.store.db import db
from microprojects.store.several_hands import Wanted
from tests.consulting import statements
from tests.spending import WAN, Site

ADDRESS = "/office/audit/several"
OFFICER, FINANCE = "周强", "冯丽"


@pytest.fixture
def site(world):
    """A work that Zhou bought, signed and accepted; Zheng entered its payment and Feng approved it."""
    return Site(world).buy().sign().start().progress().pay(WAN, 1).complete().accept()


def rows(answer):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))[1:]


def test_who_bought_signed_and_accepted_is_told_once_with_each_line(site, visitor):
    page = visitor("shen").get(ADDRESS)

    assert page.status_code == 200
    assert page.text.count(f">{OFFICER}</h2>") == 1
    assert "询价、选定单位、签合同都是同一人" in page.text
    assert "签合同和验收是同一人" in page.text
    assert FINANCE not in page.text


def test_two_who_enter_and_approve_each_others_payments_are_told(site, visitor, world):
    payment_id = payments.enter(
        site.number, amount_fen=100, fiscal_fen=100, social_fen=0, invoice="发票-9", purpose="进度款",
        tranche_position=1, actor=world["feng"], at=site.later(),
    )  # fmt: skip
    payments.approve(payment_id, voucher="付-99", paid_on=site.today, actor=world["zheng"], at=site.later())

    page = visitor("shen").get(f"{ADDRESS}?line=paid").text

    assert [f">{name}</h2>" in page for name in ("冯丽", "郑华", "周强")] == [True, True, False]


@pytest.mark.parametrize(("name", "status"), [("shen", 200), ("he", 200), ("huang", 200)])
def test_auditors_supervisors_and_the_district_read_it(site, visitor, name, status):
    person = visitor(name)

    assert (person.get(ADDRESS).status_code, person.get(f"{ADDRESS}.csv").status_code) == (status, status)


@pytest.mark.parametrize("name", ["zhou", "zhao", "feng", "lin"])
def test_others_do_not(site, visitor, name):
    person = visitor(name)

    assert (person.get(ADDRESS).status_code, person.get(f"{ADDRESS}.csv").status_code) == (403, 403)


def test_who_is_not_signed_in_sees_how_many_and_nobody_by_name(site, client):
    page = client.get("/audits").text

    assert "一人办了几道手续的项目" in page
    assert [name in page for name in (OFFICER, FINANCE)] == [False, False]
    assert several_hands.projects_by_year(db.session()) == [(2026, 1)]
    assert client.get(ADDRESS).status_code in (302, 303)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("place=lizhi", 1),
        ("place=rongshu&year=2026", 1),
        ("place=mumian", 0),
        ("year=2025", 0),
        ("line=bought", 1),
        ("line=recovered", 0),
    ],
)
def test_the_address_filters_the_page_and_the_file(site, visitor, query, found):
    shen = visitor("shen")

    page = shen.get(f"{ADDRESS}?{query}").text
    told = rows(shen.get(f"{ADDRESS}.csv?{query}"))

    assert page.count(f">{OFFICER}</h2>") == len(told) == found
    assert [row[0] for row in told] == [site.number] * found


@pytest.mark.parametrize("query", ["place=nowhere", "year=abc", "line=gossip", "page=x"])
def test_what_is_unknown_is_not_found(site, visitor, query):
    assert visitor("shen").get(f"{ADDRESS}?{query}").status_code == 404


def test_nobody_reads_of_areas_that_are_not_theirs(site):
    found = [
        len(several_hands.page(db.session(), Wanted(paths), limit=30))
        for paths in (["minghu"], ["minghu/rongshu/lizhi"], ["minghu/rongshu/mumian"], [])
    ]

    assert found == [1, 1, 0, 0]


def test_the_page_takes_as_many_statements_for_nine_projects_as_for_one(world, visitor):
    shen, counts = visitor("shen"), []
    for n in range(1, 10):
        Site(world, number=f"LZ-2026-{n:03d}", fiscal=WAN).buy().sign()
        if n in (1, 9):
            shen.get(ADDRESS)
            with statements(db.engine) as seen:
                page = shen.get(ADDRESS).text
            counts.append(len(seen))

    assert page.count(f">{OFFICER}</h2>") == 9
    assert counts[0] == counts[1] <= 12
