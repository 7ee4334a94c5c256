"""The charts and the board of promises as anybody opens them: a sentence, a drawing, the same numbers in a table."""

from __future__ import annotations

import csv
import io
import re

import pytest

from microprojects.domain.indicators import RATINGS, STANDINGS, STEPS
from microprojects.services import approvals
from microprojects.web.public.deal_rows import DEALS
from microprojects.web.public.graph_rows import GRAPHS
from tests.changing import Altered
from tests.consulting import statements
from tests.contracted import Bought, whole_life
from tests.council import ready
from tests.living import lived_once
from tests.noticing import NUMBER, file_it, object_to, on_notice
from tests.spending import YUAN

PAGES = (
    "/charts",
    "/charts?year=2026",
    "/c/lizhi/charts",
    "/c/rongshu/charts",
    "/charts/deals",
    "/charts/deals?community=rongshu&year=2026",
    "/promises",
    "/promises?state=overdue",
)
TABLE = re.compile(r"<caption>(.*?)</caption>(.*?)</table>", re.DOTALL)
ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
CARD = re.compile(r"<div><dt>([^<]*)</dt><dd>(\d+)<span class=\"unit\">个</span></dd></div>")
CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)


@pytest.fixture
def lived(client, world, wall, bench):
    """One project that was done, settled and evaluated by eleven people, one that is on notice."""
    done = lived_once(bench, world, "done_and_noticed", _lived)
    wall.at = done.at
    return done


def _lived(world):
    done = whole_life(world)
    left = 58_000 * YUAN * 97 // 100 - 11_000 * YUAN - 50
    done.pay(left, 3, 8_000 * YUAN).settle().evaluate()
    done.answer("liu", "an", "bai", "cai", "deng", "fan", "gu", "hai", "jin", "kang", "lei").later(days=11)
    done.tick().close()
    on_notice(world, number="LZ-2026-009", at=done.later(days=1))
    return done


def tables(page):
    """The tables of a page by their captions: rows of cells without their marks."""
    found = {}
    for caption, body in TABLE.findall(page):
        rows = [[re.sub(r"<[^>]+>", "", cell) for cell in CELL.findall(row)] for row in ROW.findall(body)]
        found[caption] = rows
    return found


def sheet(sent):
    return list(csv.reader(io.StringIO(sent.data.decode("utf-8-sig"))))


@pytest.mark.parametrize("name", [*GRAPHS, "themes", "suppliers"])
def test_the_drawing_the_table_and_the_spreadsheet_have_the_same_numbers(client, lived, name):
    figure, rows = client.get(f"/charts/{name}.json").json, sheet(client.get(f"/charts/{name}.csv"))
    (table,) = [
        found for found in tables(client.get("/charts/deals" if name in DEALS else "/charts").text).values()
        if found[0] == rows[0]
    ]  # fmt: skip

    written = [[cell.replace(",", "").removesuffix("%").replace("–", "") for cell in row] for row in table]
    assert written[1 : len(rows)] == [[cell.removesuffix("%") for cell in row] for row in rows[1:]]
    for n, trace in enumerate(figure["data"], start=1):
        scale = 10_000 if figure["layout"]["xaxis"]["title"]["text"] == "万元" else 1
        drawn = ["" if x is None else round(x * scale, 2) for x in trace["x"]]
        assert (trace["name"], trace["y"]) == (rows[0][n], [row[0] for row in rows[1:]])
        assert drawn == [float(row[n]) if row[n] else "" for row in rows[1:]]


def test_the_steps_are_those_that_the_projects_reached(client, lived):
    reached = {row[0]: row[1] for row in sheet(client.get("/charts/steps.csv"))[1:]}

    assert list(reached) == list(STEPS.values())
    assert reached == dict.fromkeys(("提出", "上会", "通过", "已受理"), "2") | dict.fromkeys(
        ("立项", "签约", "验收合格", "办结"), "1"
    )
    assert "一共提出 2 个，立项 1 个，办结 1 个。" in client.get("/charts").text


def test_each_finding_is_said(client, lived):
    page = client.get("/charts").text

    for words in (
        "一共安排 400 万元，已经付出", "立项的 1 个项目里，工程类最多，有 1 个，用 100% 的钱。",
        "财政每出 100 元，居民和单位自筹 20 元，一共 10,000.00 元。", "评议结束的 1 个项目里，",
        "按规定要按期发的", "个社区里，1 个有立项的项目，", "步",
    ):  # fmt: skip
        assert words in page


def test_the_second_page_says_each_finding_and_what_there_is_nothing_of(client, lived):
    page = client.get("/charts/deals").text

    assert "立项的 1 个项目里，" in page
    assert "家单位。最多的一家占 100.0%，前五家占 100.0%。" in page
    assert "还没有数的：异议怎么答的、合同变更谁同意的" in page
    assert "/charts/deals?year=2026" in client.get("/charts?year=2026").text


def test_objections_are_told_by_ground_and_outcome(client, world):
    number = on_notice(world, number="LZ-2026-007")
    object_to(world, number)

    assert "一共 1 件异议，成立或部分成立 0 件" in client.get("/charts/deals").text
    rows = {row[0]: row[1:] for row in sheet(client.get("/charts/objections.csv"))}
    assert rows["影响相邻权益"][4] == "1"


