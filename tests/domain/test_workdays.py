"""Working days of 2025 and 2026 as the State Council announced them."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import microprojects
from microprojects.domain.workdays import (
    SHANGHAI,
    WEEKENDS_ONLY,
    BadHolidayTable,
    calendar_from,
    due,
    due_in_days,
    end_of_day,
    has_waited,
    last_day_of,
    local_day,
)

TABLE = tomllib.loads(
    (Path(microprojects.__file__).parent / "schemes" / "holidays.toml").read_text(encoding="utf-8")
)
CAL = calendar_from(TABLE)

days = st.dates(min_value=date(2025, 1, 1), max_value=date(2027, 12, 31))


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_each_year_has_as_many_working_days_as_its_notice_leaves() -> None:
    def worked(year: int) -> int:
        first = date(year, 1, 1)
        return sum(CAL.is_working_day(first + timedelta(days=n)) for n in range(365))

    assert (worked(2025), worked(2026)) == (248, 248)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-02-13", True),
        ("2026-02-14", True),
        ("2026-02-16", False),
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2026-10-08", True),
        ("2026-10-10", True),
        ("2026-10-11", False),
        ("2025-01-26", True),
        ("2025-10-08", False),
    ],
)
def test_holidays_rest_and_make_up_days_work(day: str, worked: bool) -> None:
    assert CAL.is_working_day(date.fromisoformat(day)) is worked


def test_every_make_up_day_falls_on_a_weekend_and_is_no_holiday() -> None:
    assert {day for day in CAL.make_up_days if day.weekday() < 5} == set()
    assert CAL.make_up_days & CAL.holidays == frozenset()


def test_a_year_without_a_notice_knows_only_weekends_and_says_so() -> None:
    assert [CAL.known(year) for year in (2024, 2025, 2026, 2027)] == [False, True, True, False]
    assert CAL.is_working_day(date(2027, 10, 1)) is True
    assert CAL.is_working_day(date(2027, 10, 2)) is False


def test_the_day_of_the_event_does_not_count() -> None:
    friday = date(2026, 11, 20)

    assert CAL.add_working_days(friday, 1) == date(2026, 11, 23)
    assert CAL.add_working_days(friday, 5) == date(2026, 11, 27)
    assert CAL.add_working_days(date(2026, 9, 30), 2) == date(2026, 10, 9)
    assert CAL.add_working_days(friday, 0) == friday


@given(days, st.integers(min_value=0, max_value=40), st.integers(min_value=0, max_value=40))
def test_working_days_add_up(day: date, a: int, b: int) -> None:
    assert CAL.add_working_days(CAL.add_working_days(day, a), b) == CAL.add_working_days(day, a + b)


@given(days, st.integers(min_value=1, max_value=40))
def test_the_last_of_n_days_is_worked_and_n_days_were_worked_on_the_way(day: date, n: int) -> None:
    last = CAL.add_working_days(day, n)

    between = [day + timedelta(days=k + 1) for k in range((last - day).days)]
    assert CAL.is_working_day(last)
    assert sum(map(CAL.is_working_day, between)) == n


def test_a_time_limit_ends_at_midnight_in_shanghai() -> None:
    late_evening = shanghai("2026-11-20T23:30:00")

    assert due(late_evening, 2, CAL) == datetime(2026, 11, 24, 16, tzinfo=UTC)


def test_a_limit_in_days_leaves_the_day_of_the_act_out_and_does_not_end_on_a_day_off() -> None:
    assert last_day_of(date(2026, 3, 4), 5, CAL) == date(2026, 3, 9)
    assert last_day_of(date(2026, 3, 25), 10, CAL) == date(2026, 4, 4 + 3)
    assert last_day_of(date(2026, 3, 5), 4, CAL) == date(2026, 3, 9)
    assert due_in_days(shanghai("2026-03-25T23:59:00"), 10, CAL) == datetime(2026, 4, 7, 16, tzinfo=UTC)


def test_a_wait_is_over_when_its_last_day_is() -> None:
    since = shanghai("2026-03-02T09:00:00")

    assert not has_waited(since, 4, shanghai("2026-03-06T23:59:59"), CAL)
    assert has_waited(since, 4, shanghai("2026-03-07T00:00:00"), CAL)
    assert has_waited(since, 0, since, CAL)


def test_the_day_is_the_one_on_the_wall_in_shanghai() -> None:
    assert local_day(datetime(2026, 11, 19, 16, tzinfo=UTC)) == date(2026, 11, 20)
    assert local_day(datetime(2026, 11, 19, 15, 59, tzinfo=UTC)) == date(2026, 11, 19)
    assert end_of_day(date(2026, 11, 20)) == datetime(2026, 11, 20, 16, tzinfo=UTC)


@given(st.integers(min_value=0, max_value=24 * 365 * 45))
def test_the_fixed_offset_is_the_time_zone_of_shanghai(hours: int) -> None:
    at = datetime(1992, 1, 1, tzinfo=UTC) + timedelta(hours=hours)

    assert at.astimezone(SHANGHAI).replace(tzinfo=None) == at.astimezone(ZoneInfo("Asia/Shanghai")).replace(
        tzinfo=None
    )


def test_an_instant_without_a_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="2026"):
        local_day(datetime(2026, 11, 20))  # noqa: DTZ001
    with pytest.raises(ValueError, match="-1"):
        WEEKENDS_ONLY.add_working_days(date(2026, 11, 20), -1)


GOOD_YEAR = {"year": 2027, "holiday": [{"first": date(2027, 1, 1), "last": date(2027, 1, 3)}], "make_up": []}


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"year": 2026},
        {"year": [GOOD_YEAR, {"year": 2028}]},
        {"year": [GOOD_YEAR, GOOD_YEAR | {"make_up": ["2027-01-04"]}]},
        {
            "year": [
                GOOD_YEAR,
                GOOD_YEAR | {"holiday": [{"first": date(2027, 1, 3), "last": date(2027, 1, 1)}]},
            ]
        },
        {"year": [GOOD_YEAR, GOOD_YEAR | {"holiday": 7}]},
        {"year": [GOOD_YEAR, "2028"]},
    ],
)
def test_a_holiday_table_that_cannot_be_read_is_refused(table: dict[str, object]) -> None:
    with pytest.raises(BadHolidayTable) as refused:
        calendar_from(table)

    assert refused.value.facts == {"row": 2 if isinstance(table.get("year"), list) else 0}
