"""`demo`: loaded once, kept, thrown away only where it is ours."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from microprojects.cli import demo

ACCOUNTS = [
    {"username": "lin", "password": "lychee", "totp_secret": None, "role": "resident", "community": "lizhi"},
    {"username": "chen", "password": "banyan", "totp_secret": "GEZDGNBV", "role": "council_chair", "community": "lizhi"},
]  # fmt: skip


@pytest.fixture
def loads():
    """The moments at which a district was loaded."""
    return []


@pytest.fixture
def show(run, loads):
    """Run the demo on a loader that only counts."""

    def load(app, at):
        loads.append(at)
        return ACCOUNTS

    return lambda *words, **more: run("--no-serve", *words, command=demo.command(load), **more)


def test_the_accounts_are_printed_as_the_contract_says(show):
    result = show("--json", "--port", "9000")

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"base_url": "http://127.0.0.1:9000", "accounts": ACCOUNTS}


def test_a_person_reads_a_table(show):
    lines = show().stdout.splitlines()

    assert lines[0] == "Demo: http://127.0.0.1:8000"
    assert [line.split() for line in lines[3:5]] == [
        ["lin", "lychee", "-", "resident", "lizhi"],
        ["chen", "banyan", "GEZDGNBV", "council_chair", "lizhi"],
    ]


def test_a_second_start_keeps_the_data(show, loads):
    first, second = show(), show()

    assert (first.stdout, len(loads)) == (second.stdout, 1)


def test_fresh_loads_anew(show, loads):
    show()
    show("--fresh")

    assert len(loads) == 2


def test_a_load_that_broke_off_is_begun_anew(run, show, loads, variables):
    def break_off(app, at):
        raise click.Abort

    broken = run("--no-serve", command=demo.command(break_off))

    assert (broken.exit_code, show().exit_code, len(loads)) == (1, 0, 1)


def test_a_database_that_is_not_a_demo_is_left_alone_even_by_fresh(run, show, loads):
    run("upgrade")

    plain, fresh = show(), show("--fresh")

    assert (plain.exit_code, fresh.exit_code, loads) == (2, 2, [])
    assert "is not a demo. Name another folder with --data." in plain.stderr


def test_fresh_removes_nothing_that_is_not_ours(show, variables):
    show()
    letter = Path(variables["MICROPROJECTS_DATA_DIR"]) / "letter.txt"
    letter.write_text("dear Lin")

    show("--fresh")

    assert letter.read_text() == "dear Lin"


def test_data_names_the_folder(show, tmp_path):
    show("--data", str(tmp_path / "other"))

    assert (tmp_path / "other" / "microprojects.sqlite3").exists()


def test_a_lost_database_is_told_with_its_cure(show, variables):
    show()
    for path in Path(variables["MICROPROJECTS_DATA_DIR"]).glob("microprojects.sqlite3*"):
        path.unlink()

    result = show()

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "Load it anew with --fresh." in result.stderr


def test_a_damaged_database_is_told_with_its_cure_and_cured_by_it(show, variables):
    show()
    for path in Path(variables["MICROPROJECTS_DATA_DIR"]).glob("microprojects.sqlite3*"):
        path.write_bytes(b"no database " * 200)

    told, cured = show(), show("--fresh")

    assert (told.exit_code, told.stderr.count("\n"), cured.exit_code) == (2, 1, 0)
    assert told.stderr.endswith("(file is not a database). Load the demo anew with --fresh.\n")


@pytest.mark.parametrize("words", [(), ("--fresh",)])
@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/none", "sqlite:////tmp/somewhere.sqlite3"])
def test_a_demo_never_touches_a_database_that_is_named(show, loads, words, url):
    show()

    result = show(*words, MICROPROJECTS_DATABASE_URL=url)

    assert (result.exit_code, result.stderr.count("\n"), len(loads)) == (2, 1, 1)
    assert "but MICROPROJECTS_DATABASE_URL names another one. Take that away" in result.stderr
