"""What a stranger with the database, and without the key, hid in the lists of a record: take-downs, versions, checkpoints, codes on paper.

As in `test_forged_records`, the chain is linked anew and the list of files agrees.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta

import pytest

from microprojects import verify
from microprojects.domain import checkpoints as law
from microprojects.domain import transparency_log as tree
from microprojects.domain.canonical import canonical
from microprojects.domain.journal import leaf_hash, short_code
from microprojects.services import checkpoints, proposals
from microprojects.services import disclosures as deeds
from microprojects.store import bundles
from microprojects.store.db import db
from microprojects.web.filters import paper_code
from tests.forged_records import HOUR, entries, found, key, rechained, rows, signed_record
from tests.noticing import NUMBER, answer, file_it, latest, object_to, told
from tests.records_made import listed, put

DAY = timedelta(days=1)


def now():
    """The record as it stands, read as a download is; its tables are forged in `test_forged_tables`."""
    db.session.rollback()
    return listed(
        {path: data for path, data in bundles.files(db.session()) if not path.startswith("tables/")}
    )


@pytest.fixture
def record(world):
    """A record of six entries, signed after the third and at its end."""
    return signed_record(world)


@pytest.fixture
def long_record(world):
    """A record of some days, signed on each, with two versions of a decision."""
    told(world)
    checkpoints.sign_due(at=world.now)
    file_it(world, at=world.now + DAY)
    checkpoints.sign_due(at=world.now + DAY)
    objection = object_to(world, at=world.now + 2 * DAY)
    answer(world, objection, at=world.now + 2 * DAY + HOUR)
    checkpoints.sign_due(at=world.now + 2 * DAY + HOUR)
    correct(world, "0755-00005678", world.now + 4 * DAY)
    checkpoints.sign_due(at=world.now + 4 * DAY)
    return now()


def correct(world, phone, at):
    """Publish another version of the decision."""
    deeds.correct(
        latest().id, changes={"contact.phone": phone}, reason="号码写错了", actor=world["zhao"], at=at
    )


def relisted(record, change):
    """The record with lines of its list of disclosures changed, by their number."""
    lines = [change.get(row["id"], lambda row: row)(row) for row in rows(record)]
    return listed({**record, "disclosures.jsonl": b"".join(canonical(row) + b"\n" for row in lines)})


def without(facts, name):
    """The facts of an entry from before one of them was told."""
    return {key: fact for key, fact in facts.items() if key != name}


def dropped(record, number, down):
    """The record without one disclosure, said to be taken down at a moment."""
    bare = {path: data for path, data in record.items() if path != f"disclosures/{number}.json"}
    return relisted(bare, {number: lambda row: {**row, "taken_down_at": down}})


# disclosures that are said to be taken down


@pytest.mark.parametrize("seq", range(1, 7))
def test_a_dropped_disclosure_that_borrows_the_time_of_any_entry_is_found(record, tmp_path, seq):
    down = entries(record)[seq - 1]["at"]

    assert found(dropped(record, 1, down), tmp_path / "record") == [
        f"Disclosure 1 is said to be taken down at {down}; the journal does not tell that it was, or it is still there."
    ]


def test_a_take_down_of_another_version_is_no_excuse(record, world, tmp_path):
    deeds.take_down(latest().id, reason="写了门牌号", actor=world["zhao"], at=world.now + 4 * HOUR)
    later = now()

    assert found(later, tmp_path / "whole") == []
    assert len(found(dropped(later, 1, rows(later)[1]["taken_down_at"]), tmp_path / "forged")) == 1


def test_a_take_down_of_another_project_is_no_excuse(record, tmp_path):
    """The entry says so of this very fingerprint, but as an act of another project."""
    row, last = rows(record)[0], entries(record)[-1]
    act = {**last, "verb": "disclosure.take-down", "facts": {"sha256": row["sha256"], "taken_down": []}}
    of_another = [*entries(record), {**act, "subject": "project/LZ-2026-999"}]
    bare = {path: data for path, data in record.items() if path not in ("checkpoints.txt", "log.vkey")}

    forged = rechained(dropped(bare, 1, act["at"]), of_another)

    assert [said[:12] for said in found(forged, tmp_path / "record")] == ["Disclosure 1"]


def test_once_acts_name_what_they_take_down_one_that_names_nothing_takes_nothing_down(record, tmp_path):
    told = entries(record)
    early = [{**each, "facts": without(each["facts"], "taken_down")} for each in told]
    silent = {**told[-1], "verb": "proposer.mask-name", "facts": {}}
    bare = {path: data for path, data in record.items() if path not in ("checkpoints.txt", "log.vkey")}
    forged = dropped(bare, 1, told[-1]["at"])

    before = found(rechained(forged, [*early, silent]), tmp_path / "before")
    after = found(rechained(forged, [*told, silent]), tmp_path / "after")

    assert told[-1]["facts"]["taken_down"] == []
    assert (before, [said[:12] for said in after]) == ([], ["Disclosure 1"])


def test_a_correction_without_a_new_version_is_found(record, tmp_path):
    told = entries(record)
    bare = {path: data for path, data in record.items() if path not in ("checkpoints.txt", "log.vkey")}

    assert found(rechained(bare, [*told, {**told[-1], "facts": {}}]), tmp_path / "record") == [
        "Entry 7 tells of a correction without a new version: there is none without one."
    ]


def test_one_that_was_taken_down_and_stands_there_again_is_found(record, world, tmp_path):
    before = latest()
    number, body = before.id, canonical(before.body)
    deeds.take_down(number, reason="写了门牌号", actor=world["zhao"], at=world.now + 4 * HOUR)
    back = relisted(
        {**now(), f"disclosures/{number}.json": body}, {number: lambda row: {**row, "taken_down_at": ""}}
    )

    assert found(back, tmp_path / "record") == [
        f"Entry 7 took disclosure {number} down, and the list does not say so."
    ]


def test_every_version_that_goes_with_a_deed_is_named_in_its_entry(record, world, tmp_path):
    """Consent to the name is taken back: what showed it is gone, and the record holds."""
    proposals.show_name(NUMBER, shown=True, actor=world["lin"], at=world.now + 4 * HOUR)
    correct(world, "0755-00009999", world.now + 5 * HOUR)
    proposals.show_name(NUMBER, shown=False, actor=world["lin"], at=world.now + 6 * HOUR)
    later = now()
    gone = [row["sha256"] for row in rows(later) if row["taken_down_at"]]

    assert [row["version"] for row in rows(later) if row["taken_down_at"]] == [3]
    assert entries(later)[-1]["facts"]["taken_down"] == gone
    assert found(later, tmp_path / "record") == []


def test_older_entries_that_named_only_the_first_are_believed_of_their_own_project(record, world, tmp_path):
    deeds.take_down(latest().id, reason="写了门牌号", actor=world["zhao"], at=world.now + 4 * HOUR)
    later = now()
    told = entries(later)
    del told[-1]["facts"]["taken_down"]
    bare = {path: data for path, data in later.items() if path not in ("checkpoints.txt", "log.vkey")}
    old = rechained(bare, told)

    assert found(old, tmp_path / "old") == []
    assert len(found(dropped(old, 1, told[-1]["at"]), tmp_path / "forged")) == 1


# kinds, versions, numbers


@pytest.mark.parametrize(
    "change", [{"version": 9}, {"kind": "result"}, {"kind": "spending", "version": 1}, {"version": 1}]
)
def test_a_kind_or_version_that_is_not_that_of_the_file_is_found(record, tmp_path, change):
    forged = relisted(record, {2: lambda row: {**row, **change}})

    assert [said[:40] for said in found(forged, tmp_path / "record")] == [
        "Kind, version or project of disclosure 2"
    ]


def test_a_first_version_that_was_taken_away_with_its_entry_leaves_a_gap(record, tmp_path):
    """Nothing was signed: the entry tells of something else now, and only the count of versions is left."""
    told = entries(record)
    del told[0]["facts"]["disclosure"]
    bare = {path: data for path, data in record.items() if path not in ("checkpoints.txt", "log.vkey")}
    del bare["disclosures/1.json"]
    bare["disclosures.jsonl"] = canonical(rows(record)[1]) + b"\n"

    assert found(rechained(bare, told), tmp_path / "record") == [
        "Disclosure 2 says version 2 where 1 must come: a version was taken away, or renumbered."
    ]


def test_exchanged_numbers_are_found(record, tmp_path):
    one, two = rows(record)
    files = {**record, "disclosures/1.json": record["disclosures/2.json"]}
    files["disclosures/2.json"] = record["disclosures/1.json"]
    forged = relisted(files, {1: lambda _: {**two, "id": 1}, 2: lambda _: {**one, "id": 2}})

    said = found(forged, tmp_path / "record")

    assert any("the numbers were exchanged" in each for each in said)
    assert any(each.startswith("Kind, version or project of disclosure 1") for each in said)


# checkpoints that were thinned out


def test_an_end_that_is_unsealed_for_long_is_found_with_the_key_and_without(long_record, tmp_path):
    """All checkpoints but the first are left out, and what came after it is written anew."""
    notes = law.split(long_record["checkpoints.txt"].decode())
    told = entries(long_record)
    told[1]["facts"]["filing_number"] = "榕街备〔2026〕009号"
    last = json.loads(json.dumps(told[-1]))
    forged = rechained({**long_record, "checkpoints.txt": notes[0].encode()}, [*told[:-1], last])

    assert found(long_record, tmp_path / "whole", key=key(long_record)) == []
    for folder, more in (("blind", {}), ("knowing", {"key": key(long_record)})):
        [said] = found(forged, tmp_path / folder, **more)
        assert said.startswith("The last checkpoint is over 1 entries, and the 5 after it reach from")
        assert "more than 48 hours without one" in said


def test_an_end_of_two_days_is_said_and_holds(record, world, tmp_path):
    object_to(world, who="xu", at=world.now + 4 * HOUR)
    object_to(world, who="chen", at=world.now + 4 * HOUR + verify.UNSEALED)

    report = verify.checked(put(now(), tmp_path / "record"), language=1)

    assert (report.whole, report.document()["unsealed"]) == (True, 2)
    assert report.document()["ends_at"] == "2026-03-06T06:00:00Z"
    assert "2 entries came after the last checkpoint (until 2026-03-06T06:00:00Z)" in report.spoken()


def test_without_checkpoint_and_key_only_its_own_agreement_is_claimed(record, tmp_path):
    told = entries(record)
    told[1]["facts"]["filing_number"] = "榕街备〔2026〕009号"
    bare = {path: data for path, data in record.items() if path not in ("checkpoints.txt", "log.vkey")}

    report = verify.checked(put(rechained(bare, told), tmp_path / "record"), language=1)

    assert (report.code, report.document()["unsealed"]) == (0, 6)
    assert "All of it holds" not in report.spoken()
    assert report.document()["sentence"].startswith("The download agrees with itself: ")
    assert "proves nothing about whether all of it was written anew" in report.document()["sentence"]


# codes on paper


def asked(folder, *words):
    """The code with which the program in the download ends, and its lines."""
    run = [sys.executable, "-I", "-S", str(folder / "verify.py"), str(folder), "--lang", "en", *words]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_codes_as_they_are_printed_are_those_of_the_entry_and_of_the_seal(record, tmp_path):
    folder = put(record, tmp_path / "record")
    code = entries(record)[3]["hash"]
    root = tree.root([leaf_hash(line) for line in record["entries.jsonl"].splitlines()[:3]]).hex()

    done, said = asked(
        folder,
        *("--printed", "4", short_code(code), "--printed", "3", *paper_code(root).split(" ")),
        *("--printed", "4", paper_code(code).upper()),
    )

    assert done == 0
    assert said.count(f"ok: The code on paper holds: entry 4 is {paper_code(code)[:9]}") == 2
    assert f"ok: The code on paper holds: the seal over the first 3 entries is {paper_code(root)}." in said


def test_a_paper_that_was_printed_before_the_past_was_changed_tells_it(record, tmp_path):
    code = short_code(entries(record)[3]["hash"])
    told = entries(record)
    told[1]["facts"]["filing_number"] = "榕街备〔2026〕009号"
    bare = {path: data for path, data in record.items() if path not in ("checkpoints.txt", "log.vkey")}
    folder = put(rechained(bare, told), tmp_path / "record")

    assert asked(folder)[0] == 0
    done, said = asked(folder, "--printed", "4", code)

    assert (done, f"NO: On paper 4 goes with {code.replace('-', ' ')}" in said) == (1, True)


def test_a_paper_that_tells_of_more_entries_than_there_are_says_so(record, tmp_path):
    folder = put(record, tmp_path / "record")

    done, said = asked(folder, "--printed", "9", "3f2a-91bc")

    assert (done, "NO: The paper tells of entry 9, and 6 entries" in said) == (1, True)


@pytest.mark.parametrize(
    "words", [["4", "3f2a"], ["four", "3f2a91bc"], ["4"], ["4", "zzzz-zzzz"], ["0", "3f2a91bc"]]
)
def test_what_is_no_code_is_not_taken_for_a_wrong_one(record, tmp_path, words):
    done, said = asked(put(record, tmp_path / "record"), "--printed", *words)

    assert (done, "cannot be read" in said) == (2, True)
