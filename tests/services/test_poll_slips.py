"""Slips for the roll of a poll: printed once for each, printed anew, voided, and told of in numbers alone."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from microprojects.domain import slips
from microprojects.domain.ballots import NotTaking
from microprojects.domain.errors import NotFound, NotPermitted
from microprojects.domain.polls import PollMoment
from microprojects.domain.slips import NobodyWithoutSlip, NoGoodSlip
from microprojects.services import poll_slips as deeds
from microprojects.store import people, poll_slips
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.poll_slips import PollSlip
from tests.electing import CLOSES, OPENED, kept_poll, opened_poll
from tests.passing import code_of, enter, entries, entry_of, printed
from tests.polling import prepared
from tests.stories.test_races_votes import race


@pytest.fixture
def poll(world, bench):
    return kept_poll(world, bench)


def all_slips():
    db.session.rollback()
    return list(db.session.scalars(select(PollSlip).order_by(PollSlip.batch, PollSlip.number)))


def told(verb):
    db.session.rollback()
    rows = db.session.scalars(
        select(JournalEntry).where(JournalEntry.verb == verb).order_by(JournalEntry.seq)
    )
    return [json.loads(row.body)["facts"] for row in rows]


def test_everybody_on_the_roll_gets_one_slip_with_a_code_of_their_own(poll):
    batch = printed(poll)

    roll = entries(poll)
    assert sorted(slip.entry for slip in all_slips()) == sorted(roll)
    assert len({each.code for each in batch.slips}) == len(roll)
    assert [each.number for each in batch.slips] == list(range(1, len(roll) + 1))
    assert told("poll.print-slips") == [{"batch": 1, "slips": len(roll)}]


def test_a_slip_names_its_voter_with_a_mask(poll):
    assert [each.name for each in printed(poll, "lin").slips] == ["林**"]


def test_who_has_a_slip_gets_no_second_one_and_the_others_do(poll):
    printed(poll, "lin")

    assert len(printed(poll).slips) == len(entries(poll)) - 1
    with pytest.raises(NobodyWithoutSlip):
        printed(poll)


def test_slips_are_printed_for_one_building(world):
    with transaction() as session:
        for who, building in (("lin", "3 栋"), ("chen", "3 栋"), ("xu", "5 栋")):
            people.get(session, world.people[who]).building = building
    poll = opened_poll(world)

    batch = deeds.make(poll.id, building="3 栋", actor=world["zhao"], at=OPENED)

    assert sorted(each.name for each in batch.slips) == ["林**", "陈**"]
    assert ("3 栋", 2, 2) in poll_slips.buildings(db.session(), poll.id)
    assert ("5 栋", 1, 0) in poll_slips.buildings(db.session(), poll.id)


def test_more_than_are_set_at_once_are_printed_in_turns(poll, monkeypatch):
    monkeypatch.setattr(slips, "MOST", 3)

    sizes = [len(printed(poll).slips) for _ in range(-(-len(entries(poll)) // 3))]

    assert (sum(sizes), max(sizes)) == (len(entries(poll)), 3)


def test_a_batch_printed_anew_has_other_codes_and_the_old_ones_are_void(poll):
    old = printed(poll, "lin", "chen")

    new = deeds.reprint(poll.id, batch=1, actor=poll.world["zhao"], at=OPENED)

    assert (new.number, len(new.slips)) == (2, 2)
    assert {each.code for each in old.slips} & {each.code for each in new.slips} == set()
    assert [(slip.batch, slip.voided_at is None) for slip in all_slips()] == [
        (1, False),
        (1, False),
        (2, True),
        (2, True),
    ]
    assert told("poll.print-slips")[-1] == {"batch": 2, "slips": 2, "voided": 2}
    assert [bool(enter(poll, each.code).secret) for each in new.slips] == [True, True]


def test_one_slip_is_printed_anew_and_the_others_stay_good(poll):
    printed(poll, "lin", "chen")
    first = all_slips()[0]

    deeds.reprint(poll.id, slip_id=first.id, actor=poll.world["zhao"], at=OPENED)

    assert [slip.voided_at is None for slip in all_slips()] == [False, True, True]


def test_what_is_void_is_not_voided_twice_and_nothing_of_another_poll_is_found(poll):
    printed(poll, "lin")
    assert deeds.void(poll.id, batch=1, actor=poll.world["zhao"], at=OPENED) == 1

    for which, no in (({"batch": 1}, NoGoodSlip), ({"slip_id": all_slips()[0].id}, NoGoodSlip)):
        with pytest.raises(no):
            deeds.void(poll.id, **which, actor=poll.world["zhao"], at=OPENED)
    with pytest.raises(NotFound):
        deeds.void(poll.id, slip_id=999, actor=poll.world["zhao"], at=OPENED)
    assert told("poll.void-slips") == [{"slips": 1}]


def test_the_desk_sees_how_many_were_used_and_never_when(poll):
    code = code_of(poll, "lin")
    printed(poll, "chen")
    enter(poll, code)
    enter(poll, code)

    rows = poll_slips.batches(db.session(), poll.id)

    assert [(row.batch, row.whole, row.good, row.used) for row in rows] == [(2, 1, 1, 0), (1, 1, 1, 1)]


@pytest.mark.parametrize("who", ["lin", "zhou", "wei", "he"])
def test_only_the_community_s_own_staff_print_and_void(poll, who):
    for deed in (deeds.make, deeds.reprint, deeds.void):
        with pytest.raises(NotPermitted):
            deed(poll.id, actor=poll.world[who], at=OPENED)

    assert all_slips() == []


def test_before_the_roll_is_frozen_and_after_the_close_nothing_is_printed(poll, world):
    with pytest.raises(NotTaking):
        printed(poll, at=CLOSES)
    with transaction() as session:
        poll_slips_of_it = session.scalars(select(PollSlip)).all()
    assert poll_slips_of_it == []


def test_a_poll_that_is_being_prepared_has_no_slips(world):
    poll_id = prepared(world)

    with pytest.raises(PollMoment):
        deeds.make(poll_id, actor=world["zhao"], at=OPENED)


def test_of_four_who_print_at_once_one_prints(app, poll):
    ends = race(app, *[lambda: deeds.make(poll.id, actor=poll.world["zhao"], at=OPENED)] * 4)

    kinds = sorted(end.__name__ if isinstance(end, type) else type(end).__name__ for end in ends)
    assert kinds == ["Batch", *["NobodyWithoutSlip"] * 3]
    assert len(all_slips()) == len(entries(poll))


def test_a_name_is_asked_for_by_entry_alone(poll):
    assert printed(poll, "chen").slips[0].name == "陈**"
    assert entry_of(poll, "chen") == all_slips()[0].entry
