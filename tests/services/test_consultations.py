"""Bodies speak, the street plans, others sign, and the consultation ends or not."""

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
    AlreadyDone,
    BadValue,
    ChangedMeanwhile,
    NotFound,
    NotPermitted,
    WrongMoment,
)
from microprojects.domain.money import Fen
from microprojects.domain.parameters import Rulebook
from microprojects.domain.permissions import OwnMatter
from microprojects.domain.plans import (
    BodyNotAsked,
    CapIsHard,
    CostWords,
    NotOverCap,
    NotSpeaker,
    PlanUnchanged,
    PlanWords,
    Signature,
)
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.procurement_modes import NoModeForAmount
from microprojects.domain.states import State
from microprojects.domain.texts import TextTooLong
from microprojects.services import consultations as deeds
from microprojects.store import consultations, rulebooks
from microprojects.store.db import db, transaction
from microprojects.store.funds import Fund
from microprojects.store.journal import JournalEntry
from microprojects.store.programmes import Round
from microprojects.store.projects import Project
from tests.consulting import NUMBER, PLAN, WAN, a_project, plan_and_sign, speak, statements, the_project
from tests.world import World, make_world


def verbs() -> list[str]:
    db.session().rollback()
    return list(db.session().scalars(select(JournalEntry.verb).order_by(JournalEntry.seq)))


def the_plan() -> consultations.Plan | None:
    db.session().rollback()
    return consultations.plan_of(db.session(), the_project())


def edit(world: World, name: str = "zhou", **changes: object) -> deeds.Edited:
    return deeds.edit_plan(NUMBER, words=replace(PLAN, **changes), actor=world[name], at=world.now)


def set_parameter(key: str, value: object) -> None:
    """Give the rulebook of every round another value."""
    with transaction() as session:
        for round_ in session.scalars(select(Round)):
            old = rulebooks.parsed(round_.rulebook)
            book = Rulebook(old.scheme, {**old.values, key: value})
            round_.rulebook_id = rulebooks.freeze(session, book, at=round_.rulebook.frozen_at).id


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


# the plan


def test_a_plan_is_written_with_its_lines_and_the_mode_that_the_table_gives(world):
    a_project(world)

    edited = edit(world)

    assert (edited.version, edited.fallen) == (1, ())
    plan = the_plan()
    assert plan.words == replace(PLAN, procurement_mode="small_works")
    assert verbs() == ["plan.edit"]


def test_an_edit_replaces_every_line_and_counts_the_version(world):
    a_project(world)
    edit(world)

    edited = edit(
        world, lines=(CostWords("灯具和安装", Fen(5 * WAN), basis="合并报价"),), fiscal_fen=Fen(5 * WAN)
    )

    assert edited.version == 2
    assert [(c.position, c.label, c.amount_fen) for c in the_plan().lines] == [(1, "灯具和安装", 5 * WAN)]


def test_a_mode_may_be_proposed_by_hand(world):
    a_project(world)

    edit(world, procurement_mode="tender")

    assert the_plan().procurement_mode == "tender"


def test_the_same_words_again_change_nothing_and_keep_the_signatures(world):
    a_project(world)
    plan_and_sign(world)

    with pytest.raises(PlanUnchanged):
        edit(world)

    assert set(the_plan().signers) == {Signature.NEGATIVE_LIST, Signature.PARTY}


def test_an_edit_takes_off_every_signature_and_says_which(world):
    a_project(world)
    plan_and_sign(world, fiscal_fen=Fen(41 * WAN))
    deeds.allow_over_cap(NUMBER, reason="台风前必须修好。", actor=world["wu"], at=world.now)

    edited = edit(world, place="荔枝苑四巷")

    assert set(edited.fallen) == set(Signature)
    plan = the_plan()
    assert plan.signers == {}
    assert (plan.over_cap_reason, plan.negative_signed_at, plan.party_agreed_at) == ("", None, None)


