"""A stranger has the download and the program in it, and finds what the keeper of the server did to the past.

Every attack here is a good one: the whole chain is linked anew and the list of files agrees.
"""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from microprojects import verify
from microprojects.domain import checkpoints as law
from microprojects.domain import transparency_log as tree
from microprojects.domain.canonical import canonical
from microprojects.domain.journal import leaf_hash
from microprojects.services import disclosures as deeds
from microprojects.store import bundles, log_keys
from microprojects.store.db import db
from tests.forged_records import HOUR, entries, found, key, rechained, rows, signed_record
from tests.noticing import latest, object_to
from tests.records_made import listed, put

OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
OTHERS = OTHER.public_key().public_bytes_raw()
SIGNED_OTHERWISE = "manifest.json is not the one that was signed: files or the list were changed after that, or another key signed it."
GONE = "The list is not signed (manifest.note is gone), yet this site has a key: the signature was taken away. Download it again."


@pytest.fixture
def record(world):
    """A record of six entries, signed after the third and at its end."""
    return signed_record(world)


def signed_by(secret, record, name="localhost/journal", sizes=(3, 6)):
    """Checkpoints over the record as it is, signed with a key of somebody else."""
    leaves = [leaf_hash(line) for line in record["entries.jsonl"].splitlines()]
    points = [law.Checkpoint(name, size, tree.root(leaves[:size])) for size in sizes]
    public = secret.public_key().public_bytes_raw()
    return [law.signed(point, public, secret.sign(point.text.encode())) for point in points]


def without(record, path):
    """The record with a file less."""
    return {name: data for name, data in record.items() if name != path}


def vouched_by_another(manifest, name="localhost/journal"):
    """The list of the files, signed with a key of somebody else."""
    text = law.list_text(verify.MANIFEST_FORM, name, hashlib.sha256(manifest).hexdigest())
    return law.noted(text, name, OTHERS, OTHER.sign(text.encode()))


def test_what_nobody_changed_holds_with_the_key_and_without(record, tmp_path):
    assert len(entries(record)) == 6
    assert found(record, tmp_path / "one") == []
    assert found(record, tmp_path / "two", key=key(record)) == []


def test_the_program_says_how_far_the_last_checkpoint_reaches_and_whose_key_it_is(record, world, tmp_path):
    object_to(world, who="xu", at=world.now + 4 * HOUR)
    db.session.rollback()
    later = put(dict(bundles.files(db.session())), tmp_path / "later")

    alone = verify.checked(later, language=1).spoken()
    pinned = verify.checked(later, language=1, key=key(record)).spoken()

    assert "The signatures of all 2 checkpoints hold" in alone
    assert "the last is over 6. The key came with the download" in alone
    assert "1 entries came after the last checkpoint" in alone
    assert "The key is the one that you named." in pinned


def test_a_changed_amount_is_found(record, tmp_path):
    row = rows(record)[0]
    body = json.loads(record[f"disclosures/{row['id']}.json"])
    data = canonical({**body, "fiscal_fen": "9000000"})
    new = verify.sha256(data)
    told = json.loads(json.dumps(entries(record)).replace(row["sha256"], new))
    listing = record["disclosures.jsonl"].replace(row["sha256"].encode(), new.encode())
    forged = rechained(record, told, **{f"disclosures/{row['id']}.json": data, "disclosures.jsonl": listing})

    assert body["fiscal_fen"] == "4000000"
    assert found(forged, tmp_path / "record") == [
        "The first 3 entries are not those that were signed: from entry 1 on something was changed, taken away"
        " or moved, and all of it linked anew."
    ]


def test_a_removed_objection_is_found(record, tmp_path):
    told = [entry for entry in entries(record) if not entry["verb"].startswith("objection.")]
    last = len(told)
    listing = b"".join(canonical({**row, "entry": min(row["entry"], last)}) + b"\n" for row in rows(record))
    forged = rechained(record, told, **{"disclosures.jsonl": listing})

    assert last < 6
    assert any("taken away" in said for said in found(forged, tmp_path / "record"))


def test_a_disclosure_that_says_an_earlier_day_than_its_entry_is_found(record, tmp_path):
    listing = [
        {**row, "published_at": "2026-03-01T02:00:00Z"} if row["version"] == 2 else row
        for row in rows(record)
    ]
    forged = listed({**record, "disclosures.jsonl": b"".join(canonical(row) + b"\n" for row in listing)})

    assert found(forged, tmp_path / "record") == [
        "Disclosure 2 says it was published at 2026-03-01T02:00:00Z, and entry 6 says 2026-03-04T04:00:00Z:"
        " it was dated anew."
    ]


