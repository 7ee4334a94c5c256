"""A council may decide otherwise than residents voted, and says why before that is published."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from microprojects.domain.departures import NoDeparture, ReasonGiven, ReasonOwed
from microprojects.domain.errors import BadValue, NotPermitted
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.states import State
from microprojects.services import approvals, departures, meetings, minutes, recounts
from microprojects.store import minutes as kept
from microprojects.store.db import db
from microprojects.store.disclosures import Disclosure, NoticeWindow
from microprojects.store.journal import JournalEntry
from tests.council import Sitting, item, project, ready
from tests.departing import WHY, polled
from tests.noticing import latest
from tests.world import MEMBERS

HOUR = timedelta(hours=1)


@pytest.fixture
def council(world):
    return polled(world)


def explain(council, number, reason=WHY, who="guo", after=HOUR):
    departures.explain(
        council.sitting.items[number],
        reason=reason,
        actor=council.world[who],
        at=council.sitting.at + after,
    )


def published():
    db.session.rollback()
    return db.session.scalars(select(Disclosure)).all()


def test_the_dossier_tells_what_residents_said(council):
    council.sitting.open_vote(council.chosen)

    told = item(council.sitting.items[council.chosen]).dossier["residents_poll"]

    assert told == {
        "poll": council.poll,
        "binding": False,
        "selected": True,
        "rank": 1,
        "among": 3,
        "received": 3,
        "took_part": 4,
        "on_roll": told["on_roll"],
    }
    assert told["on_roll"] >= 4


def test_a_decision_as_residents_voted_owes_no_reason_and_is_published_at_once(council):
    council.sitting.decide(council.chosen, 12, 1, 1)
    council.sitting.decide(council.passed_over, 2, 12)

    assert (council.departure(council.chosen), council.departure(council.passed_over)) == (None, None)
    assert latest(council.chosen).body["residents_poll"]["selected"] is True


def test_what_residents_did_not_choose_is_passed_at_night_and_published_with_the_reason(council):
    carried = council.sitting.decide(council.passed_over, 12, 1, 1)

    assert (carried, project(council.passed_over).state) == (True, State.NOTICING)
    assert (published(), db.session.scalars(select(NoticeWindow)).all()) == ([], [])

    explain(council, council.passed_over)

    window = db.session.scalars(select(NoticeWindow)).one()
    assert latest(council.passed_over).body["departure"] == WHY
    assert window.posted_at == council.sitting.at + HOUR


def test_the_deadline_of_a_decision_that_waited_runs_from_the_vote(council):
    council.sitting.decide(council.passed_over, 12, 1, 1)
    explain(council, council.passed_over, after=timedelta(days=5))

    assert latest(council.passed_over).due_at < council.sitting.at + timedelta(days=3)


def test_the_entry_of_the_journal_tells_the_reason_and_what_was_published(council):
    council.sitting.decide(council.passed_over, 12, 1, 1)
    explain(council, council.passed_over)

    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()
    told = json.loads(entry.body)

    assert (entry.verb, told["facts"]) == (
        "departure.explain",
        {
            "meeting": council.sitting.meeting_id,
            "item": 2,
            "poll": council.poll,
            "reason": WHY,
            "disclosure": latest(council.passed_over).sha256,
        },
    )
    assert latest(council.passed_over).journal_seq == entry.seq


def test_a_rejection_of_what_residents_chose_owes_a_reason_that_stands_in_the_minutes(council):
    council.sitting.decide(council.chosen, 2, 12)
    council.sitting.decide(council.passed_over, 2, 12)
    with pytest.raises(ReasonOwed) as no:
        council.end()
    assert no.value.facts == {"items": "1"}

    explain(council, council.chosen)
    drafted = minutes.draft(
        council.sitting.meeting_id, actor=council.world["guo"], at=council.sitting.at + 2 * HOUR
    )

    assert (
        f"与居民投票不同：居民投票选上了这个项目（第 1 名，3 票），议事会表决没有通过。理由：{WHY}"
        in kept.get(db.session(), drafted).text.splitlines()
    )


def test_the_meeting_closes_although_a_reason_is_owed(council):
    council.sitting.decide(council.chosen, 2, 12)

    meetings.close_meeting(
        council.sitting.meeting_id, actor=council.world["liu"], at=council.sitting.at + HOUR
    )

    assert council.departure(council.chosen).reason == ""


def test_only_hands_that_put_it_off_go_against_residents_and_not_the_end_of_a_meeting(council):
    world, sitting = council.world, council.sitting
    sitting.present(council.chosen)
    meetings.table_item(
        sitting.items[council.chosen],
        reason="等物业报价",
        in_favour=9,
        against=5,
        actor=world["liu"],
        at=sitting.at,
    )
    assert council.departure(council.chosen).decided == "tabled"


def test_an_item_that_the_meeting_did_not_reach_owes_no_reason(council):
    council.end()

    assert (council.departure(council.chosen), item(council.sitting.items[council.chosen]).state) == (
        None,
        "tabled",
    )


def test_the_reason_is_written_once_by_chair_or_secretary(council):
    council.sitting.decide(council.passed_over, 12, 1, 1)
    with pytest.raises(NotPermitted):
        explain(council, council.passed_over, who="zhao")
    with pytest.raises(NoDeparture):
        explain(council, council.chosen)

    explain(council, council.passed_over, who="liu")

    with pytest.raises(ReasonGiven):
        explain(council, council.passed_over, reason="改一个说法")
    assert council.departure(council.passed_over).reason == WHY


@pytest.mark.parametrize(
    ("reason", "no"), [("", BadValue), (" ", BadValue), ("找林先生 13812345678", PrivacyFinding)]
)
def test_a_reason_that_cannot_be_published_is_none(council, reason, no):
    council.sitting.decide(council.passed_over, 12, 1, 1)

    with pytest.raises(no):
        explain(council, council.passed_over, reason=reason)

    assert (council.departure(council.passed_over).reason, published()) == ("", [])


def test_nothing_is_approved_or_recounted_before_the_reason_stands(council):
    vote_id = council.sitting.open_vote(council.passed_over)
    council.sitting.count(vote_id, 12, 1, 1)
    later = council.sitting.at + timedelta(days=20)

    with pytest.raises(ReasonOwed):
        approvals.approve(council.passed_over, actor=council.world["zhou"], at=later)
    with pytest.raises(ReasonOwed):
        recounts.propose(
            vote_id,
            in_favour=11,
            against=2,
            abstain=1,
            reason="念错了一个数",
            actor=council.world["guo"],
            at=council.sitting.at + HOUR,
        )


def test_a_recount_that_turns_the_decision_takes_the_departure_away(council):
    vote_id = council.sitting.open_vote(council.passed_over)
    council.sitting.count(vote_id, 12, 1, 1)
    explain(council, council.passed_over)
    at = council.sitting.at + 2 * HOUR
    recount = recounts.propose(
        vote_id,
        in_favour=2,
        against=11,
        abstain=1,
        reason="赞成和反对写反了",
        actor=council.world["guo"],
        at=at,
    )
    for who in ("liu", "he"):
        recounts.sign(recount, actor=council.world[who], at=at)

    assert (council.departure(council.passed_over), project(council.passed_over).state) == (
        None,
        State.REJECTED,
    )
    assert "departure" not in latest(council.passed_over).body


def test_a_project_on_no_poll_owes_nothing(world):
    number = ready(world)
    sitting = Sitting(world).call(number).open(MEMBERS[:14])

    sitting.decide(number, 2, 12)

    assert "residents_poll" not in item(sitting.items[number]).dossier


def test_no_reason_stands_in_the_database_without_its_writer(council):
    council.sitting.decide(council.passed_over, 12, 1, 1)

    with pytest.raises(Exception, match="written_with_reason"), db.engine.begin() as raw:
        raw.execute(text("UPDATE departures SET reason = 'x'"))
