"""`bundle`: the record in a folder, whole or not at all, and never on top of something else."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest


@pytest.fixture
def site(run):
    """A site with nothing on it yet."""
    run("upgrade")


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_the_record_is_checked_by_the_program_in_it_and_by_the_command(run, site, tmp_path):
    folder = tmp_path / "deep" / "record"

    written = run("bundle", str(folder), "--json")
    alone = subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py"), str(folder), "--json"],
        capture_output=True,
        check=False,
    )
    ours = run("verify", str(folder), "--json")

    told = json.loads(written.stdout)
    assert (written.exit_code, told["files"], told["folder"]) == (0, len(files(folder)), str(folder))
    assert (alone.returncode, ours.exit_code) == (0, 0)
    assert json.loads(alone.stdout) == json.loads(ours.stdout)


def test_written_twice_it_is_the_same_and_nothing_lies_beside_it(run, site, tmp_path):
    folder = tmp_path / "out" / "record"
    run("bundle", str(folder))
    first = files(folder)

    again = run("bundle", str(folder))

    assert (again.exit_code, files(folder)) == (0, first)
    assert [path.name for path in folder.parent.iterdir()] == ["record"]


def test_an_empty_folder_is_used(run, site, tmp_path):
    folder = tmp_path / "record"
    folder.mkdir()

    assert run("bundle", str(folder)).exit_code == 0


def test_a_folder_with_something_else_in_it_is_left_as_it_is(run, site, tmp_path):
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "letter.txt").write_text("dear")

    result = run("bundle", str(folder))

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "letter.txt, which is not of a record" in result.stderr
    assert files(folder) == {"letter.txt": b"dear"}


def test_a_record_to_which_something_was_added_is_left_as_it_is(run, site, tmp_path):
    folder = tmp_path / "record"
    run("bundle", str(folder))
    (folder / "notes.txt").write_text("mine")

    assert run("bundle", str(folder)).exit_code == 2
    assert (folder / "notes.txt").read_text() == "mine"


def test_a_file_is_no_folder(run, site, tmp_path):
    file = tmp_path / "record"
    file.write_text("x")

    assert (run("bundle", str(file)).exit_code, file.read_text()) == (2, "x")


def test_a_changed_record_is_told_by_the_command(run, site, tmp_path):
    folder = tmp_path / "record"
    run("bundle", str(folder))
    (folder / "verify.py").write_bytes(b"print('all well')")

    result = run("verify", str(folder), "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["whole"] is False


@pytest.mark.parametrize("gone", ["manifest.json", "entries.jsonl"])
def test_a_record_without_its_list_or_journal_is_not_taken_for_less(run, site, tmp_path, gone):
    folder = tmp_path / "record"
    run("bundle", str(folder))
    (folder / gone).unlink()

    assert run("verify", str(folder)).exit_code in (1, 2)


def test_a_database_that_is_not_there_yet_is_told(run, tmp_path):
    result = run("bundle", str(tmp_path / "record"))

    assert (result.exit_code, (tmp_path / "record").exists()) == (2, False)