def test_a_disclosure_back_dated_together_with_its_entry_is_found(record, tmp_path):
    early = "2026-03-04T03:00:01Z"  # not before the entry before it
    told = [{**entry, "at": early} if entry["seq"] == 6 else entry for entry in entries(record)]
    listing = [{**row, "published_at": early} if row["version"] == 2 else row for row in rows(record)]
    forged = rechained(
        record, told, **{"disclosures.jsonl": b"".join(canonical(row) + b"\n" for row in listing)}
    )

    assert found(forged, tmp_path / "record") == [
        "The first 6 entries are not those that were signed: from entry 4 on something was changed, taken away"
        " or moved, and all of it linked anew."
    ]


def test_an_entry_dated_before_the_one_before_it_is_found_even_where_nothing_was_signed(record, tmp_path):
    told = [
        {**entry, "at": "2026-03-01T02:00:00Z"} if entry["seq"] == 6 else entry for entry in entries(record)
    ]
    bare = {path: data for path, data in record.items() if path not in ("checkpoints.txt", "log.vkey")}

    assert found(rechained(bare, told), tmp_path / "record") == [
        "Entry 6 is earlier than one before it: its time was changed."
    ]


def test_a_re_ordered_entry_is_found(record, tmp_path):
    told = entries(record)
    told[1], told[2] = told[2], told[1]

    assert [said[:28] for said in found(rechained(record, told), tmp_path / "record")] == [
        "The first 3 entries are not "
    ]


def test_a_forged_signature_is_found(record, tmp_path):
    """The past was rewritten and the checkpoints too; only the secret key is not there."""
    told = entries(record)
    told[1]["facts"]["filing_number"] = "榕街备〔2026〕009号"
    forged = rechained(record, told)
    real, notes = key(record), []
    for note in signed_by(OTHER, forged):
        signature = base64.b64decode(note.split(" ")[-1])[4:]
        named = base64.b64encode(verify.key_of(real).id + signature).decode()
        notes.append(f"{note.rpartition(' ')[0]} {named}\n")
    forged = listed({**forged, "checkpoints.txt": law.joined(notes).encode()})

    assert found(forged, tmp_path / "record") == [
        "The signature of the checkpoint over 3 entries is false: another key made it, or it was changed."
    ]


@pytest.mark.parametrize("path", ["tables/payments.csv", "disclosures.jsonl", "minutes/1-1.txt"])
def test_what_somebody_on_the_way_changed_adds_or_leaves_out_is_found(record, tmp_path, path):
    """A mirror gives the files out, with a list that agrees; it has no key."""
    other = {**record, path: record.get(path, b"") + b"\n"} if path in record else {**record, path: b"more\n"}
    mirrored = {**listed(other), bundles.MANIFEST_NOTE: record[bundles.MANIFEST_NOTE]}

    assert SIGNED_OTHERWISE in found(mirrored, tmp_path / "changed")
    assert GONE in found(without(mirrored, bundles.MANIFEST_NOTE), tmp_path / "bare")


def test_a_list_signed_by_nobody_or_in_another_form_is_found(record, tmp_path):
    unreadable = {**record, bundles.MANIFEST_NOTE: b"nothing\n"}
    by_another = {**record, bundles.MANIFEST_NOTE: vouched_by_another(record[bundles.MANIFEST]).encode()}

    assert found(unreadable, tmp_path / "form") == [
        "manifest.note is not written as it must be. Download it again."
    ]
    assert found(by_another, tmp_path / "other") == [SIGNED_OTHERWISE]
    assert found(record, tmp_path / "whole") == []


def test_everything_signed_anew_with_another_key_is_found_by_who_knows_the_key(record, tmp_path):
    told = entries(record)
    told[1]["facts"]["filing_number"] = "榕街备〔2026〕009号"
    forged = rechained(record, told)
    notes, word = law.joined(signed_by(OTHER, forged)), law.vkey("localhost/journal", OTHERS)
    forged = listed(
        {**forged, "checkpoints.txt": notes.encode(), "log.vkey": f"{word}\n".encode()}, vouched_by_another
    )

    assert found(forged, tmp_path / "blind") == []
    assert [said[:49] for said in found(forged, tmp_path / "knowing", key=key(record))] == [
        "manifest.json is not the one that was signed: fil",
        "The key in the download is not the one that you n",
    ]


