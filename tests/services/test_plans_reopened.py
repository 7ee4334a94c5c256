"""A plan that was agreed on meets the rules of the day on which it goes on an agenda, or is opened again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from microprojects.domain.consultations import CapIsHard, MixDoesNotAddUp, NotSigned, OverCap
from microprojects.domain.errors import WrongMoment
from microprojects.domain.money import Fen
from microprojects.domain.plans import CostWords
from microprojects.domain.states import State
from microprojects.services import consultations, meetings, programmes
from microprojects.store.consultations import Plan, plan_of
from microprojects.store.db import db, transaction
from tests.council import Sitting, project, ready

NUMBER = "LZ-2026-001"
WAN = 1_000_000


def lower_the_cap(world, *, soft: bool) -> None:
    for key, value in (("caps_fen.works", 10 * WAN), ("caps_fen.soft", soft)):
        if key != "caps_fen.soft" or not soft:
            programmes.set_parameter(
                world.programme_id, key, value, reason="今年钱少", actor=world["huang"], at=world.now
            )


def words():
    db.session.rollback()
    found = plan_of(db.session(), project(NUMBER)).words
    db.session.rollback()
    return found


def smaller():
    return replace(
        words(),
        fiscal_fen=Fen(9 * WAN),
        social_fen=Fen(0),
        lines=(CostWords("路灯", Fen(9 * WAN), "8 盏", "询价"),),
    )


@pytest.mark.parametrize(("soft", "refusal"), [(True, OverCap), (False, CapIsHard)])
def test_a_plan_above_a_cap_that_was_lowered_comes_on_no_agenda(world, soft, refusal):
    ready(world, fiscal=39 * WAN)
    lower_the_cap(world, soft=soft)

    with pytest.raises(refusal):
        Sitting(world).call(NUMBER)

    assert project(NUMBER).state is State.READY


def test_a_plan_whose_money_does_not_add_up_comes_on_no_agenda(world):
    ready(world)
    with transaction() as session:
        session.query(Plan).one().social_fen = Fen(0)

    with pytest.raises(MixDoesNotAddUp):
        Sitting(world).call(NUMBER)


def test_a_plan_that_the_rules_let_pass_stays_as_it_was_agreed_on(world):
    ready(world)

    with pytest.raises(WrongMoment):
        consultations.edit_plan(NUMBER, words=smaller(), actor=world["zhou"], at=world.now)


def test_a_leader_may_let_it_pass_where_the_cap_is_soft(world):
    ready(world, fiscal=39 * WAN)
    lower_the_cap(world, soft=True)

    consultations.allow_over_cap(NUMBER, reason="惠及全社区。", actor=world["wu"], at=world.now)
    Sitting(world).call(NUMBER)

    assert project(NUMBER).state is State.SCHEDULED


def test_a_plan_that_was_made_smaller_is_signed_again_before_it_comes_on_an_agenda(world):
    ready(world, fiscal=39 * WAN)
    lower_the_cap(world, soft=False)
    consultations.edit_plan(NUMBER, words=smaller(), actor=world["zhou"], at=world.now)
    sitting = Sitting(world).call()
    with pytest.raises(NotSigned):
        meetings.put_on_agenda(sitting.meeting_id, NUMBER, actor=world["liu"], at=world.now)

    consultations.sign_negative_list(NUMBER, actor=world["zhao"], at=world.now)
    consultations.agree(NUMBER, actor=world["sun"], at=world.now)

    with pytest.raises(WrongMoment):
        consultations.edit_plan(NUMBER, words=words(), actor=world["zhou"], at=world.now)
    Sitting(world).call(NUMBER)
    assert project(NUMBER).state is State.SCHEDULED
