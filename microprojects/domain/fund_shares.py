"""Whose money an allocation is: the city's and the district's part, by a ratio such as 1:1.

Source: 深圳市民生微实事 2023 (市、区 1:1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from microprojects.domain.money import Fen

_RATIO = re.compile(r"(0|[1-9][0-9]{0,3}):(0|[1-9][0-9]{0,3})", re.ASCII)


@dataclass(frozen=True)
class Shares:
    """The two parts of an amount, in fen."""

    city_fen: Fen
    district_fen: Fen


def is_ratio(text: object) -> bool:
    """Return whether a text is a ratio of city to district of which not both sides are zero."""
    found = _RATIO.fullmatch(text) if isinstance(text, str) else None
    return found is not None and any(int(side) for side in found.groups())


def shares(amount: Fen, ratio: str) -> Shares:
    """Return the parts of an amount by a ratio; the odd fen is the district's, and what is taken back is parted alike."""
    found = _RATIO.fullmatch(ratio)
    if found is None or not is_ratio(ratio):
        raise ValueError(f"not a ratio: {ratio}")
    city, district = (int(side) for side in found.groups())
    part = abs(amount) * city // (city + district)
    part = part if amount > 0 else -part
    return Shares(Fen(part), Fen(amount - part))
