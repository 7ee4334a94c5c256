"""The boards of a community, and the proof that a sheet other than a disclosure hangs on one."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy.exc import DatabaseError

from microprojects.domain.attachments import NothingToLookAt, NotLookedAt, SameEyes
from microprojects.domain.errors import NotFound, NotPermitted
from microprojects.domain.postings import BoardKnown, HungLater, HungTooEarly
from microprojects.domain.uploads import EmptyFile, KindNotTaken
from microprojects.services import postings
from microprojects.store import journal, looks, uploads
from microprojects.store import postings as kept
from microprojects.store.db import db, transaction
from microprojects.store.postings import SheetPost
from tests.council import Sitting, ready

PLACE = "荔枝苑东门公告栏"


def a_photo(place: str = "22.5N 114.0E") -> bytes:
    """A photo that tells in its metadata where it was taken."""
    told = Image.Exif()
    told[0x010E] = place
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG", exif=told)
    return out.getvalue()


def hang(world, subject="notice/1", who="zhao", at=None, photo=None, **given):
    return postings.record_post(
        subject,
        place=PLACE,
        photo=a_photo() if photo is None else photo,
        name="板.jpg",
        actor=world[who],
        at=at or world.now,
        **given,
    )


def look(world, number, who="qian", *, shows=True, is_clear=True):
    postings.look(number, shows=shows, is_clear=is_clear, actor=world[who], at=world.now)


@pytest.fixture
def called(session, world):
    """A meeting that was called."""
    return Sitting(world).call(ready(world)).meeting_id


def test_a_board_is_listed_under_its_name_once(session, world):
    postings.add_board("lizhi", name=PLACE, actor=world["zhao"], at=world.now)

    with pytest.raises(BoardKnown):
        postings.add_board("lizhi", name=PLACE, actor=world["zhao"], at=world.now)

    assert [board.name for board in kept.boards(db.session(), world.areas["lizhi"])] == [PLACE]


def test_a_board_out_of_use_comes_back_as_the_same_one(session, world):
    first = postings.add_board("lizhi", name=PLACE, actor=world["zhao"], at=world.now)
    postings.retire_board(first, actor=world["zhao"], at=world.now)
    assert kept.boards(db.session(), world.areas["lizhi"]) == []

    assert postings.add_board("lizhi", name=PLACE, actor=world["zhao"], at=world.now) == first


@pytest.mark.parametrize("who", ["he", "lin", "zhou"])
def test_who_keeps_the_boards_is_staff_or_grid_worker(session, world, called, who):
    with pytest.raises(NotPermitted):
        postings.add_board("lizhi", name=PLACE, actor=world[who], at=world.now)
    with pytest.raises(NotPermitted):
        hang(world, who=who)


def test_a_proof_is_kept_with_place_time_and_a_photo_without_metadata(world, called):
    number = hang(world, at=world.now + timedelta(hours=2), hung_at=world.now + timedelta(hours=1))

    row = kept.post(db.session(), number)
    assert (row.subject, row.place, row.posted_at) == ("notice/1", PLACE, world.now + timedelta(hours=1))
    assert b"22.5N" not in uploads.path_of(row.photo_sha256).read_bytes()


def test_the_photo_waits_for_a_second_person_and_is_asked_about_once(world, called):
    number = hang(world)
    for name, refused in (("zhao", SameEyes), ("lin", NotPermitted), ("shi", NotPermitted)):
        with pytest.raises(refused):
            look(world, number, who=name)
    with pytest.raises(NotLookedAt):
        look(world, number, is_clear=False)
    assert looks.shown_sheets(db.session(), [number]) == set()

    look(world, number)

    assert looks.shown_sheets(db.session(), [number]) == {number}
    with pytest.raises(NothingToLookAt):
        look(world, number, shows=False)


def test_a_photo_that_was_found_unfit_stays_inside(world, called):
    number = hang(world)

    look(world, number, shows=False, is_clear=False)

    assert looks.shown_sheets(db.session(), [number]) == set()
    facts = json.loads(journal.of_subject(db.session(), "boards/lizhi")[-1].body)["facts"]
    assert facts == {
        "hangs": "notice/1",
        "public": False,
        "sha256": kept.post(db.session(), number).photo_sha256,
    }


def test_the_journal_tells_what_hangs_where(world, called):
    hang(world)

    facts = json.loads(journal.of_subject(db.session(), "boards/lizhi")[-1].body)["facts"]
    assert (facts["hangs"], facts["place"]) == ("notice/1", PLACE)


def test_a_sheet_does_not_hang_before_its_record_nor_later_than_now(world, called):
    with pytest.raises(HungTooEarly):
        hang(world, hung_at=world.now - timedelta(minutes=1))
    with pytest.raises(HungLater):
        hang(world, hung_at=world.now + timedelta(minutes=1))


def test_without_a_picture_nothing_is_proven(world, called):
    with pytest.raises(EmptyFile):
        hang(world, photo=b"")
    with pytest.raises(KindNotTaken):
        hang(world, photo=b"%PDF-1.7 x")


@pytest.mark.parametrize(
    "subject", ["notice/99", "result/1", "notice/x", "notice", "other/1", "monthly/lizhi/2026-13", "call/0"]
)
def test_what_is_no_sheet_hangs_nowhere(world, called, subject):
    with pytest.raises(NotFound):
        hang(world, subject)


def test_the_database_itself_keeps_a_proof(world, called):
    number = hang(world)

    with pytest.raises(DatabaseError), transaction() as session:
        session.get_one(SheetPost, number).place = "别处"
