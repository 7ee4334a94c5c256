"""Leave is asked for before a meeting and changes nothing about who is due; who stays away is counted."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from microprojects.domain.casting import NotInOffice
from microprojects.domain.errors import AlreadyDone, NotFound, NotPermitted
from microprojects.domain.leaves import IsInTheRoom, LeaveTooLate, Record
from microprojects.domain.meetings import NotForAnother
from microprojects.services import councils, leaves, meetings
from microprojects.store import councils as roster
from microprojects.store import journal
from microprojects.store import leaves as noted
from microprojects.store import meetings as rows
from microprojects.store.db import db
from tests.council import SITTING, Sitting, ready
from tests.living import lived_once
from tests.world import MEMBERS


@pytest.fixture
def sitting(world, bench) -> Sitting:
    return lived_once(
        bench, world, "called_meeting", lambda untouched: Sitting(untouched).call(ready(untouched))
    )


def ask(sitting, name, by=None, at=None):
    world = sitting.world
    leaves.ask(sitting.meeting_id, person_id=world.people[name], actor=world[by or name], at=at or world.now)


def take_back(sitting, name, by=None, at=None):
    world = sitting.world
    leaves.take_back(
        sitting.meeting_id, person_id=world.people[name], actor=world[by or name], at=at or world.now
    )


def on_leave(sitting):
    db.session.rollback()
    known = {number: name for name, number in sitting.world.people.items()}
    return sorted(known[person] for person in noted.of_meeting(db.session(), sitting.meeting_id))


def test_a_member_asks_for_themself_and_the_desk_notes_it_for_others(sitting):
    ask(sitting, "an")
    ask(sitting, "bai", by="guo")
    ask(sitting, "cai", by="liu")
    with pytest.raises(NotForAnother):
        ask(sitting, "deng", by="an")
    for stranger in ("lin", "zhao"):
        with pytest.raises(NotPermitted):
            ask(sitting, "deng", by=stranger)

    assert on_leave(sitting) == ["an", "bai", "cai"]


def test_only_who_sits_asks_and_only_once(sitting):
    ask(sitting, "an")

    with pytest.raises(AlreadyDone):
        ask(sitting, "an")
    with pytest.raises(NotInOffice):
        ask(sitting, "lin", by="guo")


def test_leave_is_asked_for_before_the_hour_and_before_it_opens(sitting):
    ask(sitting, "an", at=SITTING - timedelta(minutes=1))
    for at in (SITTING, SITTING + timedelta(hours=1)):
        with pytest.raises(LeaveTooLate):
            ask(sitting, "bai", at=at)
    with pytest.raises(LeaveTooLate):
        take_back(sitting, "an", at=SITTING)
    meetings.cancel_meeting(
        sitting.meeting_id, reason="台风", actor=sitting.world["liu"], at=sitting.world.now
    )
    with pytest.raises(LeaveTooLate):
        ask(sitting, "bai")


def test_who_is_in_the_room_needs_no_leave(sitting):
    sitting.sign_in("an", after=-30)

    with pytest.raises(IsInTheRoom):
        ask(sitting, "an", at=SITTING - timedelta(minutes=20))


def test_leave_is_taken_back_as_it_was_asked(sitting):
    ask(sitting, "an")
    with pytest.raises(NotForAnother):
        take_back(sitting, "an", by="bai")
    with pytest.raises(NotFound):
        take_back(sitting, "bai")

    take_back(sitting, "an")

    assert on_leave(sitting) == []


def test_the_journal_of_the_meeting_tells_it_without_a_name(sitting):
    ask(sitting, "an")
    ask(sitting, "bai", by="guo")
    take_back(sitting, "an")

    lines = [
        json.loads(row.body) for row in journal.of_subject(db.session(), f"meeting/{sitting.meeting_id}")
    ]
    told = [(line["verb"], line["actor"], line["facts"]) for line in lines if "leave" in line["verb"]]
    assert told == [
        ("leave.ask", "council_member", {"own": True}),
        ("leave.ask", "council_secretary", {"own": False}),
        ("leave.take-back", "council_member", {"own": True}),
    ]


def test_leave_does_not_change_those_due(sitting):
    ask(sitting, "an")

    sitting.open(MEMBERS[1:13])

    db.session.rollback()
    assert rows.get(db.session(), sitting.meeting_id).members_due == 17


def past(world):
    db.session.rollback()
    seats = roster.seats(db.session(), world.council_id)
    return noted.last_meetings(db.session(), world.council_id, seats, 6)


def hold(world, day, present, away=()):
    """Hold a meeting so many days after the usual one."""
    number = f"LZ-2026-1{day:02}"
    sitting = Sitting(world, starts_at=SITTING + timedelta(days=day)).call(ready(world, number))
    for name in away:
        ask(sitting, name)
    sitting.open(present)
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=sitting.at + timedelta(hours=1))
    return sitting


def test_the_last_meetings_are_counted_member_by_member(world):
    hold(world, 0, MEMBERS[:14], away=["ou"])
    hold(world, 7, MEMBERS[:13], away=["ou", "pan", "an"])
    hold(world, 14, MEMBERS[:13])

    seen = past(world)

    records = {name: noted.record_of(seen, world.people[name]) for name in ("an", "ou", "pan", "ren")}
    assert records == {
        "an": Record(3, 3, 0, 0),  # who had leave and came has come
        "ou": Record(3, 1, 1, 1),
        "pan": Record(3, 0, 1, 1),
        "ren": Record(3, 0, 0, 3),
    }
    assert [(len(each.due), len(each.came), len(each.leave)) for each in seen] == [
        (17, 13, 0),
        (17, 13, 2),
        (17, 14, 0),
    ]


def test_nobody_is_due_before_their_seat_begins(world):
    hold(world, 0, MEMBERS[:13])
    councils.seat(
        world.council_id, person_id=world.people["chen"], kind="resident", since=date(2026, 3, 11),
        actor=world["zhao"], at=world.now,
    )  # fmt: skip
    hold(world, 7, MEMBERS[:13])

    record = noted.record_of(past(world), world.people["chen"])
    assert (record.due, record.running) == (1, 1)
