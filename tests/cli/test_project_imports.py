"""`import projects`: a preview by default, errors by line, and the same sheet twice changes nothing."""

from __future__ import annotations

import json
from datetime import date

import pytest

from microprojects.app import create_app
from microprojects.clock import now
from microprojects.config import Settings
from microprojects.domain.workdays import local_day
from microprojects.services import programmes
from microprojects.store.db import db
from tests.cli.conftest import ADMIN

HEAD = "编号,提议人,想办什么事,在哪里,大概要多少钱,备注\r\n"
GOOD = HEAD + "A-1,姜秀兰,三栋前路灯更换,三栋前,62000,x\r\nA-2,姜秀兰,凉亭加座椅,荔枝苑,9580.50,\r\n"
BAD = (
    HEAD
    + "A-1,姜秀兰,三栋前路灯更换,三栋前,六万,\r\nA-2,没有的人,凉亭,荔枝苑,,\r\nA-3,姜秀兰,请打13812345678,,,\r\n"
)


@pytest.fixture
def site(run, variables, tmp_path):
    """A community with a register, a clerk and a round; call it with the text of a sheet and more words."""
    run("upgrade")
    for path, code in (("minghu", "MH"), ("minghu/rongshu", "RS"), ("minghu/rongshu/lizhi", "LZ")):
        run("areas", "add", path, "--name", path.rpartition("/")[2], "--code", code)
    run("accounts", "create", "zhao", "community_staff", "minghu/rongshu/lizhi", "--name", "zhao")
    roll = tmp_path / "roll.csv"
    roll.write_text("姓名\n姜秀兰\n", encoding="utf-8")
    run("import", "roll", str(roll), "--community", "lizhi", "--apply")

    with create_app(Settings.load(variables)).app_context():
        at, year = now(), local_day(now()).year
        made = programmes.found("minghu/rongshu", name="微实事", scheme="futian_3_3", actor=ADMIN, at=at)
        programmes.open_round(
            made, "lizhi", year, opens_on=date(year, 1, 1), closes_on=date(year, 12, 31), actor=ADMIN, at=at
        )
        db.engine.dispose()

    def call(text, *words):
        file = tmp_path / "projects.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode("gb18030"))
        return run("import", "projects", str(file), "--community", "lizhi", *words)

    return call


def test_a_preview_counts_and_writes_nothing(site):
    for _again in range(2):
        result = site(GOOD)

        assert (result.exit_code, result.stdout) == (
            0,
            "2 rows: 2 new, 0 changed, 0 same. Nothing is written yet.\n",
        )
    assert result.stderr == "Columns that are not read: 备注\n"


def test_a_good_sheet_is_written_once_and_a_changed_line_changes_its_draft(site):
    assert site(GOOD, "--apply").stdout == "2 rows: 2 new, 0 changed, 0 same. Written.\n"
    assert site(GOOD, "--apply").stdout == "2 rows: 0 new, 0 changed, 2 same. Written.\n"

    told = json.loads(site(GOOD.replace("62000", "61000"), "--apply", "--by", "zhao", "--json").stdout)

    assert [told[name] for name in ("applied", "rows", "new", "changed", "same", "errors")] == [
        True, 2, 0, 1, 1, [],
    ]  # fmt: skip


def test_bad_lines_are_told_and_keep_every_line_out(site):
    result = site(BAD, "--apply", "--json")

    told = json.loads(result.stdout)
    assert (result.exit_code, told["applied"]) == (1, False)
    assert [each["line"] for each in told["errors"]] == [2, 3, 4]
    assert [line.partition(":")[0] for line in result.stderr.splitlines()[1:]] == ["2", "3", "4"]
    assert not any(word in result.stdout for word in ("姜", "没有的人", "13812345678"))
    assert site(GOOD).stdout.startswith("2 rows: 2 new")


def test_what_cannot_be_read_or_done_exits_2_in_one_sentence(site, run):
    wrong = [
        (data, ()) for data in (b"", b"\xff\xfea\0", b"PK\x03\x04", "提议人\nx\n", HEAD, b"a" * 6_000_000)
    ]
    for text, words in [*wrong, (GOOD, ("--by", "nobody")), (GOOD, ("--limit", "3"))]:
        result = site(text, *words)

        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1), words
