"""Taking an objection to the street and to the district: who, when, what it holds up, what the journal tells."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from microprojects.domain.errors import BadValue, NotPermitted
from microprojects.domain.escalations import LastStep, NotThere, SameAnswerer, TooEarly, WaitsAlready
from microprojects.domain.objections import (
    ObjectionsOpen,
    RepliedAlready,
    UpheldInSubstance,
    WithdrawnAlready,
)
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.states import State
from microprojects.services import approvals, objections
from microprojects.services.escalations import answer as answer_above
from microprojects.services.escalations import escalate
from microprojects.store.db import db
from microprojects.store.escalations import Escalation
from tests.consulting import the_project
from tests.noticing import (
    NUMBER,
    answer,
    entries,
    file_it,
    object_to,
    on_notice,
    shanghai,
    the_objection,
    window,
)

WHY = "遮光罩挡不住，要把灯杆移开。"
TEXT = "灯杆移两米，另装遮光罩。"
FRIDAY, MONDAY, TUESDAY = shanghai(3, 6), shanghai(3, 9), shanghai(3, 10)


@pytest.fixture
def replied(session, world):
    """An objection of Chen's, filed on Friday and answered by the community on Monday."""
    on_notice(world)
    objection_id = object_to(world, who="chen", at=FRIDAY)
    words = {"outcome": "dismissed", "text": "加遮光罩。", "actor": world["zhao"], "at": MONDAY}
    objections.reply(objection_id, **words)
    objections.review(objection_id, actor=world["he"], at=MONDAY)
    return objection_id


def above(world, objection_id, *, step="street", who="zhou", at=TUESDAY, **words):
    told = {"outcome": "dismissed", "text": TEXT} | words
    answer_above(objection_id, step, actor=world[who], at=at, **told)


def steps():
    db.session().rollback()
    return list(db.session().scalars(select(Escalation).order_by(Escalation.id)))


def test_who_is_not_content_goes_to_the_street_with_a_last_day_of_its_own(world, replied):
    step = escalate(replied, why=WHY, actor=world["chen"], at=TUESDAY)

    (row,) = steps()
    assert (step, row.step, row.due_at) == ("street", "street", shanghai(3, 18, 0))
    assert (the_objection(replied).waits_for, the_objection(replied).is_open) == ("street", True)
    assert json.loads(entries()[-1].body)["facts"] == {
        "ground": "neighbours", "step": "street", "objection": replied, "answer_by": "2026-03-17",
    }  # fmt: skip


def test_the_journal_and_the_answer_hold_no_word_of_who_objects(world, replied):
    escalate(replied, why=WHY, actor=world["chen"], at=TUESDAY)
    above(world, replied)

    assert all(WHY not in entry.body for entry in entries())
    assert entries()[-1].verb == "objection.answer-street"


def test_the_notice_does_not_go_on_before_the_street_has_answered(world, replied):
    escalate(replied, why=WHY, actor=world["chen"], at=MONDAY)

    with pytest.raises(ObjectionsOpen):
        objections.resume_notice(NUMBER, actor=world["zhao"], at=TUESDAY)
    above(world, replied)
    objections.resume_notice(NUMBER, actor=world["zhao"], at=TUESDAY)

    assert the_project().state is State.NOTICING


def test_a_notice_that_went_on_stands_again(world, replied):
    objections.resume_notice(NUMBER, actor=world["zhao"], at=MONDAY)

    escalate(replied, why=WHY, actor=world["chen"], at=shanghai(3, 12))

    assert (the_project().state, window().paused_at) == (State.OBJECTED, shanghai(3, 12))
    assert [entry.verb for entry in entries()[-2:]] == ["objection.escalate", "project.object"]


def test_after_its_last_day_a_notice_is_not_paused_but_approval_waits(world, replied):
    file_it(world)
    objections.resume_notice(NUMBER, actor=world["zhao"], at=MONDAY)  # Friday served: four days to the 13th
    escalate(replied, why=WHY, actor=world["chen"], at=shanghai(3, 14))

    with pytest.raises(ObjectionsOpen):
        approvals.approve(NUMBER, actor=world["zhou"], at=shanghai(3, 16))

    assert the_project().state is State.NOTICING


def test_an_approved_project_is_not_stopped_by_a_late_step(world, replied):
    file_it(world)
    objections.resume_notice(NUMBER, actor=world["zhao"], at=MONDAY)
    approvals.approve(NUMBER, actor=world["zhou"], at=shanghai(3, 14))

    escalate(replied, why=WHY, actor=world["chen"], at=shanghai(3, 14))

    assert the_project().state is State.APPROVED
    above(world, replied, at=shanghai(3, 16))
    assert steps()[0].outcome == "dismissed"


def test_what_the_street_upholds_takes_the_place_of_the_reply(world, replied):
    escalate(replied, why=WHY, actor=world["chen"], at=MONDAY)
    above(world, replied, outcome="upheld", effect="substance")

    with pytest.raises(UpheldInSubstance):
        objections.resume_notice(NUMBER, actor=world["zhao"], at=TUESDAY)
    objections.reconsider(NUMBER, actor=world["zhou"], at=TUESDAY)

    assert (the_project().state, the_objection(replied).effect) == (State.CONSULTING, "none")


