"""Councils are founded, their seats given and ended."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from microprojects.domain.councils import NoSuchBody, RosterFixed, SeatTaken, TermBackwards, TermOnlyShortened
from microprojects.domain.errors import AlreadyDone, BadValue, NotFound, NotPermitted
from microprojects.services import councils
from microprojects.store import councils as roster
from microprojects.store.councils import Seat
from microprojects.store.db import db
from tests.council import Sitting, ready


def give(world, name="chen", **more):
    words = {"kind": "resident", "since": date(2026, 1, 1)} | more
    return councils.seat(
        world.council_id,
        person_id=world.people[name],
        **words,
        actor=world["zhao"],
        at=world.now,
    )


def test_a_community_founds_each_body_once(world):
    party = councils.found(
        "lizhi", body="party_members", name="荔枝社区党员大会", actor=world["zhao"], at=world.now
    )

    with pytest.raises(AlreadyDone):
        councils.found("lizhi", body="party_members", name="又一个", actor=world["zhao"], at=world.now)
    with pytest.raises(NoSuchBody):
        councils.found("lizhi", body="parliament", name="议会", actor=world["zhao"], at=world.now)
    with pytest.raises(BadValue):
        councils.found("lizhi", body="village_representatives", name="", actor=world["zhao"], at=world.now)

    assert [c.id for c in roster.of_area(db.session(), world.areas["lizhi"])] == [
        world.council_id,
        party,
    ]


@pytest.mark.parametrize("name", ["lin", "liu", "an", "zhou", "huang"])
def test_only_the_community_keeps_the_roster(world, name):
    with pytest.raises(NotPermitted):
        councils.found("lizhi", body="party_members", name="党员大会", actor=world[name], at=world.now)
    with pytest.raises(NotPermitted):
        councils.seat(
            world.council_id,
            person_id=world.people["chen"],
            kind="resident",
            since=date(2026, 1, 1),
            actor=world[name],
            at=world.now,
        )


def test_a_person_has_one_seat_at_a_time(world):
    give(world, until=date(2026, 6, 30))

    with pytest.raises(SeatTaken):
        give(world, since=date(2026, 6, 30))
    with pytest.raises(SeatTaken):
        give(world, since=date(2025, 1, 1))
    give(world, since=date(2026, 7, 1))

    due = [roster.members_due(db.session(), world.council_id, date(2026, m, 15)) for m in (3, 6, 9)]
    assert due == [18, 18, 18]


def test_a_term_that_is_none_is_refused(world):
    with pytest.raises(TermBackwards):
        give(world, since=date(2026, 3, 2), until=date(2026, 3, 1))
    with pytest.raises(BadValue):
        give(world, kind="king")
    with pytest.raises(NotFound):
        councils.seat(
            world.council_id,
            person_id=10**9,
            kind="resident",
            since=date(2026, 1, 1),
            actor=world["zhao"],
            at=world.now,
        )


def test_a_seat_ends_on_its_last_day(world):
    seat_id = give(world)

    councils.unseat(seat_id, until=date(2026, 3, 31), actor=world["zhao"], at=world.now)

    person = world.people["chen"]
    sits = [
        roster.sits(db.session(), world.council_id, person, day)
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1))
    ]
    assert sits == [False, True, True, False]


def test_the_roster_is_fixed_while_a_meeting_sits(world):
    seat_id = give(world)
    Sitting(world).call(ready(world)).open([])

    with pytest.raises(RosterFixed):
        give(world, "xu")
    with pytest.raises(RosterFixed):
        councils.unseat(seat_id, until=date(2026, 3, 1), actor=world["zhao"], at=world.now)


def test_a_member_decides_whether_the_roster_shows_their_name(world):
    seat_id = give(world)

    councils.show_name(seat_id, shown=True, actor=world["chen"], at=world.now)
    with pytest.raises(NotPermitted):
        councils.show_name(seat_id, shown=False, actor=world["lin"], at=world.now)

    assert db.session.scalars(select(Seat.name_public).where(Seat.id == seat_id)).one() is True


def test_the_end_of_a_seat_only_comes_nearer(world):
    seat = councils.seat(
        world.council_id, person_id=world.people["xu"], kind="resident", since=date(2026, 1, 1),
        until=date(2026, 12, 31), actor=world["zhao"], at=world.now,
    )  # fmt: skip
    councils.unseat(seat, until=date(2026, 6, 30), actor=world["zhao"], at=world.now)

    with pytest.raises(TermOnlyShortened):
        councils.unseat(seat, until=date(2030, 1, 1), actor=world["zhao"], at=world.now)
