"""A residents' poll before its first ballot: what is prepared, what is frozen when it opens, and what a rule forbids."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from microprojects.domain.ballots import BallotType
from microprojects.domain.errors import BadValue, NotFound, NotPermitted, WrongMoment
from microprojects.domain.money import Fen
from microprojects.domain.parameters import rulebook
from microprojects.domain.polls import BadTimes, NoMoney, PollMoment, PollOff, PollUndecided, TooFewOptions
from microprojects.domain.states import State
from microprojects.services import polls
from microprojects.store import box_keys, packaged, programmes, rulebooks
from microprojects.store import polls as rows
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.poll_rolls import RollEntry
from tests.council import Sitting, project, ready
from tests.polling import WEEK, counted, opened, prepared, ready_ones, the_poll


def by_rule(world, **values):
    """Let the round of Lizhi go by these parameters, a dot written as two underscores."""
    told = {key.replace("__", "."): value for key, value in values.items()}
    with transaction() as session:
        book = rulebook(packaged.scheme("futian_3_3"), told)
        frozen = rulebooks.freeze(session, book, at=world.now)
        programmes.get_round(session, world.rounds["lizhi"]).rulebook_id = frozen.id


def test_the_numbers_on_the_ballot_are_drawn_and_each_project_stands_there_once(world):
    numbers = ready_ones(world)
    poll_id = prepared(world, numbers)

    options = rows.options(db.session(), poll_id)

    assert [option.number for option in options] == [1, 2, 3]
    assert sorted(option.project.number for option in options) == sorted(numbers)


@pytest.mark.parametrize("who", ["lin", "liu", "zhou", "he"])
def test_only_the_community_prepares_and_opens_a_poll(world, who):
    numbers = ready_ones(world)
    with pytest.raises(NotPermitted):
        prepared(world, numbers, clerk=who)
    poll_id = prepared(world, numbers)
    with pytest.raises(NotPermitted):
        polls.open_poll(poll_id, actor=world[who], at=world.now)


def test_where_the_rules_know_no_poll_none_is_prepared(world):
    by_rule(world, resident_poll__mode="off")

    with pytest.raises(PollOff):
        prepared(world)


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ({"closes_at_in": timedelta(minutes=30)}, BadTimes),
        ({"closes_at_in": timedelta(days=61)}, BadTimes),
        ({"budget": Fen(0)}, NoMoney),
        ({"budget": Fen(200_000_001)}, NoMoney),
        ({"most": 6}, BadValue),
        ({"most": 0}, BadValue),
        ({"least": 3}, BadValue),
        ({"title": ""}, BadValue),
        ({"ballot": BallotType.POINTS, "points": 1}, BadValue),
        ({"ballot": BallotType.POINTS, "points": 1001}, BadValue),
    ],
)
def test_a_wish_that_cannot_be_is_refused_and_nothing_is_prepared(world, wanted, refusal):
    numbers = ready_ones(world)
    until = wanted.get("closes_at_in", WEEK)
    more = {key: value for key, value in wanted.items() if key != "closes_at_in"}

    with pytest.raises(refusal):
        prepared(world, numbers, closes_at=world.now + until, **more)

    assert rows.listed(db.session(), limit=9, paths=[""]) == []


def test_only_ready_projects_of_the_round_stand_on_the_ballot_each_once(world):
    numbers = ready_ones(world)
    early = ready(world, "LZ-2026-701", state=State.CONSULTING, stage=2)

    for wanted in ((*numbers, early), (*numbers, "LZ-2026-999"), (*numbers, numbers[0])):
        with pytest.raises(BadValue):
            prepared(world, wanted)
    with pytest.raises(TooFewOptions):
        prepared(world, numbers[:1])


def test_a_community_that_is_not_there_has_no_poll(world):
    with pytest.raises(NotFound):
        prepared(world, ready_ones(world), area="nowhere")


def test_with_the_opening_rule_roll_and_projects_are_frozen_and_told(world):
    poll = the_poll(opened(world))

    spec = json.loads(poll.spec)
    on_roll = db.session.scalars(select(RollEntry.person_id)).all()
    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()
    facts = json.loads(entry.body)["facts"]
    verified = [world.people[name] for name in ("lin", "chen", "xu", "zhao", "guo", "wei")]
    assert (spec["budget_minor"], len(spec["projects"])) == ("10000000", 3)
    assert set(verified) <= set(on_roll)
    assert world.people["tang"] not in on_roll
    assert len(facts.pop("rehearsed")) == 64
    assert facts == {"spec": poll.spec_hash, "roll": poll.roll_hash, "voters": len(on_roll)}
    assert {project(o.project.number).state for o in rows.options(db.session(), poll.id)} == {State.POLLING}


def test_a_project_that_left_meanwhile_stops_the_opening_whole(world):
    numbers = ready_ones(world)
    poll_id = prepared(world, numbers)
    with transaction():
        project(numbers[0]).state = State.WITHDRAWN

    with pytest.raises(WrongMoment):
        polls.open_poll(poll_id, actor=world["zhao"], at=world.now)

    assert (the_poll(poll_id).state, project(numbers[1]).state) == ("prepared", State.READY)
    assert db.session.scalars(select(RollEntry)).all() == []


def test_the_keys_of_a_box_are_made_anew_at_the_opening(world):
    poll_id = prepared(world)
    left = box_keys.make(poll_id, the_poll(poll_id).name).public

    polls.open_poll(poll_id, actor=world["zhao"], at=world.now)

    poll = the_poll(poll_id)
    assert poll.seal_key == box_keys.of(poll_id, poll.name).public
    assert poll.seal_key != left


def test_a_poll_opens_once(world):
    poll_id = opened(world)

    with pytest.raises(PollMoment):
        polls.open_poll(poll_id, actor=world["zhao"], at=world.now)


def test_a_poll_whose_time_is_over_does_not_open(world):
    poll_id = prepared(world)

    with pytest.raises(BadTimes):
        polls.open_poll(poll_id, actor=world["zhao"], at=world.now + WEEK)


def test_where_residents_decide_the_council_gets_only_what_they_chose(world):
    by_rule(world, resident_poll__mode="binding")
    numbers = ready_ones(world)
    poll_id = counted(world, numbers)
    chosen = {o.project.number: o.selected for o in rows.options(db.session(), poll_id)}
    lost = next(number for number in numbers if not chosen[number])
    won = next(number for number in numbers if chosen[number])
    world.now = the_poll(poll_id).counted_at + timedelta(days=3)

    sitting = Sitting(world, world.now + timedelta(days=7)).call(won)

    with pytest.raises(PollUndecided):
        sitting.call(lost)
    assert project(won).state is State.SCHEDULED
