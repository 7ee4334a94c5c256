"""A year's closing on pages: proposed by one, confirmed by another, and read by anybody with sums that balance."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from microprojects.domain.money import Fen
from microprojects.services import funds
from tests.sites_kept import partly_paid_with_treasurer
from tests.spending import WAN, Site
from tests.year_ending import NEXT_YEAR, PAPER, close_year, figures, prepare, the_closing


@pytest.fixture
def site(world, bench):
    """A project with 50,000 yuan, of which 48,000 are contracted and 10,000 paid; the year is over."""
    return partly_paid_with_treasurer(world, bench)


def test_nobody_reads_a_closing_that_is_not_confirmed(client, site):
    prepare(site.world)

    assert client.get("/money/closings/minghu/2026").status_code == 404


def test_the_closing_says_where_every_yuan_went(client, site):
    close_year(site.world)

    page = client.get("/money/closings/minghu/2026").text

    for words in (
        "4,000,000.00 元", "已付 10,000.00 元", "结转、接着付 38,000.00 元", "收回统筹 3,952,000.00 元", PAPER, "三巷路灯",
    ):  # fmt: skip
        assert words in page


def test_the_list_of_what_is_carried_goes_into_a_spreadsheet(client, site):
    Site(site.world, number="LZ-2026-002", fiscal=3 * WAN)
    close_year(site.world)

    sent = client.get("/money/closings/minghu/2026.csv").data.decode("utf-8-sig")

    assert [(row[0], *row[4:]) for row in csv.reader(io.StringIO(sent))][1:] == [
        ("LZ-2026-001", "0.00", "38000.00"),
        ("LZ-2026-002", "30000.00", "0.00"),
    ]


def test_what_is_paid_later_is_told_beside_the_closing(client, site):
    close_year(site.world)
    site.at = NEXT_YEAR + timedelta(days=9)
    site.pay(8_000_00, 2)

    page = client.get("/money/closings/minghu/2026").text

    assert "结账以后" in page
    assert "8,000.00" in page
    assert "30,000.00" in page


def test_the_money_page_leads_to_the_closing_and_shows_what_left_the_year(client, site):
    close_year(site.world)

    page = client.get("/money?year=2026").text

    assert "/money/closings/minghu/2026" in page
    assert "年末收回或转走" in page


@pytest.mark.parametrize("query", ["", "?year=2026"])
def test_the_table_of_the_charts_adds_up_when_money_left_the_year(client, site, query):
    close_year(site.world)

    head, *rows = csv.reader(io.StringIO(client.get(f"/charts/pockets.csv{query}").data.decode("utf-8-sig")))

    assert head == ["社区", "安排", "已立项，待签约", "已签约，待付", "已付", "年末收回或转走", "还可安排"]
    assert [Decimal(row[5]) for row in rows] == [Decimal(1_952_000), Decimal(2_000_000)]
    for _name, given, *parts in rows:
        assert sum(map(Decimal, parts)) == Decimal(given)
    assert "年末收回或转走 395.2 万元。" in client.get(f"/charts{query}").text


def test_the_table_of_the_charts_has_no_such_column_where_nothing_left(client, site):
    head, *_rows = csv.reader(io.StringIO(client.get("/charts/pockets.csv").data.decode("utf-8-sig")))

    assert head == ["社区", "安排", "已立项，待签约", "已签约，待付", "已付", "还可安排"]


def test_the_next_year_says_what_is_still_paid_from_the_last(client, site):
    close_year(site.world)

    page = client.get("/money?year=2027").text

    assert "38,000.00 元" in page
    assert "/money/closings/minghu/2026" in page


def test_the_money_page_says_what_the_city_and_what_the_district_gave(client, site):
    funds.allocate(
        "lizhi", 2026, amount_fen=Fen(101), document="文-1", actor=site.world["huang"], at=site.later()
    )

    page = client.get("/money?year=2026").text

    assert "其中市里 0.50 元，区里 0.51 元，没有登记来源 4,000,000.00 元。" in page


def test_one_proposes_and_another_confirms_what_they_saw(visitor, site, wall):
    wall.at = NEXT_YEAR
    yan, huang = visitor("yan"), visitor("huang")
    desk = huang.get("/office/money").text
    shown = yan.get("/office/money/year-end/minghu/2026").text
    proposed = yan.send("/office/money/year-end/minghu/2026", document=PAPER)
    asked = huang.get("/office/money/year-end/minghu/2026/confirm").text
    done = huang.send("/office/money/year-end/minghu/2026/confirm", seen=figures())

    assert "明湖区 2026 年还没有结账" in desk
    assert "收回统筹 3,952,000.00 元" in shown
    assert figures_of(asked) == figures_of(shown)
    assert (proposed.status_code, done.status_code) == (303, 303)
    assert done.location == "/money/closings/minghu/2026"
    assert the_closing().confirmed_at == wall.at


def figures_of(page):
    """Return the sentence of the sums."""
    return page.split('<p class="lead">', 1)[1].split("</p>", 1)[0]


def test_who_proposed_reads_that_another_must_confirm(visitor, site, wall):
    wall.at = NEXT_YEAR
    prepare(site.world, who="huang")

    sent = visitor("huang").send("/office/money/year-end/minghu/2026/confirm", seen=figures())

    assert sent.status_code == 403
    assert "不能由您确认" in sent.text


def test_figures_that_moved_are_shown_again_with_a_word(visitor, site, wall):
    wall.at = NEXT_YEAR
    prepare(site.world)

    sent = visitor("huang").send("/office/money/year-end/minghu/2026/confirm", seen="1-2-3-4-5")

    assert sent.status_code == 409
    assert "数已经变了" in sent.text


def test_before_new_year_the_page_says_when(visitor, site):
    shown = visitor("huang").get("/office/money/year-end/minghu/2026")

    assert shown.status_code == 409
    assert "要到 2027 年 1 月 1 日才能结账" in shown.text


@pytest.mark.parametrize("year", [0, 1999, 2201, 999_999_999])
@pytest.mark.parametrize("page", ["", "/confirm"])
def test_an_address_of_no_year_is_told_so(visitor, site, year, page):
    shown = visitor("huang").get(f"/office/money/year-end/minghu/{year}{page}")

    assert shown.status_code == 422
    assert "要写四位数的年份" in shown.text


def test_money_of_a_slow_community_is_moved_at_the_desk_and_told_in_public(visitor, client, world, wall):
    wall.at = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
    huang = visitor("huang")
    shown = huang.get("/office/money/reallocate").text
    words = {"giver": "lizhi", "taker": "mumian", "amount": "50000", "document": "明财社〔2026〕20号"}

    sent = huang.send("/office/money/reallocate", reason="项目推不动", **words)
    page = client.get("/money?year=2026").text

    assert "支付率低的社区" in shown
    assert sent.status_code == 303
    assert "荔枝调给木棉" in page
    assert "当时只付了 0%。项目推不动" in page
