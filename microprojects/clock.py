"""The only clock: every other line of the house is told the time."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return this moment as an aware UTC datetime."""
    return datetime.now(UTC)
