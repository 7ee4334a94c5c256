"""By which day a work is to be done, and when it counts as late."""

from __future__ import annotations

from datetime import date

import pytest

from microprojects.domain.indicators import Standing, standing
from microprojects.domain.promises import days_late, last_day

CONTRACT, PLAN, TODAY = date(2026, 11, 20), date(2026, 12, 23), date(2026, 11, 28)


@pytest.mark.parametrize(
    ("contract", "plan", "last"),
    [(CONTRACT, PLAN, CONTRACT), (None, PLAN, PLAN), (CONTRACT, None, CONTRACT), (None, None, None)],
)
def test_the_day_of_the_contract_holds_before_that_of_the_plan(contract, plan, last):
    assert last_day(contract, plan) == last


@pytest.mark.parametrize(
    ("finished", "days"),
    [(None, 8), (CONTRACT, 0), (date(2026, 11, 19), 0), (date(2026, 11, 21), 1)],
)
def test_the_last_day_itself_is_in_time(finished, days):
    assert days_late(CONTRACT, finished, TODAY) == days


def test_without_a_last_day_nothing_is_late():
    assert days_late(None, None, TODAY) == 0


@pytest.mark.parametrize(
    ("reported", "done", "how"),
    [
        (None, None, Standing.OVERDUE),
        (date(2026, 11, 25), None, Standing.OVERDUE),
        (CONTRACT, None, Standing.RUNNING),
        (CONTRACT, date(2026, 11, 25), Standing.KEPT),
        (date(2026, 11, 21), date(2026, 11, 25), Standing.LATE),
        (None, date(2026, 11, 25), Standing.LATE),
    ],
)
def test_a_work_is_in_time_when_it_was_reported_done_in_time(reported, done, how):
    stands = standing(stopped=False, planned=CONTRACT, reported=reported, done=done, today=TODAY)

    assert stands is how
