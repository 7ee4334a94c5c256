"""How fast a step is: days as the limit counts them, the middle one and the worst, and how many were late."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from microprojects.domain.lifecycle import LIFECYCLE
from microprojects.domain.states import State
from microprojects.domain.stays import (
    FINISHED_BY,
    MEASURED,
    Pace,
    Spell,
    days_between,
    finishes,
    limit_of,
    middle,
    paces,
)
from microprojects.store import packaged
from tests.fake_case import rules

CAL = packaged.work_calendar()
# Friday, 6 March 2026, 10:00 in Shanghai.
FRIDAY = datetime(2026, 3, 6, 2, tzinfo=UTC)


def at(day: int, hour: int = 2) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("until", "working", "days"),
    [
        (at(6, 9), True, 0),
        (at(8), True, 0),
        (at(9), True, 1),
        (at(9), False, 3),
        (at(13), True, 5),
        (at(5), False, 0),
    ],
)
def test_days_are_counted_as_the_limit_counts_them(until, working, days):
    assert days_between(FRIDAY, until, CAL, working=working) == days


@pytest.mark.parametrize(
    ("counts", "found"),
    [({}, None), ({4: 1}, 4), ({1: 1, 9: 1}, 1), ({1: 1, 5: 1, 9: 1}, 5), ({2: 3, 40: 2}, 2)],
)
def test_the_middle_is_what_half_do_not_exceed(counts, found):
    assert middle(counts) == found


def test_each_step_has_a_pace_under_each_limit_that_tells_ended_and_lasting_stays_apart():
    spells = [
        Spell(State.SETTLING, 10, 30, late=False, count=3, finished=True),
        Spell(State.SETTLING, 41, 30, late=True, count=2, finished=True),
        Spell(State.SETTLING, None, 30, late=True, count=1),
        Spell(State.SETTLING, 3, 20, late=False, count=1, finished=True),
        Spell(State.SETTLING, None, 30, late=False, count=4),
        Spell(State.CONSULTING, None, 15, late=False, count=1),
    ]

    assert paces(spells) == [
        Pace(State.CONSULTING, 0, None, None, 15, late=0, open=1, late_now=0),
        Pace(State.SETTLING, 1, 3, 3, 20, late=0, open=0, late_now=0),
        Pace(State.SETTLING, 5, 10, 41, 30, late=2, open=5, late_now=1),
    ]


def test_what_was_broken_off_is_counted_apart_and_makes_no_step_look_fast_or_slow():
    spells = [
        Spell(State.IMPLEMENTING, 20, 90, late=False, count=2, finished=True),
        Spell(State.IMPLEMENTING, 2, 90, late=False, count=3),
        Spell(State.IMPLEMENTING, 120, 90, late=True, count=1),
    ]

    assert paces(spells) == [
        Pace(State.IMPLEMENTING, 2, 20, 20, 90, late=0, open=0, late_now=0, broken=4, broken_late=1)
    ]


def test_every_way_out_of_a_measured_step_either_finishes_it_or_breaks_it_off():
    left = {(row.source.value, row.action.value) for row in LIFECYCLE.rows if row.source in MEASURED}
    broken = {way for way in left if not finishes(State(way[0]), way[1])}
    stopped = ("approved", "procuring", "contracted", "implementing", "inspecting", "rectifying")

    assert broken == {
        ("submitted", "project.return"), ("submitted", "project.merge"), ("submitted", "project.withdraw"),
        ("consulting", "project.refer"), ("consulting", "project.defer"), ("consulting", "project.merge"),
        ("consulting", "project.withdraw"), ("consulting", "project.fast-track"),
        ("objected", "vote.correct"), ("procuring", "project.fail-tender"),
        ("implementing", "change.ask"), ("implementing", "work.suspend"),
        *((state, "project.cancel") for state in stopped),
        *((state, "project.stop-unratified") for state in (*stopped, "settling")),
    }  # fmt: skip
    assert {(state.value, act.value) for state, acts in FINISHED_BY.items() for act in acts} == left - broken


@pytest.mark.parametrize(
    ("state", "type_", "days"),
    [
        (State.SUBMITTED, "goods", 5), (State.IMPLEMENTING, "works", 90), (State.IMPLEMENTING, "goods", None),
        (State.ACCEPTED, "works", None), (State.EVALUATING, "works", None), (State.CLOSED, "works", None),
    ],
)  # fmt: skip
def test_only_what_an_office_must_finish_is_measured(state, type_, days):
    limit = limit_of(state, FRIDAY, rules(), CAL, type_)

    assert (limit and limit.days, state in MEASURED or days is None) == (days, True)
