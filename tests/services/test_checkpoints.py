"""Signing the journal: what was signed stays its beginning, or nothing is signed any more."""

from __future__ import annotations

import threading

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from microprojects.domain import checkpoints as law
from microprojects.domain import transparency_log as tree
from microprojects.domain.journal import leaf_hash
from microprojects.services import areas, checkpoints
from microprojects.store import checkpoints as kept
from microprojects.store import journal, log_keys, log_standings
from microprojects.store.db import db, transaction
from tests.consulting import statements
from tests.forging import forge, off_guard


@pytest.fixture
def folder(world):
    """Where the key and the note are; each test begins with neither."""
    found = log_keys.keeper().folder
    for name in ("log.key", log_keys.NOTE):
        (found / name).unlink(missing_ok=True)
    return found


def act(world, many=1):
    """Let something happen that the journal tells of."""
    for n in range(1, many + 1):
        areas.count("minghu/rongshu/lizhi", adults=n, actor=world["pei"], at=world.now)
    db.session.rollback()


def newest():
    db.session.rollback()
    return kept.newest(db.session())


def leaves():
    db.session.rollback()
    return [leaf_hash(body.encode()) for body in journal.walk(db.session())]


def sign(world):
    return checkpoints.sign_due(at=world.now)


def back_to(size):
    """Make the database the one that it was when the journal had so many entries."""
    with off_guard() as raw:
        for table in ("journal_actors", "journal_entries"):
            raw.execute(text(f"DELETE FROM {table} WHERE seq > :size"), {"size": size})
        raw.execute(text("DELETE FROM journal_checkpoints WHERE size > :size"), {"size": size})
        raw.execute(
            text("DELETE FROM journal_subtrees WHERE (place + 1) * (1 << level) > :size"), {"size": size}
        )
        raw.execute(
            text(
                "UPDATE journal_head SET seq = :size, hash = (SELECT hash FROM journal_entries WHERE seq = :size)"
            ),
            {"size": size},
        )


def test_nothing_is_signed_while_nothing_happened(world, folder):
    assert sign(world) == 0
    assert newest() is None
    assert not (folder / "log.key").exists()


def test_what_happened_is_signed_once(world, folder):
    act(world, 3)

    assert (sign(world), sign(world)) == (1, 0)
    assert newest().size == 3
    assert newest().root == tree.root(leaves()).hex()


def test_the_note_is_signed_with_the_key_that_the_word_names(world, folder):
    act(world)
    sign(world)
    name, _, rest = log_keys.keeper().vkey().partition("+")
    note = law.read(newest().note)
    public = log_keys.keeper()._public(log_keys.keeper()._key())

    signature = note.of(name, bytes.fromhex(rest[:8]))

    assert note.checkpoint.origin == name == "localhost/journal"
    Ed25519PublicKey.from_public_bytes(public).verify(signature, note.checkpoint.text.encode())


def test_key_and_note_are_for_their_owner_alone(world, folder):
    act(world)
    sign(world)

    modes = {(folder / name).stat().st_mode & 0o777 for name in ("log.key", log_keys.NOTE, "log.lock")}

    assert modes == {0o600}


def test_every_proof_of_every_size_holds(world, folder):
    sizes = []
    for many in (1, 2, 14, 1, 15, 7):  # 1, 3, 17, 18, 33, 40: around what is kept as subtrees
        act(world, many)
        sign(world)
        sizes.append(newest().size)
    hashes, session = leaves(), db.session()
    roots = kept.signed(session)

    assert (sizes, set(roots)) == ([1, 3, 17, 18, 33, 40], set(sizes))
    for size in sizes:
        for seq in range(1, size + 1):
            proof = kept.inclusion(session, seq, size)
            assert tree.is_included(seq - 1, size, hashes[seq - 1], proof, roots[size])
        for first in range(1, size + 1):
            proof = kept.consistency(session, first, size)
            assert tree.is_consistent(first, size, tree.root(hashes[:first]), roots[size], proof)


def test_a_proof_takes_two_statements(bench, world, folder):
    act(world, 40)
    sign(world)
    session = db.session()
    session.rollback()

    with statements(bench.engine) as sent:
        kept.inclusion(session, 3, 40)

    assert len(sent) == 2


def test_subtrees_are_kept_once_each(world, folder):
    for many in (16, 16, 8):
        act(world, many)
        sign(world)

    rows = db.session().execute(select(kept.JournalSubtree.level, kept.JournalSubtree.place)).all()

    assert sorted(map(tuple, rows)) == [(4, 0), (4, 1), (5, 0)]


