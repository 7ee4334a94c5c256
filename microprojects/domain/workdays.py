"""Working days under the holiday table, in the time zone of the district.

Source: 民法典 art. 201 (the day of the event does not count), art. 203 (a period
that would end on a holiday ends on the next working day, at 24:00), art. 1259
(以上, 以内 and 届满 include the number, 超过 and 不满 do not).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from microprojects.domain.errors import N_, Refusal

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps UTC+8 all year, so no zone database is needed on the machine."""

ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class BadHolidayTable(Refusal):
    """The holiday table cannot be read."""

    code = "bad-holiday-table"
    status = 422
    message = N_(
        "节假日表第 %(row)s 项读不懂。每年要有 year、holiday（first、last）和 make_up，请对照国务院通知改好。"
    )


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked: weekdays less the holidays, and the make-up days (调休).

    `known_years` are the years whose notice is in the table; in any other year
    only weekends are taken as days off.
    """

    holidays: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()
    known_years: frozenset[int] = frozenset()

    def known(self, year: int) -> bool:
        """Return whether the holiday notice of that year is in the table."""
        return year in self.known_years

    def is_working_day(self, day: date) -> bool:
        """Return whether offices work on that day."""
        if day in self.make_up_days:
            return True
        return day not in self.holidays and day.weekday() < _SATURDAY

    def on_or_after(self, day: date) -> date:
        """Return the first working day that is not before `day`."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def working_days_after(self, day: date) -> Iterator[date]:
        """Yield the working days after `day`, without end."""
        while True:
            day = self.on_or_after(day + ONE_DAY)
            yield day

    def add_working_days(self, day: date, n: int) -> date:
        """Return the n-th working day after `day`; the day itself does not count.

        Source: 民法典 art. 201.
        """
        if n < 0:
            raise ValueError(n)
        for _, later in zip(range(n), self.working_days_after(day), strict=False):
            day = later
        return day


WEEKENDS_ONLY = WorkCalendar()


def local_day(at: datetime) -> date:
    """Return the day on the wall calendar in Shanghai at an aware instant."""
    if at.tzinfo is None:
        raise ValueError(at)
    return at.astimezone(SHANGHAI).date()


def end_of_day(day: date) -> datetime:
    """Return 24:00 Asia/Shanghai of that day as an aware UTC instant."""
    return datetime.combine(day + ONE_DAY, time(), SHANGHAI).astimezone(UTC)


def day_that_ends(at: datetime) -> date:
    """Return the day at whose end, 24:00, a deadline falls; of any other moment its own day. The reverse of `end_of_day`."""
    return local_day(at - timedelta(microseconds=1))


def due(at: datetime, working_days: int, cal: WorkCalendar) -> datetime:
    """Return the instant by which an act due within so many working days must be done.

    The day of the event does not count; the time ends at 24:00 of the last day.

    Source: 民法典 art. 201, 203.
    """
    return end_of_day(cal.add_working_days(local_day(at), working_days))


def days_over(due_at: datetime, at: datetime, cal: WorkCalendar) -> int:
    """Return how many working days have begun since a time limit ran out; none on days off right after it."""
    day, over = local_day(due_at - timedelta(microseconds=1)), 0
    while day < local_day(at):
        day += ONE_DAY
        over += cal.is_working_day(day)
    return over


def last_day_of(day: date, days: int, cal: WorkCalendar) -> date:
    """Return the last of so many calendar days after an act; a day off moves to the next working day.

    Source: 民法典 art. 201 (the day of the act does not count), 203.
    """
    return cal.on_or_after(day + ONE_DAY * days)


def due_in_days(at: datetime, days: int, cal: WorkCalendar) -> datetime:
    """Return the instant at which so many calendar days after an act are over: 24:00 of the last one.

    Source: 民法典 art. 201, 203.
    """
    return end_of_day(last_day_of(local_day(at), days, cal))


def has_waited(since: datetime, days: int, at: datetime, cal: WorkCalendar) -> bool:
    """Return whether so many days since an act are over (满); of no days they always are."""
    return days == 0 or at >= due_in_days(since, days, cal)


def calendar_from(table: Mapping[str, object]) -> WorkCalendar:
    """Read a holiday table as a TOML reader gives it; see schemes/holidays.toml.

    Raises:
        BadHolidayTable: an entry is missing, or a date is not one.
    """
    holidays: set[date] = set()
    make_up: set[date] = set()
    years: set[int] = set()
    rows = table.get("year")
    if not isinstance(rows, list):
        raise BadHolidayTable(row=0)
    for row, entry in enumerate(rows, start=1):
        try:
            years.add(int(entry["year"]))
            for span in entry["holiday"]:
                holidays.update(_days(_a_date(span["first"]), _a_date(span["last"])))
            make_up.update(_a_date(day) for day in entry["make_up"])
        except (KeyError, TypeError, ValueError) as broken:
            raise BadHolidayTable(row=row) from broken
    return WorkCalendar(frozenset(holidays), frozenset(make_up), frozenset(years))


def _a_date(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError(value)


def _days(first: date, last: date) -> Iterator[date]:
    if not timedelta() <= last - first <= timedelta(days=31):
        raise ValueError(last)
    while first <= last:
        yield first
        first += ONE_DAY
