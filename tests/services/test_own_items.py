"""Who proposed a project, or entered it, does not lead its vote; a second chair does."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from microprojects.domain.people import Role
from microprojects.domain.permissions import OwnItem
from microprojects.domain.states import State
from microprojects.services import grants, meetings, votes
from microprojects.services.grants import Office
from microprojects.store import people
from microprojects.store.db import db
from microprojects.store.journal import JournalEntry
from tests.council import SITTING, Sitting, item, project, ready
from tests.world import LIZHI, MEMBERS

FIRST = "LZ-2026-001"
LATER = SITTING + timedelta(minutes=15)


@pytest.fixture(params=["proposed", "entered"])
def sitting(request, world):
    """A meeting with one project of the chair's own, and 14 of 17 members."""
    own = {"proposer": "liu"} if request.param == "proposed" else {"entered_by_id": world.people["liu"]}
    made = Sitting(world).call(ready(world, **own)).open(MEMBERS[:14])
    if request.param == "proposed":
        made.recuse(FIRST, "liu")
    return made


@pytest.fixture
def an(sitting):
    """A member who was made the second chair."""
    world = sitting.world
    office = Office(role=Role.COUNCIL_CHAIR, area=LIZHI, since=date(2026, 3, 1))
    grants.grant_role(world.people["an"], office, actor=world["huang"], at=world.now)
    actor = people.actor(db.session(), world.people["an"])
    db.session.rollback()
    return actor


def test_a_chair_does_not_present_their_own_item_nor_put_it_off(sitting):
    liu, item_id = sitting.world["liu"], sitting.items[FIRST]

    with pytest.raises(OwnItem):
        meetings.present_item(item_id, actor=liu, at=LATER)
    with pytest.raises(OwnItem):
        meetings.table_item(item_id, reason="再看看", in_favour=13, against=0, actor=liu, at=LATER)

    assert (item(item_id).state, project(FIRST).state) == ("waiting", State.SCHEDULED)


def test_a_chair_opens_and_counts_no_vote_on_their_own_project(sitting, an):
    liu, item_id = sitting.world["liu"], sitting.items[FIRST]
    meetings.present_item(item_id, actor=an, at=LATER)

    with pytest.raises(OwnItem):
        votes.open_vote(item_id, mode="secret", actor=liu, at=LATER)
    vote = votes.open_vote(item_id, mode="secret", actor=an, at=LATER)
    with pytest.raises(OwnItem):
        votes.close_vote(vote, actor=liu, at=LATER)

    assert project(FIRST).state is State.VOTING


def test_a_second_chair_leads_it_to_its_end(sitting, an):
    item_id = sitting.items[FIRST]
    base = 13 if project(FIRST).entered_by_id is None else 14
    meetings.present_item(item_id, actor=an, at=LATER)
    vote = votes.open_vote(item_id, mode="show_of_hands", actor=an, at=LATER)

    carried = votes.close_vote(
        vote, in_favour=base, against=0, abstain=0, witnesses="郭敏、陈建国", actor=an, at=LATER
    )

    assert (carried, project(FIRST).state) == (True, State.NOTICING)


def test_the_end_of_a_meeting_puts_off_what_was_not_reached_whoever_proposed_it(sitting):
    meetings.close_meeting(sitting.meeting_id, actor=sitting.world["liu"], at=LATER)

    tabled = db.session.query(JournalEntry).filter_by(verb="project.table").one()
    assert (project(FIRST).state, json.loads(tabled.body)["actor"]) == (State.TABLED, "system")
