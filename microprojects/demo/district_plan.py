"""Which lives the large district has: how many of each kind, where, and how long ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from microprojects.demo.mould_rows import Mould

# How many of a thousand projects end so. Older years have only what is over.
_WEIGHTS = {
    "closed": 640, "rejected": 45, "declined": 60, "referred": 35, "cancelled": 15, "evaluating": 20,
    "result_notice": 8, "settling": 12, "inspecting": 15, "implementing": 60, "contracted": 15, "procuring": 15,
    "approved": 15, "noticing": 8, "objected": 3, "scheduled": 6, "ready": 10, "consulting": 14, "accepted": 18,
    "submitted": 4,
}  # fmt: skip
OVER = frozenset({"closed", "rejected", "declined", "referred", "cancelled"})
# Of the states whose moulds may be told some weeks earlier, and by how many weeks at most.
_WEEKS = {
    "implementing": 3,
    "contracted": 3,
    "procuring": 2,
    "approved": 2,
    "consulting": 6,
    "accepted": 4,
    "ready": 8,
}
PER_COMMUNITY_YEAR = 1363 / (95 * 3)
"""Futian: 1,363 projects until the end of 2015. Source: domain research, section 1."""
_WEEK, _YEAR = 7, 364


@dataclass(frozen=True)
class Life:
    """One project to be: which mould, in which community, so many years and days before the mould's own."""

    mould: int
    community: int
    years: int
    days: int


def lives(
    moulds: Sequence[Mould], begins: Sequence[date], *, communities: int, years: int, count: int, draw: Random
) -> list[Life]:
    """Draw the lives, the first to begin first; every community has about as many in every year."""
    over = [n for n, mould in enumerate(moulds) if mould.end in OVER]
    everything = list(range(len(moulds)))
    weights = _weights(moulds)
    made = []
    for n in range(count):
        community, earlier = n % communities, (n // communities) % years
        choice = everything if earlier == 0 else over
        mould = draw.choices(choice, [weights[each] for each in choice])[0]
        days = _YEAR * earlier + _WEEK * _weeks(moulds[mould], begins[mould], earlier, draw)
        made.append(Life(mould, community, earlier, days))
    return sorted(made, key=lambda life: (begins[life.mould] - timedelta(days=life.days), life.community))


def _weights(moulds: Sequence[Mould]) -> list[float]:
    """Return how likely each mould is: those that end alike share what their end has."""
    ends = [mould.end for mould in moulds]
    return [_WEIGHTS[end] / ends.count(end) for end in ends]


def _weeks(mould: Mould, begins: date, earlier: int, draw: Random) -> int:
    """Return by how many weeks a life begins before its mould, within the same year."""
    if mould.end not in OVER:
        return draw.randint(0, _WEEKS.get(mould.end, 0))
    year = begins.year - earlier
    told = begins - timedelta(days=_YEAR * earlier)
    most = (told - date(year, 1, 2)).days // _WEEK
    least = -((date(year, 12, 20) - told).days // _WEEK) if earlier else 0
    return draw.randint(min(least, most), most)