def test_a_silence_leads_to_the_street_and_from_there_to_the_district(session, world):
    on_notice(world)
    objection_id = object_to(world, who="chen", at=FRIDAY)

    with pytest.raises(TooEarly):
        escalate(objection_id, why=WHY, actor=world["chen"], at=shanghai(3, 13, 23))
    first = escalate(objection_id, why=WHY, actor=world["chen"], at=shanghai(3, 16))
    with pytest.raises(WaitsAlready):
        escalate(objection_id, why=WHY, actor=world["chen"], at=shanghai(3, 20))
    second = escalate(objection_id, why=WHY, actor=world["chen"], at=shanghai(3, 24))
    with pytest.raises(LastStep):
        escalate(objection_id, why=WHY, actor=world["chen"], at=shanghai(4, 20))

    assert (first, second) == ("street", "district")
    assert [row.due_at for row in steps()] == [shanghai(3, 24, 0), shanghai(4, 9, 0)]  # 4 to 6 April are off


def test_the_district_answers_what_nobody_below_did_and_the_notice_goes_on(session, world):
    on_notice(world)
    objection_id = object_to(world, who="chen", at=FRIDAY)
    escalate(objection_id, why=WHY, actor=world["chen"], at=shanghai(3, 16))
    escalate(objection_id, why=WHY, actor=world["chen"], at=shanghai(3, 24))

    with pytest.raises(NotThere):
        above(world, objection_id, at=shanghai(3, 25))
    above(world, objection_id, step="district", who="huang", at=shanghai(3, 25))
    with pytest.raises(RepliedAlready):
        answer(world, objection_id, at=shanghai(3, 25))
    objections.resume_notice(NUMBER, actor=world["zhao"], at=shanghai(3, 25))

    assert the_project().state is State.NOTICING


@pytest.mark.parametrize("who", ["xu", "zhao", "zhou", "huang"])
def test_nobody_takes_another_s_objection_further(world, replied, who):
    with pytest.raises(NotPermitted):
        escalate(replied, why=WHY, actor=world[who], at=TUESDAY)


def test_a_clerk_takes_further_what_they_wrote_down(session, world):
    on_notice(world)
    objection_id = object_to(world, who="qian", channel="oral", name="黎大爷")
    answer(world, objection_id, at=MONDAY)

    escalate(objection_id, why="黎大爷当面说不服。", actor=world["qian"], at=TUESDAY)

    assert steps()[0].entered_by_id == world.people["qian"]


@pytest.mark.parametrize(
    ("step", "who"),
    [("street", "zhao"), ("street", "huang"), ("street", "he"), ("district", "zhou"), ("district", "wu")],
)
def test_each_step_has_its_own_officers(world, replied, step, who):
    escalate(replied, why=WHY, actor=world["chen"], at=TUESDAY)

    with pytest.raises(NotPermitted):
        above(world, replied, step=step, who=who)


def test_who_replied_below_does_not_answer_above_but_a_colleague_does(session, world):
    on_notice(world)
    objection_id = object_to(world, who="chen", at=FRIDAY)
    answer(world, objection_id, at=MONDAY)  # by Zhou of the street
    escalate(objection_id, why=WHY, actor=world["chen"], at=TUESDAY)

    with pytest.raises(SameAnswerer):
        above(world, objection_id, who="zhou")
    above(world, objection_id, who="wu")

    assert steps()[0].answered_by_id == world.people["wu"]


def test_an_answer_is_given_once_and_to_what_was_taken_there(world, replied):
    with pytest.raises(NotThere):
        above(world, replied)
    escalate(replied, why=WHY, actor=world["chen"], at=TUESDAY)
    above(world, replied)

    with pytest.raises(NotThere):
        above(world, replied, who="wu")


def test_what_was_taken_back_goes_no_further(session, world):
    on_notice(world)
    objection_id = object_to(world, who="chen", at=FRIDAY)
    escalate(objection_id, why=WHY, actor=world["chen"], at=shanghai(3, 16))
    objections.withdraw(objection_id, actor=world["chen"], at=shanghai(3, 16))

    with pytest.raises(WithdrawnAlready):
        above(world, objection_id, at=shanghai(3, 17))

    assert not the_objection(objection_id).is_open


@pytest.mark.parametrize(
    ("words", "no"),
    [
        ({"text": ""}, BadValue),
        ({"text": "灯" * 4001}, BadValue),
        ({"outcome": "maybe"}, BadValue),
        ({"text": "和 13812345678 说好了。"}, PrivacyFinding),
        ({"step": "city"}, BadValue),
    ],
)
def test_an_answer_that_cannot_stand_is_refused(world, replied, words, no):
    escalate(replied, why=WHY, actor=world["chen"], at=TUESDAY)

    with pytest.raises(no):
        above(world, replied, **words)

    assert steps()[0].outcome is None


@pytest.mark.parametrize("why", ["", " \n", "灯" * 1001])
def test_it_is_said_why(world, replied, why):
    with pytest.raises(BadValue):
        escalate(replied, why=why, actor=world["chen"], at=TUESDAY)


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM escalations", "UPDATE escalations SET why = 'x'", "UPDATE escalations SET answer = 'x'"],
)
def test_a_step_and_its_answer_stay(world, replied, statement):
    escalate(replied, why=WHY, actor=world["chen"], at=TUESDAY)
    above(world, replied)

    with pytest.raises(DBAPIError):
        db.session().execute(text(statement))
    db.session().rollback()
