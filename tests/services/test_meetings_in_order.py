"""Who counts and who stands aside when a meeting opens and votes, and at which hour it may."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from microprojects.domain.casting import ContractorMustStandAside, ProposerMustStandAside
from microprojects.domain.meetings import OnAnotherAgenda, QuorumMissing
from microprojects.domain.openings import DayOver, TooEarlyToOpen
from microprojects.domain.people import Role
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.services import councils, meetings
from microprojects.store import councils as roster
from microprojects.store import meetings as rooms
from microprojects.store.db import db, transaction
from microprojects.store.people import RoleGrant
from tests.council import SITTING, Sitting, project, ready
from tests.world import MEMBERS

FIRST = "LZ-2026-001"


def test_who_has_no_seat_any_more_is_not_counted_when_the_meeting_opens(world):
    sitting = Sitting(world).call(ready(world))
    for name in MEMBERS[:12]:
        sitting.sign_in(name)
    for seat in roster.in_office(db.session(), world.council_id, local_day(SITTING)):
        if seat.person_id in {world.people[name] for name in MEMBERS[9:12]}:
            councils.unseat(
                seat.id, until=local_day(SITTING) - timedelta(days=1), actor=world["zhao"], at=world.now
            )

    sitting.open(present=())

    inside = rooms.room(db.session(), sitting.meeting_id)
    assert len(inside.present) == 9
    with pytest.raises(QuorumMissing):
        sitting.open_vote(FIRST)


def test_a_meeting_begins_at_its_hour_and_on_its_day(world):
    sitting = Sitting(world).call(ready(world))
    liu = world["liu"]

    with pytest.raises(TooEarlyToOpen):
        meetings.open_meeting(sitting.meeting_id, actor=liu, at=SITTING - timedelta(minutes=1))
    with pytest.raises(DayOver):
        meetings.open_meeting(sitting.meeting_id, actor=liu, at=SITTING + timedelta(days=1))
    meetings.open_meeting(sitting.meeting_id, actor=liu, at=SITTING + timedelta(hours=1))


def test_a_contractor_of_the_community_does_not_vote(world):
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:14])
    with transaction() as session:
        session.add(
            RoleGrant(
                person_id=world.people["an"],
                area_id=world.areas["rongshu"],
                role=Role.CONTRACTOR.value,
                since=date(2025, 1, 1),
            )
        )

    with pytest.raises(ContractorMustStandAside):
        sitting.open_vote(FIRST)


def test_who_proposed_what_was_merged_into_it_does_not_vote(world):
    number = ready(world)
    ready(world, "LZ-2026-009", state=State.MERGED, proposer="an", merged_into_id=project(number).id)
    sitting = Sitting(world).call(number).open(MEMBERS[:14])

    with pytest.raises(ProposerMustStandAside):
        sitting.open_vote(number)


def test_an_emergency_waits_for_its_ratification_on_one_agenda(world):
    number = ready(world, state=State.APPROVED, fast_track_at=world.now, ratify_by=date(2026, 3, 19))
    Sitting(world).call(number, purpose="ratify")
    second = Sitting(world, starts_at=SITTING + timedelta(days=1))

    with pytest.raises(OnAnotherAgenda):
        second.call(number, purpose="ratify")
