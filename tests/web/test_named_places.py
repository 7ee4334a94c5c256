"""An area stands by its name in lines of the journal, and the meeting beside a decision is a link with a name."""

from __future__ import annotations

import pytest

from microprojects.services import areas
from microprojects.web.public import journal_words
from tests.consulting import statements
from tests.council import fourteen
from tests.noticing import latest

PLACES = {"minghu": "明湖区", "lizhi": "荔枝社区"}


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("round/lizhi/2026", "轮次 荔枝社区 2026"),
        ("ages/lizhi/2026", "年龄段 荔枝社区 2026"),
        ("area/minghu/lizhi", "辖区 明湖区 荔枝社区"),
        ("audit/minghu/2026/3", "抽查审计 明湖区 2026 3"),
        ("round/gone/2026", "轮次 gone 2026"),
        ("project/LZ-2026-001", "LZ-2026-001"),
        ("meeting/7", "会议 7"),
    ],
)
def test_a_subject_names_its_area(app, subject, words):
    with app.test_request_context():
        assert journal_words.subject_words(subject, PLACES) == words


def test_the_journal_and_its_entry_name_the_area_in_both_languages(client, world):
    areas.count("minghu/rongshu/lizhi", adults=8, actor=world["pei"], at=world.now)

    for language in ("zh_CN", "en"):
        client.set_cookie("lang", language)
        listed, entry = client.get("/journal").text, client.get("/journal/entries/1").text
        assert "荔枝社区" in listed
        assert "荔枝社区" in entry.partition("<h3")[0]
        assert "rongshu/lizhi</a>" not in entry


def test_a_page_of_the_journal_asks_for_all_names_at_once(bench, client, world):
    areas.count("minghu/rongshu/lizhi", adults=8, actor=world["pei"], at=world.now)
    with statements(bench.engine) as one:
        client.get("/journal")
    for n in range(1, 21):
        areas.count("minghu/rongshu/mumian", adults=n, actor=world["pei"], at=world.now)

    with statements(bench.engine) as many:
        client.get("/journal")

    assert len(many) == len(one) <= 12


def test_a_decision_names_what_stands_beside_it(client, world, bench):
    fourteen(world, bench).decide("LZ-2026-001", 13, 1)
    row = latest()

    page = client.get(f"/disclosures/{row.id}").text

    assert [each["page"] for each in row.body["attachments"]] == ["/meetings/1"]
    assert page.count('<a href="/meetings/1">会议和会议记录</a>') == 1  # not in the text again
    assert ">/meetings/" not in page
