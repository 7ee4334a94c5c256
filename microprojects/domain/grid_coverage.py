"""Whom the year reached, grid by grid, and the buildings of each grid beside it without anybody being counted out by both.

The rule of two levels, beside the rule of small numbers:

1. Grids are told as buildings are: small grids and what lies in no grid are one row, the others.
2. Buildings are told within their grid, as if the exact sum of the grid were known: each number of a building keeps two
   values or more, whatever is told of its grid.
3. The buildings of a grid are told only where a second reading of the table is found for each number of the grid and of
   the buildings: for known residents, for those who took part and for those who have not yet.
4. The buildings of a grid narrow what its own numbers can be. A column of buildings is told only where each number of
   a grid still keeps two values or more, and also if the sum of the whole community is known. Where this fails for
   the known residents, for those who took part or for those who have not yet, no building is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, product

from microprojects.domain.coverage import (
    COLUMNS,
    OTHERS,
    SMALLEST,
    Range,
    Reached,
    Told,
    by_building,
    in_order,
    key_of,
    safe,
    safe_kinds,
    span,
    tell,
    told_row,
    total,
)

_NEEDED = ("known", "took_part", "left")
_STAY = (0, 0)
_STEPS = [(known, part) for known, part in product((-1, 0, 1), repeat=2) if known or part]


@dataclass(frozen=True)
class Grid:
    """What may be told of one grid, and of its buildings."""

    told: Told
    buildings: Sequence[Told]


@dataclass(frozen=True)
class _Part:
    """One grid: its sum, its buildings, and which columns of them may be told for themselves."""

    whole: Reached
    buildings: Sequence[Reached]
    safe: frozenset[str]


def by_grid(
    found: Iterable[Reached], grid_of: Mapping[str, str], limit: int = SMALLEST
) -> list[tuple[Reached, list[Reached]]]:
    """Add up by grid, the small ones and what lies in none as the others; each with what it is made of.

    `grid_of` gives the name of the grid of a building as buildings are compared.
    """
    same: dict[str, list[Reached]] = {}
    for each in found:
        same.setdefault(grid_of.get(key_of(each.building), OTHERS), []).append(each)
    rest = same.pop(OTHERS, [])
    large = []
    for name in sorted(same, key=in_order):
        whole = total(name, same[name])
        if whole.known >= limit:
            large.append((whole, same[name]))
        else:
            rest += same[name]
    return [*large, (total(OTHERS, rest), rest)] if rest else large


def told_by_grid(found: Iterable[Reached], grid_of: Mapping[str, str], limit: int = SMALLEST) -> list[Told]:
    """Return what may be told of the grids of a community; nothing where too few are known or took part."""
    return tell([whole for whole, _parts in by_grid(found, grid_of, limit)], limit)


def told_by_both(found: Iterable[Reached], grid_of: Mapping[str, str], limit: int = SMALLEST) -> list[Grid]:
    """Return what may be told of the grids, which is the same as without their buildings, and of the buildings beside it."""
    grids = by_grid(found, grid_of, limit)
    wholes = [whole for whole, _parts in grids]
    kinds = safe_kinds(wholes, limit)
    if not {"known", "took_part"} <= kinds:
        return []
    parts = [_part(whole, some, limit) for whole, some in grids if whole.known >= limit]
    everybody = total(OTHERS, wholes)
    beside = _beside(parts, kinds, everybody, limit)
    return [
        Grid(told_row(each.whole, kinds, limit), _buildings(each, beside & each.safe, limit))
        for each in parts
    ]


def _part(whole: Reached, some: Sequence[Reached], limit: int) -> _Part:
    rows = by_building(some, limit)
    kinds = safe_kinds(rows, limit)
    shown = [each for each in rows if each.known >= limit] if {"known", "took_part"} <= kinds else []
    part = _Part(whole, shown, kinds)
    apart = all(_is_open(part, kind, limit) for kind in _NEEDED) and _could_be_otherwise(part, limit)
    return part if apart else _Part(whole, [], frozenset())


def _could_be_otherwise(part: _Part, limit: int) -> bool:
    """Return whether one more or one less somewhere changes each number of a grid and its buildings and nothing told.

    At most two buildings change at once. What is found is a second reading of the table for each number: of known
    residents, of those who took part and of those who have not yet.
    """
    rows = part.buildings
    wanted = (
        {(n, kind) for n, row in enumerate([*rows, part.whole]) for kind in _moving(row)} if rows else set()
    )
    steps = [(n, step) for n, row in enumerate(rows) for step in _STEPS if _reads_alike(row, step, limit)]
    for (one, step), (other, back) in combinations_with_replacement([*steps, (-1, _STAY)], 2):
        if not wanted:
            break
        if one == other:
            continue
        both = (step[0] + back[0], step[1] + back[1])
        if _reads_alike(part.whole, both, limit):
            for n, moved in ((one, step), (other, back), (len(rows), both)):
                wanted -= {(n, kind) for kind in _moved(moved)}
    return not wanted


def _moving(row: Reached) -> tuple[str, ...]:
    """Return which numbers of a row must not be known; that nobody took part is told."""
    return ("known", "left") if row.took_part == 0 else _NEEDED


def _moved(step: tuple[int, int]) -> set[str]:
    known, part = step
    return {kind for kind, by in zip(_NEEDED, (known, part, known - part), strict=True) if by}


def _reads_alike(row: Reached, step: tuple[int, int], limit: int) -> bool:
    """Return whether a row would be told the same with so many more known and so many more who took part."""
    known, part = row.known + step[0], row.took_part + step[1]
    return (
        0 <= part <= known
        and (part == 0) == (row.took_part == 0)
        and known // limit == row.known // limit
        and part // limit == row.took_part // limit
        and (known - part) // limit == (row.known - row.took_part) // limit
    )


def _beside(parts: Sequence[_Part], kinds: frozenset[str], everybody: Reached, limit: int) -> frozenset[str]:
    """Return the columns of buildings that may be told beside the grids; none where the first of them may not."""
    shown = [each.whole for each in parts]
    found = frozenset(
        kind
        for kind in COLUMNS
        if kind in kinds
        and all(_is_open(each, kind, limit) for each in parts)
        and safe(kind, shown, everybody, [_narrowed(each, kind, limit) for each in parts])
    )
    return found if {"known", "took_part"} <= found else frozenset()


def _buildings(part: _Part, kinds: frozenset[str], limit: int) -> list[Told]:
    if not {"known", "took_part"} <= kinds:
        return []
    return [told_row(each, kinds, limit) for each in part.buildings]


def _is_open(part: _Part, kind: str, limit: int) -> bool:
    """Return whether a number of a grid keeps two values or more beside its buildings; that nobody took part is told."""
    low, high = _narrowed(part, kind, limit)
    return low < high or (kind not in ("known", "left") and part.whole.took_part == 0)


def _narrowed(part: _Part, kind: str, limit: int) -> Range:
    """Return between which numbers somebody knows one of a grid to be who knows all but the buildings that are told."""
    low, high = _span(part.whole, kind, limit)
    if not part.buildings or (kind in COLUMNS and kind not in part.safe):
        return low, high
    spans = [_span(each, kind, limit) for each in part.buildings]
    rest = _number(part.whole, kind) - sum(_number(each, kind) for each in part.buildings)
    return max(low, sum(one for one, _ in spans) + rest), min(high, sum(one for _, one in spans) + rest)


def _span(row: Reached, kind: str, limit: int) -> Range:
    if kind != "left":
        return span(row, kind, limit)
    low = _number(row, kind) // limit * limit
    return low, low + limit - 1


def _number(row: Reached, kind: str) -> int:
    number: int = row.known - row.took_part if kind == "left" else getattr(row, kind)
    return number
