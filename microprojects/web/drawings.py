"""The arithmetic of drawings: where each bar, square and day cell of an inline SVG or a clock stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from flask import Flask

# Parts that touch are split by a gap, so that they can be told apart without colour.
_GAP = Fraction(1, 2)
_THIN = Fraction(3, 10)
_FILLS = {
    "paid": "f1",
    "contract": "f2",
    "committed": "f2",
    "approved": "f3",
    "reserved": "f3",
    "allocated": "f0",
    "light": "f0",
    "middle": "f3",
    "strong": "f2",
    "dark": "f1",
}
_PITCH = 20
_ROW = 33
_LONGEST_ROW = 30


@dataclass(frozen=True)
class Part:
    """One rectangle of a bar, in per cent of its width; `fill` is a class, None means hatched."""

    x: str
    width: str
    fill: str | None


@dataclass(frozen=True)
class Square:
    """One person of a row of squares."""

    x: float
    y: int
    kind: str


@dataclass(frozen=True)
class Seats:
    """A row of squares with the bar that the vote, or the meeting, has to reach."""

    width: int
    height: int
    squares: tuple[Square, ...]
    flag: tuple[int, int] | None


@dataclass(frozen=True)
class Cell:
    """One day of a notice."""

    day: date
    number: int
    is_past: bool
    is_today: bool
    is_last: bool


@dataclass(frozen=True)
class Group:
    """One row of a bar chart: a name and one bar for each series."""

    name: str
    bars: tuple[tuple[Part, int], ...]


def init_app(app: Flask) -> None:
    """Give templates the drawings."""
    for function in (split_bar, share_bar, seat_row, vote_row, room_row, notice_cells, bar_groups):
        app.add_template_global(function)


def split_bar(parts: Iterable[tuple[str, int]], whole: int) -> tuple[Part, ...]:
    """Lay out one total in parts; a kind that has no colour of its own ("pending") is hatched.

    Parts of nothing are left out; what is not used stays empty.
    """
    drawn = [(kind, Fraction(amount * 100, whole)) for kind, amount in parts if amount > 0 and whole > 0]
    laid, start = [], Fraction(0)
    for place, (kind, size) in enumerate(drawn, start=1):
        laid.append(_part(start, size - _GAP if place < len(drawn) else size, _FILLS.get(kind)))
        start += size
    return tuple(laid)


def share_bar(part: int, whole: int, kind: str = "contract") -> tuple[Part, ...]:
    """Lay out one part of a whole, never beyond it."""
    return split_bar([(kind, min(part, whole))], whole)


def vote_row(for_: int, against: int, abstain: int, bar: int | None = None) -> Seats:
    """Lay out the votes of a meeting, with a flag after the square that has to be reached."""
    return seat_row(["for"] * for_ + ["against"] * against + ["abs"] * abstain, bar)


def room_row(present: int, recused: int, due: int, needed: int) -> Seats:
    """Lay out a council: those who may vote, those who step aside, those who are not there."""
    return seat_row(["in"] * (present - recused) + ["recused"] * recused + ["out"] * (due - present), needed)


def seat_row(kinds: Sequence[str], bar: int | None = None) -> Seats:
    """Lay out one square a person, in rows of at most thirty."""
    columns = min(len(kinds), _LONGEST_ROW) or 1
    rows = -(-len(kinds) // columns) or 1
    squares = tuple(
        Square(x=index % columns * _PITCH + 1.5, y=index // columns * _ROW + 7, kind=kind)
        for index, kind in enumerate(kinds)
    )
    flag = None
    if bar is not None and 0 < bar <= columns * rows:
        row = (bar - 1) // columns
        flag = ((bar - row * columns) * _PITCH, row * _ROW)
    return Seats(width=columns * _PITCH, height=rows * _ROW, squares=squares, flag=flag)


def notice_cells(first: date, last: date, today: date) -> tuple[Cell, ...]:
    """Lay out the days of a notice, one cell each."""
    return tuple(
        Cell(day, number, is_past=day < today, is_today=day == today, is_last=day == last)
        for number, day in enumerate(_days(first, last), start=1)
    )


def bar_groups(rows: Iterable[tuple[str, Mapping[str, int]]], series: Sequence[str]) -> tuple[Group, ...]:
    """Lay out bars of several rows on one scale that begins at zero and ends at the largest amount."""
    listed = list(rows)
    largest = max((amounts[kind] for _, amounts in listed for kind in series), default=0)
    return tuple(
        Group(
            name,
            tuple(
                (
                    _part(Fraction(0), Fraction(max(amounts[kind], 0) * 100, largest or 1), _FILLS.get(kind)),
                    amounts[kind],
                )
                for kind in series
            ),
        )
        for name, amounts in listed
    )


def _part(start: Fraction, size: Fraction, fill: str | None) -> Part:
    """Write a rectangle; the smallest amount keeps a line that can be seen."""
    seen = max(size, _THIN) if size else size
    return Part(x=f"{float(start):.2f}%", width=f"{float(seen):.2f}%", fill=fill)


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
