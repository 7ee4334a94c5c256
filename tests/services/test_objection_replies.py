"""Answering objections and what the answers lead to: the notice goes on, the plan is made anew, or the end."""

from __future__ import annotations

import hashlib
import json
from datetime import date

import pytest
from sqlalchemy import select

from microprojects.domain.errors import AlreadyDone, BadValue, NotPermitted, WrongMoment
from microprojects.domain.objections import (
    EffectNeedsRight,
    NothingUpheld,
    NotRepliedYet,
    ObjectionsOpen,
    RepliedAlready,
    ReviewMissing,
    SameReviewer,
    UpheldInSubstance,
    WithdrawnAlready,
)
from microprojects.domain.people import Actor, Grant, Role
from microprojects.domain.permissions import OwnMatter
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.states import State
from microprojects.services import approvals, objections, programmes
from microprojects.store.consultations import Plan
from microprojects.store.votes import Vote
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

FRIDAY, MONDAY = shanghai(3, 6), shanghai(3, 9)
TEXT = "灯头加遮光罩，夜里 11 点后降到三成亮度。"


@pytest.fixture
def objection_id(session, world):
    """An objection of Chen's, filed on Friday, the second day of the notice."""
    on_notice(world)
    return object_to(world, who="chen", at=FRIDAY)


def reply(world, objection_id, who="zhou", **words):
    told = {"outcome": "dismissed", "effect": "none", "text": TEXT} | words
    objections.reply(objection_id, actor=world[who], at=MONDAY, **told)


def test_a_reply_is_written_with_its_fingerprint_in_the_journal(world, objection_id):
    reply(world, objection_id, outcome="partly")

    facts = json.loads(entries()[-1].body)["facts"]
    assert the_objection(objection_id).reply == TEXT
    assert facts == {
        "ground": "neighbours", "outcome": "partly", "effect": "none",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
    }  # fmt: skip


def test_nothing_of_an_objection_is_published_but_what_the_handler_says_of_it(session, world):
    on_notice(world)
    objection_id = object_to(world, facts="我是王小明，家里老伴有病，灯照得睡不着。")

    reply(world, objection_id)

    assert the_objection(objection_id).public_facts == ""


def test_the_handler_may_tell_the_facts_in_other_words(world, objection_id):
    reply(world, objection_id, public_facts="一位居民说灯太亮。")

    assert the_objection(objection_id).public_facts == "一位居民说灯太亮。"


@pytest.mark.parametrize(
    "words", [{"text": ""}, {"text": "灯" * 4001}, {"outcome": "maybe"}, {"effect": "all"}]
)
def test_a_reply_without_its_words_is_refused(world, objection_id, words):
    with pytest.raises(BadValue):
        reply(world, objection_id, **words)

    assert the_objection(objection_id).outcome is None


def test_a_reply_does_not_give_away_a_telephone_number(world, objection_id):
    with pytest.raises(PrivacyFinding):
        reply(world, objection_id, text="已经和 13812345678 说好了。")


@pytest.mark.parametrize("outcome", ["dismissed", "inadmissible"])
@pytest.mark.parametrize("effect", ["substance", "unlawful"])
def test_only_an_objection_that_is_right_changes_something(world, objection_id, outcome, effect):
    with pytest.raises(EffectNeedsRight):
        reply(world, objection_id, outcome=outcome, effect=effect)


@pytest.mark.parametrize("who", ["chen", "sun", "he", "wu", "feng"])
def test_only_handlers_reply(world, objection_id, who):
    with pytest.raises(NotPermitted):
        reply(world, objection_id, who=who)


def test_a_handler_of_another_community_does_not_reply(session, world):
    on_notice(world, slug="mumian")
    objection_id = object_to(world)

    with pytest.raises(NotPermitted):
        reply(world, objection_id, who="zhao")


def test_nobody_replies_to_what_they_proposed(session, world):
    on_notice(world, entered_by_id=world.people["zhao"])
    objection_id = object_to(world)

    with pytest.raises(OwnMatter):
        reply(world, objection_id, who="zhao")


