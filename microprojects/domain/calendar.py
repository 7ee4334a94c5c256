"""The time a notice stays open, counted in days that anyone can check on a wall calendar.

Source: 民法典 art. 201 (the day of posting does not count), art. 203 (a window
whose last day is a day off ends on the next working day, at 24:00), art. 1259.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.workdays import (
    ONE_DAY,
    SHANGHAI,
    WEEKENDS_ONLY,
    BadHolidayTable,
    WorkCalendar,
    calendar_from,
    due,
    end_of_day,
    local_day,
)

__all__ = [
    "ONE_DAY",
    "SHANGHAI",
    "WEEKENDS_ONLY",
    "BadHolidayTable",
    "DayCounted",
    "Unit",
    "Window",
    "WindowOver",
    "WorkCalendar",
    "calendar_from",
    "day_number",
    "days_left",
    "days_served",
    "due",
    "end_of_day",
    "explain_due",
    "explain_pause",
    "explain_window",
    "local_day",
    "notice_window",
    "resume_window",
]

Unit = Literal["calendar", "working"]


class WindowOver(Refusal):
    """The window has already ended."""

    code = "window-over"
    message = N_("公示期已在 %(last_day)s 24 时届满，现在不能再办这一步。有意见请找社区居委会当面反映。")


@dataclass(frozen=True)
class Window:
    """One notice window: `days` counted days from `first_day` to the end of `last_day`.

    `posted_on` is the day it was posted or taken up again. `served` are days of
    the same notice that had been served in full before a pause, so that the page
    can go on counting: third day of five.
    """

    posted_on: date
    first_day: date
    last_day: date
    days: int
    unit: Unit = "calendar"
    served: int = 0

    @property
    def ends_at(self) -> datetime:
        """The aware UTC instant at which the window ends: 24:00 Asia/Shanghai of the last day."""
        return end_of_day(self.last_day)

    @property
    def all_days(self) -> int:
        """How many days the whole notice lasts, those before a pause included."""
        return self.served + self.days

    def has_ended(self, at: datetime) -> bool:
        """Return whether the window is over at an instant; at 24:00 sharp it is."""
        return at >= self.ends_at


@dataclass(frozen=True)
class DayCounted:
    """One line of the arithmetic: a day, whether it counts, as which number, and why."""

    day: date
    counted: bool
    number: int | None
    why: str


def notice_window(
    posted_at: datetime,
    days: int,
    unit: Unit = "calendar",
    *,
    start_next_day: bool = True,
    roll_over: bool = True,
    cal: WorkCalendar,
) -> Window:
    """Lay out a window of so many days for a notice posted at an instant.

    With `start_next_day` the day of posting does not count; with `roll_over` a
    last day off moves to the next working day. Days of the "working" unit count
    only when they are worked.

    Source: 民法典 art. 201, 203.
    """
    if days < 1:
        raise ValueError(days)
    posted_on = local_day(posted_at)
    start = posted_on + ONE_DAY if start_next_day else posted_on
    if unit == "working":
        start = cal.on_or_after(start)
        last = cal.add_working_days(start, days - 1)
    else:
        last = start + ONE_DAY * (days - 1)
    return Window(posted_on, start, cal.on_or_after(last) if roll_over else last, days, unit)


def days_served(window: Window, paused_at: datetime, cal: WorkCalendar) -> int:
    """Return how many days of this window had been served in full at an instant.

    The day on which the instant falls is not served in full, so it does not count.
    """
    yesterday = local_day(paused_at) - ONE_DAY
    return min(window.days, sum(1 for _ in _counted_days(window, cal, until=yesterday)))


def days_left(window: Window, paused_at: datetime, cal: WorkCalendar) -> int:
    """Return how many days are still to be served when the window is paused at an instant.

    At least one is left: while the window is open its last day is not served,
    even where that day was moved to a working day.

    Raises:
        WindowOver: there is nothing left to pause.
    """
    if window.has_ended(paused_at):
        raise WindowOver(last_day=window.last_day)
    return max(1, window.days - days_served(window, paused_at, cal))


def resume_window(
    window: Window, *, paused_at: datetime, resumed_at: datetime, roll_over: bool = True, cal: WorkCalendar
) -> Window:
    """Lay out what is left of a paused window.

    The rule: the day of the pause is not served; what was not served in full is
    served anew, counted from the day after the resumption. Residents therefore
    never get less time than was announced.

    Raises:
        WindowOver: the window had ended before it was paused.
    """
    if resumed_at < paused_at:
        raise ValueError(resumed_at)
    left = days_left(window, paused_at, cal)
    rest = notice_window(resumed_at, left, window.unit, roll_over=roll_over, cal=cal)
    return Window(
        rest.posted_on, rest.first_day, rest.last_day, left, window.unit, served=window.all_days - left
    )


def day_number(window: Window, at: datetime, cal: WorkCalendar) -> int:
    """Return which day of the whole notice it is: 0 before its first day, never above `all_days`.

    In a pause of counting (a day off of a working-day window, or the days after
    the last one was moved) it stays at the day reached.
    """
    reached = sum(1 for _ in _counted_days(window, cal, until=local_day(at)))
    return window.served + min(window.days, reached)


def explain_window(window: Window, cal: WorkCalendar) -> list[DayCounted]:
    """List every day from posting to the end, with its number or the reason why it has none."""
    rows = []
    day, number = min(window.posted_on, window.first_day), 0
    while day <= window.last_day:
        counted = day >= window.first_day and number < window.days
        counted = counted and (window.unit == "calendar" or cal.is_working_day(day))
        number += counted
        why = _why(day, window, cal, counted=counted)
        rows.append(DayCounted(day, counted, window.served + number if counted else None, why))
        day += ONE_DAY
    return rows


def explain_due(start: datetime, due_at: datetime, cal: WorkCalendar) -> list[DayCounted]:
    """List every day of a time limit in working days, from the one on which it was set off to its last.

    Source: 民法典 art. 201, 203.
    """
    first, last = local_day(start), local_day(due_at - timedelta(microseconds=1))
    rows, number, day = [DayCounted(first, counted=False, number=None, why=N_("当天不算"))], 0, first
    while day < last:
        day += ONE_DAY
        counted = cal.is_working_day(day)
        number += counted
        rows.append(DayCounted(day, counted, number if counted else None, _off(day, cal)))
    return rows


def explain_pause(window: Window, paused_at: datetime, cal: WorkCalendar) -> list[DayCounted]:
    """List the days of a window that were served before it was paused, and the day of the pause.

    That day is not served in full, so it does not count; the days after it do not either.
    """
    stopped = local_day(paused_at)
    rows = [row for row in explain_window(window, cal) if row.day < stopped]
    return [*rows, DayCounted(stopped, counted=False, number=None, why=N_("这天起暂停，当天不算"))]


def _off(day: date, cal: WorkCalendar) -> str:
    if cal.is_working_day(day):
        return N_("调休上班，算一天") if day in cal.make_up_days else N_("算一天")
    return N_("节假日，不算") if day in cal.holidays else N_("周末，不算")


def _counted_days(window: Window, cal: WorkCalendar, *, until: date) -> Iterator[date]:
    day = window.first_day
    while day <= min(until, window.last_day):
        if window.unit == "calendar" or cal.is_working_day(day):
            yield day
        day += ONE_DAY


def _why(day: date, window: Window, cal: WorkCalendar, *, counted: bool) -> str:
    if day == window.posted_on and not counted:
        return N_("恢复当天不算") if window.served else N_("公布当天不算")
    if counted and day in cal.make_up_days:
        return N_("调休上班，算一天")
    if counted:
        return N_("算一天") if cal.is_working_day(day) else N_("休息日，照样算一天")
    if window.unit == "working" or day < window.first_day:
        return N_("休息日，不算")
    return N_("期满日顺延到这个工作日") if cal.is_working_day(day) else N_("期满遇休息日，顺延")
