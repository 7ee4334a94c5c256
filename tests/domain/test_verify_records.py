"""The program that checks a download: whole ones hold, and whatever was changed is named."""

from __future__ import annotations

import base64
import json
import random
import shutil
import subprocess
import sys
from functools import cache

import pytest

from microprojects import verify
from microprojects.domain.ballots import BallotType
from microprojects.domain.tally.specs import Fill, Rule, Spec, Start, Stop, Utility
from tests.records_made import DICE, ballot_rule, forged, listed, made, put, retold

COSTS = {"p01": 600_000, "p02": 500_000, "p03": 200_000, "p04": 200_000, "p05": 900_000}
BUDGET = 1_200_000
TICKS = (
    [{"p01": 1, "p02": 1}] * 5
    + [{"p03": 1}] * 4
    + [{"p04": 1, "p03": 1}] * 3
    + [{"p04": 1, "p05": 1}] * 4
    + [{}] * 2
)
POINTS = [{code: 1 + number % 3 for number, code in enumerate(choices)} for choices in TICKS]
RANKS = [{code: 3 - number for number, code in enumerate(choices)} for choices in TICKS]
RULES = {
    "greedy": Spec(rule=Rule.GREEDY, min_votes=2),
    "no-skip": Spec(rule=Rule.GREEDY_NO_SKIP),
    "shares": Spec(rule=Rule.EQUAL_SHARES, utility=Utility.CARDINALITY, start=Start.FLOOR),
    "raised": Spec(rule=Rule.EQUAL_SHARES_ADD1, stop=Stop.OVERSPEND, fill=Fill.VOTES_SKIP),
    "raised till full": Spec(rule=Rule.EQUAL_SHARES_ADD1, stop=Stop.EXHAUSTIVE, step=5000),
    "phragmen": Spec(rule=Rule.PHRAGMEN, exclusive=(frozenset({"p03", "p04"}),)),
}


@cache
def whole(rule: str = "raised", dice: str = DICE) -> dict[str, bytes]:
    """A record of one poll with five projects, eighteen ballots and three that were replaced."""
    ballot = ballot_rule(BallotType.APPROVAL, COSTS, BUDGET)
    return made(RULES[rule], ballot, TICKS, gone=[{"p05": 1}] * 3, dice=dice)


def report(files, folder, **more) -> verify.Report:
    shutil.rmtree(folder, ignore_errors=True)
    return verify.checked(put(files, folder), language=1, **more)


def wrong(files, folder) -> list[str]:
    """What the program says is not well."""
    found = report(files, folder)
    assert found.code == (1 if found.read else 2)
    return [sentence for well, sentence in found.lines if not well]


@pytest.mark.parametrize("rule", RULES)
def test_a_whole_record_holds_by_each_rule(rule, tmp_path):
    found = report(whole(rule), tmp_path / "record")

    assert (found.code, [line for line in found.lines if not line[0]]) == (0, [])
    assert "18 ballots opened and checked, 3 more receipts were replaced" in found.spoken()


@pytest.mark.parametrize(
    ("kind", "votes", "rule"),
    [
        (BallotType.KNAPSACK, TICKS, "greedy"),
        (BallotType.POINTS, POINTS, "greedy"),
        (BallotType.RANKING, RANKS, "raised"),
    ],
)
def test_a_whole_record_holds_with_each_kind_of_ballot(kind, votes, rule, tmp_path):
    votes = [choices for choices in votes if kind is not BallotType.KNAPSACK or "p05" not in choices]
    files = made(RULES[rule], ballot_rule(kind, COSTS, BUDGET, points=6), votes)

    assert report(files, tmp_path / "record").code == 0


def test_it_runs_alone_with_nothing_but_python(tmp_path):
    folder = put(whole(), tmp_path / "record")

    words = [sys.executable, "-I", str(folder / "verify.py"), str(folder)]
    chinese = subprocess.run(words, capture_output=True, check=False, cwd=tmp_path)
    data = subprocess.run([*words, "--json"], capture_output=True, check=False, cwd=tmp_path)

    assert (chinese.returncode, data.returncode, chinese.stderr) == (0, 0, b"")
    assert "自己前后对得上：9 个文件、11 条流水、1 次计票，" in chinese.stdout.decode()
    assert json.loads(data.stdout)["whole"] is True


