"""What anybody takes home: the record in one file, the program that checks it, and where pages lead to them."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pytest

from microprojects.services import poll_boards
from tests import polling
from tests.electing import OPENED, cast, opened_poll
from tests.living import lived_once


@pytest.fixture
def counted(world, bench):
    return lived_once(bench, world, "counted_poll", polling.counted)


def unpacked(client, folder):
    with zipfile.ZipFile(io.BytesIO(client.get("/record.zip").data)) as pack:
        pack.extractall(folder)
    return folder / "record"


def test_the_record_holds_when_it_is_unpacked_and_checked_as_the_page_says(client, counted, tmp_path):
    folder = unpacked(client, tmp_path)

    done = subprocess.run(
        [sys.executable, "record/verify.py", "record"], cwd=tmp_path, capture_output=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert "自己前后对得上" in done.stdout.decode().splitlines()[-1]
    assert (folder / "verify.py").read_bytes() == client.get("/verify.py").data


def test_the_same_record_is_packed_into_the_same_bytes(client, counted):
    assert client.get("/record.zip").data == client.get("/record.zip").data


def test_a_file_of_the_record_is_what_the_poll_s_own_address_gives(client, counted, tmp_path):
    folder = unpacked(client, tmp_path) / "polls" / str(counted)

    names = sorted(path.name for path in folder.iterdir())

    assert names == [
        "ballots.jsonl",
        "closing.json",
        "commitments.jsonl",
        "result.json",
        "spec.json",
        "vote.pb",
    ]
    for name in names:
        assert client.get(f"/polls/{counted}/{name}").data == (folder / name).read_bytes(), name


@pytest.mark.parametrize("page", ["/journal", "/polls/{}"])
def test_pages_lead_to_the_record_and_say_how_to_check_it(client, counted, page):
    text = client.get(page.format(counted)).text

    assert 'href="/record.zip"' in text
    assert 'href="/verify.py"' in text
    assert "python3 record/verify.py record" in text


def test_of_an_open_poll_nothing_is_given_but_its_rule_and_published_receipts(client, world):
    poll = opened_poll(world)
    cast(poll, "lin", "p01")

    given = {
        name: client.get(f"/polls/{poll.id}/{name}").status_code
        for name in (
            "ballots.jsonl",
            "closing.json",
            "commitments.jsonl",
            "result.json",
            "spec.json",
            "vote.pb",
        )
    }

    assert [name for name, status in given.items() if status == 200] == ["commitments.jsonl", "spec.json"]
    assert client.get(f"/polls/{poll.id}/commitments.jsonl").data == b""


def test_a_receipt_is_told_in_which_batch_it_is_published(client, world):
    poll = opened_poll(world)
    receipts = [cast(poll, "lin", "p01", seen=n) for n in range(20)]
    address = f"/polls/{poll.id}/receipt"

    before = client.send(address, code=receipts[3].code).text
    poll_boards.publish_due(at=OPENED)
    after = client.send(address, code=receipts[3].code).text

    assert ("号还没有公布" in before, "号已经在第 1 批公布" in before) == (True, False)
    assert ("号还没有公布" in after, "号已经在第 1 批公布" in after) == (False, True)
    assert f'href="/polls/{poll.id}/commitments.jsonl"' in after