def test_one_changed_cost_line_is_an_edit_too(world):
    a_project(world)
    plan_and_sign(world)
    dearer = replace(PLAN.lines[0], basis="两家询价")

    edited = edit(world, lines=(dearer, PLAN.lines[1]))

    assert set(edited.fallen) == {Signature.NEGATIVE_LIST, Signature.PARTY}


def test_an_editor_who_saw_another_version_is_told(world):
    a_project(world)
    edit(world)
    deeds.sign_negative_list(NUMBER, actor=world["zhao"], at=world.now)

    for version in (0, 1):
        with pytest.raises(ChangedMeanwhile):
            deeds.edit_plan(
                NUMBER,
                words=replace(PLAN, place="别处"),
                actor=world["zhou"],
                at=world.now,
                version=version,
            )


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"place": "巷" * 201}, TextTooLong),
        ({"content": "路灯" * 2501}, TextTooLong),
        ({"content": "联系 13812345678"}, PrivacyFinding),
        ({"aftercare_phone": "13812345678"}, PrivacyFinding),
        ({"place": "三巷\x00"}, BadValue),
        ({"fiscal_fen": Fen(-1)}, BadValue),
        ({"social_fen": Fen(10**13)}, BadValue),
        ({"ends_on": PLAN.starts_on.replace(year=2025)}, BadValue),
        ({"procurement_mode": "by magic"}, BadValue),
        ({"lines": (CostWords("", Fen(1)),)}, BadValue),
        ({"lines": (CostWords("灯", Fen(0)),)}, BadValue),
        ({"lines": (CostWords("灯", Fen(1)),) * 61}, BadValue),
        ({"lines": (CostWords("灯", Fen(1), basis="问 13812345678"),)}, PrivacyFinding),
        ({"lines": (CostWords("楼", Fen(200 * WAN)),)}, NoModeForAmount),
    ],
)
def test_words_that_cannot_be_kept_change_nothing(world, changes, refusal):
    a_project(world)

    with pytest.raises(refusal):
        edit(world, **changes)

    assert the_plan() is None
    assert verbs() == []


@pytest.mark.parametrize("name", ["zhao", "sun", "wu", "lin", "zheng", "tang"])
def test_only_the_street_officer_writes_the_plan(world, name):
    a_project(world)

    with pytest.raises(NotPermitted):
        edit(world, name)


def test_an_officer_does_not_plan_what_they_proposed(world):
    a_project(world, proposer_id=world.people["zhou"])

    with pytest.raises(OwnMatter):
        edit(world)


@pytest.mark.parametrize(
    "state", [State.SUBMITTED, State.ACCEPTED, State.DEFERRED, State.READY, State.SCHEDULED, State.NOTICING]
)
def test_a_plan_is_closed_outside_the_consultation(world, state):
    a_project(world, state=state)

    with pytest.raises(WrongMoment):
        edit(world)


def test_an_emergency_is_planned_and_agreed_to_as_soon_as_it_is_accepted(world):
    a_project(world, state=State.ACCEPTED, theme="emergency")

    plan_and_sign(world)

    assert set(the_plan().signers) == {Signature.NEGATIVE_LIST, Signature.PARTY}


def test_owners_are_asked_where_the_proposer_named_their_premises(world):
    a_project(world, on_private_premises=True)

    edit(world, needs_owner_consent=False)

    assert the_plan().needs_owner_consent is True


def test_writing_a_plan_takes_at_most_eight_statements(world):
    a_project(world)
    with statements(db.engine) as first:
        edit(world)
    with statements(db.engine) as again:
        edit(world, lines=tuple(CostWords(f"第 {n} 项", Fen(n), basis="询价") for n in range(1, 31)))

    assert len(first) <= 8, first
    assert len(again) <= 8, again


# signatures


def test_a_signature_is_given_once(world):
    a_project(world)
    plan_and_sign(world)

    with pytest.raises(AlreadyDone):
        deeds.sign_negative_list(NUMBER, actor=world["zhou"], at=world.now)
    with pytest.raises(AlreadyDone):
        deeds.agree(NUMBER, actor=world["sun"], at=world.now)


