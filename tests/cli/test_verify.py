"""`verify`: whole, changed, cut off, unreadable."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from microprojects.domain import journal

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)


@pytest.fixture
def record(tmp_path):
    """A public record of three entries in a folder."""
    head, lines = journal.GENESIS, []
    for verb in ("submit", "accept", "schedule"):
        entry = journal.next_entry(
            head, at=AT, verb=verb, subject="project/LZ-2026-014", actor="resident",
            area="minghu/rongshu/lizhi", facts={},
        )  # fmt: skip
        head = entry.head
        lines.append(entry.line)
    (tmp_path / "entries.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    return tmp_path


def test_a_whole_record_is_whole_as_folder_and_as_file(run, record):
    folder, file = (
        run("verify", str(record), "--json"),
        run("verify", str(record / "entries.jsonl"), "--json"),
    )

    assert (folder.exit_code, file.exit_code, folder.stdout) == (0, 0, file.stdout)
    told = json.loads(folder.stdout)
    assert (told["whole"], told["count"], told["first_bad"]) == (True, 3, None)


def test_a_changed_entry_is_named(run, record):
    path = record / "entries.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"accept"', b'"reject"'))

    result = run("verify", str(record), "--json")

    assert (result.exit_code, json.loads(result.stdout)["first_bad"]) == (1, 2)


def test_a_cut_end_shows_when_the_head_is_known(run, record):
    path = record / "entries.jsonl"
    lines = path.read_bytes().splitlines()
    head = json.loads(lines[-1])["hash"]
    path.write_bytes(b"\n".join(lines[:-1]) + b"\n")

    blind, knowing = run("verify", str(record)), run("verify", str(record), "--head", head, "--json")

    assert (blind.exit_code, knowing.exit_code) == (0, 1)
    assert json.loads(knowing.stdout)["first_bad"] == 3


@pytest.mark.parametrize("content", [b"", b"\n", b"hello\n", b"\xff\xfe\x00", b"[" * 100_000])
def test_what_is_no_record_is_unreadable(run, tmp_path, content):
    path = tmp_path / "entries.jsonl"
    path.write_bytes(content)

    result = run("verify", str(path))

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_a_folder_without_a_record_is_unreadable(run, tmp_path):
    assert run("verify", str(tmp_path)).exit_code == 2


def test_the_same_commands_are_reached_through_flask(record, variables):
    words = [Path(sys.executable).with_name("flask"), "--app", "wsgi", "verify", str(record), "--json"]

    done = subprocess.run(
        words, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=False
    )

    assert (done.returncode, json.loads(done.stdout)["count"]) == (0, 3)
