"""`import roll`: a preview by default, errors by line, and nothing written unless every line is good."""

from __future__ import annotations

import json

import pytest

GOOD = "姓名,手机号,楼栋,出生日期,备注\r\n姜秀兰,13812345678,3号楼,1985-03-02,x\r\n欧阳娜,,2号楼,,\r\n"
BAD = "姓名,手机号\n姜秀兰,1.38E+10\n,13812345678\n贺兰,13812345678\n"


@pytest.fixture
def site(run, tmp_path):
    """A site with one community and a clerk; call it with the text of a sheet and more words."""
    run("upgrade")
    for path, code in (("minghu", "MH"), ("minghu/rongshu", "RS"), ("minghu/rongshu/lizhi", "LZ")):
        run("areas", "add", path, "--name", path.rpartition("/")[2], "--code", code)
    for name, role, area in (
        ("zhao", "community_staff", "minghu/rongshu/lizhi"),
        ("wu", "street_leader", "minghu/rongshu"),
    ):
        run("accounts", "create", name, role, area, "--name", name)

    def call(text, *words, community="lizhi"):
        file = tmp_path / "roll.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode("gb18030"))
        return run("import", "roll", str(file), "--community", community, *words)

    return call


def test_a_preview_counts_and_writes_nothing(site):
    for _again in range(2):
        result = site(GOOD)
        assert (result.exit_code, result.stdout) == (
            0,
            "2 rows: 2 new, 0 changed, 0 same, 0 repeated. Nothing is written yet.\n",
        )
    assert result.stderr == "Columns that are not read: 备注\n"


def test_a_good_sheet_is_written_once(site):
    assert site(GOOD, "--apply").stdout.endswith("2 new, 0 changed, 0 same, 0 repeated. Written.\n")

    told = json.loads(site(GOOD.replace("3号楼", "5号楼"), "--apply", "--json").stdout)

    assert [told[name] for name in ("applied", "rows", "new", "changed", "same", "known", "errors")] == [
        True, 2, 0, 1, 1, 2, [],
    ]  # fmt: skip
    assert told["changes"] == [{"line": 2, "columns": ["building"]}]
    assert (told["electorate"]["eligible"], told["electorate"]["no-birth"]) == (1, 1)


def test_bad_lines_are_told_and_keep_every_line_out(site):
    result = site(BAD, "--apply")

    assert (result.exit_code, result.stdout) == (1, "3 rows, some of them not good: nothing is written.\n")
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == ["2", "3"]
    assert json.loads(site(GOOD, "--json").stdout)["new"] == 2


def test_bad_lines_are_in_the_document_and_beyond_a_hundred_counted(site):
    result = site("姓名\n" + "12\n" * 103, "--json")

    told = json.loads(result.stdout)
    assert (result.exit_code, len(told["errors"]), told["more_errors"], told["applied"]) == (1, 100, 3, False)
    assert told["errors"][0] == {
        "line": 2,
        "code": "roll-name",
        "sentence": "姓名里没有字。请看是不是填错了列。",
    }
    assert result.stderr.splitlines()[-1] == "... and 3 more."


def test_nobody_is_named_in_the_document(site):
    site(GOOD, "--apply")

    told = site(GOOD.replace("1985", "1986"), "--json").stdout

    assert not any(word in told for word in ("姜", "欧阳", "138", "3号楼", "198"))


def test_what_cannot_be_read_or_done_exits_2_in_one_sentence(site):
    wrong = [
        (data, ())
        for data in (b"", b"\xff\xfea\0", b"PK\x03\x04", "楼栋\n3号楼\n", "姓名\n", b"a" * 6_000_000)
    ]
    for text, words in [*wrong, (GOOD, ("--by", "nobody")), (GOOD, ("--by", "wu")), (GOOD, ("--limit", "3"))]:
        result = site(text, *words)

        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1), words
        assert result.stderr.startswith("microprojects: ")


def test_there_has_to_be_such_a_community_and_such_a_file(site, run):
    for result in (
        site(GOOD, community="nowhere"),
        run("import", "roll", "no-such-file", "--community", "lizhi"),
    ):
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_a_clerk_answers_for_the_sheet(site):
    assert site(GOOD, "--apply", "--by", "zhao").exit_code == 0
