"""The money as anybody opens it: the chart and its numbers, the lines of the ledger, the table for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import pytest

from microprojects.domain.money import Fen
from microprojects.domain.spreadsheets import safe
from microprojects.services import approvals, funds, payments
from tests.changing import Altered
from tests.consulting import statements
from tests.noticing import NUMBER, file_it, on_notice, shanghai
from tests.spending import WAN, YUAN, Site


@pytest.fixture
def reserved(world):
    """A community with an approved project."""
    on_notice(world)
    file_it(world)
    approvals.approve(NUMBER, actor=world["zhou"], at=shanghai(3, 10))


def allocate(world, count):
    for n in range(count):
        funds.allocate(
            "lizhi", 2026, amount_fen=Fen(100), document=f"文-{n}", actor=world["huang"], at=world.now
        )


def table_rows(page, caption):
    """The rows of the table with that caption, as the words of their cells."""
    mark = (
        caption if isinstance(caption, re.Pattern) else re.compile(re.escape(f"<caption>{caption}</caption>"))
    )
    table = mark.split(page)[1].split("</table>")[0]
    return [
        [re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    ]


def cells(sent):
    return list(csv.reader(io.StringIO(sent.data.decode("utf-8-sig"))))


def test_the_page_shows_every_community_s_numbers_in_a_table(client, reserved):
    page = client.get("/money").text

    for words in ("荔枝社区", "木棉社区", "2,000,000", "40,000", "还可安排", "3,960,000.00 元"):
        assert words in page


def test_the_chart_draws_the_numbers_of_the_table(client, reserved):
    figure = client.get("/charts/allocation.json?year=2026").json

    drawn = {trace["name"]: trace["x"] for trace in figure["data"]}
    assert drawn == {
        "安排": [200.0, 200.0], "已立项，待签约": [4.0, 0.0], "已签约，待付": [0.0, 0.0], "已付": [0.0, 0.0],
    }  # fmt: skip


def test_the_lines_of_one_community_are_shown_alone(client, reserved):
    one, other = client.get("/money?community=lizhi").text, client.get("/money?community=mumian").text

    assert "立项占用 · 三巷路灯" in one
    assert "立项占用" not in other


LINES = re.compile(r"<caption>共 \d+ 笔，新的在前（元）</caption>")
CHART = "同一张图的数字（元）"


def test_what_came_back_is_in_none_of_what_is_put_to_use_contracted_and_paid(client, world):
    bought = Site(world).buy().sign().publish().start().pay(1 * WAN, 1)
    paid = client.get("/charts/spending.json?year=2026&community=lizhi").json
    approvals.cancel(bought.number, reason="停工", recovery_plan="追回", actor=world["wu"], at=bought.later())
    payments.refund(
        bought.number, amount_fen=Fen(1 * WAN), document="退-1", cause="ended", reason="没做完",
        actor=world["feng"], at=bought.later(),
    )  # fmt: skip

    after = client.get("/charts/spending.json?year=2026&community=lizhi").json

    drawn = [{trace["name"]: trace["x"] for trace in figure["data"]} for figure in (paid, after)]
    assert drawn == [
        {"已定用途": [5.0], "其中已签约": [5.0], "其中已付": [1.0]},
        {"已定用途": [0.0], "其中已签约": [0.0], "其中已付": [0.0]},
    ]


def test_the_table_at_the_disclosures_is_of_the_community_that_is_asked_for(client, reserved, wall):
    wall.at = shanghai(3, 11)
    every, one = (client.get(f"/disclosures{query}").text for query in ("", "?community=lizhi"))

    head = ["社区", "已定用途", "其中已签约", "其中已付"]
    mine, others = ["荔枝", "40,000", "0", "0"], ["木棉", "0", "0", "0"]
    assert table_rows(every, CHART) == [head, mine, others, ["合计", *mine[1:]]]
    assert table_rows(one, CHART) == [head, mine, ["合计", *mine[1:]]]
    assert ("2026 年的钱，各社区" in every, "2026 年的钱，荔枝社区" in one) == (True, True)
    assert "/charts/spending.json?year=2026&amp;community=lizhi" in one


def test_the_parts_of_a_row_add_up_to_what_was_allocated(client, reserved):
    head, *rows = table_rows(client.get("/money").text, CHART)

    assert head == ["社区", "安排", "已立项，待签约", "已签约，待付", "已付", "还可安排"]
    assert rows[0] == ["荔枝", "2,000,000", "40,000", "0", "0", "1,960,000"]
    for _name, given, *parts in rows:
        assert sum(int(part.replace(",", "")) for part in parts) == int(given.replace(",", ""))


def test_with_a_community_chosen_every_sum_is_of_that_community(client, reserved):
    one = client.get("/money?community=lizhi&year=2026").text

    mine = ["2,000,000", "40,000", "0", "0", "1,960,000"]
    assert table_rows(one, CHART)[1:] == [["荔枝", *mine], ["合计", *mine]]
    assert "荔枝社区一共 2,000,000.00 元。" in one
    assert "4,000,000.00" not in one
    assert "/charts/allocation.json?year=2026&amp;community=lizhi" in one
    drawn = client.get("/charts/allocation.json?year=2026&community=lizhi").json
    assert [trace["y"] for trace in drawn["data"]] == [["荔枝"]] * 4


def test_with_a_community_chosen_the_origins_are_of_its_money(client, world):
    for slug in ("lizhi", "mumian"):
        funds.allocate(slug, 2026, amount_fen=Fen(300), document=slug, actor=world["huang"], at=world.now)

    every, one = (client.get(f"/money?year=2026{query}").text for query in ("", "&community=lizhi"))

    origins = ["1.50", "1.50", "0.00", "2,000,003.00"]
    assert table_rows(every, "钱从哪里来（元）")[1:] == [["荔枝", *origins], ["木棉", *origins]]
    assert table_rows(one, "钱从哪里来（元）")[1:] == [["荔枝", *origins]]


def test_what_is_no_community_is_not_found(client, world):
    assert client.get("/money?community=nowhere").status_code == 404


def test_each_line_says_what_it_is_and_whether_money_came_or_went(client, world):
    lived = Altered(world).signed(40_000 * YUAN, 0).pay(9_000 * YUAN, 1).back(1_000 * YUAN, "退-1")
    lived.ask(2_000 * YUAN).by_officer()

    told = [row[1:] for row in table_rows(client.get("/money?community=lizhi").text, LINES)[1:]]

    assert [(what.partition(" · ")[0], amount) for what, _place, amount in told] == [
        ("合同变更，多签", "2,000.00"), ("合同变更，再占用", "2,000.00"), ("付款退回", "+1,000.00"), ("付款", "−9,000.00"),
        ("释放占用", "10,000.00"), ("签约", "40,000.00"), ("自筹到账", "+10,000.00"), ("自筹承诺", "10,000.00"),
        ("立项占用", "50,000.00"), ("年初下达", "+2,000,000.00"),
    ]  # fmt: skip
    assert "有 + 的是进来、退回来的钱，有 − 的是付出去、转走的钱。" in client.get("/money").text


def test_an_ended_project_does_not_say_that_anything_will_be_paid_again(client, world):
    lived = Altered(world).signed().pay(9_000 * YUAN, 1).back(9_000 * YUAN, "退-1")
    approvals.cancel(lived.number, reason="停工", recovery_plan="追回", actor=world["wu"], at=lived.later())

    assert "再付" not in client.get("/money?community=lizhi").text


def test_what_came_and_went_adds_up_in_the_spreadsheet_to_what_is_not_paid(client, world):
    Altered(world).signed().pay(9_000 * YUAN, 1, 2_000 * YUAN).back(1_000 * YUAN, "退-1")

    head, *rows = cells(client.get("/money.csv?community=lizhi"))

    fiscal = [row for row in rows if "自筹" not in row[4]]
    assert head[-1] == "进出（元）"
    assert sum(Decimal(row[-1] or 0) for row in fiscal) == 2_000_000 - (9_000 - 2_000) + 1_000
    assert {row[4] for row in rows if not row[-1]} == {"立项占用", "签约", "释放占用", "自筹承诺"}


def test_a_year_without_money_says_so(client, world):
    assert "还没有下达资金" in client.get("/money?year=2031").text


@pytest.mark.parametrize("query", ["year=x", "year=20260", "year=２０２６", "page=0", "year=-1"])
def test_what_is_no_year_or_page_is_not_found(client, world, query):
    assert client.get(f"/money?{query}").status_code == 404


def test_thirty_lines_take_as_many_statements_as_one(bench, client, world):
    with statements(bench.engine) as one:
        client.get("/money")
    allocate(world, 29)

    with statements(bench.engine) as thirty:
        page = client.get("/money")

    assert len(one) == len(thirty) <= 12, "\n".join(thirty)
    assert len(page.data) < 60_000


def test_the_table_for_a_spreadsheet_opens_in_one(client, world):
    funds.allocate("lizhi", 2026, amount_fen=Fen(12_345), document="=1+1", actor=world["huang"], at=world.now)
    funds.adjust(
        "lizhi",
        2026,
        amount_fen=Fen(-345),
        document="@SUM(A1)",
        reason="-2+3",
        actor=world["huang"],
        at=world.now,
    )

    sent = client.get("/money.csv?year=2026&community=lizhi")

    rows = cells(sent)
    assert sent.data.startswith(b"\xef\xbb\xbf")
    assert rows[0][:6] == ["序号", "时间", "年度", "社区", "类别", "金额（元）"]
    assert [(row[4], row[5], row[9], row[10]) for row in rows[1:]] == [
        ("年初下达", "2000000.00", "", ""), ("年初下达", "123.45", "'=1+1", ""), ("追加或调减", "-3.45", "'@SUM(A1)", "'-2+3"),
    ]  # fmt: skip
    assert rows[1][1] == "2026-03-04 10:00:00"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=cmd", "'=cmd"), (" =cmd", "' =cmd"), ("+1", "'+1"), ("-1", "-1"), ("-1.50", "-1.50"), ("-1-1", "'-1-1"),
        ("@x", "'@x"), ("\tx", "'\tx"), ("＝1", "'＝1"), ("路灯", "路灯"), (12, "12"), ("", ""),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(value, shown):
    assert safe(value) == shown


def test_a_long_ledger_is_sent_whole(client, world):
    allocate(world, 60)

    assert len(cells(client.get("/money.csv"))) == 1 + 2 + 60


@pytest.mark.parametrize(
    "address", ["/money", "/money.csv", "/charts/spending.json", "/charts/allocation.json"]
)
def test_a_community_that_is_not_there_is_not_found(client, world, address):
    assert client.get(f"{address}?community=nowhere").status_code == 404
    assert client.get(f"{address}?community=lizhi").status_code == 200
