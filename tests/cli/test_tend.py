"""`tend` does what is due, and nothing twice."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path


def test_an_empty_site_has_nothing_due(run):
    run("upgrade")

    result = run("tend", "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "lapsed": 0,
        "poll days told": 0,
        "commitments published": 0,
        "polls closed": 0,
        "keys of past polls destroyed": 0,
        "ages counted": 0,
        "stopped": 0,
        "approved": 0,
        "evaluations opened": 0,
        "facts of past members deleted": 0,
        "kept sheets deleted": 0,
        "kept sheets of payments deleted": 0,
        "deletions finished": 0,
        "past their time forgotten": 0,
        "splitting asked about": 0,
        "pairs of the search counted": 0,
        "checkpoints signed": 0,
        "records packed": 0,
        "rows that the journal tells otherwise": 0,
    }


def test_a_database_that_is_not_there_yet_is_told(run):
    result = run("tend")

    assert result.exit_code == 2
    assert result.stderr.startswith("microprojects: ")


def test_a_journal_that_is_not_the_one_that_was_signed_stops_the_signing_and_is_told(run, variables):
    run("upgrade")
    run("areas", "add", "minghu", "--name", "明湖区", "--code", "MH")
    first = json.loads(run("tend", "--json").stdout)["checkpoints signed"]
    well = run("doctor")
    database = Path(variables["MICROPROJECTS_DATA_DIR"]) / "microprojects.sqlite3"
    with sqlite3.connect(database) as raw:
        for table in ("journal_entries", "journal_actors", "journal_checkpoints"):
            raw.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")
            raw.execute(f"DELETE FROM {table}")
        raw.execute("UPDATE journal_head SET seq = 0")
    raw.close()

    refused, ill = run("tend"), run("doctor")

    assert (first, well.exit_code, "1 entries, 1 of them under a signed checkpoint" in well.stdout) == (
        1,
        0,
        True,
    )
    assert (refused.exit_code, "现在只有 0 条，所以不再封账" in refused.stderr) == (2, True)
    assert (ill.exit_code, "现在只有 0 条，所以不再封账" in ill.stdout) == (1, True)


def test_what_is_past_its_time_is_forgotten_once_and_told_by_counts(run, variables):
    run("upgrade")
    run("areas", "add", "minghu", "--name", "明湖区", "--code", "MH")
    database = Path(variables["MICROPROJECTS_DATA_DIR"]) / "microprojects.sqlite3"
    with sqlite3.connect(database) as raw:
        raw.execute(
            "INSERT INTO people (name, nickname, building, community_id, created_at)"
            " VALUES ('慕容没来', '', '9号楼', 1, '2020-01-01 00:00:00.000000')"
        )
    raw.close()

    first, second = (json.loads(run("tend", "--json").stdout) for _ in range(2))

    assert (first["past their time forgotten"], second["past their time forgotten"]) == (1, 0)
    kept = b"".join(each.read_bytes() for each in database.parent.glob("microprojects.sqlite3*"))
    assert ("慕容没来".encode() in kept, "慕容**".encode() in kept, b'"erased_name":1' in kept) == (
        False,
        True,
        True,
    )
    assert run("doctor", "--record", "--files").exit_code == 0
