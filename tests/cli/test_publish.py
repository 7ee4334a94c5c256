"""`publish`: never on top of something else, and one sentence where it cannot go on."""

from __future__ import annotations

import fcntl
import json
import os

import pytest

from tests import copies_read


@pytest.fixture
def site(run):
    """A site with nothing on it yet."""
    run("upgrade")


def test_an_empty_site_is_published_too_and_all_its_links_lead_on(run, site, tmp_path):
    told = run("publish", str(tmp_path / "site"), "--json")

    found = copies_read.files(tmp_path / "site")
    assert (told.exit_code, json.loads(told.stdout)["files"] + 1) == (0, len(found))
    assert copies_read.dead(found, "http://127.0.0.1:8000") == []


def test_a_folder_with_something_else_in_it_is_left_as_it_is(run, site, tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("dear")

    told = run("publish", str(tmp_path / "letters"))

    assert (told.exit_code, told.stderr.count("\n")) == (2, 1)
    assert "letter.txt" in told.stderr
    assert copies_read.files(tmp_path / "letters") == {"letter.txt": b"dear"}


@pytest.mark.parametrize(
    "path", ["../letter.txt", "/etc/passwd", "a//b", "a/../../letter.txt", ".ssh/key", ""]
)
def test_a_list_that_names_a_file_outside_is_refused(run, site, tmp_path, path):
    folder = tmp_path / "site"
    run("publish", str(folder))
    (tmp_path / "letter.txt").write_text("dear")
    told = json.loads((folder / "copy.json").read_bytes())
    told["files"].append({"path": path, "sha256": "0" * 64})
    (folder / "copy.json").write_text(json.dumps(told))

    assert run("publish", str(folder)).exit_code == 2
    assert (tmp_path / "letter.txt").read_text() == "dear"


def test_nothing_is_written_through_a_link_that_leads_out(run, site, tmp_path):
    folder, outside = tmp_path / "site", tmp_path / "outside"
    run("publish", str(folder))
    (folder / "rules" / "index.html").unlink()
    (folder / "rules").rmdir()
    outside.mkdir()
    (folder / "rules").symlink_to(outside)

    told = run("publish", str(folder))

    assert (told.exit_code, list(outside.iterdir())) == (2, [])


def test_two_runs_into_one_folder_do_not_meet(run, site, tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    handle = os.open(folder, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)

    told = run("publish", str(folder))
    os.close(handle)

    assert (told.exit_code, "Another run" in told.stderr) == (2, True)


def test_a_file_is_no_folder_and_a_word_no_address(run, site, tmp_path):
    (tmp_path / "file").write_text("x")

    assert run("publish", str(tmp_path / "file")).exit_code == 2
    assert run("publish", str(tmp_path / "site"), "--base-url", "lizhi").exit_code == 2
    assert not (tmp_path / "site").exists()
