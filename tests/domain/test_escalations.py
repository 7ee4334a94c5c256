"""Where an objection can be taken, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microprojects.domain.escalations import (
    LastStep,
    Standing,
    Step,
    TooEarly,
    TooLate,
    WaitsAlready,
    may_go_on,
    next_step,
)
from microprojects.domain.workdays import WEEKENDS_ONLY
from tests.noticing import shanghai

# Filed on Wednesday 4 March 2026: the reply is due by the end of the 11th.
DUE = shanghai(3, 12, 0)
REPLIED = shanghai(3, 10)
STREET_DUE = shanghai(3, 20, 0)


def step_at(standing, at):
    return next_step(standing, at, days=5, cal=WEEKENDS_ONLY)


def street(answered_at=None):
    return Step("street", shanghai(3, 12), STREET_DUE, answered_at)


def district(answered_at=None):
    return Step("district", shanghai(3, 20), shanghai(4, 3, 0), answered_at)


@pytest.mark.parametrize(
    ("standing", "at", "step"),
    [
        (Standing(DUE, REPLIED), REPLIED, "street"),
        (Standing(DUE, REPLIED), shanghai(3, 17, 23, 59), "street"),
        (Standing(DUE, None), DUE, "street"),
        (Standing(DUE, None), DUE + timedelta(days=200), "street"),
        (Standing(DUE, REPLIED, [street(shanghai(3, 13))]), shanghai(3, 13), "district"),
        (Standing(DUE, None, [street()]), STREET_DUE, "district"),
    ],
)
def test_an_answer_that_does_not_content_and_a_silence_lead_a_step_higher(standing, at, step):
    assert step_at(standing, at) == step


@pytest.mark.parametrize(
    ("standing", "at", "no"),
    [
        (Standing(DUE, None), DUE - timedelta(seconds=1), TooEarly),
        (Standing(DUE, REPLIED), shanghai(3, 18, 0), TooLate),
        (Standing(DUE, REPLIED, [street()]), STREET_DUE - timedelta(seconds=1), WaitsAlready),
        (Standing(DUE, REPLIED, [street(shanghai(3, 13))]), shanghai(3, 21, 0), TooLate),
        (Standing(DUE, REPLIED, [street(), district()]), shanghai(3, 21), LastStep),
        (Standing(DUE, REPLIED, [street(), district(shanghai(3, 24))]), shanghai(3, 25), LastStep),
    ],
)
def test_too_early_too_late_twice_and_beyond_the_last_step_are_refused(standing, at, no):
    with pytest.raises(no):
        step_at(standing, at)

    assert may_go_on(standing, at, days=5, cal=WEEKENDS_ONLY) == ""


def test_a_refusal_names_the_last_day():
    with pytest.raises(TooEarly) as early:
        step_at(Standing(DUE, None), shanghai(3, 5))
    with pytest.raises(TooLate) as late:
        step_at(Standing(DUE, REPLIED), shanghai(3, 25))

    assert early.value.facts == {"last": "2026-03-11"}
    assert late.value.facts == {"days": 5, "last": "2026-03-17"}