def test_a_small_group_is_told_by_no_number(client, lived):
    rows = dict(sheet(client.get("/charts/ratings.csv"))[1:])

    assert rows == dict.fromkeys(RATINGS.values(), "0") | {"满意率达标": "1"}


def test_few_answers_say_nothing(client, world, wall):
    done = whole_life(world)
    left = 58_000 * YUAN * 97 // 100 - 11_000 * YUAN - 50
    done.pay(left, 3, 8_000 * YUAN).settle().evaluate()
    done.answer("liu", "an", "bai", "cai").later(days=11)
    wall.at = done.later(days=1)

    sent = dict(sheet(client.get("/charts/ratings.csv"))[1:])
    assert sent == dict.fromkeys(RATINGS.values(), "0") | {"份数太少，不写结果": "1"}


def test_another_community_and_another_year_have_numbers_of_their_own(client, lived):
    def proposed(query):
        return sheet(client.get(f"/charts/steps.csv?{query}"))[1][1]

    found = [proposed(q) for q in ("community=lizhi", "community=rongshu", "community=mumian", "year=2025")]
    assert found == ["2", "2", "0", "0"]


@pytest.mark.parametrize(
    "path",
    ["/charts/x.json", "/charts/x.csv", "/charts?community=x", "/c/x/charts", "/charts?year=26", "/promises?state=x",
     "/promises?community=x", "/promises.csv?state=x"],
)  # fmt: skip
def test_what_there_is_not_is_not_found(client, world, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_many_projects_take_as_many_statements_as_few(bench, client, world, path):
    client.get(path)
    with statements(bench.engine) as few:
        client.get(path)
    for n in range(12):
        ready(world, f"LZ-2026-{500 + n}")
        number = on_notice(world, number=f"LZ-2026-{600 + n}", at=world.now, title=f"第 {n} 条巷子")
        file_it(world, number)
    with statements(bench.engine) as many:
        page = client.get(path)

    assert (len(few), len(many) <= 12, len(page.data) <= 80 * 1024) == (len(many), True, True), "\n".join(
        many
    )


def test_without_script_the_page_has_sentence_drawing_and_table(client, lived):
    page = client.get("/charts").text

    graphs = len(GRAPHS)
    assert (page.count("data-chart-src="), page.count('<dl class="chart">'), page.count("<details")) == (
        graphs,
    ) * 3


def test_the_map_has_a_cell_for_each_community_and_leads_to_its_charts(client, lived):
    page = client.get("/charts").text

    cells = re.findall(
        r'<a class="tile tile-(\d)" href="(.*?)"><span>(.*?)</span> <b class="num">(\d+)</b>', page
    )
    assert ("4", "/c/lizhi/charts", "荔枝", "1") in cells
    assert [cell[3] for cell in cells].count("0") == len(cells) - 1


def test_an_empty_district_says_so(client, world):
    page = client.get("/charts?year=2031").text

    assert ("还没有可以画的数" in page or "哪里有项目" in page, "data-chart-src" in page) == (True, True)


def test_the_board_says_what_was_promised_and_what_came_of_it(client, lived):
    page, rows = client.get("/promises").text, sheet(client.get("/promises.csv"))

    assert (
        "立项 1 个，完成 1 个，其中按期 1 个；到期没完成 0 个。财政和自筹合在一起，批准 60,000.00 元，已付"
        in page
    )
    assert [row[:5] for row in rows[1:]] == [["LZ-2026-001", "三巷路灯", "荔枝社区", "办结", "按期完成"]]
    assert rows[1][9] == "60000.00"


def test_the_cards_and_the_columns_of_the_board_add_up_to_all_that_was_approved(client, world):
    ended = Altered(world, NUMBER).signed()
    approvals.cancel(ended.number, reason="停工", recovery_plan="追回", actor=world["wu"], at=ended.later())
    Bought(world, "LZ-2026-002").buy()

    page = client.get("/promises").text

    cards = {words: int(number) for words, number in CARD.findall(page)}
    assert cards == {"到期没完成": 0, "在期限内": 1, "完成了，晚了": 0, "按期完成": 0, "终止": 1}
    (head, *rows) = next(found for found in tables(page).values() if "立项" in found[0])
    for row in (dict(zip(head, each, strict=True)) for each in rows):
        assert sum(int(row[words]) for words in cards) == int(row["立项"])
    assert rows[-1][head.index("立项")] == "2"


def test_the_board_is_filtered_by_its_address(client, lived):
    found = {state: "三巷路灯" in client.get(f"/promises?state={state}").text for state in STANDINGS}
    elsewhere = client.get("/promises?community=mumian").text

    assert [state for state, there in found.items() if there] == ["kept"]
    assert ("三巷路灯" in elsewhere, "没有这样的项目" in elsewhere) == (False, True)


@pytest.mark.parametrize("path", ["/", "/c/lizhi/", "/money", "/data/"])
def test_the_charts_are_found_from_where_people_look(client, world, path):
    page = client.get(path).text

    assert ("/charts" in page, "/promises" in page) == (True, True)
