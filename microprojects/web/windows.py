"""A notice's window as pages show it: which day it is, until when, and the count of every day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from microprojects.domain.calendar import DayCounted, day_number, explain_pause, explain_window
from microprojects.domain.workdays import day_that_ends, local_day
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
    pause_says: str  # how many days were served before the pause, and when it was and is over

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
        is_taken_down=_is_taken_down(window),
        is_unposted=window.awaits_posting,
        is_over=stopped is None and days.has_ended(at),
        days_left=window.days_left or 0,
        paused_on=local_day(stopped) if stopped else None,
        counted=_counted(window),
        pause_says=_pause_says(window),
    )


def _is_taken_down(window: NoticeWindow) -> bool:
    """Return whether the clock stands because the version was taken down: its days are served anew."""
    return window.paused_at is not None and window.disclosure.taken_down_at is not None


def _counted(window: NoticeWindow) -> list[DayCounted]:
    """Return the days as they count; of a paused window those before the pause, of one that has not begun none."""
    if window.awaits_posting or _is_taken_down(window):
        return []
    if window.paused_at is not None:
        return explain_pause(window.window, window.paused_at, packaged.work_calendar())
    return explain_window(window.window, packaged.work_calendar())


def _pause_says(window: NoticeWindow) -> str:
    """Say what a pause did to the days; nothing of a window that was never paused."""
    if window.awaits_posting or _is_taken_down(window):
        return ""
    if window.paused_at is not None:
        served = window.window.all_days - (window.days_left or 0)
        return _("暂停以前公示满了 %(n)s 天，都算；暂停的日子不算，恢复次日接着数。", n=served)
    if window.stopped_at is None or window.resumed_at is None:
        return ""
    return _(
        "%(paused)s暂停，%(resumed)s恢复。暂停以前公示满了 %(n)s 天，都算；从恢复次日接着数。",
        paused=day(local_day(window.stopped_at)),
        resumed=day(local_day(window.resumed_at)),
        n=window.served,
    )


def due_words(filed_at: datetime, due_at: datetime, days: int) -> str:
    """Write out how a deadline in working days was counted."""
    return _(
        "%(filed)s收到，次日起算 %(days)s 个工作日，到%(last)s 24 时。",
        filed=day(filed_at),
        days=days,
        last=weekday_day(day_that_ends(due_at)),
    )