@pytest.mark.parametrize("path", sorted(whole()))
def test_one_changed_byte_anywhere_is_found_and_its_file_named(path, tmp_path):
    files, draw = whole("greedy"), random.Random(path)
    data = files[path]
    for at in sorted({0, len(data) - 1, *draw.sample(range(len(data)), min(len(data) - 1, 20))}):
        broken = bytearray(data)
        broken[at] ^= 1 << draw.randrange(8)

        said = wrong({**files, path: bytes(broken)}, tmp_path / "record")

        # A path that is changed in the list is itself what is named.
        assert path in said[0] or (path == "manifest.json" and said), (at, said)


@pytest.mark.parametrize("path", sorted(whole()))
def test_a_download_that_broke_off_is_told(path, tmp_path):
    files = whole()
    cut = files[path][: len(files[path]) // 2]

    assert path in wrong({**files, path: cut}, tmp_path / "record")[0]


def test_line_ends_of_another_system_are_called_what_they_are(tmp_path):
    files = whole()
    name = "polls/1/ballots.jsonl"

    said = wrong({**files, name: files[name].replace(b"\n", b"\r\n")}, tmp_path / "record")

    assert (
        said[0]
        == f"The line ends of {name} were changed (CRLF). Download it as it is; do not save it from an editor."
    )


def test_a_file_that_is_gone_and_one_that_was_added_are_named(tmp_path):
    files = whole()
    less = {path: data for path, data in files.items() if path != "polls/1/vote.pb"}

    assert "polls/1/vote.pb is gone" in wrong(less, tmp_path / "record")[0]
    assert (
        "polls/1/more.txt is not on the list"
        in wrong({**files, "polls/1/more.txt": b""}, tmp_path / "record")[0]
    )


def test_a_disclosure_that_the_journal_does_not_know_is_named(tmp_path):
    files = forged(whole(), "disclosures/1.json", lambda body: body | {"headline": "修路"})

    assert wrong(files, tmp_path / "record")[0].startswith("The fingerprint of disclosures/1.json is not in")


def test_a_file_that_no_check_looks_into_is_named(tmp_path):
    files = listed({**whole(), "polls/1/votes.csv": b"p01\n"})

    assert wrong(files, tmp_path / "record")[0].startswith(
        "polls/1/votes.csv is no file that this program knows"
    )


def test_ballots_of_a_poll_that_is_not_counted_are_named(tmp_path):
    files = whole()
    lines = files["entries.jsonl"].splitlines()[:9]

    said = wrong(listed({**files, "entries.jsonl": b"\n".join(lines) + b"\n"}), tmp_path / "record")

    assert said == ["The journal has no count of poll 1, yet there is polls/1/ballots.jsonl."]


def test_a_poll_that_was_taken_out_of_the_record_is_missed(tmp_path):
    files = listed({path: data for path, data in whole().items() if not path.startswith("polls/")})

    assert "polls/1/spec.json is gone" in wrong(files, tmp_path / "record")[0]


def test_a_folder_without_a_list_is_no_record(tmp_path):
    files = {path: data for path, data in whole().items() if path != "manifest.json"}

    assert report(files, tmp_path / "record").code == 2


def swap(rows):
    return [rows[1], rows[0], *rows[2:]]


def other_choice(rows):
    rows[2]["opening"]["choices"] = {"p05": 1}
    return rows


def other_word(rows):
    rows[2]["opening"]["word"] = "k7q2"
    return rows


def short_nonce(rows):
    rows[2]["opening"]["nonce"] = base64.b64encode(b"too short").decode()
    return rows


def by_post(rows):
    rows[2]["source"] = "post"
    return rows


@pytest.mark.parametrize(
    ("path", "change", "said"),
    [
        ("ballots.jsonl", lambda rows: rows[1:], "do not add up: 18 took part, 17 ballots"),
        ("ballots.jsonl", lambda rows: [rows[0], *rows], "Ballot 2 of poll 1 is there twice, or out of order."),
        ("ballots.jsonl", swap, "Ballot 2 of poll 1 is there twice, or out of order."),
        ("ballots.jsonl", other_choice, "Ballot 3 of poll 1 is not what its receipt"),
        ("ballots.jsonl", other_word, "Ballot 3 of poll 1 is not written as it must be."),
        ("ballots.jsonl", short_nonce, "Ballot 3 of poll 1 is not written as it must be."),
        ("ballots.jsonl", by_post, "came by “post”"),
        ("commitments.jsonl", lambda rows: rows[:1], "Batch 2 of poll 1 is not what the journal says."),
        ("commitments.jsonl", lambda rows: [rows[0], rows[0]], "Batch 2 of poll 1 is not what the journal says."),
        ("commitments.jsonl", swap, "Batch 1 of poll 1 is not what the journal says."),
        ("spec.json", lambda spec: spec | {"budget_minor": "1300000"}, "is not the one that was recorded"),
        ("closing.json", lambda told: told | {"dice": "6" * 20}, "The lot of poll 1 does not follow"),
        ("closing.json", lambda told: told | {"took_part": {"desk": 2, "online": 16}}, "was recorded at its closing"),
        ("closing.json", lambda told: told | {"took_part": {"online": 17}}, "17 took part, 18 ballots"),
        ("result.json", lambda told: told | {"seed": ""}, "(seed)"),
        ("result.json", lambda told: told | {"result": told["result"] | {"spent": "1"}}, "(result_hash)"),
    ],
)  # fmt: skip
def test_what_was_forged_with_its_list_is_named(path, change, said, tmp_path):
    files = forged(whole(), f"polls/1/{path}", change)

    assert said in wrong(files, tmp_path / "record")[0]


def test_a_forged_result_is_found_even_where_the_journal_was_forged_with_it(tmp_path):
    def other(told):
        told["result"]["selected"] = told["result"]["selected"][::-1]
        told["result_hash"] = verify.sha256(verify.canonical(told["result"]))
        return told

    files = forged(whole(), "polls/1/result.json", other)
    new = json.loads(files["polls/1/result.json"])["result_hash"]

    said = wrong(retold(files, "poll.count", result=new), tmp_path / "record")

    assert said[0].startswith("Poll 1 counted again gives selected")


def test_a_box_that_was_forged_with_its_files_shows_in_the_journal(tmp_path):
    said = wrong(retold(whole(), "poll.close", box="ab" * 32), tmp_path / "record")

    assert "The box of poll 1 is not what was recorded at its closing" in said[0]


@pytest.mark.parametrize(
    ("verb", "facts", "said"),
    [
        ("poll.publish", {"batch": 1}, "Batch 2 of poll 1"),
        ("poll.publish", {"list": "ab" * 32}, "Batch 1 of poll 1"),
        ("poll.turnout", {"day": "2026-11-21"}, "on 2026-11-21 cannot be right"),
        ("poll.turnout", {"took_part": 1001}, "cannot be right"),
        ("poll.close", {"took_part": 19}, "19 took part, 18 ballots"),
        ("poll.draw-lot", {"dice": "7" * 20}, "The lot of poll 1"),
        ("poll.draw-lot", {"seed": "ab" * 32}, "The lot of poll 1"),
        ("poll.count", {"result": "ab" * 32}, "(result)"),
        ("poll.count", {"ballots": 17}, "(ballots, chosen)"),
    ],
)
def test_what_the_journal_tells_must_be_so(verb, facts, said, tmp_path):
    assert said in wrong(retold(whole(), verb, **facts), tmp_path / "record")[0]


def drop(lines):
    return [*lines[:4], *lines[5:]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (drop, "Entry 5 is missing or in the wrong place."),
        (lambda lines: [*lines, lines[-1]], "Entry 12 is missing or in the wrong place."),
        (lambda lines: [*lines[:-1], lines[-1].replace(b"false", b"true")], "Entry 11 is not what its hash says"),
        (lambda lines: [*lines[:2], lines[2].replace(b'"v":1', b'"v":1,"v":1')], "Entry 3 cannot be read"),
        (lambda lines: [*lines[:2], lines[2].replace(b'"seq":3', b'"seq":' + b"3" * 5000)], "Entry 3 cannot be read"),
        (lambda lines: [*lines[:2], lines[2].replace(b'"seq":3', b'"seq":3.0')], "Entry 3 cannot be read"),
        (lambda lines: [*lines[:2], b"[" * 100000], "Entry 3 cannot be read"),
        (lambda lines: [*lines[:2], lines[2].replace(b'"area":"', b'"area":"\\ud800')], "Entry 3 cannot be read"),
        (lambda lines: [*lines[:2], lines[2] + b"\r"], "Entry 3 cannot be read"),
    ],
)  # fmt: skip
def test_the_first_entry_that_does_not_hold_is_named(change, said, tmp_path):
    files = whole()
    lines = change(files["entries.jsonl"].splitlines())
    files = {**files, "entries.jsonl": b"\n".join(lines) + b"\n"}

    assert said in " ".join(wrong(files, tmp_path / "record"))


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("result.json", b'"seed":', b'"seed":"","seed":'),
        ("closing.json", b'"online":17', b'"online":' + b"9" * 5000),
        ("ballots.jsonl", b'"p01":1', b'"p01":1e0'),
        ("commitments.jsonl", b'"batch":1', b'"batch": 1'),
        ("spec.json", b'"1200000"', b'"1.2e6"'),
        ("vote.pb", b"budget;12000", b"budget;1e999999999"),
        ("vote.pb", b"p01;6000", b"p01;6001"),
        ("vote.pb", b";p03\n", b";p05\n"),
        ("vote.pb", b";1\n", b";0\n"),
    ],
)
def test_what_is_written_in_another_way_does_not_hold(path, old, new, tmp_path):
    files = whole()
    name = f"polls/1/{path}"
    assert old in files[name]

    said = wrong(listed({**files, name: files[name].replace(old, new, 1)}), tmp_path / "record")

    assert len(said) == 1


