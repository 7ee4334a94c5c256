"""The public record as anybody opens it: page by page, entry by entry, and the whole of it to check at home."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from microprojects.cli import main
from microprojects.domain import journal as chain
from microprojects.services import screening
from microprojects.store import journal
from microprojects.store.db import db
from tests.consulting import statements
from tests.first_deliberation import ALL_CLEAR, submitted
from tests.noticing import answer, file_it, latest, object_to, on_notice


@pytest.fixture
def told(world):
    """A record of six entries about one project."""
    on_notice(world)
    file_it(world)
    answer(world, object_to(world), at=world.now)


def test_the_newest_entry_stands_first(client, told):
    page = client.get("/journal").text

    assert (
        page.index("监督员看过答复")
        < page.index("答复异议：LZ")
        < page.index("提出异议")
        < page.index("街道备案")
    )


def test_an_entry_shows_all_that_its_fingerprint_covers(client, told):
    page = client.get("/journal/entries/1").text

    assert "街道领导" in page
    assert "榕街备〔2026〕001号" in page
    assert 'href="/projects/LZ-2026-001"' in page
    assert journal.get(db.session(), 1).hash[:4] in page


def test_an_entry_does_not_lead_to_a_proposal_that_nobody_looked_at_yet(client, world):
    number = submitted(world)
    seq = journal.head(db.session()).seq

    before = client.get(f"/journal/entries/{seq}").text
    screening.screen(number, answers=ALL_CLEAR, actor=world["qian"], at=world.now)
    screening.accept(number, actor=world["qian"], at=world.now)
    after = client.get(f"/journal/entries/{seq}").text

    link = f'href="/projects/{number}"'
    assert (number in before, link in before, link in after) == (True, False, True)


@pytest.mark.parametrize("number", ["0", "99", "99999999999999999999", "x"])
def test_an_entry_that_is_not_there_is_not_found(client, told, number):
    assert client.get(f"/journal/entries/{number}").status_code == 404


def test_the_downloaded_record_holds_and_verifies_without_the_site(client, told, tmp_path):
    file = tmp_path / "entries.jsonl"
    file.write_bytes(client.get("/journal.jsonl").data)

    result = CliRunner().invoke(main, ["verify", str(file), "--json"])

    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["count"] == 4


def test_a_record_with_one_changed_word_does_not_hold(client, told):
    sent = client.get("/journal.jsonl").data.replace(b"dismissed", b"upheld", 1)

    assert chain.check_chain(chain.split_lines(sent)).first_bad == 3


def test_an_empty_record_is_sent_empty(client, world):
    assert client.get("/journal.jsonl").data == b""
    assert "还没有记录" in client.get("/journal").text


def test_the_record_of_one_subject_is_shown_alone(client, world, told):
    on_notice(world, number="LZ-2026-002")
    file_it(world, "LZ-2026-002")

    page = client.get("/journal?subject=project/LZ-2026-002").text

    assert "LZ-2026-002，共 1 条" in page
    assert "LZ-2026-001" not in page


def test_thirty_entries_take_as_many_statements_as_one(bench, client, world):
    on_notice(world)
    file_it(world)
    with statements(bench.engine) as one:
        client.get("/journal")
    for n in range(2, 31):
        on_notice(world, number=f"LZ-2026-{n:03}")
        file_it(world, f"LZ-2026-{n:03}")

    with statements(bench.engine) as thirty:
        page = client.get("/journal")

    assert page.text.count("街道备案") == 30
    assert len(one) == len(thirty) <= 12, "\n".join(thirty)
    assert len(page.data) < 60_000


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=99999999", "page=１"])
def test_a_page_that_is_none_is_not_found(client, told, query):
    assert client.get(f"/journal?{query}").status_code == 404


def test_a_page_after_the_last_leads_to_the_last(client, told):
    assert client.get("/journal?page=900").location == "/journal?page=1"


def test_a_long_record_is_sent_whole(client, world):
    on_notice(world)
    for n in range(2, 40):
        on_notice(world, number=f"LZ-2026-{n:03}")
        file_it(world, f"LZ-2026-{n:03}")

    lines = chain.split_lines(client.get("/journal.jsonl").data)

    assert chain.check_chain(lines).whole
    assert len(lines) == 38
    assert latest("LZ-2026-039").version == 1
