"""Whom the year reached, building by building, told so that nobody can be counted out.

The rule of small numbers:

The limit is 5, or more if a programme says so; with 5:

1. Buildings with fewer than 5 known residents are one row, the other buildings; fewer than 5 there are not shown.
2. Every number is rounded down to fives. 1 to 4 are not told; that nobody of a building took part is. So a number of
   1 to 4 is never told exactly, and no difference of two numbers is.
3. No sums are shown. As the sum of a column may be known from elsewhere (the turnout of a poll is public), a column is
   told only where that sum leaves each of its numbers at least two values. Of known residents and of those who took
   part this must hold, or nothing is told.

Source: 个人信息保护法 art. 6, art. 73(4); domain research, section 17.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from microprojects.domain.rolls import place

SMALLEST = 5
KINDS = ("proposed", "seconded", "voted", "answered")
COLUMNS = ("known", "took_part", *KINDS)
OTHERS = ""
_DIGITS = "一二三四五六七八九"
_HOUSE = re.compile(r"^.*?(?:号楼|号院|栋|幢|座)")

Range = tuple[int, int]


@dataclass(frozen=True)
class Reached:
    """How many verified residents of a building are known, and how many of them took part in each way, and in any."""

    building: str
    known: int
    took_part: int = 0
    proposed: int = 0
    seconded: int = 0
    voted: int = 0
    answered: int = 0


@dataclass(frozen=True)
class Told:
    """What may be told of one building, each number rounded down to fives; None is not told.

    `took_part` is 0 only where nobody took part, and `left` is how many have not yet.
    """

    building: str
    known: int
    took_part: int | None
    left: int | None
    proposed: int | None
    seconded: int | None
    voted: int | None
    answered: int | None

    @property
    def untouched(self) -> bool:
        """Return whether nobody of the building took part yet."""
        return self.took_part == 0


def building_of(written: str) -> str:
    """Return the building of what somebody wrote as theirs, without stairs and door: 3号楼2单元501 is 3号楼."""
    bare = "".join(unicodedata.normalize("NFKC", written).split())
    found = _HOUSE.match(bare)
    return found[0] if found else bare


def key_of(written: str) -> str:
    """Return a building as buildings are compared, without stairs and door: ３ 号楼2单元 is 3号楼."""
    return place(building_of(written))


def by_building(found: Iterable[Reached], limit: int = SMALLEST) -> list[Reached]:
    """Add up what was written in several ways by building, the small ones and those without a building as the others."""
    same: dict[str, list[Reached]] = {}
    for each in found:
        same.setdefault(key_of(each.building), []).append(each)
    large: list[Reached] = []
    small: list[Reached] = []
    for key, some in same.items():
        whole = total(_name(some), some)
        (large if key and whole.known >= limit else small).append(whole)
    large.sort(key=lambda each: in_order(each.building))
    return [*large, total(OTHERS, small)] if small else large


def told(found: Iterable[Reached], limit: int = SMALLEST) -> list[Told]:
    """Return what may be told of the buildings of a community; nothing where too few are known or took part."""
    return tell(by_building(found, limit), limit)


def tell(rows: Sequence[Reached], limit: int = SMALLEST) -> list[Told]:
    """Return what may be told of rows that are everybody, whatever they are rows of."""
    safe = safe_kinds(rows, limit)
    if not {"known", "took_part"} <= safe:
        return []
    return [told_row(each, safe, limit) for each in rows if each.known >= limit]


def safe_kinds(rows: Sequence[Reached], limit: int = SMALLEST) -> frozenset[str]:
    """Return the columns that may be told of rows that are everybody."""
    shown = [each for each in rows if each.known >= limit]
    return frozenset(
        kind
        for kind in COLUMNS
        if safe(kind, shown, total(OTHERS, rows), [span(each, kind, limit) for each in shown])
    )


def least_reached(rows: Iterable[Told]) -> list[Told]:
    """Order buildings for those who go from door to door, by what is told of them alone: nobody yet, then few."""
    return sorted(rows, key=lambda each: (_part(each), -each.known, in_order(each.building)))


def span(row: Reached, kind: str, limit: int = SMALLEST) -> Range:
    """Return between which numbers a reader of the table knows one of a building to be."""
    number: int = getattr(row, kind)
    if kind != "known" and row.took_part == 0:
        return 0, 0
    low = number - number % limit
    return max(low, 1 if kind == "took_part" else 0), low + limit - 1


def safe(kind: str, shown: Sequence[Reached], all_: Reached, spans: Sequence[Range]) -> bool:
    """Return whether even who knows the sum of a column, or what is not shown of it, can reckon none of its numbers.

    Of two or more ranges, each with at least two numbers, a sum that is neither the least nor
    the greatest leaves each number at least two values. Above it is the whole sum that must stay
    below the greatest, else the 1 to 4 that are not shown could be reckoned by who knows this rule.
    """
    whole: int = getattr(all_, kind)
    if kind != "known" and whole == 0:
        return True
    several = sum(low < high for low, high in spans) > 1
    some = sum(getattr(each, kind) for each in shown)
    return several and sum(low for low, _ in spans) < some and whole < sum(high for _, high in spans)


def _part(row: Told) -> float:
    if row.untouched:
        return 0
    return (row.took_part or 1) / row.known


def told_row(row: Reached, safe: frozenset[str], limit: int) -> Told:
    """Return what may be told of one row, of the columns that are safe."""
    numbers = {kind: _down(getattr(row, kind), limit) if kind in safe else None for kind in KINDS}
    if row.took_part == 0:
        numbers = dict.fromkeys(KINDS, 0)
    return Told(
        building=row.building,
        known=row.known - row.known % limit,
        took_part=_down(row.took_part, limit) if row.took_part else 0,
        left=_down(row.known - row.took_part, limit),
        **numbers,
    )


def _down(number: int, limit: int) -> int | None:
    return number - number % limit or None


def _name(some: Sequence[Reached]) -> str:
    """Return how most write the building."""
    written: Counter[str] = Counter()
    for each in some:
        written[building_of(each.building)] += each.known
    return max(sorted(written), key=lambda name: written[name])


def total(building: str, some: Sequence[Reached]) -> Reached:
    """Add up rows under one name."""
    return Reached(building, **{kind: sum(getattr(each, kind) for each in some) for kind in COLUMNS})


def in_order(building: str) -> tuple[bool, list[tuple[int, str]]]:
    """Return by what names are ordered: 2号楼 before 10号楼, 第二网格 before 第三网格, the others last."""
    parts = re.findall(rf"[0-9]+|[{_DIGITS}十]+|[^0-9{_DIGITS}十]+", building)
    numbers = [_number(part) for part in parts]
    return building == OTHERS, [
        (-1, part) if number is None else (number, "") for part, number in zip(parts, numbers, strict=True)
    ]


def _number(part: str) -> int | None:
    """Return what digits, or a Chinese number below a hundred, say; None for other words."""
    if part.isdecimal():
        return int(part)
    tens, ten, ones = part.partition("十")
    if any(len(each) > 1 or each not in _DIGITS for each in (tens, ones)):
        return None
    return (_digit(tens) or 1) * 10 + _digit(ones) if ten else _digit(part)


def _digit(word: str) -> int:
    return _DIGITS.find(word) + 1 if word else 0
