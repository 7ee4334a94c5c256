"""Until when the next step is due: whole days, none of them the first, and no end on a day off."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from microprojects.domain.deadlines import deadline, filing
from microprojects.domain.states import State
from microprojects.domain.workdays import end_of_day
from microprojects.store import packaged
from tests.fake_case import rules

CAL = packaged.work_calendar()
# Wednesday, 25 March 2026, 23:30 in Shanghai.
LATE = datetime(2026, 3, 25, 15, 30, tzinfo=UTC)


def test_days_that_would_end_on_a_holiday_end_on_the_next_working_day():
    found = deadline(State.RETURNED, LATE, rules(), CAL)

    assert (found.days, found.due_at) == (10, end_of_day(date(2026, 4, 7)))


def test_working_days_leave_days_off_out():
    found = deadline(State.SUBMITTED, LATE, rules(), CAL)

    assert (found.days, found.due_at) == (5, end_of_day(date(2026, 4, 1)))


@pytest.mark.parametrize(
    ("type_", "days", "what"),
    [("works", 90, "做完、报完工"), ("services", 365, "做完、报完工"), ("goods", 30, "报进度或报完工")],
)
def test_works_and_services_have_days_in_which_they_are_done(type_, days, what):
    found = deadline(State.IMPLEMENTING, LATE, rules(), CAL, type_=type_)

    assert (found.days, found.what) == (days, what)


def test_a_resolution_is_filed_within_working_days_after_its_notice():
    # The notice ended on Friday, 27 March, at 24:00.
    found = filing(end_of_day(date(2026, 3, 27)), rules(), CAL)

    assert found.due_at == end_of_day(date(2026, 4, 3))


def test_nothing_runs_for_what_is_closed():
    assert deadline(State.CLOSED, LATE, rules(), CAL) is None
