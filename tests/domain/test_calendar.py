"""Notice windows: the civil-law count, the roll-over, the pause."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain import calendar
from microprojects.domain.calendar import (
    SHANGHAI,
    Unit,
    WorkCalendar,
    day_number,
    days_left,
    explain_window,
    notice_window,
    resume_window,
)

SPRING = [date(2026, 2, 15) + timedelta(days=n) for n in range(9)]
CAL = WorkCalendar(
    holidays=frozenset([*SPRING, *(date(2026, 10, 1) + timedelta(days=n) for n in range(7))]),
    make_up_days=frozenset(
        date.fromisoformat(d) for d in ("2026-02-14", "2026-02-28", "2026-09-20", "2026-10-10")
    ),
    known_years=frozenset({2026}),
)
posted = st.integers(0, 60 * 24 * 334).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
lengths = st.integers(min_value=1, max_value=20)
units = st.sampled_from(["calendar", "working"])


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_the_day_of_posting_does_not_count_and_the_fifth_day_ends_the_window() -> None:
    window = notice_window(shanghai("2026-11-16T10:00"), 4, cal=CAL)

    assert (window.first_day, window.last_day) == (date(2026, 11, 17), date(2026, 11, 20))
    assert window.ends_at == datetime(2026, 11, 20, 16, tzinfo=UTC)


def test_a_window_that_would_end_on_a_saturday_ends_on_monday() -> None:
    window = notice_window(shanghai("2026-11-16T10:00"), 5, cal=CAL)

    assert (window.last_day, window.days) == (date(2026, 11, 23), 5)


@pytest.mark.parametrize(
    ("posted_at", "last_day"),
    [
        ("2026-02-12T09:00", "2026-02-24"),
        ("2026-02-09T09:00", "2026-02-14"),
        ("2026-02-08T09:00", "2026-02-13"),
        ("2026-09-28T23:59", "2026-10-08"),
        ("2026-10-05T09:00", "2026-10-10"),
        ("2026-12-28T09:00", "2027-01-04"),
    ],
)
def test_five_days_roll_over_the_holidays_and_stop_at_a_make_up_day(posted_at: str, last_day: str) -> None:
    assert notice_window(shanghai(posted_at), 5, cal=CAL).last_day == date.fromisoformat(last_day)


def test_working_day_windows_count_only_days_that_are_worked() -> None:
    window = notice_window(shanghai("2026-09-18T10:00"), 5, "working", cal=CAL)

    assert (window.first_day, window.last_day) == (date(2026, 9, 20), date(2026, 9, 24))


def test_a_programme_may_count_the_day_of_posting_and_not_roll_over() -> None:
    window = notice_window(shanghai("2026-11-17T10:00"), 5, start_next_day=False, roll_over=False, cal=CAL)

    assert (window.first_day, window.last_day) == (date(2026, 11, 17), date(2026, 11, 21))


@given(posted, lengths, units)
def test_a_window_never_gives_less_than_the_announced_days(at: datetime, days: int, unit: Unit) -> None:
    window = notice_window(at, days, unit, cal=CAL)

    rows = explain_window(window, CAL)
    assert [row.number for row in rows if row.counted] == list(range(1, days + 1))
    assert CAL.is_working_day(window.last_day)
    assert window.ends_at - at >= timedelta(days=days)
    assert rows[-1].day == window.last_day


@given(posted, lengths, units, st.integers(min_value=0, max_value=40))
def test_the_day_number_grows_to_the_whole_and_stays(at: datetime, days: int, unit: Unit, later: int) -> None:
    window = notice_window(at, days, unit, cal=CAL)

    here = day_number(window, at + timedelta(days=later), CAL)
    next_day = day_number(window, at + timedelta(days=later + 1), CAL)
    assert 0 <= here <= next_day <= min(days, here + 1)
    assert day_number(window, at, CAL) == 0
    assert day_number(window, window.ends_at - timedelta(seconds=1), CAL) == days


def test_a_pause_on_the_third_day_leaves_three_days() -> None:
    window = notice_window(shanghai("2026-11-09T10:00"), 5, cal=CAL)
    paused_at = shanghai("2026-11-12T08:00")

    rest = resume_window(window, paused_at=paused_at, resumed_at=shanghai("2026-11-16T17:00"), cal=CAL)

    assert days_left(window, paused_at, CAL) == 3
    assert (rest.first_day, rest.last_day) == (date(2026, 11, 17), date(2026, 11, 19))
    assert (rest.served, rest.days, rest.all_days) == (2, 3, 5)
    assert day_number(rest, shanghai("2026-11-17T08:00"), CAL) == 3


def test_a_pause_on_the_day_of_posting_leaves_every_day() -> None:
    window = notice_window(shanghai("2026-11-09T10:00"), 5, cal=CAL)

    assert days_left(window, shanghai("2026-11-09T11:00"), CAL) == 5


def test_a_pause_after_the_last_day_was_moved_still_leaves_one_day() -> None:
    window = notice_window(shanghai("2026-11-16T10:00"), 5, cal=CAL)

    assert days_left(window, shanghai("2026-11-23T23:59:59"), CAL) == 1


def test_a_window_that_has_ended_cannot_be_paused() -> None:
    window = notice_window(shanghai("2026-11-16T10:00"), 5, cal=CAL)

    with pytest.raises(calendar.WindowOver) as refused:
        days_left(window, shanghai("2026-11-24T00:00"), CAL)

    assert "2026-11-23 24 时届满" in str(refused.value)
    assert window.has_ended(shanghai("2026-11-24T00:00"))
    assert not window.has_ended(shanghai("2026-11-23T23:59:59"))


@given(posted, lengths, units, st.integers(0, 60 * 24 * 40), st.integers(0, 60 * 24 * 40))
def test_pausing_never_shortens_the_notice(
    at: datetime, days: int, unit: Unit, run: int, rest_for: int
) -> None:
    window = notice_window(at, days, unit, cal=CAL)
    paused_at = min(at + timedelta(minutes=run), window.ends_at - timedelta(seconds=1))
    resumed_at = paused_at + timedelta(minutes=rest_for)

    rest = resume_window(window, paused_at=paused_at, resumed_at=resumed_at, cal=CAL)

    assert rest.ends_at >= window.ends_at
    assert rest.all_days == days
    assert calendar.days_served(window, paused_at, CAL) + rest.days >= days
    assert rest.ends_at - resumed_at >= timedelta(days=rest.days)


def test_two_pauses_count_on_from_where_the_first_left_off() -> None:
    window = notice_window(shanghai("2026-11-02T10:00"), 5, cal=CAL)

    once = resume_window(
        window, paused_at=shanghai("2026-11-04T09:00"), resumed_at=shanghai("2026-11-05T09:00"), cal=CAL
    )
    twice = resume_window(
        once, paused_at=shanghai("2026-11-09T09:00"), resumed_at=shanghai("2026-11-10T09:00"), cal=CAL
    )

    assert (once.served, once.last_day) == (1, date(2026, 11, 9))
    assert (twice.served, twice.first_day, twice.last_day) == (4, date(2026, 11, 11), date(2026, 11, 11))


def test_the_arithmetic_names_the_reason_for_every_day() -> None:
    window = notice_window(shanghai("2026-11-16T10:00"), 5, cal=CAL)

    rows = [(row.day.day, row.number, row.why) for row in explain_window(window, CAL)]

    assert rows == [
        (16, None, "公布当天不算"),
        (17, 1, "算一天"),
        (18, 2, "算一天"),
        (19, 3, "算一天"),
        (20, 4, "算一天"),
        (21, 5, "休息日，照样算一天"),
        (22, None, "期满遇休息日，顺延"),
        (23, None, "期满日顺延到这个工作日"),
    ]


def test_the_arithmetic_of_working_days_skips_days_off_and_counts_make_up_days() -> None:
    window = notice_window(shanghai("2026-02-13T10:00"), 2, "working", cal=CAL)

    rows = [(row.day.day, row.number, row.why) for row in explain_window(window, CAL)]

    assert rows[:3] == [(13, None, "公布当天不算"), (14, 1, "调休上班，算一天"), (15, None, "休息日，不算")]
    assert rows[-1] == (24, 2, "算一天")


def test_the_arithmetic_of_a_resumed_window_counts_on() -> None:
    window = notice_window(shanghai("2026-11-09T10:00"), 5, cal=CAL)
    rest = resume_window(
        window, paused_at=shanghai("2026-11-12T08:00"), resumed_at=shanghai("2026-11-16T17:00"), cal=CAL
    )

    rows = [(row.number, row.why) for row in explain_window(rest, CAL)]

    assert rows == [(None, "恢复当天不算"), (3, "算一天"), (4, "算一天"), (5, "算一天")]


def test_a_window_of_no_days_or_a_pause_backwards_is_a_mistake_of_the_caller() -> None:
    at = shanghai("2026-11-16T10:00")
    window = notice_window(at, 5, cal=CAL)

    with pytest.raises(ValueError, match="0"):
        notice_window(at, 0, cal=CAL)
    with pytest.raises(ValueError, match="2026"):
        resume_window(window, paused_at=at, resumed_at=at - timedelta(hours=1), cal=CAL)