def test_nobody_replies_to_their_own_objection(session, world):
    on_notice(world)
    objection_id = object_to(world, who="zhao")

    with pytest.raises(OwnMatter):
        reply(world, objection_id, who="zhao")


def test_a_reply_stays_as_it_was_written(world, objection_id):
    reply(world, objection_id)

    with pytest.raises(RepliedAlready):
        reply(world, objection_id, outcome="upheld")


def test_what_was_taken_back_is_not_answered(world, objection_id):
    objections.withdraw(objection_id, actor=world["chen"], at=FRIDAY)

    with pytest.raises(WithdrawnAlready):
        reply(world, objection_id)


def test_there_is_nothing_to_review_before_the_reply(world, objection_id):
    with pytest.raises(NotRepliedYet):
        objections.review(objection_id, actor=world["he"], at=MONDAY)


def test_only_a_supervisor_reviews(world, objection_id):
    reply(world, objection_id)

    with pytest.raises(NotPermitted):
        objections.review(objection_id, actor=world["zhao"], at=MONDAY)


def test_who_replied_does_not_review(world, objection_id):
    reply(world, objection_id)
    zhou = world["zhou"]
    both = Actor(
        zhou.person_id, zhou.name, (*zhou.grants, Grant(Role.SUPERVISOR, "minghu/rongshu", date(2025, 1, 1)))
    )

    with pytest.raises(SameReviewer):
        objections.review(objection_id, actor=both, at=MONDAY)


def test_a_reply_is_reviewed_once(world, objection_id):
    answer(world, objection_id, at=MONDAY)

    with pytest.raises(AlreadyDone):
        objections.review(objection_id, actor=world["he"], at=MONDAY)


def test_the_notice_goes_on_with_the_days_that_were_not_served(world, objection_id):
    answer(world, objection_id, at=MONDAY)

    objections.resume_notice(NUMBER, actor=world["zhou"], at=MONDAY)

    resumed = window()
    assert the_project().state is State.NOTICING
    assert (resumed.served, resumed.days, resumed.paused_at) == (1, 4, None)
    assert (resumed.first_day, resumed.last_day) == (date(2026, 3, 10), date(2026, 3, 13))
    assert resumed.window.all_days == 5


def test_days_served_before_two_pauses_are_served_for_good(world, objection_id):
    answer(world, objection_id, at=MONDAY)
    objections.resume_notice(NUMBER, actor=world["zhou"], at=MONDAY)
    again = object_to(world, who="xu", at=shanghai(3, 12))
    answer(world, again, at=shanghai(3, 16))

    objections.resume_notice(NUMBER, actor=world["zhao"], at=shanghai(3, 16))

    assert (window().served, window().days, window().last_day) == (3, 2, date(2026, 3, 18))


def test_a_parameter_changed_in_the_middle_does_not_shorten_a_notice(world, objection_id):
    answer(world, objection_id, at=MONDAY)
    programmes.set_parameter(
        world.programme_id, "notice_days.d1", 2, reason="试行", actor=world["huang"], at=MONDAY
    )

    objections.resume_notice(NUMBER, actor=world["zhou"], at=MONDAY)

    assert window().window.all_days == 5


def test_the_notice_does_not_go_on_while_a_reply_is_missing(world, objection_id):
    with pytest.raises(ObjectionsOpen):
        objections.resume_notice(NUMBER, actor=world["zhou"], at=MONDAY)


def test_the_notice_does_not_go_on_before_the_supervisor_has_looked(world, objection_id):
    reply(world, objection_id)

    with pytest.raises(ReviewMissing):
        objections.resume_notice(NUMBER, actor=world["zhou"], at=MONDAY)


def test_the_notice_does_not_go_on_over_an_upheld_objection(world, objection_id):
    answer(world, objection_id, at=MONDAY, outcome="upheld", effect="substance")

    with pytest.raises(UpheldInSubstance):
        objections.resume_notice(NUMBER, actor=world["zhou"], at=MONDAY)


