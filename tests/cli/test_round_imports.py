"""`import round`: a preview by default, written with --apply, and what a file can do wrong is one sentence and a code."""

from __future__ import annotations

import json

import pytest

from tests import imported
from tests.imported import text

LINES = """\
Osiedle Zielone 2022
2022-09-01 to 2022-09-15: 170 PLN, 3 projects, 5 ballots (4 distinct), approval
rule in the file: greedy; counted by: greedy
winners: 2 named by the file, 2 in this count, which spends 160; they are the same
"""


def test_a_preview_tells_what_is_in_the_file_and_writes_nothing(round_site):
    for _again in range(2):
        result = round_site(text())
        assert (result.exit_code, result.stdout, result.stderr) == (
            0,
            LINES + "Nothing is written yet.\n",
            "",
        )


def test_with_apply_it_is_written_once(round_site):
    assert round_site(text(), "--apply").stdout == LINES + "Written: poll 1.\n"

    again = round_site(text(), "--apply")

    assert (again.exit_code, again.stdout) == (1, LINES + "Something keeps it out: nothing is written.\n")
    assert again.stderr == (
        "vote.pb: 这个文件已经导入过，是第1次居民投票“Osiedle Zielone 2022”。不用再导一次。\n"
    )


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(round_site):
    assert round_site(b"\xef\xbb\xbf" + text().replace("\n", "\r\n").encode()).stdout.startswith(LINES)


def test_the_document_names_winners_and_nobody_who_voted(round_site):
    result = round_site(text(), "--json")

    told = json.loads(result.stdout)
    assert [told[key] for key in ("applied", "poll", "claimed", "selected", "agrees", "problems")] == [
        False, None, ["A1", "C3"], ["A1", "C3"], True, [],
    ]  # fmt: skip
    assert str(imported.VOTER) not in result.stdout


def test_what_the_file_does_not_say_is_said_beside_it(round_site):
    file = text(meta="rule;greedy-custom\n")

    assert round_site(file).exit_code == 1
    told = json.loads(round_site(file, "--rule", "greedy", "--year", "2021", "--apply", "--json").stdout)

    assert (told["poll"], told["days"], told["rule"]) == (1, ["2021-01-01", "2021-12-31"], "greedy")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"projects": ("A1;100;4;a;1", *imported.PROJECTS[1:])}, "第16行“A1”的“votes”与票面不符"),
        ({"projects": (imported.PROJECTS[0], "B2;90;2;b;1", imported.PROJECTS[2])}, "第17行的“B2”"),
    ],
)
def test_a_file_that_lies_about_its_result_exits_1_with_the_line(round_site, changed, sentence):
    result = round_site(text(**changed), "--apply")

    assert (result.exit_code, sentence in result.stderr) == (1, True)
    assert round_site(text(**changed), "--apply", "--despite").exit_code == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "第1行"),
        (text().encode()[:-9], "第25行"),
        (text().replace("num_votes;5", "num_votes;6"), "第11行的“num_votes”说有6，文件里实有5"),
        (text().replace("num_projects;3", "num_projects;4"), "第10行的“num_projects”说有4，文件里实有3"),
        (text().replace("Zielone", "荔枝").encode("gb18030"), "第3行不是 UTF-8"),
        (text(votes=("A1", "Z9")), "第22行"),
        (text(projects=(*imported.PROJECTS, "A1;9;0;a;0")), "第19行的项目编号“A1”前面已经有了"),
        (text().replace("voter_id;age;vote", ";".join(map(str, range(100_000)))), "第20行有100000列"),
        (text().replace("A1;100", "A1;" + "9" * 24), "第16行的金额太大"),
    ],
)
def test_what_cannot_be_read_exits_2_with_the_line(round_site, content, sentence):
    result = round_site(content, "--apply")

    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert sentence in result.stderr


def test_wrong_use_exits_2_in_one_sentence(round_site):
    for words in (
        ("--by", "nobody"),
        ("--by", "zhao"),
        ("--rule", "magic"),
        ("--year", "1999"),
        ("--seed", "xyz"),
    ):
        result = round_site(text(), *words)

        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1), words
    assert round_site(text(), community="minghu").exit_code == 2