def test_a_rule_of_tomorrow_is_said_to_be_unknown(tmp_path):
    files = forged(whole(), "polls/1/spec.json", lambda spec: spec | {"rule": {"name": "borda"}})
    spec = verify.sha256(files["polls/1/spec.json"])

    assert "“borda”" in wrong(retold(files, "poll.open", spec=spec), tmp_path / "record")[0]


def test_equals_that_a_secret_lot_has_parted_are_not_passed(tmp_path):
    costs, votes = {"p01": 800_000, "p02": 800_000}, [{"p01": 1}, {"p02": 1}]
    ballot = ballot_rule(BallotType.APPROVAL, costs, BUDGET)

    said = {
        wrong(made(RULES["greedy"], ballot, votes * 2, dice="", secret=seed), tmp_path / "record")[0]
        for seed in ("00", "01", "02", "03", "04", "05")
    }

    assert said == {
        "Poll 1 can only be decided by a lot, and none was drawn.",
        "Poll 1 counted again gives selected ['p01'], and ['p02'] was published.",
    }


def test_where_no_lot_was_needed_none_is_missed(tmp_path):
    assert report(whole("no-skip", dice=""), tmp_path / "record").code == 0


def test_the_hash_of_the_last_entry_shows_that_the_end_was_cut_off(tmp_path):
    head = json.loads(whole()["manifest.json"])["head"]

    assert report(whole(), tmp_path / "record", head=head).code == 0
    assert report(whole(), tmp_path / "record", head="ab" * 32).first_bad == 12


def test_a_lone_journal_is_followed_by_itself(tmp_path):
    file = put({"entries.jsonl": whole()["entries.jsonl"]}, tmp_path) / "entries.jsonl"
    nothing = put({"empty.jsonl": b"hello\n"}, tmp_path) / "empty.jsonl"

    assert (verify.checked(file).code, verify.checked(file).count) == (0, 11)
    assert verify.checked(nothing).code == 2
