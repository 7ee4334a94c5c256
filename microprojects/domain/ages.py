"""Who took part by age band, told by the rule of small numbers as buildings are.

A band is that of the age in full years at the end of the year that is counted. The lines: up to 34 is youth by the
national plan for it, from 60 on is old age by law, from 70 on people come to the desk rather than vote by phone.

Source: 老年人权益保障法 art. 2 (sixty full years); 中长期青年发展规划 (2016-2025 年), youth are 14 to 35;
domain research, section 17.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from microprojects.domain.coverage import COLUMNS, OTHERS, SMALLEST, Reached, Told, tell, total
from microprojects.domain.electorate import age_on
from microprojects.domain.errors import N_

BANDS: dict[str, str] = {
    "under_35": N_("34 岁及以下"),
    "35_59": N_("35–59 岁"),
    "60_69": N_("60–69 岁"),
    "from_70": N_("70 岁及以上"),
}
_BEGINS = ((70, "from_70"), (60, "60_69"), (35, "35_59"))


def band_of(born: date | None, year: int) -> str:
    """Return the band of somebody at the end of a year; none where no date of birth is kept."""
    if born is None:
        return OTHERS
    age = age_on(born, date(year, 12, 31))
    return next((band for begins, band in _BEGINS if age >= begins), "under_35")


def by_band(people: Iterable[tuple[date | None, tuple[bool, ...]]], year: int) -> list[Reached]:
    """Count people by band; of each whether they took part at all, and then in which ways."""
    counts: dict[str, list[int]] = {}
    for born, flags in people:
        row = counts.setdefault(band_of(born, year), [0] * len(COLUMNS))
        for n, flag in enumerate((True, *flags)):
            row[n] += flag
    return [Reached(band, *counts[band]) for band in (*BANDS, OTHERS) if band in counts]


def told(found: Iterable[Reached], limit: int = SMALLEST) -> list[Told]:
    """Return what may be told of the bands; small ones and those without a date of birth are the others."""
    rows: Mapping[str, Reached] = {each.building: each for each in found}
    large = [rows[band] for band in BANDS if band in rows and rows[band].known >= limit]
    small = [each for each in rows.values() if each not in large]
    return tell([*large, total(OTHERS, small)] if small else large, limit)
