"""What somebody with the database changes past the journal is found by the site itself, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from microprojects.services import comments as deeds
from microprojects.services import files, self_checks
from microprojects.store import bundles, kept_files, uploads
from microprojects.store import files as attached
from microprojects.store import self_checks as store
from microprojects.store.db import db
from tests.contracted import whole_life
from tests.discussing import write
from tests.first_deliberation import accepted
from tests.forging import forge, uncounted
from tests.store.test_forged_tables import wrongs
from tests.web.test_public_files import jpeg


def found():
    """What the site finds of itself."""
    db.session.rollback()
    return store.look(db.session(), 1)


def of_tables():
    """What the tables are found to say otherwise than the journal, whose small world has acts out of their order."""
    db.session.rollback()
    return wrongs(dict(bundles.files(db.session())))


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE payments SET payee = '改名有限公司' WHERE id = 2", "In table payments, payee of 2 is “改名有限公司”"),
        ("UPDATE payments SET purpose = '奖金' WHERE id = 2", "In table payments, purpose of 2 is “奖金”"),
        ("UPDATE payments SET state = 'entered', decided_at = NULL WHERE id = 2", "which table payments has not"),
        ("UPDATE contracts SET ends_on = '2027-01-01'", "In table contracts, ends_on of LZ-2026-001"),
        ("UPDATE projects SET state = 'closed' WHERE number = 'LZ-2026-001'", "In table projects, state of LZ-2026-001"),
    ],
)  # fmt: skip
def test_rows_of_tables_that_were_changed_are_found(world, sql, said):
    whole_life(world)
    uncounted()
    before = of_tables()
    forge(sql)

    assert before == []
    assert any(said in each for each in of_tables())


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (
            "DELETE FROM comments",
            "Entry %s tells of comment 1, which is not in the database: it was deleted.",
        ),
        (
            "UPDATE comments SET hidden_at = '2026-03-05 00:00:00', hidden_reason = 'x'",
            "comment 1 is hidden in the database, and no entry of the journal hid it.",
        ),
        (
            "UPDATE comments SET withdrawn_at = '2026-03-05 00:00:00', text = ''",
            "comment 1 is hidden in the database, and no entry of the journal hid it.",
        ),
    ],
)
def test_comments_that_were_deleted_or_hidden_past_the_journal_are_found(world, session, sql, said):
    write(world, number=accepted(world))
    seq = max(int(row[0]) for row in session.execute(text("SELECT max(seq) FROM journal_entries")))
    forge(sql)

    assert [each for each in found() if "comment" in each] == [said % seq if "%s" in said else said]


def test_comments_that_were_hidden_and_taken_back_by_deeds_are_as_the_journal_tells(world):
    number = accepted(world)
    one, two = write(world, number=number), write(world, number=number, text="再说一句。")
    three, four = write(world, number=number, text="第三句。"), write(world, number=number, text="第四句。")
    for each in (one, three, four):
        deeds.hide(each, reason="骂人", actor=world["zhao"], at=world.now + timedelta(minutes=1))
    deeds.withdraw(two, actor=world["chen"], at=world.now + timedelta(minutes=1))
    for each in (three, four):
        deeds.restore(each, reason="看错了", actor=world["sun"], at=world.now + timedelta(minutes=2))
    deeds.hide(four, reason="还是骂人", actor=world["zhao"], at=world.now + timedelta(minutes=3))

    assert [each for each in found() if "comment" in each] == []


def test_a_comment_that_was_restored_past_the_journal_is_found(world):
    written = write(world, number=accepted(world))
    deeds.hide(written, reason="骂人", actor=world["zhao"], at=world.now + timedelta(minutes=1))
    forge("UPDATE comments SET hidden_at = NULL, hidden_reason = '', hidden_by_id = NULL")

    assert [each for each in found() if "comment" in each] == [
        f"The journal hid comment {written} or took it back, and the database shows it as before."
    ]


def test_words_of_a_comment_that_were_changed_are_found(world):
    written = write(world, number=accepted(world))
    forge("UPDATE comments SET text = '我反对。'")

    assert [each for each in found() if "comment" in each and "words" in each] != []
    assert any(f"comment {written}" in each for each in found())


def test_once_a_day_it_is_looked_and_kept(world, session):
    write(world, number=accepted(world))
    forge("DELETE FROM comments")
    day = timedelta(days=1)

    first = self_checks.check_due(at=world.now)
    again = self_checks.check_due(at=world.now)
    kept = store.last()

    assert first > 0
    assert again == 0
    assert (kept.day, len(kept.wrongs)) == (world.now.date().isoformat(), first)
    assert self_checks.check_due(at=world.now + day) == first


def test_the_page_of_the_journal_tells_what_does_not_hold(world, client):
    write(world, number=accepted(world))
    forge("DELETE FROM comments")
    self_checks.check_due(at=world.now)

    page = client.get("/journal").text

    assert "是绕过流水改的" in page
    assert "被删掉了" in page


@pytest.fixture
def photo(world):
    """The fingerprint of a photo that was attached."""
    number = accepted(world)
    file_id = files.attach(
        number, purpose="board_photo", upload=jpeg(), name="栏.jpg", actor=world["zhao"], at=world.now
    )
    files.look(file_id, shows=True, is_clear=True, actor=world["qian"], at=world.now)
    return file_id, attached.get(db.session(), file_id).sha256


def troubles():
    db.session.rollback()
    return [trouble.sentence for _count, trouble in kept_files.look(db.session()) if trouble]


def test_a_file_that_was_overwritten_is_not_sent_and_is_told(photo, client):
    number, digest = photo
    path = uploads.path_of(digest)
    address = client.get(f"/files/{number}").location
    before, whole = client.get(address).status_code, troubles()
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))

    answer = client.get(address)

    assert (before, whole) == (200, [])
    assert (answer.status_code, "在服务器上被换过" in answer.text) == (503, True)
    assert [said.endswith("it was overwritten. Put the kept one back.") for said in troubles()] == [True]
    path.write_bytes(data)
    assert client.get(address).status_code == 200


def test_a_file_that_is_missing_and_one_that_nothing_names_are_told(photo):
    _number, digest = photo
    path = uploads.path_of(digest)
    path.rename(path.with_name("ab" * 31))

    said = troubles()

    assert any("is not what its name says" in each for each in said)
    assert any(each.startswith(digest) for each in said)


def test_what_is_sent_is_read_once_as_long_as_it_stays(photo, monkeypatch):
    _number, digest = photo
    uploads.sound_path(digest)
    monkeypatch.setattr(uploads.hashlib, "file_digest", None)

    assert uploads.sound_path(digest) == uploads.path_of(digest)


def test_a_public_file_under_another_fingerprint_is_found(photo):
    number, _digest = photo
    forge("UPDATE attachments SET sha256 = :digest WHERE id = :id", digest="ab" * 32, id=number)

    assert any("is in no entry of the journal" in each for each in store.look(db.session(), 1))
