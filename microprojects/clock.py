"""The only clock: every other line of the house is told the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """Return this moment as an aware UTC datetime."""
    return _standing.get() or datetime.now(UTC)


@contextmanager
def standing(at: datetime) -> Iterator[None]:
    """Let the clock stand still in this thread, for pages that show one moment of the record."""
    token = _standing.set(at)
    try:
        yield
    finally:
        _standing.reset(token)
