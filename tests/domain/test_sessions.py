"""How long a session lives, and which step comes next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from microprojects.domain.people import Grant, Role
from microprojects.domain.sessions import (
    HALF_TERMS,
    RESIDENT_TERMS,
    STAFF_TERMS,
    Stage,
    Step,
    is_over,
    needs_second_factor,
    next_step,
    terms,
    window,
)

TEN = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 4)
SECOND = timedelta(seconds=1)


def held(role, since=TODAY, until=None):
    return (Grant(role, "minghu", since, until),)


@pytest.mark.parametrize(
    ("stage", "confirmed", "must", "step"),
    [
        (Stage.PASSWORD, True, True, Step.CODE),
        (Stage.PASSWORD, True, False, Step.CODE),
        (Stage.PASSWORD, False, True, Step.SET_UP),
        (Stage.PASSWORD, False, False, Step.DONE),
        (Stage.FULL, True, True, Step.DONE),
        (Stage.FULL, True, False, Step.DONE),
        (Stage.FULL, False, True, Step.SET_UP),
        (Stage.FULL, False, False, Step.DONE),
    ],
)
def test_the_next_step_follows_from_stage_factor_and_role(stage, confirmed, must, step):
    assert next_step(stage=stage, confirmed=confirmed, must=must) == step


def test_every_role_but_four_needs_a_second_factor():
    needing = {role for role in Role if needs_second_factor(held(role), TODAY)}

    assert set(Role) - needing == {Role.RESIDENT, Role.UNIT, Role.CONTRACTOR, Role.SYSTEM}


@pytest.mark.parametrize(
    ("since", "until", "needs"),
    [
        (TODAY, TODAY, True),
        (date(2026, 3, 5), None, False),
        (date(2026, 1, 1), date(2026, 3, 3), False),
    ],
)
def test_a_role_asks_for_a_second_factor_only_in_its_term(since, until, needs):
    assert needs_second_factor(held(Role.FINANCE, since, until), TODAY) is needs


@pytest.mark.parametrize("lives", [RESIDENT_TERMS, STAFF_TERMS, HALF_TERMS])
def test_a_session_is_over_exactly_when_its_time_is_up(lives):
    def over(created, seen):
        return is_over(created_at=TEN - created, seen_at=TEN - seen, at=TEN, lives=lives)

    assert over(lives.absolute - SECOND, lives.idle - SECOND) is False
    assert over(lives.absolute, lives.idle - SECOND) is True
    assert over(lives.absolute - SECOND, lives.idle) is True


def test_a_half_session_is_short_for_everybody():
    assert {terms(Stage.PASSWORD, staff=staff) for staff in (True, False)} == {HALF_TERMS}
    assert terms(Stage.FULL, staff=True) == STAFF_TERMS
    assert terms(Stage.FULL, staff=False) == RESIDENT_TERMS


def test_administrators_alone_get_no_window():
    assert {role for role in Role if window(held(role)) == 0} == {Role.SYSADMIN, Role.DISTRICT_ADMIN}
