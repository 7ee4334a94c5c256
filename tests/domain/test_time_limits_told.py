"""The arithmetic of a time limit in working days, and of a notice that was paused, day by day."""

from __future__ import annotations

from datetime import date

from microprojects.domain.calendar import explain_due, explain_pause, notice_window
from microprojects.domain.workdays import WEEKENDS_ONLY, WorkCalendar, days_over, due
from tests.noticing import shanghai

# The Spring Festival of 2026, with the make-up day on Saturday, 14 February.
SPRING = WorkCalendar(
    frozenset(date(2026, 2, day) for day in range(15, 24)), frozenset({date(2026, 2, 14)}), frozenset({2026})
)


def told(rows):
    return [(row.day.day, row.number, row.why) for row in rows]


def test_holidays_weekends_and_make_up_days_of_a_time_limit_are_told_apart():
    at = shanghai(2, 13)

    rows = explain_due(at, due(at, 3, SPRING), SPRING)

    assert told(rows) == [
        (13, None, "当天不算"),
        (14, 1, "调休上班，算一天"),
        *((day, None, "节假日，不算") for day in range(15, 24)),
        (24, 2, "算一天"),
        (25, 3, "算一天"),
    ]


def test_a_weekend_is_called_so():
    at = shanghai(3, 6)

    assert told(explain_due(at, due(at, 1, WEEKENDS_ONLY), WEEKENDS_ONLY)) == [
        (6, None, "当天不算"), (7, None, "周末，不算"), (8, None, "周末，不算"), (9, 1, "算一天"),
    ]  # fmt: skip


def test_a_pause_keeps_the_days_before_it_and_does_not_count_its_own():
    window = notice_window(shanghai(3, 4), 5, cal=WEEKENDS_ONLY)

    assert told(explain_pause(window, shanghai(3, 7), WEEKENDS_ONLY)) == [
        (4, None, "公布当天不算"), (5, 1, "算一天"), (6, 2, "算一天"), (7, None, "这天起暂停，当天不算"),
    ]  # fmt: skip


def test_days_over_are_working_days_and_begin_after_the_last_day():
    due_at = shanghai(3, 7, 0)  # the end of Friday the 6th

    over = [days_over(due_at, shanghai(3, day), WEEKENDS_ONLY) for day in (6, 7, 8, 9, 11)]

    assert over == [0, 0, 0, 1, 3]
