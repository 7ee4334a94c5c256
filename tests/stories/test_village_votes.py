"""Two bodies vote one after the other: the scheme, not the code, says who, with which bar, and what follows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from microprojects.domain.meetings import MeetingElsewhere
from microprojects.domain.states import State
from microprojects.services import councils, meetings
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import Disclosure
from microprojects.store.votes import Vote
from tests.council import SITTING, Sitting, project, ready
from tests.world import MEMBERS, World, make_world

FIRST = "LZ-2026-001"


@pytest.fixture
def village(session) -> World:
    """The small district under the scheme of four deliberations, of which the last two vote."""
    with transaction() as writing:
        made = make_world(writing, scheme="village_4_2")
    db.session.rollback()
    return made


def body(world: World, word: str, name: str) -> int:
    council_id = councils.found("lizhi", body=word, name=name, actor=world["zhao"], at=world.now)
    for member in MEMBERS:
        councils.seat(
            council_id,
            person_id=world.people[member],
            kind="party" if word == "party_members" else "resident",
            since=date(2026, 1, 1),
            actor=world["zhao"],
            at=world.now,
        )
    return council_id


def test_the_first_body_passes_it_on_and_the_second_decides(village):
    party = body(village, "party_members", "荔枝村党员大会")
    representatives = body(village, "village_representatives", "荔枝村村民代表会议")
    number = ready(village)

    with pytest.raises(MeetingElsewhere):
        Sitting(village, council_id=representatives).call(number)
    first = Sitting(village, council_id=party).call(number).open(MEMBERS[:12])
    assert first.decide(number, 9, 3) is True
    after_first = (project(number).state, project(number).stage)
    meetings.close_meeting(first.meeting_id, actor=village["liu"], at=SITTING)
    published_early = db.session.scalars(select(Disclosure)).all()
    village.now = SITTING
    later = SITTING + timedelta(days=7)
    second = Sitting(village, later, council_id=representatives).call(number).open(MEMBERS[:12])
    assert second.decide(number, 7, 5) is True

    assert (after_first, published_early) == ((State.READY, 4), [])
    assert (project(number).state, project(number).stage) == (State.NOTICING, 4)
    assert [
        (vote.stage, vote.need_for, vote.voided_at)
        for vote in db.session.scalars(select(Vote).order_by(Vote.id))
    ] == [(3, 9, None), (4, 7, None)]
    assert db.session.scalars(select(Disclosure)).one().body["meeting"]["council"] == "荔枝村村民代表会议"


def test_half_of_those_due_is_not_reached_by_half_of_those_present(village):
    party = body(village, "party_members", "荔枝村党员大会")
    number = ready(village)
    sitting = Sitting(village, council_id=party).call(number).open(MEMBERS[:12])

    assert sitting.decide(number, 8, 4) is False
    assert project(number).state is State.REJECTED
