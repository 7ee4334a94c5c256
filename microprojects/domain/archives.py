"""How long the papers of a closed project are kept.

Source: 政府采购法 第四十二条 (fifteen years at least from the end of buying; a proposal to count from the closing).
"""

from __future__ import annotations

from datetime import date


def keep_until(closed_on: date, years: int) -> date:
    """Return the last day on which the papers must be there; of 29 February in other years the last of the month."""
    try:
        return closed_on.replace(year=closed_on.year + years)
    except ValueError:
        return closed_on.replace(year=closed_on.year + years, day=28)