def test_the_notice_goes_on_when_every_objection_was_taken_back(world, objection_id):
    objections.withdraw(objection_id, actor=world["chen"], at=FRIDAY)

    objections.resume_notice(NUMBER, actor=world["zhou"], at=MONDAY)

    assert the_project().state is State.NOTICING


def test_a_notice_that_is_not_paused_is_not_taken_up_again(session, world):
    on_notice(world)

    with pytest.raises(WrongMoment):
        objections.resume_notice(NUMBER, actor=world["zhou"], at=world.now)


def test_an_upheld_objection_takes_the_project_back_to_be_voted_anew(session, world, objection_id):
    file_it(world)
    answer(world, objection_id, at=MONDAY, outcome="upheld", effect="substance")

    objections.reconsider(NUMBER, actor=world["zhou"], at=MONDAY)

    project = the_project()
    vote = session.scalars(select(Vote)).one()
    plan = session.scalars(select(Plan)).one()
    assert (project.state, project.stage, project.filed_at, project.rulebook_id) == (
        State.CONSULTING,
        2,
        None,
        None,
    )
    assert (vote.voided_at, bool(vote.void_reason)) == (MONDAY, True)
    assert (plan.party_agreed_by_id, plan.negative_signed_by_id) == (None, None)
    assert window().ended_at == MONDAY


def test_the_street_takes_back_only_for_an_upheld_objection(world, objection_id):
    answer(world, objection_id, at=MONDAY, outcome="partly")

    with pytest.raises(NothingUpheld):
        objections.reconsider(NUMBER, actor=world["zhou"], at=MONDAY)


def test_the_community_s_staff_does_not_take_back(world, objection_id):
    answer(world, objection_id, at=MONDAY, outcome="upheld", effect="substance")

    with pytest.raises(NotPermitted):
        objections.reconsider(NUMBER, actor=world["zhao"], at=MONDAY)


def test_a_leader_ends_what_may_not_be_done(world, objection_id):
    answer(world, objection_id, at=MONDAY, outcome="upheld", effect="unlawful")

    objections.stop_upheld(NUMBER, reason="占用消防通道，不能建。", actor=world["wu"], at=MONDAY)

    project = the_project()
    assert (project.state, project.stop_reason) == (State.CANCELLED, "占用消防通道，不能建。")
    assert window().ended_at == MONDAY


@pytest.mark.parametrize("reason", ["", "x" * 501])
def test_the_end_has_a_reason(world, objection_id, reason):
    answer(world, objection_id, at=MONDAY, outcome="upheld", effect="unlawful")

    with pytest.raises(BadValue):
        objections.stop_upheld(NUMBER, reason=reason, actor=world["wu"], at=MONDAY)


@pytest.fixture
def running_on(session, world):
    """A project on notice under rules by which an objection does not pause the clock."""
    programmes.set_parameter(
        world.programme_id,
        "objection.pauses_notice",
        False,
        reason="试行",
        actor=world["huang"],
        at=world.now,
    )
    return on_notice(world)


def test_where_the_rules_say_so_the_clock_runs_on_and_approval_waits_all_the_same(world, running_on):
    file_it(world)
    object_to(world, at=FRIDAY)

    assert (the_project().state, window().paused_at) == (State.NOTICING, None)
    with pytest.raises(ObjectionsOpen):
        approvals.approve(NUMBER, actor=world["zhou"], at=shanghai(3, 11))


def test_where_the_clock_ran_on_an_upheld_objection_still_stops_the_approval(world, running_on):
    file_it(world)
    objection_id = object_to(world, at=FRIDAY)
    answer(world, objection_id, at=MONDAY, outcome="upheld", effect="substance")

    with pytest.raises(UpheldInSubstance):
        approvals.approve(NUMBER, actor=world["zhou"], at=shanghai(3, 11))
    objections.reconsider(NUMBER, actor=world["zhou"], at=shanghai(3, 11))

    assert the_project().state is State.CONSULTING
