"""The disclosures as anybody opens them: the list with its filters, one version, its data, its sheet for the board."""

from __future__ import annotations

import hashlib
import json

import pytest

from microprojects.services import disclosures
from tests.consulting import statements
from tests.noticing import latest, object_to, on_notice, shanghai


@pytest.fixture
def published(world):
    """A decision on notice."""
    on_notice(world)
    return latest()


def several(world, count):
    for n in range(1, count + 1):
        on_notice(world, number=f"LZ-2026-{n:03}", title=f"第 {n} 条巷子的路灯")


def test_the_list_shows_what_was_published_with_its_sentence_and_amount(client, published):
    page = client.get("/disclosures").text

    assert "三巷路灯" in page
    assert "居民议事会表决通过" in page
    assert "50,000.00 元" in page
    assert f"{published.sha256[:4]}·{published.sha256[4:8]}" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("community=lizhi", True), ("community=mumian", False), ("kind=decision", True), ("kind=result", False),
        ("month=2026-03", True), ("month=2026-02", False), ("q=路灯", True), ("q=LZ-2026", True), ("q=花园", False),
        ("month=2026-13", True), ("kind=other", True), ("q=%25", False),
    ],
)  # fmt: skip
def test_the_list_is_filtered_by_community_disclosure_month_and_project(client, published, query, found):
    assert ("三巷路灯" in client.get(f"/disclosures?{query}").text) is found


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=-1", "page=1e3", "page=９"])
def test_a_page_that_is_none_is_not_found(client, world, query):
    assert client.get(f"/disclosures?{query}").status_code == 404


def test_thirty_disclosures_take_as_many_statements_as_one(bench, client, world):
    on_notice(world)
    with statements(bench.engine) as one:
        client.get("/disclosures")
    for n in range(2, 31):
        on_notice(world, number=f"LZ-2026-{n:03}")

    with statements(bench.engine) as thirty:
        page = client.get("/disclosures")

    assert page.text.count("三巷路灯") == 30
    assert len(one) == len(thirty) <= 12, "\n".join(thirty)
    assert len(page.data) < 60_000


def test_a_version_shows_every_field_by_its_name(client, published):
    page = client.get(f"/disclosures/{published.id}").text

    for words in (
        "费用清单",
        "灯具和安装",
        "要解决的问题",
        "夜里看不清路。",
        "财政资金",
        "40,000.00 元",
        "居民（林**）",
    ):
        assert words in page
    for code in ("fiscal_fen", "dossier_hash", "total_fen", "procurement_mode"):
        assert code not in page


def test_a_version_shows_its_clock_and_how_the_days_are_counted(client, published, wall):
    wall.at = shanghai(3, 7)

    page = client.get(f"/disclosures/{published.id}").text

    assert "公示第<b>3</b>天，共 5 天" in page
    assert "公布当天不算" in page
    assert "/projects/LZ-2026-001/object" in page


def test_a_paused_notice_says_why_the_clock_stands(client, world, published):
    object_to(world, at=shanghai(3, 6))

    page = client.get(f"/disclosures/{published.id}").text

    assert "钟停在第 2 天" in page
    assert "接着公示 4 天" in page


def test_a_version_can_be_checked_by_its_fingerprint(client, published):
    sent = client.get(f"/disclosures/{published.id}.json")

    assert hashlib.sha256(sent.data).hexdigest() == published.sha256
    assert json.loads(sent.data) == published.body


def test_a_correction_shows_what_changed_and_the_old_version_points_to_it(client, world, published):
    newer = disclosures.correct(
        published.id,
        changes={"contact.phone": "0000-1234 9999"},
        reason="电话写错了",
        actor=world["zhao"],
        at=world.now,
    )

    new, old = client.get(f"/disclosures/{newer}").text, client.get(f"/disclosures/{published.id}").text

    assert "电话写错了" in new
    assert '<td data-label="原来">0000-1234 5678</td><td data-label="现在">0000-1234 9999</td>' in new
    assert f'href="/disclosures/{newer}"' in old
    assert "这不是最新的一版" in old
    assert f"/journal/entries/{latest().journal_seq}" in new


def test_what_was_taken_down_is_told_of_and_not_shown(client, world, published):
    disclosures.take_down(published.id, reason="写进了个人信息", actor=world["zhao"], at=world.now)

    page = client.get(f"/disclosures/{published.id}").text

    assert "写进了个人信息" in page
    assert "夜里看不清路" not in page
    assert "居民议事会表决通过" not in client.get("/disclosures").text
    assert client.get(f"/disclosures/{published.id}.json").status_code == 410
    assert client.get(f"/disclosures/{published.id}/print").status_code == 410


