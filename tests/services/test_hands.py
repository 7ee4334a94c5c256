"""One person with several roles is still one person: one voice, and no signature under one's own plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from microprojects.domain.hands import OwnAgreement, OwnPlan, SpeaksForAnother
from microprojects.domain.money import Fen
from microprojects.domain.people import Actor, Grant, Role
from microprojects.domain.permissions import OwnMatter
from microprojects.domain.states import State
from microprojects.services import consultations as deeds
from microprojects.store.consultations import Plan
from microprojects.store.db import db, transaction
from tests.consulting import NUMBER, PLAN, WAN, a_project, edit, plan_and_sign, speak, the_plan, the_project
from tests.world import LIZHI, STREET

DAY = timedelta(days=1)


def also(actor: Actor, *roles: Role) -> Actor:
    """Return the same person with further roles there."""
    more = (
        Grant(role, LIZHI if role is not Role.STREET_LEADER else STREET, date(2025, 1, 1)) for role in roles
    )
    return Actor(actor.person_id, actor.name, (*actor.grants, *more), actor.home)


def say(actor, body, at, number=NUMBER):
    deeds.give_opinion(number, body=body, conclusion="feasible", text="可行。", actor=actor, at=at)


def test_one_person_speaks_for_one_body_in_one_consultation(world):
    a_project(world)
    zhou = also(world["zhou"], Role.COMMUNITY_STAFF, Role.PARTY_SECRETARY)
    say(zhou, "street", world.now)
    say(zhou, "street", world.now + DAY)

    for body in ("community", "party"):
        with pytest.raises(SpeaksForAnother) as no:
            say(zhou, body, world.now + DAY)

    assert no.value.facts == {"other": "街道办", "body": "社区党委"}


def test_in_another_consultation_the_same_person_may_speak_for_another_body(world):
    a_project(world)
    zhou = also(world["zhou"], Role.COMMUNITY_STAFF)
    say(zhou, "street", world.now)
    deeds.defer(NUMBER, reason="等燃气管改造。", actor=world["zhou"], at=world.now + DAY)
    deeds.resume(NUMBER, reason="改好了。", actor=world["zhou"], at=world.now + 2 * DAY)

    say(zhou, "community", world.now + 3 * DAY)


def test_nobody_gives_an_opinion_on_their_own_proposal(world):
    a_project(world, proposer_id=world.people["zhao"])
    a_project(world, number="LZ-2026-002", entered_by_id=world.people["zhao"])

    for number in (NUMBER, "LZ-2026-002"):
        with pytest.raises(OwnMatter):
            say(world["zhao"], "community", world.now, number)
        say(world["qian"], "community", world.now, number)


@pytest.mark.parametrize(
    ("sign", "what"),
    [(deeds.agree, "社区党委同意"), (deeds.sign_negative_list, "负面清单核对")],
)
def test_who_wrote_the_plan_does_not_sign_it(sign, what, world):
    a_project(world)
    zhou = also(world["zhou"], Role.PARTY_SECRETARY, Role.COMMUNITY_STAFF)
    edit(world)

    with pytest.raises(OwnPlan) as no:
        sign(NUMBER, actor=zhou, at=world.now)

    assert no.value.facts == {"what": what}
    assert the_plan().signers == {}


def test_who_wrote_a_plan_above_the_cap_does_not_allow_it(world):
    a_project(world)
    edit(world, fiscal_fen=Fen(80 * WAN), social_fen=Fen(0))

    with pytest.raises(OwnPlan):
        deeds.allow_over_cap(
            NUMBER, reason="台风前必须修好。", actor=also(world["zhou"], Role.STREET_LEADER), at=world.now
        )


def test_after_another_officer_s_edit_the_first_one_may_sign(world):
    a_project(world)
    edit(world)
    second = also(world["qian"], Role.STREET_OFFICER)
    deeds.edit_plan(NUMBER, words=replace(PLAN, place="四巷"), actor=second, at=world.now)

    deeds.sign_negative_list(NUMBER, actor=world["zhou"], at=world.now)

    assert the_plan().negative_signed_by_id == world.people["zhou"]


def test_who_agreed_for_the_party_does_not_conclude(world):
    a_project(world)
    speak(world)
    plan_and_sign(world)

    with pytest.raises(OwnAgreement):
        deeds.conclude(NUMBER, actor=also(world["sun"], Role.STREET_OFFICER), at=world.now)
    assert the_project().state is State.CONSULTING
    deeds.conclude(NUMBER, actor=world["zhou"], at=world.now)

    assert the_project().state is State.READY


@pytest.mark.parametrize("column", ["over_cap_by_id", "party_agreed_by_id", "negative_signed_by_id"])
def test_the_database_knows_no_plan_that_its_writer_signed(column, world):
    a_project(world)
    plan_and_sign(world)
    values = {column: world.people["zhou"], "over_cap_reason": "量大"}

    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(update(Plan).values(**values))
    db.session.rollback()
