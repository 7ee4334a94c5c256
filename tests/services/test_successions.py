"""A seat falls vacant and passes on in one act, outside a meeting, and the journal tells no more than is public."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select

from microprojects.domain.councils import RosterFixed, SeatTaken, TermBackwards
from microprojects.domain.elections import NotOfTheCouncil
from microprojects.domain.errors import BadValue, NotPermitted
from microprojects.domain.successions import (
    BeginsTooSoon,
    NothingLeft,
    OtherKind,
    SameMember,
    SeatFilled,
)
from microprojects.services import councils, elections, successions
from microprojects.services.elections import Poll
from microprojects.services.successions import Successor
from microprojects.store import councils as roster
from microprojects.store import journal
from microprojects.store.councils import Seat
from microprojects.store.db import db
from microprojects.store.seatings import SeatEnding, SeatOrigin
from tests.council import Sitting, ready

LAST = date(2026, 3, 3)


def seat_of(world, name):
    db.session.rollback()
    return db.session.scalars(select(Seat).where(Seat.person_id == world.people[name])).one()


def hand_over(world, old="an", new="chen", *, by="zhao", reason="moved", last_day=LAST, **more):
    words = {"person_id": world.people[new], "kind": "resident", "since": date(2026, 3, 4)} | more
    seat_id = seat_of(world, old).id
    return successions.replace(
        seat_id, Successor(**words), last_day=last_day, reason=reason, actor=world[by], at=world.now
    )


def last_line(world):
    return json.loads(journal.of_subject(db.session(), f"council/{world.council_id}")[-1].body)


def test_the_successor_sits_where_the_other_sat_and_as_many_are_due(world):
    made = hand_over(world)

    old, new = seat_of(world, "an"), seat_of(world, "chen")
    assert (old.until, new.id, new.since, new.until) == (LAST, made, date(2026, 3, 4), None)
    assert db.session.get(SeatOrigin, made).replaces_id == old.id
    due = [roster.members_due(db.session(), world.council_id, date(2026, 3, day)) for day in (3, 4)]
    assert due == [17, 17]


def test_the_rest_of_the_term_is_taken_over(world):
    limited = councils.seat(
        world.council_id, person_id=world.people["xu"], kind="unit", since=date(2026, 1, 1),
        until=date(2027, 12, 31), actor=world["zhao"], at=world.now,
    )  # fmt: skip
    hand_over(world, "xu", kind="unit")
    assert seat_of(world, "xu").id == limited
    assert seat_of(world, "chen").until == date(2027, 12, 31)


def test_a_seat_that_ended_before_is_filled_for_the_rest_of_the_councils_term(world):
    elections.open_term(world.council_id, 3, since=date(2025, 1, 1), actor=world["zhao"], at=world.now)
    councils.unseat(seat_of(world, "an").id, until=LAST, reason="resigned", actor=world["zhao"], at=world.now)

    hand_over(world, reason="resigned", since=date(2026, 3, 20))

    assert seat_of(world, "chen").until == date(2029, 12, 31)


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("resigned", "resigned"),
        ("term_over", "term_over"),
        ("moved", None),
        ("died", None),
        ("recalled", None),
    ],
)
def test_the_journal_tells_a_reason_only_where_it_is_public(world, reason, told):
    made = hand_over(world, reason=reason)

    line = last_line(world)
    facts = line["facts"]
    assert (line["verb"], facts["seat"], facts["last_day"]) == ("seat.replace", made, "2026-03-03")
    assert (facts.get("ended"), reason in json.dumps(line)) == (told, told is not None)
    assert db.session.get(SeatEnding, facts["replaces"]).reason == reason


def test_ending_a_seat_tells_a_reason_only_where_it_is_public(world):
    for name, reason in (("an", "died"), ("bai", "resigned")):
        seat_id = seat_of(world, name).id
        councils.unseat(seat_id, until=LAST, reason=reason, actor=world["zhao"], at=world.now)

    lines = [json.loads(row.body) for row in journal.of_subject(db.session(), f"council/{world.council_id}")]
    assert [line["facts"].get("ended") for line in lines] == [None, "resigned"]


def test_what_cannot_be_is_refused_and_the_other_keeps_the_seat(world):
    for no, more in (
        (OtherKind, {"kind": "unit"}),
        (BadValue, {"kind": "king"}),
        (BadValue, {"reason": "ill"}),
        (SameMember, {"new": "an"}),
        (SeatTaken, {"new": "bai"}),
        (BeginsTooSoon, {"since": LAST}),
        (TermBackwards, {"last_day": date(2024, 12, 31)}),
        (NotPermitted, {"by": "liu"}),
        (NotPermitted, {"by": "an"}),
    ):
        with pytest.raises(no):
            hand_over(world, **more)

    assert (seat_of(world, "an").until, db.session.scalars(select(SeatOrigin)).all()) == (None, [])


def test_a_seat_changes_its_kind_when_that_is_said(world):
    hand_over(world, kind="unit", other_kind=True)

    assert seat_of(world, "chen").kind == "unit"


def test_one_seat_has_one_successor(world):
    hand_over(world)

    with pytest.raises(SeatFilled):
        hand_over(world, new="xu")


def test_nothing_is_left_of_a_term_that_is_over(world):
    councils.seat(
        world.council_id, person_id=world.people["xu"], kind="unit", since=date(2026, 1, 1),
        until=LAST, actor=world["zhao"], at=world.now,
    )  # fmt: skip

    with pytest.raises(NothingLeft):
        hand_over(world, "xu", kind="unit", reason="term_over")


def test_the_roster_is_fixed_while_a_meeting_sits(world):
    Sitting(world).call(ready(world)).open([])

    with pytest.raises(RosterFixed):
        hand_over(world)


def test_a_successor_may_come_from_an_election_of_the_same_council(world):
    term = elections.open_term(world.council_id, 3, since=date(2025, 1, 1), actor=world["zhao"], at=world.now)
    poll = Poll(held_on=date(2026, 3, 1), way="assembly", due=60, voted=52)
    held = elections.record_election(
        term, poll, {seat_of(world, "bai").id: 30}, actor=world["zhao"], at=world.now
    )
    made = hand_over(world, election_id=held)
    elections.annul(held, reason="数错了", actor=world["zhao"], at=world.now)
    with pytest.raises(NotOfTheCouncil):
        hand_over(world, "cai", "xu", election_id=held)

    origin = db.session.get(SeatOrigin, made)
    assert (origin.election_id, origin.replaces_id) == (None, seat_of(world, "an").id)
