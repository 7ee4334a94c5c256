"""Bodies speak, and the consultation ends or not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from microprojects.domain.consultations import (
    BalanceTooSmall,
    MixDoesNotAddUp,
    NotSigned,
    OpinionsMissing,
    OverCap,
    OwnerConsentMissing,
    PlanIncomplete,
)
from microprojects.domain.errors import (
    BadValue,
    NotFound,
    NotPermitted,
    WrongMoment,
)
from microprojects.domain.money import Fen
from microprojects.domain.plans import (
    BodyNotAsked,
    CostWords,
    NotSpeaker,
    PlanWords,
)
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.states import State
from microprojects.domain.texts import TextTooLong
from microprojects.services import consultations as deeds
from microprojects.store import consultations
from microprojects.store.db import db, transaction
from microprojects.store.funds import Fund
from microprojects.store.projects import Project
from tests.consulting import (
    NUMBER,
    PLAN,
    WAN,
    a_project,
    edit,
    plan_and_sign,
    speak,
    statements,
    the_project,
    verbs,
)
from tests.world import World, make_world

# opinions


def test_a_body_speaks_through_its_own_people_and_everything_it_said_stays(world):
    a_project(world)

    for conclusion in ("feasible_with_changes", "feasible"):
        deeds.give_opinion(
            NUMBER, body="street", conclusion=conclusion, text="看过现场。", actor=world["zhou"], at=world.now
        )

    told = [(o.body, o.conclusion, p.name) for o, p in consultations.opinions(db.session(), the_project())]
    assert told == [("street", "feasible", "周强"), ("street", "feasible_with_changes", "周强")]
    assert verbs() == ["opinion.give"] * 2


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("community", "zhao"),
        ("party", "sun"),
        ("street", "zhou"),
        ("street", "wu"),
        ("expert", "yan"),
    ],
)
def test_each_body_has_its_speakers(world, body, name):
    a_project(world)

    deeds.give_opinion(
        NUMBER, body=body, conclusion="feasible", text="可行。", actor=world[name], at=world.now
    )

    assert verbs() == ["opinion.give"]


@pytest.mark.parametrize(
    ("body", "name", "refusal"),
    [
        ("party", "zhao", NotSpeaker),
        ("street", "sun", NotSpeaker),
        ("community", "yan", NotSpeaker),
        ("community", "lin", NotPermitted),
        ("community", "feng", NotPermitted),
        ("village", "zhao", BodyNotAsked),
    ],
)
def test_nobody_speaks_for_another_body(world, body, name, refusal):
    a_project(world)

    with pytest.raises(refusal):
        deeds.give_opinion(
            NUMBER, body=body, conclusion="feasible", text="可行。", actor=world[name], at=world.now
        )

    assert verbs() == []


@pytest.mark.parametrize(
    ("conclusion", "text", "refusal"),
    [
        ("splendid", "好。", BadValue),
        ("feasible", "  ", BadValue),
        ("feasible", "好" * 2001, TextTooLong),
        ("feasible", "好\x00", BadValue),
        ("feasible", "请打 13812345678。", PrivacyFinding),
    ],
)
def test_an_opinion_is_written_so_that_it_can_be_published(world, conclusion, text, refusal):
    a_project(world)

    with pytest.raises(refusal):
        deeds.give_opinion(
            NUMBER, body="street", conclusion=conclusion, text=text, actor=world["zhou"], at=world.now
        )

    assert verbs() == []


@pytest.mark.parametrize("state", [State.ACCEPTED, State.DEFERRED, State.READY, State.NOTICING])
def test_no_body_speaks_outside_the_consultation(world, state):
    a_project(world, state=state)

    with pytest.raises(WrongMoment):
        deeds.give_opinion(
            NUMBER, body="street", conclusion="feasible", text="可行。", actor=world["zhou"], at=world.now
        )


def test_a_scheme_asks_only_its_own_bodies(session):
    with transaction() as writing:
        village = make_world(writing, scheme="village_4_2")
    a_project(village)

    with pytest.raises(BodyNotAsked):
        deeds.give_opinion(
            NUMBER, body="street", conclusion="feasible", text="可行。", actor=village["zhou"], at=village.now
        )


def test_a_project_that_is_not_there_is_not_found(world):
    with pytest.raises(NotFound):
        edit(world)


# on or not


def test_a_whole_plan_ends_the_consultation(world):
    a_project(world)
    speak(world)
    plan_and_sign(world)

    deeds.conclude(NUMBER, actor=world["zhou"], at=world.now)

    project = the_project()
    assert (project.state, project.stage) == (State.READY, 3)
    assert verbs()[-1] == "project.conclude"


def conclude_missing(world: World, **changes: object) -> None:
    a_project(world)
    speak(world)
    plan_and_sign(world, **changes)
    deeds.conclude(NUMBER, actor=world["zhou"], at=world.now)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"feasibility": ""}, PlanIncomplete),
        ({"lines": (replace(PLAN.lines[0], basis=""), PLAN.lines[1])}, PlanIncomplete),
        ({"social_fen": Fen(2 * WAN)}, MixDoesNotAddUp),
        ({"lines": ()}, PlanIncomplete),
        ({"lines": (), "procurement_mode": "direct"}, MixDoesNotAddUp),
        ({"fiscal_fen": Fen(41 * WAN), "lines": (CostWords("灯", Fen(42 * WAN), basis="询价"),)}, OverCap),
        ({"needs_owner_consent": True}, OwnerConsentMissing),
        ({"needs_owner_consent": True, "owner_consent_note": "业主大会没有同意"}, OwnerConsentMissing),
        (
            {"needs_owner_consent": True, "owner_consent": "agreed", "owner_consent_note": "会上说同意"},
            OwnerConsentMissing,
        ),
        ({"needs_owner_consent": True, "owner_consent": "unneeded"}, OwnerConsentMissing),
    ],
)
def test_what_the_plan_misses_keeps_the_consultation_open(world, changes, refusal):
    with pytest.raises(refusal):
        conclude_missing(world, **changes)

    assert the_project().state is State.CONSULTING


def test_without_a_plan_there_is_nothing_to_end(world):
    a_project(world)
    speak(world)

    with pytest.raises(PlanIncomplete):
        deeds.conclude(NUMBER, actor=world["zhou"], at=world.now)


def test_a_body_that_has_not_spoken_keeps_it_open(world):
    a_project(world)
    plan_and_sign(world)

    with pytest.raises(OpinionsMissing):
        deeds.conclude(NUMBER, actor=world["zhou"], at=world.now)


def test_an_edited_plan_must_be_signed_anew(world):
    a_project(world)
    speak(world)
    plan_and_sign(world)
    edit(world, place="荔枝苑四巷")

    with pytest.raises(NotSigned):
        deeds.conclude(NUMBER, actor=world["zhou"], at=world.now)


def test_a_community_without_the_money_cannot_go_on(world):
    a_project(world)
    with transaction() as session:
        fund = session.scalars(select(Fund).where(Fund.area_id == world.areas["lizhi"])).one()
        fund.reserved_fen = Fen(fund.allocated_fen - 3 * WAN)

    with pytest.raises(BalanceTooSmall):
        speak(world)
        plan_and_sign(world)
        deeds.conclude(NUMBER, actor=world["zhou"], at=world.now)


@pytest.mark.parametrize("name", ["zhao", "sun", "wu", "tang"])
def test_only_the_street_officer_ends_the_consultation(world, name):
    a_project(world)
    speak(world)
    plan_and_sign(world)

    with pytest.raises(NotPermitted):
        deeds.conclude(NUMBER, actor=world[name], at=world.now)


def test_a_project_is_referred_to_whose_duty_it_is(world):
    a_project(world)

    deeds.refer(
        NUMBER,
        receiver="荔枝苑物业服务中心",
        reason="消防主机由物业负责。",
        actor=world["zhou"],
        at=world.now,
    )

    project = the_project()
    assert (project.state, project.receiver) == (State.REFERRED, "荔枝苑物业服务中心")
    assert project.refer_reason == "消防主机由物业负责。"


@pytest.mark.parametrize(
    ("receiver", "reason"), [("", "物业的事。"), ("物业", " "), ("物业 13812345678", "是")]
)
def test_a_referral_names_receiver_and_reason(world, receiver, reason):
    a_project(world)

    with pytest.raises((BadValue, PrivacyFinding)):
        deeds.refer(NUMBER, receiver=receiver, reason=reason, actor=world["zhou"], at=world.now)

    assert the_project().state is State.CONSULTING


def test_a_deferred_project_is_taken_up_again_with_a_reason(world):
    a_project(world)
    deeds.defer(NUMBER, reason="等雨季过去。", actor=world["zhou"], at=world.now)
    assert the_project().state is State.DEFERRED

    deeds.resume(NUMBER, reason="雨季过了。", actor=world["zhou"], at=world.now)

    project = the_project()
    assert (project.state, project.defer_reason, project.resume_reason) == (
        State.CONSULTING,
        "等雨季过去。",
        "雨季过了。",
    )
    assert verbs() == ["project.defer", "project.resume-consulting"]


def test_taking_up_again_needs_a_reason_of_its_own(world):
    a_project(world)
    deeds.defer(NUMBER, reason="等雨季过去。", actor=world["zhou"], at=world.now)

    with pytest.raises(BadValue):
        deeds.resume(NUMBER, reason="", actor=world["zhou"], at=world.now)


@pytest.mark.parametrize("state", [State.ACCEPTED, State.READY, State.NOTICING])
def test_a_project_is_deferred_only_from_the_consultation(world, state):
    a_project(world, state=state)

    with pytest.raises(WrongMoment):
        deeds.defer(NUMBER, reason="等等。", actor=world["zhou"], at=world.now)

    assert the_project().defer_reason == ""


def test_the_village_ends_its_consultation_before_the_party_members_meet(session):
    with transaction() as writing:
        village = make_world(writing, scheme="village_4_2")
    a_project(village)
    for body, name in (("community", "zhao"), ("party", "sun")):
        deeds.give_opinion(
            NUMBER, body=body, conclusion="feasible", text="可行。", actor=village[name], at=village.now
        )
    plan_and_sign(village)

    deeds.conclude(NUMBER, actor=village["zhou"], at=village.now)

    project = the_project()
    assert (project.state, project.stage) == (State.READY, 3)


def test_an_empty_plan_is_one_that_can_be_kept():
    assert PlanWords().total_fen == 0


def test_ending_the_consultation_takes_at_most_eleven_statements(world):
    a_project(world)
    speak(world)
    plan_and_sign(world)

    with statements(db.engine) as seen:
        deeds.conclude(NUMBER, actor=world["zhou"], at=world.now)

    assert len(seen) <= 11, seen
    assert isinstance(the_project(), Project)
