"""The pages of a poll that came from a file: its source first, its own money, and nothing that it has not."""

from __future__ import annotations

from io import BytesIO

import pytest

from microprojects.domain.tally import pabulib
from tests import imported
from tests.imported import brought, text


@pytest.fixture
def poll_id(world):
    return brought(world)


def test_the_page_says_where_it_is_from_and_who_won_in_its_own_money(client, poll_id):
    page = client.get(f"/polls/{poll_id}").text

    for words in (
        "从一个 Pabulib 文件导入", "没有保留投票人的编号、年龄、性别、住处", "01.09.2022 到 15.09.2022",
        "选上 2 个，用 160 PLN，还剩 10 PLN", "要 90 PLN，轮到它时只剩 70 PLN", "文件里有 5 张票",
        "文件写的选上项目和票数，和这里数的一样",
    ):  # fmt: skip
        assert words in page
    assert [
        words for words in ("万元", " 元", "查我的回执号", "不会上网也能投", "名册里") if words in page
    ] == []


def test_a_title_that_is_markup_or_a_formula_is_only_text(client, world):
    evil = ('A1;100;3;"<script>alert(1)</script>";1', *imported.PROJECTS[1:])

    page = client.get(f"/polls/{brought(world, text(projects=evil))}").text

    assert ("<script>alert" in page, "&lt;script&gt;alert(1)" in page) == (False, True)


def test_what_does_not_agree_stands_on_the_page(client, world):
    lies = (imported.PROJECTS[0], "B2;90;5;Plac;1", imported.PROJECTS[2])

    page = client.get(f"/polls/{brought(world, text(projects=lies), despite=True)}").text

    assert "文件写的票数，有 1 个项目和票面不符" in page
    assert "文件说选上了、这里数下来没选上：Plac。" in page


def test_a_withdrawn_project_keeps_its_votes_and_is_not_counted(client, world):
    gone = ("A1;999999999;3;a;0", "B2;90;2;b;1", "C3;60;1;c;1")

    page = client.get(f"/polls/{brought(world, text(projects=gone))}").text

    assert "投票以后撤下了，没有参加计票。" in page


def test_its_files_can_be_fetched_and_say_the_same(client, poll_id):
    files = {
        name: client.get(f"/polls/{poll_id}/{name}") for name in ("vote.pb", "ballots.jsonl", "spec.json")
    }

    back = pabulib.read(BytesIO(files["vote.pb"].data)).poll
    assert (back.said("currency"), back.said("instance"), back.published) == ("PLN", "2022", ("A1", "C3"))
    assert files["ballots.jsonl"].text.count('"source":"imported"') == 5
    assert files["spec.json"].json["currency"] == "PLN"


def test_there_is_no_receipt_and_no_chart_in_yuan(client, poll_id):
    assert [client.get(f"/polls/{poll_id}/{path}").status_code for path in ("receipt", "charts/money.json")] == [
        404, 404,
    ]  # fmt: skip


def test_the_list_says_so(client, poll_id):
    page = client.get("/polls").text

    assert ("从文件导入" in page, "2022 年在别处办的" in page, "共 170 PLN" in page) == (True, True, True)
