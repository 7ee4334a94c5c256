"""A meeting is opened on the day and not before the hour that were announced."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.meetings import its_day_has_come
from microprojects.domain.workdays import SHANGHAI, local_day


class TooEarlyToOpen(Refusal):
    """A meeting begins at the hour that was announced, so that nobody comes too late for a vote."""

    code = "too-early-to-open"
    message = N_("会议公告的是 %(starts)s 开始，还没到时间。请到点再宣布开会。")


class DayOver(Refusal):
    """A meeting is held on the day that was announced."""

    code = "day-over"
    message = N_("会议公告的日子是 %(day)s，已经过了，不能再开。请记为未开成或取消，另外召集。")


def its_day_is_over(starts_at: datetime, *, at: datetime) -> bool:
    """Return whether the day that was announced is past."""
    return local_day(at) > local_day(starts_at)


def its_hour_has_come(starts_at: datetime, *, at: datetime) -> None:
    """Refuse to open a meeting before the hour that was announced, and after that day.

    Raises:
        TooEarly, TooEarlyToOpen: with the day, with the hour.
        DayOver: the day is past.
    """
    its_day_has_come(starts_at, at=at)
    if at < starts_at:
        raise TooEarlyToOpen(starts=starts_at.astimezone(SHANGHAI).strftime("%H:%M"))
    if its_day_is_over(starts_at, at=at):
        raise DayOver(day=local_day(starts_at).isoformat())
