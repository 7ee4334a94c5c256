"""Who came without a vote speaks as members do: in turn, on the clock, and so often; they count for nothing."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from microprojects.domain import floor as rules
from microprojects.domain.errors import AlreadyDone
from microprojects.domain.meetings import NotForAnother
from microprojects.services import floor, meetings, minutes, observers, votes
from microprojects.store import floor as rows
from microprojects.store import journal
from microprojects.store import minutes as kept_minutes
from microprojects.store.db import db, transaction
from microprojects.store.floor import Speech
from tests.council import SITTING, Sitting, ready, vote_row
from tests.world import MEMBERS

FIRST = "LZ-2026-001"


def at(minutes_: float):
    return SITTING + timedelta(minutes=minutes_)


@pytest.fixture
def sitting(world) -> Sitting:
    """A meeting with one item, under debate, and 13 of 17 members; 12 are the quorum."""
    made = Sitting(world).call(ready(world, proposer="an"))
    made.open(MEMBERS[:13]).present(FIRST)
    return made


def invited(sitting: Sitting, name: str = "罗代表", kind: str = "deputy", *, here: bool = True) -> int:
    guo = sitting.world["guo"]
    found = observers.invite(sitting.meeting_id, kind=kind, name=name, actor=guo, at=at(0))
    if here:
        observers.note_come(found, actor=guo, at=at(0))
    return found


def hear(sitting: Sitting, observer_id: int, side: str = "ask", minute: float = 1, by: str = "guo") -> None:
    world, item_id = sitting.world, sitting.items[FIRST]
    floor.ask(item_id, observer_id=observer_id, side=side, actor=world[by], at=at(minute))


def waiting(sitting: Sitting) -> list[str]:
    db.session.rollback()
    asked = rows.speeches(db.session(), sitting.items[FIRST])
    return [each.called for each, _turn in rows.waiting(asked)]


def call_next(sitting: Sitting, minute: float) -> None:
    floor.call_next(sitting.items[FIRST], actor=sitting.world["liu"], at=at(minute))


def test_the_desk_puts_an_observer_who_came_on_the_list_and_nobody_else_does(sitting):
    deputy, absent = invited(sitting), invited(sitting, "高工程师", "expert", here=False)

    hear(sitting, deputy)

    assert waiting(sitting) == ["罗代表"]
    with pytest.raises(NotForAnother):
        hear(sitting, deputy, by="bai")
    with pytest.raises(rules.MayNotSpeak):
        hear(sitting, absent)
    with pytest.raises(rules.WaitsAlready):
        hear(sitting, deputy, "for")


def test_observers_and_members_are_called_in_one_order_for_and_against_in_turn(sitting):
    world, item_id = sitting.world, sitting.items[FIRST]
    floor.ask(item_id, person_id=world.people["bai"], side="for", actor=world["bai"], at=at(1))
    floor.ask(item_id, person_id=world.people["cai"], side="for", actor=world["cai"], at=at(2))
    hear(sitting, invited(sitting), "against", 3)

    assert waiting(sitting) == ["议员bai", "罗代表", "议员cai"]


def test_time_and_turns_hold_for_an_observer_as_for_a_member(sitting):
    deputy = invited(sitting)
    for minute in (1, 4):
        hear(sitting, deputy, minute=minute)
        call_next(sitting, minute + 1)
        floor.end_speech(sitting.items[FIRST], actor=sitting.world["liu"], at=at(minute + 2))

    with pytest.raises(rules.TurnsUsedUp):
        hear(sitting, deputy, minute=8)
    spoke = rows.speeches(db.session(), sitting.items[FIRST])
    assert [each.allowed_seconds for each in spoke] == [120, 120]


def test_an_observer_who_goes_or_is_taken_off_waits_no_longer(sitting):
    deputy, expert = invited(sitting), invited(sitting, "高工程师", "expert")
    guo = sitting.world["guo"]
    hear(sitting, deputy)
    hear(sitting, expert)

    observers.note_gone(deputy, actor=guo, at=at(2))
    floor.step_back(sitting.items[FIRST], observer_id=expert, actor=guo, at=at(2))

    assert waiting(sitting) == []


def test_an_observer_of_another_meeting_is_not_heard(sitting):
    other = Sitting(sitting.world, SITTING + timedelta(days=1)).call(send=False)
    guo = sitting.world["guo"]
    stranger = observers.invite(other.meeting_id, kind="resident", name="别处来的", actor=guo, at=at(0))

    with pytest.raises(rules.MayNotSpeak):
        hear(sitting, stranger)


def test_who_spoke_without_a_vote_counts_for_nothing_and_stands_as_observer_in_the_minutes(sitting):
    world = sitting.world
    hear(sitting, invited(sitting), "for")
    call_next(sitting, 2)
    floor.end_speech(sitting.items[FIRST], actor=world["liu"], at=at(3))
    sitting.recuse(FIRST, "an")
    vote = votes.open_vote(sitting.items[FIRST], mode="show_of_hands", actor=world["liu"], at=at(10))
    sitting.count(vote, 12)
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=at(50))
    minutes.draft(sitting.meeting_id, actor=world["guo"], at=at(60))

    assert (vote_row(vote).present, vote_row(vote).base) == (13, 12)
    drafted = kept_minutes.of_meeting(db.session(), sitting.meeting_id)[-1].text
    assert "发言：罗代表（列席，赞成）" in drafted
    assert "罗代表" in kept_minutes.hidden_names(db.session(), vote_row(vote).item.meeting)


def test_the_journal_tells_of_which_kind_an_observer_is_and_not_the_name(sitting):
    hear(sitting, invited(sitting), "against")

    entry = json.loads(journal.of_subject(db.session(), f"meeting/{sitting.meeting_id}")[-1].body)

    assert entry["facts"] == {"item": 1, "project": FIRST, "side": "against", "observer": "deputy"}
    assert "罗代表" not in json.dumps(entry, ensure_ascii=False)


def test_a_proposer_who_stands_aside_may_still_be_heard_but_only_in_the_room(sitting):
    world, item_id = sitting.world, sitting.items[FIRST]
    sitting.recuse(FIRST, "an")
    floor.ask(item_id, person_id=world.people["an"], side="for", actor=world["an"], at=at(1))
    assert waiting(sitting) == ["议员an"]

    sitting.sign_out("an", after=2)

    assert waiting(sitting) == []
    with pytest.raises(rules.MayNotSpeak):
        floor.ask(item_id, person_id=world.people["an"], side="for", actor=world["guo"], at=at(3))


def test_an_observer_waits_in_one_place_even_for_the_database(sitting):
    deputy = invited(sitting)
    hear(sitting, deputy)

    twice = Speech(item_id=sitting.items[FIRST], observer_id=deputy, side="for", asked_at=at(3))
    with pytest.raises(AlreadyDone), transaction() as session:
        session.add(twice)