def test_checkpoints_that_were_left_out_are_missed_by_who_knows_the_key(record, tmp_path):
    bare = listed(
        {path: data for path, data in record.items() if path not in ("checkpoints.txt", "log.vkey")}
    )

    assert found(bare, tmp_path / "record", key=key(record)) == [
        GONE,
        "A key was named, and the download has no checkpoint: they were taken away.",
    ]


def test_an_end_that_was_cut_off_is_found(record, tmp_path):
    forged = rechained(record, entries(record)[:4])

    assert "A checkpoint is over 6 entries, and the journal has 4: entries were taken away." in found(
        forged, tmp_path / "record"
    )


def test_checkpoints_out_of_order_are_found(record, tmp_path):
    notes = law.split(record["checkpoints.txt"].decode())
    forged = listed({**record, "checkpoints.txt": law.joined(notes[::-1]).encode()})

    assert [said[:38] for said in found(forged, tmp_path / "record")] == [
        "The checkpoint over 3 entries is out o"
    ]


def test_a_disclosure_that_was_left_out_is_found(record, tmp_path):
    last = rows(record)[-1]
    forged = {path: data for path, data in record.items() if path != f"disclosures/{last['id']}.json"}
    listing = b"".join(canonical(row) + b"\n" for row in rows(record)[:-1])

    assert found(listed({**forged, "disclosures.jsonl": listing}), tmp_path / "record") == [
        "Entry 6 tells of a disclosure that is not on the list: it was taken away."
    ]


def test_all_disclosures_left_out_together_with_their_list_are_missed(record, tmp_path):
    bare = {path: data for path, data in record.items() if not path.startswith("disclosures")}

    assert found(listed(bare), tmp_path / "record") == [
        f"Entry {seq} tells of a disclosure that is not on the list: it was taken away." for seq in (1, 6)
    ]


def test_a_disclosure_said_to_be_taken_down_when_nothing_was_is_found(record, tmp_path):
    last = rows(record)[-1]
    forged = {path: data for path, data in record.items() if path != f"disclosures/{last['id']}.json"}
    down = [*rows(record)[:-1], {**last, "taken_down_at": "2026-03-04T05:30:00Z"}]
    forged["disclosures.jsonl"] = b"".join(canonical(row) + b"\n" for row in down)

    assert [said[:13] for said in found(listed(forged), tmp_path / "record")] == ["Disclosure 2 "]


def test_one_that_was_really_taken_down_leaves_its_line_and_the_record_holds(record, world, tmp_path):
    deeds.take_down(latest().id, reason="写了门牌号", actor=world["zhao"], at=world.now + 4 * HOUR)
    db.session.rollback()
    later = dict(bundles.files(db.session()))

    assert (rows(later)[-1]["taken_down_at"], "disclosures/2.json" in later) == (
        "2026-03-04T06:00:00Z",
        False,
    )
    assert found(later, tmp_path / "record") == []


def compared(record, folder, first, second, *words):
    """The verdict of `compare` on two notes."""
    put({"a.txt": first.encode(), "b.txt": second.encode()}, folder)
    put(record, folder / "record")
    return verify.main(
        ["compare", str(folder / "a.txt"), str(folder / "b.txt"), "--key", key(record), *words]
    )


def test_a_fork_of_the_log_is_found(record, tmp_path, capfd):
    """Two checkpoints over the same six entries with one key, shown to different people."""
    mine = law.split(record["checkpoints.txt"].decode())[-1]
    told = entries(record)
    told[2]["facts"]["ground"] = "other"
    yours = signed_by(log_keys.keeper()._key(), rechained(record, told))[-1]

    code = compared(record, tmp_path, mine, yours, "--lang", "en")

    assert (code, "There are two versions of the journal!" in capfd.readouterr().out) == (1, True)


def test_checkpoints_of_one_history_belong_together(record, tmp_path):
    early, late = law.split(record["checkpoints.txt"].decode())
    folder = str(tmp_path / "record")

    assert compared(record, tmp_path, early, early) == 0
    assert compared(record, tmp_path, late, early, "--record", folder) == 0
    assert compared(record, tmp_path, late, early) == 2


def test_an_early_checkpoint_of_another_history_does_not_belong_to_the_record(record, tmp_path):
    told = entries(record)
    told[2]["facts"]["ground"] = "other"
    early = signed_by(log_keys.keeper()._key(), rechained(record, told))[0]
    late = law.split(record["checkpoints.txt"].decode())[1]

    assert compared(record, tmp_path, early, late, "--record", str(tmp_path / "record")) == 1