@pytest.mark.parametrize("table", ["journal_checkpoints", "journal_subtrees"])
def test_what_is_signed_stays_in_the_database(world, folder, table):
    act(world, 16)
    sign(world)

    for sql in (f"UPDATE {table} SET {'root' if 'check' in table else 'hash'} = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="stays"), transaction() as session:
            session.execute(text(sql))


def test_an_older_database_is_not_signed(world, folder):
    act(world, 3)
    sign(world)
    act(world, 3)
    sign(world)
    back_to(3)

    with pytest.raises(law.LogShrunk) as refused:
        sign(world)

    assert refused.value.facts == {"signed": 6, "size": 3}
    assert newest().size == 3


def test_an_older_database_that_grew_again_is_not_signed(world, folder):
    act(world, 3)
    sign(world)
    act(world, 3)
    sign(world)
    back_to(3)
    areas.count("minghu/rongshu/lizhi", adults=99, actor=world["pei"], at=world.now)
    act(world, 5)

    with pytest.raises(law.LogRewritten) as refused:
        sign(world)

    assert refused.value.facts == {"signed": 6}


def test_a_journal_of_which_everything_is_gone_is_not_signed(world, folder):
    act(world, 2)
    sign(world)
    with off_guard() as raw:
        for table in ("journal_actors", "journal_entries", "journal_checkpoints"):
            raw.execute(text(f"DELETE FROM {table}"))
        raw.execute(text("UPDATE journal_head SET seq = 0, hash = :none"), {"none": "0" * 64})

    with pytest.raises(law.LogShrunk):
        sign(world)


def test_an_entry_that_was_changed_is_found_before_the_next_is_signed(world, folder):
    act(world, 4)
    sign(world)
    act(world)
    told = "UPDATE journal_entries SET body = replace(body, :old, :new) WHERE seq = 2"
    forge(told, old='"adults":2', new='"adults":9')

    with pytest.raises(law.LogRewritten):
        sign(world)
    with pytest.raises(law.LogRewritten):
        log_standings.look(db.session(), log_keys.keeper())


def test_a_checkpoint_that_was_changed_in_the_database_is_found(world, folder):
    act(world)
    sign(world)
    act(world)
    sign(world)
    forge("UPDATE journal_checkpoints SET root = :root WHERE size = 1", root="ab" * 32)
    act(world)

    with pytest.raises(law.LogRewritten) as refused:
        sign(world)

    assert refused.value.facts == {"signed": 1}


def test_a_crash_after_the_note_and_before_the_database_is_made_good(world, folder):
    act(world, 2)
    sign(world)
    act(world, 2)
    sign(world)
    note = newest().note
    with off_guard() as raw:
        raw.execute(text("DELETE FROM journal_checkpoints WHERE size = 4"))

    assert (newest().size, sign(world), sign(world)) == (2, 1, 0)
    assert newest().note == note


def test_without_the_key_nothing_new_is_signed_and_no_key_is_made(world, folder):
    act(world)
    sign(world)
    act(world)
    (folder / "log.key").unlink()

    with pytest.raises(law.LogKeyGone):
        sign(world)

    assert not (folder / "log.key").exists()


def test_another_key_does_not_go_on(world, folder):
    act(world)
    sign(world)
    act(world)
    (folder / "log.key").write_bytes(bytes(32))

    with pytest.raises(law.LogKeyGone):
        sign(world)


@pytest.mark.parametrize("content", [None, b"", b"\xff", b"localhost/journal\n1\n"])
def test_without_the_note_nothing_is_signed(world, folder, content):
    act(world)
    sign(world)
    act(world)
    (folder / log_keys.NOTE).unlink()
    if content is not None:
        (folder / log_keys.NOTE).write_bytes(content)

    with pytest.raises(law.NoteGone):
        sign(world)


def test_a_note_put_back_from_elsewhere_serves(world, folder):
    act(world)
    sign(world)
    published = newest().note
    (folder / log_keys.NOTE).write_text(published)
    act(world)

    assert sign(world) == 1


def test_several_at_once_sign_once(app, world, folder):
    act(world, 5)
    signed = []

    def work():
        with app.app_context():
            signed.append(checkpoints.sign_due(at=world.now))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(signed) == [0, 0, 0, 1]
    assert db.session().scalar(select(func.count()).select_from(kept.JournalCheckpoint)) == 1


def test_a_deed_sends_no_more_statements_than_before(bench, world, folder):
    act(world, 15)
    sign(world)

    with statements(bench.engine) as sent:
        areas.count("minghu/rongshu/lizhi", adults=3, actor=world["pei"], at=world.now)

    assert not [sql for sql in sent if "journal_subtrees" in sql or "journal_checkpoints" in sql]
