"""`upgrade` and what it refuses."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from pathlib import Path


def database(variables):
    return f"{variables['MICROPROJECTS_DATA_DIR']}/microprojects.sqlite3"


def test_an_empty_database_gets_the_current_schema_and_a_second_run_changes_nothing(run):
    first, second = run("upgrade", "--json"), run("upgrade", "--json")

    there = json.loads(first.stdout)["to"]
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert json.loads(first.stdout)["from"] == []
    assert json.loads(second.stdout) == {"from": there, "to": there}


def test_what_is_made_is_for_its_owner_alone(start, variables):
    before = os.umask(0o022)
    try:
        made = start("upgrade")
    finally:
        os.umask(before)
    code = made.wait(timeout=60)

    folder = Path(variables["MICROPROJECTS_DATA_DIR"])
    opened = [path.name for path in (folder, *folder.rglob("*")) if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert (code, opened) == (0, [])


def test_a_database_of_a_newer_version_is_left_alone(run, variables):
    run("upgrade")
    with sqlite3.connect(database(variables)) as connection:
        connection.execute("DELETE FROM alembic_version")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    connection.close()

    result = run("upgrade")

    assert (result.exit_code, result.stderr) == (
        2,
        "microprojects: A newer version made this database. Install that version, or use an older backup.\n",
    )


def test_a_file_that_is_no_database_is_one_sentence(run, variables, tmp_path):
    (tmp_path / "data").mkdir()
    with open(database(variables), "w", encoding="utf-8") as file:
        file.write("this is not a database, only a text that is long enough to be looked at\n" * 20)

    result = run("upgrade")

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr == (
        f"microprojects: The database file {database(variables)} is damaged or is no database "
        "(file is not a database). Put a backup in its place.\n"
    )


def test_a_damaged_database_is_one_sentence(run, variables):
    run("upgrade")
    with sqlite3.connect(database(variables)) as connection:
        connection.execute("CREATE TABLE shelf (text)")
        connection.executemany("INSERT INTO shelf VALUES (?)", [("x" * 900,)] * 200)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    with open(database(variables), "r+b") as file:
        file.seek(-40_000, 2)
        file.write(b"\xff" * 20_000)

    result = run("upgrade")

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith(f"microprojects: The database file {database(variables)} is damaged")
    assert "***" not in result.stderr


def test_a_database_file_that_is_a_folder_is_one_sentence(run, variables):
    Path(database(variables)).mkdir(parents=True)

    result = run("upgrade")

    assert (result.exit_code, result.stderr) == (
        2,
        f"microprojects: The database file {database(variables)} cannot be opened. "
        "Correct its owner, or name another one by MICROPROJECTS_DATABASE_URL.\n",
    )


def test_a_folder_that_cannot_be_made_is_one_sentence(run, tmp_path):
    (tmp_path / "file").write_text("")

    result = run("upgrade", MICROPROJECTS_DATA_DIR=str(tmp_path / "file" / "data"))

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "cannot be written (Not a directory)" in result.stderr


def test_production_without_a_secret_is_one_sentence(run):
    result = run("upgrade", MICROPROJECTS_MODE="production")

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith("microprojects: MICROPROJECTS_SECRET_KEY is missing")


def test_a_database_address_of_no_known_kind_is_one_sentence(run):
    result = run("upgrade", MICROPROJECTS_DATABASE_URL="oracle://db/x")

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "is not an address of SQLite or PostgreSQL" in result.stderr


def test_a_server_that_does_not_answer_is_one_sentence(run):
    result = run("upgrade", MICROPROJECTS_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "The database does not answer as it should" in result.stderr
