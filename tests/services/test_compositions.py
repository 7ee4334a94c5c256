"""What a member lets be counted: with consent, told to nobody, and gone when it is taken back or their term is over."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from microprojects.domain.composition import BothAges, NoConsent, Sitter
from microprojects.domain.errors import NotPermitted
from microprojects.services import compositions, councils
from microprojects.services.compositions import Told
from microprojects.store import journal, seatings
from microprojects.store.councils import Seat
from microprojects.store.db import db
from microprojects.store.seatings import SeatFacts

WORDS = Told(woman=True, over_60=True, non_local=False)


@pytest.fixture
def seat_id(world) -> int:
    return db.session.scalars(select(Seat.id).where(Seat.person_id == world.people["an"])).one()


def record(world, seat_id, told=WORDS, *, agreed=True, by="zhao"):
    compositions.record_facts(seat_id, told, agreed=agreed, actor=world[by], at=world.now)


def kept():
    db.session.rollback()
    return db.session.scalars(select(SeatFacts)).all()


def test_what_was_agreed_to_is_counted_and_the_journal_says_only_that_it_was_done(world, seat_id):
    record(world, seat_id)

    sitters = {each.seat.id: each.sitter for each in seatings.of_council(db.session(), world.council_id)}
    assert sitters[seat_id] == Sitter("resident", woman=True, over_60=True, non_local=False)
    line = json.loads(journal.of_subject(db.session(), f"council/{world.council_id}")[-1].body)
    assert line["facts"] == {"counted_in": True, "seat": seat_id}


def test_it_is_written_anew_when_it_changes(world, seat_id):
    record(world, seat_id)
    record(world, seat_id, Told(under_35=True))

    (found,) = kept()
    assert (found.woman, found.under_35, found.over_60, found.non_local) == (None, True, None, None)


def test_without_consent_or_from_anybody_else_nothing_is_recorded(world, seat_id):
    with pytest.raises(NoConsent):
        record(world, seat_id, agreed=False)
    with pytest.raises(BothAges):
        record(world, seat_id, Told(under_35=True, over_60=True))
    for name in ("an", "liu", "lin"):
        with pytest.raises(NotPermitted):
            record(world, seat_id, by=name)

    assert kept() == []


def test_the_member_takes_it_back_and_no_other_member_does(world, seat_id):
    record(world, seat_id)

    with pytest.raises(NotPermitted):
        compositions.forget_facts(seat_id, actor=world["bai"], at=world.now)
    assert len(kept()) == 1
    compositions.forget_facts(seat_id, actor=world["an"], at=world.now)
    lines = len(journal.of_subject(db.session(), f"council/{world.council_id}"))
    compositions.forget_facts(seat_id, actor=world["an"], at=world.now)

    assert (kept(), len(journal.of_subject(db.session(), f"council/{world.council_id}"))) == ([], lines)


def test_it_goes_by_itself_when_the_last_day_is_over(world, seat_id):
    record(world, seat_id)
    councils.unseat(seat_id, until=date(2026, 3, 31), actor=world["zhao"], at=world.now)

    early = compositions.forget_past(at=world.now + timedelta(days=27))
    late = compositions.forget_past(at=world.now + timedelta(days=28))

    assert (early, late, kept()) == (0, 1, [])
    line = json.loads(journal.of_subject(db.session(), f"council/{world.council_id}")[-1].body)
    assert (line["actor"], line["facts"]) == ("system", {"counted_in": False, "seat": seat_id})


def test_it_goes_with_the_last_day(world, seat_id):
    record(world, seat_id)

    councils.unseat(seat_id, until=date(2026, 3, 4), actor=world["zhao"], at=world.now)
    before = len(kept())
    councils.unseat(seat_id, until=date(2026, 3, 3), actor=world["zhao"], at=world.now)

    assert (before, kept()) == (1, [])
