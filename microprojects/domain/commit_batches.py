"""When the commitments of an open poll are published, and by what hash: many at once and in order, so that none tells when it came.

Source: voting research, section 5.6: every ten minutes with at least twenty new ones; one number of
turnout a day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta

from microprojects.domain.workdays import ONE_DAY, local_day

LEAST = 20
EVERY = timedelta(minutes=10)


def is_due(new: int, last: datetime | None, *, at: datetime) -> bool:
    """Return whether a batch of so many new commitments may be published, when the one before was at `last`."""
    return new >= LEAST and (last is None or at - last >= EVERY)


def list_hash(commits: Sequence[str]) -> str:
    """Return the SHA-256 of commitments in order, one a line, without a line end after the last."""
    return hashlib.sha256("\n".join(sorted(commits)).encode()).hexdigest()


def days_over(opened: datetime, told: Collection[date], *, at: datetime) -> Iterator[date]:
    """Yield the days of a poll that are over and were not told yet, the first one first."""
    day = local_day(opened)
    while day < local_day(at):
        if day not in told:
            yield day
        day += ONE_DAY
