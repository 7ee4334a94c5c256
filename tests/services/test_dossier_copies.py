"""Dossiers on paper: handed over once, after they were sent, to a member who will sit."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microprojects.domain.casting import NotInOffice
from microprojects.domain.dossier_copies import DossierNotOut
from microprojects.domain.errors import AlreadyDone, NotPermitted
from microprojects.domain.meetings import MeetingOver
from microprojects.services import dossier_copies as deeds
from microprojects.services import meetings
from microprojects.store import dossier_copies
from microprojects.store.db import db
from tests.council import SITTING, Sitting, ready


def hand_over(world, name: str = "an", *, meeting: int = 1, by: str = "guo", at=None) -> None:
    deeds.hand_over(meeting, person_id=world.people[name], actor=world[by], at=at or world.now)


def test_a_copy_is_handed_over_once_by_who_sends_the_dossiers(world):
    Sitting(world).call(ready(world))
    with pytest.raises(NotPermitted):
        hand_over(world, by="lin")

    hand_over(world)

    assert dossier_copies.of_meeting(db.session(), 1) == {world.people["an"]: world.now}
    db.session.rollback()
    with pytest.raises(AlreadyDone):
        hand_over(world)


def test_paper_follows_the_sending_and_goes_to_members_alone(world):
    meeting = meetings.call(
        world.council_id, title="议事会", place="厅", starts_at=SITTING, actor=world["liu"], at=world.now
    )
    with pytest.raises(DossierNotOut):
        hand_over(world, meeting=meeting)
    meetings.send_dossier(meeting, actor=world["guo"], at=world.now)

    with pytest.raises(NotInOffice):
        hand_over(world, "lin", meeting=meeting)
    hand_over(world, meeting=meeting)


def test_after_the_meeting_nothing_is_handed_over(world):
    sitting = Sitting(world).call(ready(world)).open()
    end = SITTING + timedelta(hours=2)
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=end)

    with pytest.raises(MeetingOver):
        hand_over(world, meeting=sitting.meeting_id, at=end)


def test_a_copy_from_before_a_later_item_is_handed_over_again(world):
    sitting = Sitting(world).call(ready(world))
    hand_over(world)
    later = world.now + timedelta(hours=1)
    meetings.put_on_agenda(sitting.meeting_id, ready(world, "LZ-2026-002"), actor=world["liu"], at=later)

    hand_over(world, at=later)

    assert dossier_copies.of_meeting(db.session(), 1) == {world.people["an"]: later}
    db.session.rollback()
    with pytest.raises(AlreadyDone):
        hand_over(world, at=later)
