"""The street writes the plan, others sign it, and an edit takes the signatures off."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from microprojects.domain.consultations import (
    CapIsHard,
    PlanIncomplete,
)
from microprojects.domain.errors import (
    AlreadyDone,
    BadValue,
    ChangedMeanwhile,
    NotPermitted,
    WrongMoment,
)
from microprojects.domain.money import Fen
from microprojects.domain.parameters import Rulebook
from microprojects.domain.permissions import OwnMatter
from microprojects.domain.plans import (
    CostWords,
    NotOverCap,
    PlanUnchanged,
    Signature,
)
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.procurement_modes import NoModeForAmount
from microprojects.domain.states import State
from microprojects.domain.texts import TextTooLong
from microprojects.services import consultations as deeds
from microprojects.store import rulebooks
from microprojects.store.db import db, transaction
from microprojects.store.programmes import Round
from tests.consulting import (
    NUMBER,
    PLAN,
    WAN,
    a_project,
    edit,
    plan_and_sign,
    statements,
    the_plan,
    verbs,
)


def set_parameter(key: str, value: object) -> None:
    """Give the rulebook of every round another value."""
    with transaction() as session:
        for round_ in session.scalars(select(Round)):
            old = rulebooks.parsed(round_.rulebook)
            book = Rulebook(old.scheme, {**old.values, key: value})
            round_.rulebook_id = rulebooks.freeze(session, book, at=round_.rulebook.frozen_at).id


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


def test_writing_a_plan_takes_at_most_nine_statements(world):
    a_project(world)
    with statements(db.engine) as first:
        edit(world)
    with statements(db.engine) as again:
        edit(world, lines=tuple(CostWords(f"第 {n} 项", Fen(n), basis="询价") for n in range(1, 31)))

    assert len(first) <= 9, first
    assert len(again) <= 9, again


# signatures


def test_a_signature_is_given_once(world):
    a_project(world)
    plan_and_sign(world)

    with pytest.raises(AlreadyDone):
        deeds.sign_negative_list(NUMBER, actor=world["qian"], at=world.now)
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


def test_a_permission_is_given_once(world):
    a_project(world)
    edit(world, fiscal_fen=Fen(41 * WAN))
    deeds.allow_over_cap(NUMBER, reason="台风前必须修好。", actor=world["wu"], at=world.now)

    with pytest.raises(AlreadyDone):
        deeds.allow_over_cap(NUMBER, reason="再说一次。", actor=world["wu"], at=world.now)


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
