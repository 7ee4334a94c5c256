"""`export`: one round out as ballots, as a sheet and as a document, and what cannot be exported is one sentence."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from microprojects.domain.round_columns import RoundColumn
from microprojects.domain.tally import pabulib
from tests.imported import text


@pytest.fixture
def out(run, round_site, tmp_path):
    """A site with a round from a file; call it with the words of an export, get its exit code, words and bytes."""
    round_site(text(), "--apply")
    file = tmp_path / "out"

    def call(*words):
        result = run("export", *words, "-o", str(file))
        return result, file.read_bytes() if file.exists() else None

    return call


def test_a_poll_goes_out_as_a_file_that_comes_back_with_the_same_result(out):
    result, data = out("--round", "lizhi/2022", "--format", "pb")

    poll = pabulib.read(BytesIO(data)).poll
    assert (result.exit_code, result.output) == (0, "")
    assert (poll.published, poll.cast.voters, poll.cast.votes, poll.said("currency")) == (
        ("A1", "C3"), 5, (3, 2, 1), "PLN",
    )  # fmt: skip


def test_a_sheet_has_a_mark_for_spreadsheets_and_no_formula(out):
    _, data = out("--round", "1", "--format", "csv")

    lines = data.decode().splitlines()
    assert lines[0] == "\ufeff" + ",".join(column.label for column in RoundColumn)
    assert lines[1:] == [
        "A1,Nowe ławki,file,,,100,PLN,,,1,3,1,1,,,,,",
        'B2,"\'=HYPERLINK(""http://x"")",file,,,90,PLN,,,1,2,3,0,,,,,',
        "C3,Kwietnik,file,,,60,PLN,,,1,1,2,1,,,,,",
    ]


def test_a_document_has_the_same_columns_with_what_they_mean(out):
    _, data = out("--round", "1", "--format", "json")

    told = json.loads(data)
    assert (told["round"]["community"], told["round"]["year"], told["round"]["imported"]) == (
        "lizhi",
        2022,
        True,
    )
    assert list(told["columns"]) == [column.value for column in RoundColumn]
    assert [(p["number"], p["votes"], p["selected"], p["decisions"]) for p in told["projects"]] == [
        ("A1", 3, 1, []), ("B2", 2, 0, []), ("C3", 1, 1, []),
    ]  # fmt: skip


def test_to_standard_output_goes_nothing_but_the_file(run, out):
    _, data = out("--round", "1", "--format", "csv")

    result = run("export", "--round", "1", "--format", "csv", "-o", "-")

    assert (result.exit_code, result.stderr, result.stdout_bytes) == (0, "", data)


def test_of_several_polls_one_is_named(round_site, out):
    round_site(text(meta="rule;greedy\ndate_begin;2022\ndate_end;2022\n"), "--apply")

    refused, nothing = out("--round", "1", "--format", "pb")
    named, data = out("--round", "1", "--format", "pb", "--poll", "2")

    assert (refused.exit_code, nothing, named.exit_code) == (2, None, 0)
    assert refused.stderr.endswith("Name one by --poll: 1, 2.\n")
    assert pabulib.read(BytesIO(data)).poll.said("currency") == ""


@pytest.mark.parametrize(
    "words",
    [
        ("--round", "99", "--format", "csv"),
        ("--round", "lizhi/1999", "--format", "csv"),
        ("--round", "lizhi/²", "--format", "csv"),
        ("--round", "' OR 1=1", "--format", "csv"),
        ("--round", "1", "--format", "pb", "--poll", "99"),
        ("--round", "1", "--format", "xml"),
        ("--round", "1"),
    ],
)
def test_what_is_not_there_exits_2_in_one_sentence_and_leaves_no_file(out, words):
    result, data = out(*words)

    assert (result.exit_code, result.stdout, result.stderr.count("\n"), data) == (2, "", 1, None)


def test_a_file_that_cannot_be_written_is_one_sentence(run, out, tmp_path):
    result = run("export", "--round", "1", "--format", "csv", "-o", str(tmp_path / "no" / "file"))

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_the_money_goes_out_as_open_contracting_data(out):
    _, data = out("--round", "1", "--format", "ocds")

    told = json.loads(data)
    assert (told["publisher"]["name"], told["records"]) == ("minghu", [])
