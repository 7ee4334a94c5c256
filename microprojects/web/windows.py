"""A notice's window as pages show it: which day it is, until when, and the count of every day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from microprojects.domain.calendar import DayCounted, day_number, explain_window
from microprojects.domain.workdays import local_day
from microprojects.store import packaged
from microprojects.store.disclosures import NoticeWindow
from microprojects.web.filters import day, weekday_day


@dataclass(frozen=True)
class Clock:
    """What the macros `clock` and `clock_stopped` need, and the arithmetic behind it."""

    number: int
    total: int
    first: date
    last: date
    today: date
    is_paused: bool
    is_taken_down: bool
    is_unposted: bool  # its days begin when it hangs on a board, and nobody has shown that it does
    is_over: bool
    days_left: int
    paused_on: date | None
    counted: list[DayCounted]

    @property
    def is_running(self) -> bool:
        """Return whether time passes on it now."""
        return not (self.is_paused or self.is_over)


def clock(window: NoticeWindow, at: datetime) -> Clock:
    """Return the state of a window at a moment."""
    days, calendar = window.window, packaged.work_calendar()
    stopped = window.paused_at
    return Clock(
        number=day_number(days, stopped or at, calendar),
        total=days.all_days,
        first=days.first_day,
        last=days.last_day,
        today=local_day(at),
        is_paused=stopped is not None,
        is_taken_down=stopped is not None and window.disclosure.taken_down_at is not None,
        is_unposted=window.awaits_posting,
        is_over=stopped is None and days.has_ended(at),
        days_left=window.days_left or 0,
        paused_on=local_day(stopped) if stopped else None,
        counted=explain_window(days, calendar),
    )


def last_day(due_at: datetime) -> date:
    """Return the day at whose end, 24:00, a deadline falls."""
    return local_day(due_at - timedelta(seconds=1))


def due_words(filed_at: datetime, due_at: datetime, days: int) -> str:
    """Write out how a deadline in working days was counted."""
    return _(
        "%(filed)s收到，次日起算 %(days)s 个工作日，到%(last)s 24 时。",
        filed=day(filed_at),
        days=days,
        last=weekday_day(last_day(due_at)),
    )
