"""What went wrong as anybody opens it: sentences, counts that are said even where there is nothing, filters, no names."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from microprojects.domain.problems import KINDS, OPEN
from microprojects.services import meetings
from microprojects.store.db import db
from tests.contracted import whole_life
from tests.council import Sitting, ready, statements
from tests.living import lived_once
from tests.noticing import FACTS, answer, object_to, on_notice
from tests.spending import WAN, Site

KIND = re.compile(r"[?&;]kind=([a-z-]+)")
NAMES = ("陈建国", "陈**", "林秀英", "周敏", "何", FACTS)


@pytest.fixture
def engine_name():
    """One engine: what the database finds is tried on both in tests/store."""
    return "sqlite"


@pytest.fixture
def lived(world, wall, bench):
    """A work that was mended and whose payments came back, an objection that was right and late, one that waits."""
    found = lived_once(bench, world, "in_trouble", _lived)
    wall.at = found.at + timedelta(days=90)
    return found


def _lived(world):
    found = whole_life(world)
    number = on_notice(world, number="LZ-2026-007")
    answer(world, object_to(world, number), at=world.now + timedelta(days=20), outcome="partly")
    waits = on_notice(world, number="LZ-2026-008")
    object_to(world, waits, ground="amount")
    Site(world, number="LZ-2026-009", fiscal=3 * WAN).buy().sign().start()
    slow = Site(world, number="LZ-2026-010", fiscal=WAN).buy().sign()
    slow.later(days=30)
    slow.publish()
    return found


def test_each_is_one_sentence_with_the_way_to_its_page(client, lived):
    page = client.get("/problems").text

    for words in (
        "一件异议（影响相邻权益）部分成立。", "个工作日才答。", "验收有 1 项不合格，最晚 ", "银行退票：10,000.00 元。",
        "多付、错付，追回：1,000.00 元。", "一件异议（金额不实）最晚该在 ", "合同约定最晚 ", "合同文本最晚该在 ", "个工作日。",
        'href="/projects/LZ-2026-007/objections"', f'href="/projects/{lived.number}"', 'href="/journal/entries/',
    ):  # fmt: skip
        assert words in page


def test_what_never_happened_is_said_too(client, lived):
    page = client.get("/problems").text

    linked = set(KIND.findall(page))
    assert linked == {
        "unanswered",
        "unfinished",
        "unpublished",
        "upheld",
        "late",
        "late-published",
        "not-accepted",
        "money-back",
    }
    assert all(told.name in page and told.counts in page for told in (OPEN | KINDS).values())
    assert page.count(">0 件") + page.count(">0 次") == len(OPEN | KINDS) - len(linked)


def test_an_empty_house_says_so(client, world):
    page = client.get("/problems?year=2019&community=mumian").text

    assert "现在有 0 件没解决。" in page
    assert "一共出过 0 次。" in page
    assert "没有出过这样的事" in page
    assert (page.count(">0 件"), page.count(">0 次")) == (len(OPEN), len(KINDS))


def test_a_count_leads_to_its_list(client, lived):
    refunds, waiting = (
        client.get("/problems?kind=money-back").text,
        client.get("/problems?kind=unanswered").text,
    )

    assert refunds.count("银行退票：") == 1
    assert "验收有 1 项" not in refunds
    assert "由社区答复" not in refunds
    assert waiting.count("由社区答复") == 1
    assert "银行退票：" not in waiting


def test_year_and_place_choose(client, lived):
    there = client.get("/problems?community=lizhi&year=2026").text
    elsewhere = client.get("/problems?community=mumian").text
    before = client.get("/problems?year=2025").text

    assert '<span class="meta d-block">荔枝社区 · 2026</span>' in there
    assert "验收有 1 项" in there
    assert "kind=late" in there
    assert re.search(r"community=lizhi(?:&amp;|&)year=2026(?:&amp;|&)kind=late", there)
    assert "验收有 1 项" not in elsewhere + before


@pytest.mark.parametrize(
    "asked",
    ["year=26", "year=0000", "year=9999", "year=x", "community=x", "kind=x", "kind=UPHELD", "page=0", "page=x",
     "kind=late&kind=", "year=２０２６"],
)  # fmt: skip
def test_what_cannot_be_asked_is_not_found(client, world, asked):
    expected = 200 if asked.startswith("kind=late") else 404
    assert client.get(f"/problems?{asked}").status_code == expected


def test_who_asks_for_a_page_after_the_last_is_sent_to_the_last(client, lived):
    sent = client.get("/problems?page=9")

    assert (sent.status_code, sent.location) == (302, "/problems?page=1")


def test_nobody_is_named_who_objected_decided_or_paid(client, lived):
    pages = [client.get(f"/problems?kind={kind.value}").text for kind in (*OPEN, *KINDS)]

    assert [name for name in NAMES for page in pages if name in page] == []
    assert not any(name in page for page in pages for name in lived.world.people if len(name) > 3)


def test_a_meeting_that_failed_is_told_with_its_numbers(client, world, wall):
    ready(world, "LZ-2026-001")
    sitting = Sitting(world).call("LZ-2026-001")
    wall.at = sitting.at + timedelta(hours=1)
    meetings.mark_inquorate(sitting.meeting_id, actor=world["liu"], at=wall.at)

    page = client.get("/problems?kind=no-quorum").text

    assert re.search(r"应到 \d+ 人，到会 0 人，不够 \d+ 人，会没有开成。", page)
    assert f'href="/meetings/{sitting.meeting_id}"' in page


def test_it_reads_in_english(client, lived):
    client.set_cookie("lang", "en")
    page = client.get("/problems").text

    assert 'lang="en"' in page
    assert all(f"kind={kind}" in page for kind in ("late", "upheld", "money-back", "unanswered"))


def test_the_money_the_disclosures_the_home_page_and_the_map_of_the_site_lead_there(client, lived):
    assert 'href="/problems?year=2026"' in client.get("/money?year=2026").text
    assert 'href="/problems"' in client.get("/disclosures").text
    assert 'href="/problems?community=lizhi"' in client.get("/disclosures?community=lizhi").text
    assert 'href="/problems"' in client.get("/").text
    assert 'href="/problems?community=lizhi"' in client.get("/c/lizhi/").text
    assert "/problems<" in client.get("/sitemaps/pages-1.xml").text


@pytest.mark.parametrize(
    "address", ["/problems", "/problems?kind=late&year=2026&community=lizhi", "/problems?kind=unpaid"]
)
def test_it_asks_the_database_little_however_much_went_wrong(client, lived, address):
    client.get(address)

    with statements(db.engine) as asked:
        assert client.get(address).status_code == 200

    assert len(asked) <= 12
