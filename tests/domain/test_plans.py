"""When a plan may be written, who speaks for whom, and which words are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from microprojects.domain.consultations import CapIsHard
from microprojects.domain.errors import BadValue, WrongMoment
from microprojects.domain.money import CEILING, Fen
from microprojects.domain.parameters import rulebook
from microprojects.domain.people import Actor, Grant, Role
from microprojects.domain.plans import (
    CostWords,
    NotOverCap,
    PlanWords,
    Signature,
    bodies_asked,
    checked,
    is_open,
    require_open,
    require_over_cap,
    speaks_for,
)
from microprojects.domain.schemes import Kind
from microprojects.domain.states import State
from microprojects.store import packaged
from tests.fake_case import WAN, FakeCase, rules

LIZHI = "minghu/rongshu/lizhi"
SCHEMES = [each for each in map(packaged.scheme, packaged.scheme_names()) if each.consults]


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda s: s.name)
def test_the_plan_is_open_exactly_in_the_deliberations_of_kind_consult(scheme):
    book = rulebook(scheme, {})
    stages = range(1, len(scheme.deliberations) + 1)

    open_at = {
        (state, stage)
        for state in State
        for stage in stages
        if is_open(FakeCase(state=state, stage=stage, rules=book))
    }

    consulting = [n for n in stages if scheme.deliberation(n).kind is Kind.CONSULT]
    assert open_at == {(State.CONSULTING, stage) for stage in consulting}


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda s: s.name)
def test_each_scheme_asks_its_own_bodies_and_takes_advice(scheme):
    book = rulebook(scheme, {})
    stage = next(n for n, d in enumerate(scheme.deliberations, start=1) if d.kind is Kind.CONSULT)

    asked = bodies_asked(FakeCase(state=State.CONSULTING, stage=stage, rules=book))

    assert asked == (*scheme.deliberation(stage).opinions, "expert")
    assert bodies_asked(FakeCase(state=State.DEFERRED, stage=stage, rules=book)) == ()
    assert bodies_asked(FakeCase(state=State.ACCEPTED, stage=1, rules=book)) == ()


def test_an_emergency_is_planned_once_it_is_accepted():
    assert is_open(FakeCase(state=State.ACCEPTED, stage=1, theme="emergency"))
    assert not is_open(FakeCase(state=State.SUBMITTED, stage=1, theme="emergency"))
    with pytest.raises(WrongMoment):
        require_open(FakeCase(state=State.ACCEPTED, stage=1, theme="safety"))


def test_one_person_speaks_for_every_body_whose_role_they_hold():
    since = date(2026, 1, 1)
    both = Actor(
        1, "孙洁", (Grant(Role.PARTY_SECRETARY, LIZHI, since), Grant(Role.COMMUNITY_STAFF, LIZHI, since))
    )

    assert speaks_for(both, LIZHI, date(2026, 3, 4)) == {"party", "community"}
    assert speaks_for(both, "minghu/rongshu/mumian", date(2026, 3, 4)) == frozenset()


def test_an_empty_plan_can_be_kept_and_names_no_mode():
    assert checked(PlanWords(), "works", private_premises=False) == PlanWords()


def test_words_are_trimmed_and_the_mode_is_the_tables():
    line = CostWords(" 灯具 ", Fen(2 * WAN), " 20  盏", "询价 ")

    kept = checked(PlanWords(place=" 三巷 ", lines=(line,)), "goods", private_premises=True)

    assert kept.lines == (CostWords("灯具", Fen(2 * WAN), "20 盏", "询价"),)
    assert (kept.place, kept.procurement_mode, kept.needs_owner_consent) == ("三巷", "inquiry", True)


@pytest.mark.parametrize("amount", [-1, CEILING])
@pytest.mark.parametrize("name", ["fiscal_fen", "social_fen"])
def test_amounts_lie_between_nothing_and_the_ceiling(name, amount):
    with pytest.raises(BadValue):
        checked(replace(PlanWords(), **{name: Fen(amount)}), "works", private_premises=False)


def test_a_permission_is_given_only_above_a_soft_cap():
    require_over_cap(FakeCase(), Fen(40 * WAN + 1))
    with pytest.raises(NotOverCap):
        require_over_cap(FakeCase(), Fen(40 * WAN))
    with pytest.raises(CapIsHard):
        require_over_cap(FakeCase(rules=rules(caps_fen__soft=False)), Fen(41 * WAN))


def test_every_signature_has_a_name():
    assert [each.label for each in Signature] == ["负面清单核对", "超上限的批准", "社区党委同意"]