def test_there_is_nothing_to_sign_before_there_is_a_plan(world):
    a_project(world)

    with pytest.raises(PlanIncomplete):
        deeds.agree(NUMBER, actor=world["sun"], at=world.now)


def test_who_signs_signs_the_version_that_they_saw(world):
    a_project(world)
    edit(world)
    edit(world, place="荔枝苑四巷")

    with pytest.raises(ChangedMeanwhile):
        deeds.agree(NUMBER, actor=world["sun"], at=world.now, version=1)


@pytest.mark.parametrize(
    ("sign", "name"),
    [
        (deeds.sign_negative_list, "sun"),
        (deeds.sign_negative_list, "qian"),
        (deeds.sign_negative_list, "zhou"),
        (deeds.agree, "sun"),
    ],
)
def test_those_may_sign(world, sign, name):
    a_project(world)
    edit(world)

    sign(NUMBER, actor=world[name], at=world.now)

    assert world.people[name] in the_plan().signers.values()


@pytest.mark.parametrize(
    ("sign", "name"),
    [
        (deeds.sign_negative_list, "wu"),
        (deeds.sign_negative_list, "lin"),
        (deeds.agree, "zhao"),
        (deeds.agree, "zhou"),
    ],
)
def test_others_may_not(world, sign, name):
    a_project(world)
    edit(world)

    with pytest.raises(NotPermitted):
        sign(NUMBER, actor=world[name], at=world.now)


def test_the_secretary_does_not_agree_to_their_own_proposal(world):
    a_project(world, proposer_id=world.people["sun"])
    edit(world)

    with pytest.raises(OwnMatter):
        deeds.agree(NUMBER, actor=world["sun"], at=world.now)


def test_a_leader_lets_the_fiscal_part_above_the_cap_for_a_public_reason(world):
    a_project(world)
    edit(world, fiscal_fen=Fen(41 * WAN))

    deeds.allow_over_cap(NUMBER, reason="台风前必须修好。", actor=world["wu"], at=world.now)

    plan = the_plan()
    assert (plan.over_cap_reason, plan.over_cap_by_id) == ("台风前必须修好。", world.people["wu"])


def test_nothing_is_allowed_that_is_within_the_cap(world):
    a_project(world)
    edit(world, fiscal_fen=Fen(40 * WAN))

    with pytest.raises(NotOverCap):
        deeds.allow_over_cap(NUMBER, reason="以防万一。", actor=world["wu"], at=world.now)


def test_a_hard_cap_has_no_exception(world):
    a_project(world)
    set_parameter("caps_fen.soft", False)
    edit(world, fiscal_fen=Fen(41 * WAN))

    with pytest.raises(CapIsHard):
        deeds.allow_over_cap(NUMBER, reason="急。", actor=world["wu"], at=world.now)


@pytest.mark.parametrize("reason", ["", "   ", "找 13812345678", "急" * 1001])
def test_a_leader_gives_a_reason_that_can_be_published(world, reason):
    a_project(world)
    edit(world, fiscal_fen=Fen(41 * WAN))

    with pytest.raises((BadValue, PrivacyFinding)):
        deeds.allow_over_cap(NUMBER, reason=reason, actor=world["wu"], at=world.now)

    assert the_plan().over_cap_by_id is None


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
    ],
)
def test_what_the_plan_misses_keeps_the_consultation_open(world, changes, refusal):
    with pytest.raises(refusal):
        conclude_missing(world, **changes)

    assert the_project().state is State.CONSULTING


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


def test_ending_the_consultation_takes_at_most_ten_statements(world):
    a_project(world)
    speak(world)
    plan_and_sign(world)

    with statements(db.engine) as seen:
        deeds.conclude(NUMBER, actor=world["zhou"], at=world.now)

    assert len(seen) <= 10, seen
    assert isinstance(the_project(), Project)
