"""The report of a year on pages: provisional, late, published, corrected, and of one community."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from microprojects.domain.money import Fen
from microprojects.services import funds
from microprojects.store.db import db
from microprojects.store.year_reports import YearReport
from tests.consulting import statements
from tests.reporting import looked_at, publish
from tests.sites_kept import partly_paid
from tests.year_ending import NEXT_YEAR

PAGE = "/reports/minghu/2026"
DESK = "/office/money/report/minghu/2026"


@pytest.fixture
def site(world, wall, bench):
    """A project with 50,000 yuan, of which 48,000 are contracted and 10,000 paid; the year is over."""
    made = partly_paid(world, bench)
    wall.at = NEXT_YEAR
    return made


def correct(site, wall):
    funds.adjust(
        "lizhi", 2026, amount_fen=Fen(5_000_00), document="明财社〔2027〕9号", reason="补记",
        actor=site.world["huang"], at=wall.at,
    )  # fmt: skip


def test_before_its_publication_the_page_says_that_the_figures_may_change(client, site):
    page = client.get(PAGE).text

    assert "未定稿" in page
    assert "2027-01-31 以前公布定稿" in page
    assert "提出 1 个项目，立项 1 个，办结 0 个；财政资金安排 4,000,000.00 元，付了 10,000.00 元。" in page


def test_every_amount_says_whether_it_is_fiscal_money_or_all_of_it(client, site):
    page = client.get(PAGE).text

    heads = re.findall(r'<th scope="col"[^>]*>([^<]*(?:元|批准|已付|安排)[^<]*)</th>', page)
    assert heads == [
        "元", "批准，含自筹（元）", "财政安排（元）", "财政已付（元）", "批准，含自筹（元）", "已付，含自筹（元）",
    ]  # fmt: skip
    assert re.findall(r"<h2[^>]*>(财政资金)<", page) == ["财政资金"]
    assert "自筹的钱不在里面。" in page


def test_after_its_last_day_the_missing_report_is_late_for_everybody(visitor, client, site, wall):
    wall.at = NEXT_YEAR + timedelta(days=26)

    listed, page = client.get("/reports").text, client.get(PAGE).text
    huang = visitor("huang")
    desk, money = huang.get("/office/").text, huang.get("/office/money").text

    for told in (listed, page, money):
        assert "应当在 2027-01-31 以前公布，已经晚了 3 天。" in told
    assert "公布 2026 年的年度报告" in desk
    assert "超期 3 天" in desk


def test_the_district_publishes_what_it_looked_at(visitor, client, site):
    huang = visitor("huang")
    asked = huang.get(DESK).text

    sent = huang.send(DESK, seen=looked_at(site.world))
    page, listed = client.get(PAGE).text, client.get("/reports").text

    assert looked_at(site.world) in asked
    assert (sent.status_code, sent.location) == (303, PAGE)
    assert "未定稿" not in page
    assert "第 1 版" in page
    assert "已公布" in listed


def test_figures_that_moved_are_shown_again(visitor, site):
    sent = visitor("huang").send(DESK, seen="0" * 64)

    assert sent.status_code == 409
    assert "记录又变了" in sent.text


@pytest.mark.parametrize("who", ["wu", "zhao"])
def test_nobody_else_comes_to_the_desk(visitor, site, who):
    assert visitor(who).get(DESK).status_code == 403


def test_what_was_published_stays_when_the_record_moves_on(client, site, wall):
    publish(site.world)
    correct(site, wall)

    assert "安排 4,000,000.00 元" in client.get(PAGE).text


def test_a_correction_shows_what_it_changed_and_the_first_version_stays(visitor, client, site, wall):
    publish(site.world)
    correct(site, wall)
    huang = visitor("huang")
    mute = huang.send(DESK, seen=looked_at(site.world), reason="")
    sent = huang.send(DESK, seen=looked_at(site.world), reason="补记了一笔追加。")

    page, first = client.get(PAGE).text, client.get(f"{PAGE}?version=1").text

    assert (mute.status_code, sent.status_code) == (422, 303)
    assert "更正的理由：补记了一笔追加。" in page
    assert "4,000,000.00" in page
    assert "4,005,000.00" in page
    assert "第 1 版，数到" in first


def test_the_exact_figures_can_be_fetched_and_hashed(client, site):
    publish(site.world)

    sent = client.get(f"{PAGE}/1.json")

    kept = db.session.scalars(select(YearReport)).one()
    assert hashlib.sha256(sent.data).hexdigest() == kept.sha256
    assert json.loads(sent.data)["year"] == 2026


def test_a_community_has_its_part(client, site):
    live = client.get("/c/lizhi/reports/2026").text
    publish(site.world)

    fixed = client.get("/c/lizhi/reports/2026").text

    assert "未定稿" in live
    assert "未定稿" not in fixed
    assert "安排 2,000,000.00 元，付了 10,000.00 元。" in fixed


@pytest.mark.parametrize(
    "address",
    [
        "/reports/minghu/2019", "/reports/minghu/2031", "/reports/minghu/999999999", "/reports/lizhi/2026",
        "/reports/nowhere/2026", f"{PAGE}/1.json", "/c/minghu/reports/2026", "/c/lizhi/reports/2031",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client, site, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/reports", PAGE, "/c/lizhi/reports/2026"])
@pytest.mark.parametrize("fixed", [False, True])
def test_a_page_asks_for_few_statements(client, site, address, fixed):
    if fixed:
        publish(site.world)
    client.get("/reports")

    with statements(db.engine) as asked:
        client.get(address)

    assert len(asked) <= 12, "\n".join(asked)


def test_nobody_is_named(client, site):
    page = client.get(PAGE).text + client.get("/c/lizhi/reports/2026").text

    for person in site.world.people:
        assert f">{person}<" not in page
    assert "林" not in page.split("<main", 1)[1].split("</main>", 1)[0]
