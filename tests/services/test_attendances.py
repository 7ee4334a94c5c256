"""Members come, go and stand aside."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from microprojects.domain import casting
from microprojects.domain import meetings as said
from microprojects.domain.errors import AlreadyDone, BadValue, NotFound, NotPermitted
from microprojects.services import meetings
from microprojects.store.db import db
from microprojects.store.meetings import Attendance, Recusal
from tests.council import SITTING, Sitting, ready, statements, vote_row
from tests.world import MEMBERS

FIRST = "LZ-2026-001"


def test_members_sign_in_for_themselves_and_the_secretary_for_others(world):
    sitting = Sitting(world).call(ready(world)).open([])
    meetings.sign_in(sitting.meeting_id, person_id=world.people["an"], actor=world["an"], at=SITTING)
    sitting.sign_in("bai")

    with pytest.raises(said.NotForAnother):
        meetings.sign_in(sitting.meeting_id, person_id=world.people["cai"], actor=world["an"], at=SITTING)
    with pytest.raises(AlreadyDone):
        sitting.sign_in("an")
    with pytest.raises(casting.NotInOffice):
        sitting.sign_in("lin")
    with pytest.raises(NotPermitted):
        meetings.sign_in(sitting.meeting_id, person_id=world.people["cai"], actor=world["zhao"], at=SITTING)

    assert len(db.session.scalars(select(Attendance)).all()) == 2


def test_signing_in_waits_for_the_day_and_ends_with_the_meeting(world):
    sitting = Sitting(world).call(ready(world))

    with pytest.raises(said.TooEarly):
        sitting.sign_in("an", after=-24 * 60)
    sitting.sign_in("an", after=-30)
    sitting.open([])
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=SITTING)
    with pytest.raises(said.MeetingOver):
        sitting.sign_in("bai")
    with pytest.raises(said.MeetingOver):
        sitting.sign_out("an")


def test_who_is_not_in_the_room_cannot_leave_it(world):
    sitting = Sitting(world).call(ready(world)).open(["an"])
    sitting.sign_out("an", after=5)

    with pytest.raises(said.NotSignedIn):
        sitting.sign_out("an", after=6)


def test_signing_in_takes_nine_statements(world, bench):
    sitting = Sitting(world).call(ready(world)).open([])

    with statements(bench.engine) as sent:
        sitting.sign_in("an")

    assert len(sent) == 9


def test_standing_aside_is_for_the_member_the_desk_or_the_chair_to_note(world):
    sitting = Sitting(world).call(ready(world)).open()
    item_id = sitting.items[FIRST]
    sitting.recuse(FIRST, "an")
    meetings.recuse(item_id, person_id=world.people["bai"], reason="是亲属", actor=world["guo"], at=SITTING)
    meetings.recuse(
        item_id,
        person_id=world.people["cai"],
        reason="有利害关系",
        by_ruling=True,
        actor=world["liu"],
        at=SITTING,
    )

    with pytest.raises(AlreadyDone):
        sitting.recuse(FIRST, "an")
    with pytest.raises(said.NotForAnother):
        meetings.recuse(
            item_id, person_id=world.people["deng"], reason="有关", actor=world["fan"], at=SITTING
        )
    with pytest.raises(said.NotForAnother):
        meetings.recuse(
            item_id,
            person_id=world.people["deng"],
            reason="有关",
            by_ruling=True,
            actor=world["guo"],
            at=SITTING,
        )
    with pytest.raises(BadValue):
        meetings.recuse(item_id, person_id=world.people["deng"], reason=" ", actor=world["deng"], at=SITTING)

    assert [row.by_ruling for row in db.session.scalars(select(Recusal).order_by(Recusal.id))] == [
        False,
        False,
        True,
    ]


def test_nobody_stands_aside_once_the_vote_is_open(world):
    sitting = Sitting(world).call(ready(world)).open()
    vote_id = sitting.open_vote(FIRST)

    with pytest.raises(casting.VoteStillOpen):
        sitting.recuse(FIRST, "an")
    sitting.count(vote_id, 17)
    with pytest.raises(AlreadyDone):
        sitting.recuse(FIRST, "an")


def test_a_member_takes_back_that_they_stand_aside_and_only_the_chair_lifts_a_ruling(world):
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:14])
    item_id, at = sitting.items[FIRST], sitting.at
    sitting.recuse(FIRST, "an")
    meetings.recuse(
        item_id, person_id=world.people["bai"], reason="亲属承包", by_ruling=True, actor=world["liu"], at=at
    )

    meetings.rejoin(item_id, person_id=world.people["an"], actor=world["an"], at=at)
    for who in ("bai", "guo"):
        with pytest.raises(said.NotForAnother):
            meetings.rejoin(item_id, person_id=world.people["bai"], actor=world[who], at=at)
    with pytest.raises(NotFound):
        meetings.rejoin(item_id, person_id=world.people["an"], actor=world["an"], at=at)
    meetings.rejoin(item_id, person_id=world.people["bai"], actor=world["liu"], at=at)

    assert vote_row(sitting.open_vote(FIRST)).base == 14


def test_nobody_comes_back_once_the_vote_is_open(world):
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:14])
    sitting.recuse(FIRST, "an")
    sitting.open_vote(FIRST)

    with pytest.raises(AlreadyDone):
        meetings.rejoin(sitting.items[FIRST], person_id=world.people["an"], actor=world["an"], at=sitting.at)
