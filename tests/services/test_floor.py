"""An item is taken up, members speak in turn, and the debate is closed before the vote."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from microprojects.domain import floor as rules
from microprojects.domain.casting import VoteStillOpen
from microprojects.domain.errors import AlreadyDone, NotPermitted
from microprojects.domain.meetings import NotForAnother, NotInSession
from microprojects.services import floor, meetings, votes
from microprojects.store import floor as rows
from microprojects.store import journal
from microprojects.store.db import db, transaction
from microprojects.store.floor import Speech
from tests.council import SITTING, Sitting, item, statements, two_items
from tests.living import lived_once
from tests.world import MEMBERS

FIRST, SECOND = "LZ-2026-001", "LZ-2026-002"


def at(minutes: float):
    return SITTING + timedelta(minutes=minutes)


@pytest.fixture
def sitting(world, bench):
    """A meeting with two projects and 14 of 17 members; the first was presented."""
    sitting = lived_once(bench, world, "two_items", two_items)
    sitting.present(FIRST)
    return sitting


def ask(sitting: Sitting, name: str, side: str = "for", minutes: float = 1, by: str = "") -> None:
    floor.ask(
        sitting.items[FIRST],
        person_id=sitting.world.people[name],
        side=side,
        actor=sitting.world[by or name],
        at=at(minutes),
    )


def call_next(sitting: Sitting, minutes: float = 2) -> None:
    floor.call_next(sitting.items[FIRST], actor=sitting.world["liu"], at=at(minutes))


def asked(sitting: Sitting) -> list[Speech]:
    db.session.rollback()
    return rows.speeches(db.session(), sitting.items[FIRST])


def names(sitting: Sitting) -> list[str]:
    known = {key: name for name, key in sitting.world.people.items()}
    return [known[each.person_id] for each, _turn in rows.waiting(asked(sitting))]


def speaker(sitting: Sitting) -> str:
    known = {key: name for name, key in sitting.world.people.items()}
    speaking = rows.speaking(asked(sitting))
    return known[speaking.person_id] if speaking else ""


def test_members_ask_for_themselves_and_the_desk_for_those_who_raise_a_hand(sitting):
    ask(sitting, "an")
    ask(sitting, "bai", "against", by="guo")

    with pytest.raises(NotForAnother):
        ask(sitting, "cai", by="an")
    with pytest.raises(NotPermitted):
        ask(sitting, "cai", by="zhao")
    with pytest.raises(rules.NoSuchSide):
        ask(sitting, "cai", "maybe")
    with pytest.raises(rules.WaitsAlready):
        ask(sitting, "an", "against")
    with pytest.raises(rules.MayNotSpeak):
        ask(sitting, MEMBERS[14])
    assert names(sitting) == ["an", "bai"]


def test_the_chair_calls_for_and_against_in_turn_each_with_the_minutes_of_the_rules(sitting):
    for name, side in (("an", "for"), ("bai", "for"), ("cai", "against")):
        ask(sitting, name, side)

    spoke = []
    for minute in (2, 3, 4):
        call_next(sitting, minute)
        spoke.append(speaker(sitting))

    assert spoke == ["an", "cai", "bai"]
    assert [each.allowed_seconds for each in asked(sitting)] == [120, 120, 120]
    assert [each.ended_at for each in asked(sitting)] == [at(3), None, at(4)]
    with pytest.raises(rules.NobodyWaits):
        call_next(sitting, 5)


def test_nobody_speaks_more_often_than_the_rules_allow(sitting):
    for minute in (1, 3):
        ask(sitting, "an", minutes=minute)
        call_next(sitting, minute + 0.5)
        floor.end_speech(sitting.items[FIRST], actor=sitting.world["liu"], at=at(minute + 1))

    with pytest.raises(rules.TurnsUsedUp):
        ask(sitting, "an", minutes=6)


def test_the_clock_of_a_speech_is_stopped_let_go_and_lengthened(sitting):
    ask(sitting, "an")
    call_next(sitting, 2)
    chair, item_id = sitting.world["liu"], sitting.items[FIRST]

    floor.pause(item_id, actor=chair, at=at(2.5))
    assert rows.speaking(asked(sitting)).clock.left(at(9)) == timedelta(seconds=90)
    floor.pause(item_id, actor=chair, at=at(9))
    floor.lengthen(item_id, actor=chair, at=at(9))

    assert rows.speaking(asked(sitting)).clock.left(at(9.5)) == timedelta(seconds=90)
    floor.end_speech(item_id, actor=chair, at=at(9.5))
    for deed in (floor.pause, floor.lengthen, floor.end_speech):
        with pytest.raises(rules.NobodySpeaks):
            deed(item_id, actor=chair, at=at(10))


def test_only_the_chair_leads_the_floor(sitting):
    ask(sitting, "an")

    for deed in (floor.call_next, floor.take_up, floor.close_debate):
        for name in ("guo", "an", "zhao"):
            with pytest.raises(NotPermitted):
                deed(sitting.items[FIRST], actor=sitting.world[name], at=at(2))

    assert speaker(sitting) == ""


def test_who_steps_back_leaves_or_stands_aside_is_off_the_list(sitting):
    for name in ("an", "bai", "cai", "deng"):
        ask(sitting, name)

    floor.step_back(
        sitting.items[FIRST], person_id=sitting.world.people["an"], actor=sitting.world["an"], at=at(2)
    )
    sitting.sign_out("bai", after=2)
    sitting.recuse(FIRST, "cai")

    assert names(sitting) == ["deng"]
    with pytest.raises(rules.NotWaiting):
        floor.step_back(
            sitting.items[FIRST], person_id=sitting.world.people["an"], actor=sitting.world["an"], at=at(3)
        )


def test_a_debate_is_closed_when_all_were_heard_and_then_nobody_speaks(sitting):
    ask(sitting, "an")

    with pytest.raises(rules.DebateOpen):
        floor.close_debate(sitting.items[FIRST], actor=sitting.world["liu"], at=at(2))
    call_next(sitting, 2)
    floor.end_speech(sitting.items[FIRST], actor=sitting.world["liu"], at=at(3))
    floor.close_debate(sitting.items[FIRST], actor=sitting.world["liu"], at=at(4))

    assert item(sitting.items[FIRST]).debate_closed_at == at(4)
    with pytest.raises(rules.NotUnderDebate):
        ask(sitting, "bai", minutes=5)


def test_a_vote_waits_until_all_were_heard(sitting):
    ask(sitting, "an")

    with pytest.raises(rules.DebateOpen):
        _open_vote(sitting)
    call_next(sitting, 2)
    floor.end_speech(sitting.items[FIRST], actor=sitting.world["liu"], at=at(3))
    _open_vote(sitting)

    assert item(sitting.items[FIRST]).state == "voting"
    with pytest.raises(rules.NotUnderDebate):
        ask(sitting, "bai", minutes=11)


def _open_vote(sitting: Sitting) -> int:
    return votes.open_vote(sitting.items[FIRST], mode="show_of_hands", actor=sitting.world["liu"], at=at(10))


def test_the_item_taken_up_last_is_the_one_before_the_room(sitting):
    floor.take_up(sitting.items[SECOND], actor=sitting.world["liu"], at=at(3))

    assert item(sitting.items[SECOND]).taken_up_at == at(3)
    vote = _open_vote(sitting)
    with pytest.raises(VoteStillOpen):
        floor.take_up(sitting.items[SECOND], actor=sitting.world["liu"], at=at(11))
    sitting.count(vote, 14)
    with pytest.raises(AlreadyDone):
        floor.take_up(sitting.items[FIRST], actor=sitting.world["liu"], at=at(30))
    meetings.close_meeting(sitting.meeting_id, actor=sitting.world["liu"], at=at(40))
    with pytest.raises(NotInSession):
        floor.take_up(sitting.items[SECOND], actor=sitting.world["liu"], at=at(41))


def test_speaking_is_told_in_the_journal_without_a_name(sitting):
    ask(sitting, "an", "against")
    call_next(sitting, 2)

    told = [
        json.loads(each.body) for each in journal.of_subject(db.session(), f"meeting/{sitting.meeting_id}")
    ][-2:]

    assert [each["verb"] for each in told] == ["floor.ask", "floor.lead"]
    assert told[0]["facts"] == {"item": 1, "project": FIRST, "side": "against"}
    assert told[1]["facts"] == {"item": 1, "project": FIRST, "side": "against", "step": "call", "turn": 1}
    assert sitting.world.people["an"] not in told[0].values()


def test_two_places_in_the_list_and_two_speakers_at_once_are_refused_by_the_database(sitting):
    ask(sitting, "an")
    ask(sitting, "bai")
    call_next(sitting, 2)

    twice = Speech(
        item_id=sitting.items[FIRST], person_id=sitting.world.people["bai"], side="for", asked_at=at(3)
    )
    with pytest.raises(AlreadyDone), transaction() as session:
        session.add(twice)
    with pytest.raises(AlreadyDone), transaction() as session:
        session.scalars(select(Speech).where(Speech.called_at.is_(None))).one().called_at = at(3)


def test_asking_takes_the_same_few_statements_however_many_wait(sitting, bench):
    with statements(bench.engine) as first:
        ask(sitting, "an")
    for name in MEMBERS[2:9]:
        ask(sitting, name)
    with statements(bench.engine) as later:
        ask(sitting, MEMBERS[10])

    assert len(first) == len(later)
    assert len(first) <= 9
