"""Members sign in with the code at the door, where the rules ask for it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from microprojects.domain.credentials import LockedOut
from microprojects.domain.doors import DoorCodeNeeded, WrongDoorCode
from microprojects.services import meetings
from microprojects.services.attendances import door_code
from microprojects.store import journal
from microprojects.store.db import db
from tests.council import SITTING, Sitting, ready, rules_of


@pytest.fixture
def sitting(world):
    """A meeting that is open and still empty."""
    return Sitting(world).call(ready(world)).open([])


@pytest.fixture
def guarded(world):
    """The same where the rules ask for the code."""
    rules_of(world, **{"meeting.door_code": True})
    return Sitting(world).call(ready(world)).open([])


def come(sitting: Sitting, name: str, code: str = "", *, seconds: int = 0, by: str = "") -> None:
    meetings.sign_in(
        sitting.meeting_id,
        person_id=sitting.world.people[name],
        code=code,
        actor=sitting.world[by or name],
        at=SITTING + timedelta(seconds=seconds),
    )


def shown(sitting: Sitting, seconds: int = 0) -> str:
    return door_code(sitting.meeting_id, SITTING + timedelta(seconds=seconds))


def told(sitting: Sitting) -> dict[str, object]:
    return json.loads(journal.of_subject(db.session(), f"meeting/{sitting.meeting_id}")[-1].body)["facts"]


def test_without_the_rule_a_member_comes_with_or_without_the_code(sitting):
    come(sitting, "an")
    assert told(sitting) == {"self": True}

    come(sitting, "bai", shown(sitting))
    assert told(sitting) == {"self": True, "door_code": True}


def test_with_the_rule_only_the_code_or_the_desk_lets_a_member_in(guarded):
    with pytest.raises(DoorCodeNeeded):
        come(guarded, "an")
    for wrong in ("000000" if shown(guarded) != "000000" else "000001", "12345", "abcdef", "１２３４５６"):
        with pytest.raises(WrongDoorCode):
            come(guarded, "an", wrong)

    come(guarded, "an", shown(guarded))
    come(guarded, "bai", by="guo")


def test_the_code_changes_every_minute_and_is_taken_a_minute_longer(guarded):
    code = shown(guarded)
    assert shown(guarded, 59) == code
    assert shown(guarded, 61) != code

    come(guarded, "an", code, seconds=119)
    with pytest.raises(WrongDoorCode):
        come(guarded, "bai", code, seconds=121)


def test_each_meeting_has_a_code_of_its_own(guarded):
    assert door_code(guarded.meeting_id, SITTING) != door_code(guarded.meeting_id + 1, SITTING)


def test_who_guesses_has_to_wait_and_the_others_do_not(guarded):
    wrong = "000000" if shown(guarded) != "000000" else "000001"
    with pytest.raises(LockedOut):
        for _ in range(30):
            with pytest.raises(WrongDoorCode):
                come(guarded, "an", wrong)

    come(guarded, "bai", shown(guarded))


def test_a_wrong_code_signs_nobody_in_even_where_none_is_asked_for(sitting):
    with pytest.raises(WrongDoorCode):
        come(sitting, "an", "12345")
