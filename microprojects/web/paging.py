"""Long lists, one page at a time: which page is asked for, and whether there is another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import abort, redirect, request, url_for

from microprojects.store import counted

SIZE = 30
_LAST = 1000

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list, with the addresses of the page before and the page after."""

    rows: Sequence[Row]
    number: int
    earlier: str | None
    later: str | None


def asked() -> int:
    """Return the number of the page in the query string; anything but a plain number is not found."""
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:5]) <= _LAST and len(text) < 5):
        abort(404)
    return int(text)


def first_row(number: int) -> int:
    """Return how many rows stand before a page."""
    return (number - 1) * SIZE


def pages(number: int, found: int, size: int = SIZE) -> int:
    """Return how many pages a list has; whoever asks for one after the last is sent to the last."""
    last = max(1, -(-found // size))
    if number > last:
        abort(redirect(_address(last), 302))
    return last


@dataclass(frozen=True)
class Place:
    """Where a page of a counted list stands; of a list that is longer than was counted `pages` is 0."""

    number: int
    pages: int
    found: int
    many: bool
    earlier: str | None
    later: str | None


def place(number: int, found: int, shown: int, size: int = SIZE) -> Place:
    """Return where a page with so many rows shown stands in a list that was counted up to a limit.

    Whoever asks for a page after the last is sent to the last; where nobody knows the last, there is no such page.
    """
    many = found >= counted.MOST_COUNTED
    if many and number > 1 and not shown:
        abort(404)
    last = 0 if many else pages(number, found, size)
    more = shown == size if many else number < last
    earlier = _address(number - 1) if number > 1 else None
    return Place(number, last, found, many, earlier, _address(number + 1) if more else None)


def page(rows: Sequence[Row], number: int) -> Page[Row]:
    """Make the page of up to SIZE + 1 rows: one more than are shown tells that there is a later page.

    A page after the last is not found; nobody counts such lists.
    """
    if number > 1 and not rows:
        abort(404)
    return Page(
        rows=rows[:SIZE],
        number=number,
        earlier=_address(number - 1) if number > 1 else None,
        later=_address(number + 1) if len(rows) > SIZE else None,
    )


def _address(number: int) -> str:
    """Return this list's address at another page, with its filters."""
    filters = {name: value for name, value in request.args.items() if name != "page"}
    return url_for(str(request.endpoint), **{**(request.view_args or {}), **filters, "page": number})
