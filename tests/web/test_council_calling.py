"""The form that calls a meeting, and what the public reads of why it was called."""

from __future__ import annotations

import re

from sqlalchemy import select

from microprojects.services import councils
from microprojects.store.councils import Seat
from microprojects.store.db import db, transaction
from microprojects.store.meetings import Meeting
from tests.council import SITTING

WORDS = {"title": "议事会第 3 次会议", "place": "阳光议事厅", "day": "2026-03-10", "hour": "15:00"}
FOUR = ("an", "bai", "cai", "deng")


def call(visitor, **fields):
    return visitor.send("/council/councils/1/meetings/new", **(WORDS | fields))


def test_a_regular_meeting_is_called_as_before_without_one_more_click(world, visitor):
    liu = visitor("liu")
    form = liu.get("/council/councils/1/meetings/new").text

    answer = call(liu, ground="regular")

    assert re.search(r'name="ground" value="regular" checked', form)
    assert ('<details class="field">' in form, answer.status_code) == (True, 303)
    assert "例会" in liu.get("/meetings/1").text


def test_members_are_ticked_and_the_public_reads_their_number_and_the_names_that_may_be_read(
    world, visitor, client
):
    seat = db.session.scalars(select(Seat).where(Seat.person_id == world.people["bai"])).one()
    councils.show_name(seat.id, shown=True, actor=world["bai"], at=world.now)

    answer = call(visitor("liu"), ground="members", members=[world.people[name] for name in FOUR])

    page = client.get("/meetings/1").text
    assert answer.status_code == 303
    assert "临时会议：议事员 4 人要求（在任 17 人，要 4 人）：议员bai" in page
    assert [name for name in ("议员an", "议员cai", "议员deng") if name in page] == []


def test_too_few_come_back_with_the_number_that_is_missing_and_all_that_was_ticked(world, visitor):
    answer = call(visitor("liu"), ground="members", members=[world.people["an"], world.people["bai"]])

    assert answer.status_code == 409
    assert "现在 2 人要求，还差 2 人" in answer.text
    assert ('<details class="field" open>' in answer.text, answer.text.count(" checked")) == (True, 3)


def test_signatures_are_counted_against_the_adults(world, visitor, client):
    few = call(visitor("liu"), ground="residents", signatures="599")
    enough = call(visitor("liu"), ground="residents", signatures="600")

    assert (few.status_code, enough.status_code) == (409, 303)
    assert "还差 1 个" in few.text
    assert "临时会议：居民 600 人签名要求（成年居民 3000 人，要 600 人）" in client.get("/meetings/1").text


def test_what_was_ticked_for_another_ground_is_not_lost_in_silence(world, visitor):
    answer = call(visitor("liu"), ground="regular", signatures="700")

    assert answer.status_code == 422
    assert "选的是“例会”" in answer.text


def test_a_stranger_who_is_ticked_by_hand_is_refused(world, visitor):
    answer = call(visitor("liu"), ground="members", members=[world.people["lin"], 999999])

    assert answer.status_code == 422
    assert db.session.scalars(select(Meeting)).all() == []


def test_a_meeting_from_before_grounds_were_kept_says_nothing_of_it(world, client, visitor):
    with transaction() as session:
        old = Meeting(
            council_id=world.council_id,
            area_id=world.areas["lizhi"],
            title="去年的会",
            place="厅",
            starts_at=SITTING,
            called_at=world.now,
            called_by_id=world.people["liu"],
        )
        session.add(old)

    pages = client.get("/meetings/1").text, visitor("liu").get("/council/meetings/1").text

    assert [("去年的会" in page, "例会" in page, "临时会议" in page) for page in pages] == [
        (True, False, False)
    ] * 2
