"""The room amends, ends the debate and breaks the meeting off by motions with hands counted."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from microprojects.domain import floor as speaking
from microprojects.domain import motions as rules
from microprojects.domain.casting import NotInTheRoom, VoteStillOpen
from microprojects.domain.errors import NotPermitted
from microprojects.domain.meetings import QuorumMissing
from microprojects.domain.motions import Hands
from microprojects.domain.privacy import PrivacyFinding
from microprojects.services import floor, meetings, motions, votes
from microprojects.store import floor as rows
from microprojects.store import journal
from microprojects.store.db import db
from tests.council import SITTING, Sitting, item, two_items
from tests.living import lived_once
from tests.noticing import latest
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


def move(
    sitting: Sitting, kind: str, *hands: int, words: str = "", by: str = "liu", mover: str = "an"
) -> bool:
    return motions.decide(
        sitting.items[FIRST],
        kind,
        text=words,
        hands=Hands(*(hands or (14, 0, 0))),
        moved_by_id=sitting.world.people[mover],
        actor=sitting.world[by],
        at=at(5),
    )


def test_a_carried_end_of_debate_sends_those_who_wait_back(sitting):
    floor.ask(
        sitting.items[FIRST],
        person_id=sitting.world.people["bai"],
        side="for",
        actor=sitting.world["bai"],
        at=at(1),
    )

    assert move(sitting, "close_debate", 8, 6, 0)

    assert item(sitting.items[FIRST]).debate_closed_at == at(5)
    assert rows.waiting(rows.speeches(db.session(), sitting.items[FIRST])) == []


def test_a_motion_that_fails_is_kept_and_changes_nothing(sitting):
    assert not move(sitting, "close_debate", 7, 7, 0)

    assert item(sitting.items[FIRST]).debate_closed_at is None
    assert [each.carried for each in rows.motions(db.session(), sitting.items[FIRST])] == [False]
    assert json.loads(journal.of_subject(db.session(), f"meeting/{sitting.meeting_id}")[-1].body)[
        "facts"
    ] == {
        "item": 1,
        "project": FIRST,
        "motion": "close_debate",
        "for": 7,
        "against": 7,
        "abstain": 0,
        "carried": False,
    }


def test_what_the_room_amended_is_part_of_what_it_decides(sitting):
    move(sitting, "amend", 9, 5, 0, words="只换南侧八盏，北侧下半年再议")
    move(sitting, "amend", 3, 11, 0, words="改成太阳能灯")
    vote = votes.open_vote(sitting.items[FIRST], mode="show_of_hands", actor=sitting.world["liu"], at=at(10))
    sitting.count(vote, 10, 4)

    assert item(sitting.items[FIRST]).dossier["amendments"] == ["只换南侧八盏，北侧下半年再议"]
    assert latest(FIRST).body["amendments"] == ["只换南侧八盏，北侧下半年再议"]


def test_in_a_recess_nothing_is_decided_until_the_chair_resumes(sitting):
    move(sitting, "recess")
    chair, item_id = sitting.world["liu"], sitting.items[FIRST]

    for deed in (
        lambda: votes.open_vote(item_id, mode="secret", actor=chair, at=at(6)),
        lambda: floor.take_up(sitting.items[SECOND], actor=chair, at=at(6)),
        lambda: floor.close_debate(item_id, actor=chair, at=at(6)),
        lambda: sitting.present(SECOND),
        lambda: move(sitting, "recess"),
    ):
        with pytest.raises(rules.InRecess):
            deed()
    with pytest.raises(NotPermitted):
        motions.resume(sitting.meeting_id, actor=sitting.world["guo"], at=at(7))
    motions.resume(sitting.meeting_id, actor=chair, at=at(7))
    with pytest.raises(rules.NotInRecess):
        motions.resume(sitting.meeting_id, actor=chair, at=at(8))
    floor.take_up(sitting.items[SECOND], actor=chair, at=at(8))


def test_a_meeting_in_recess_can_still_end(sitting):
    move(sitting, "recess")

    meetings.close_meeting(sitting.meeting_id, actor=sitting.world["liu"], at=at(20))

    assert item(sitting.items[FIRST]).state == "tabled"


@pytest.mark.parametrize("hands", [(14, 1, 0), (13, 0, 0), (15, -1, 0)])
def test_hands_that_are_not_those_in_the_room_change_nothing(sitting, hands):
    with pytest.raises(rules.HandsDoNotAddUp):
        move(sitting, "close_debate", *hands)

    assert rows.motions(db.session(), sitting.items[FIRST]) == []


def test_who_moves_and_who_decides_belong_to_the_room(sitting):
    with pytest.raises(NotInTheRoom):
        move(sitting, "recess", mover=MEMBERS[14])
    with pytest.raises(NotPermitted):
        move(sitting, "recess", by="guo")
    with pytest.raises(rules.NoSuchMotion):
        move(sitting, "applaud")
    with pytest.raises(rules.MotionWithoutText):
        move(sitting, "amend")
    with pytest.raises(PrivacyFinding):
        move(sitting, "amend", words="问老张，电话 13812345678")


def test_below_the_quorum_the_room_decides_no_motion(sitting):
    for name in MEMBERS[11:14]:
        sitting.sign_out(name, after=2)

    with pytest.raises(QuorumMissing):
        move(sitting, "recess", 11, 0, 0)


def test_no_motion_is_put_while_a_vote_runs_or_after_the_debate(sitting):
    move(sitting, "close_debate")
    with pytest.raises(speaking.NotUnderDebate):
        move(sitting, "amend", words="少换两盏")
    votes.open_vote(sitting.items[FIRST], mode="show_of_hands", actor=sitting.world["liu"], at=at(10))
    with pytest.raises(VoteStillOpen):
        move(sitting, "recess")


@pytest.mark.parametrize("statement", ["UPDATE motions SET in_favour = 1", "DELETE FROM motions"])
def test_a_motion_stays_as_it_was_counted(sitting, statement):
    move(sitting, "recess")

    with pytest.raises(DBAPIError):
        db.session.execute(text(statement))
    db.session.rollback()