def test_an_auditor_still_reads_what_was_taken_down(visitor, world, published):
    disclosures.take_down(published.id, reason="写进了个人信息", actor=world["zhao"], at=world.now)

    assert "夜里看不清路" in visitor("shen").get(f"/disclosures/{published.id}").text


def test_a_version_takes_at_most_twelve_statements(bench, client, published):
    with statements(bench.engine) as seen:
        client.get(f"/disclosures/{published.id}")

    assert len(seen) <= 12, "\n".join(seen)


def test_the_sheet_for_the_board_has_the_last_day_the_ways_to_speak_and_a_square_code(client, published):
    page = client.get(f"/disclosures/{published.id}/print").text

    for words in ("要多少钱", "50,000.00 元", "3月9日（星期一）", "打电话 0000-1234 5678", "三巷路灯"):
        assert words in page
    assert page.count("<svg") >= 3
    assert 'aria-label="二维码，指向网上的这一页"' in page
    assert " ".join(published.sha256[n : n + 4] for n in (0, 4, 8, 12)) in page


@pytest.mark.parametrize("path", ["", ".json", "/print"])
def test_a_disclosure_that_is_not_there_is_not_found(client, world, path):
    assert client.get(f"/disclosures/99{path}").status_code == 404


def test_a_code_read_off_paper_leads_to_its_disclosure(client, published):
    typed = " ".join(published.sha256[n : n + 4] for n in (0, 4, 8, 12)).upper()

    found = client.get("/disclosures/check", query_string={"code": typed})

    assert found.status_code == 303
    assert found.location == f"/disclosures/{published.id}"


@pytest.mark.parametrize(("typed", "words"), [("12", "至少要 8 位"), ("ffffffffffff", "没有这样的记账码")])
def test_a_code_that_leads_nowhere_says_what_to_do(client, published, typed, words):
    assert words in client.get("/disclosures/check", query_string={"code": typed}).text


def test_nobody_learns_from_a_disclosure_who_objected(client, world, published):
    object_to(world, who="chen", facts="陈建国住三巷，灯太亮。", contact="13812345678")

    pages = [
        client.get(path).text
        for path in (
            f"/disclosures/{published.id}",
            "/disclosures",
            "/projects/LZ-2026-001/objections",
            "/journal",
        )
    ]

    assert not any(secret in page for page in pages for secret in ("陈建国", "陈**", "13812345678", "灯太亮"))


def test_a_reason_that_was_typed_is_shown_as_it_was_typed(client, world, published):
    typed = "<script>alert(1)</script> %(x)s 100%"
    newer = disclosures.correct(
        published.id,
        changes={"contact.address": "<b>荔枝苑四巷</b>"},
        reason=typed,
        actor=world["zhao"],
        at=world.now,
    )

    pages = [
        client.get(path).text for path in (f"/disclosures/{newer}", "/disclosures", "/journal/entries/1")
    ]

    for page in pages:
        assert "&lt;script&gt;alert(1)&lt;/script&gt; %(x)s 100%" in page
        assert "<script>alert" not in page
        assert "<b>荔枝苑" not in page


def test_the_sheet_comes_as_pdf_where_the_machine_has_chinese_type(client, published):
    sent = client.get(f"/disclosures/{published.id}/poster.pdf")

    if sent.status_code == 303:
        assert sent.location == f"/disclosures/{published.id}/print"
    else:
        assert (sent.mimetype, sent.data[:5]) == ("application/pdf", b"%PDF-")


def test_what_was_taken_down_is_not_printed_either(client, world, published):
    disclosures.take_down(published.id, reason="写进了个人信息", actor=world["zhao"], at=world.now)

    assert client.get(f"/disclosures/{published.id}/poster.pdf").status_code == 410


def test_words_that_look_like_orders_to_the_typesetter_are_only_words(client, world):
    on_notice(world, title='#eval("1+1") $x$ *粗* @灯 \\ [a](b)', summary='#read("/etc/passwd") {{ 7*7 }}')

    assert client.get(f"/disclosures/{latest().id}/poster.pdf").status_code in (200, 303)
    assert client.get(f"/disclosures/{latest().id}/print").status_code == 200


def test_a_version_stands_in_the_catalogue_with_its_basis_and_its_limit(client, published):
    page = client.get(f"/disclosures/{published.id}").text
    (row,) = client.get("/data/disclosures.json").json["rows"]

    for told in (row["item"], row["elements"], row["basis"], row["time_limit"], row["unit"], row["audience"]):
        assert told in page
    assert (row["item"], row["manner"], row["level"]) == ("民生微实事 / 项目公开", "主动公开", "社区、街道")
