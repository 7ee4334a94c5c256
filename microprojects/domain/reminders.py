"""What a resident is reminded of in a poll that takes ballots: at most one thing, and only about themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

LAST_DAY = timedelta(days=1)


class Reminder(StrEnum):
    """What is still to be done."""

    DRAFT = "draft"  # something was picked and not cast; a draft is no vote
    VOTE = "vote"  # nothing was cast, and the last day has begun


def is_last_day(closes_at: datetime, *, at: datetime) -> bool:
    """Return whether a poll closes within a day from now."""
    return at < closes_at <= at + LAST_DAY


def reminder(
    *, on_roll: bool, has_voted: bool, has_draft: bool, closes_at: datetime, at: datetime
) -> Reminder | None:
    """Return of what somebody is reminded: an unfinished draft at any time, a missing ballot on the last day."""
    if has_voted or at >= closes_at:
        return None
    if has_draft:
        return Reminder.DRAFT
    return Reminder.VOTE if on_roll and is_last_day(closes_at, at=at) else None
