"""Data that comes with the package: schemes and the table of holidays."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from microprojects.domain.errors import NotFound
from microprojects.domain.schemes import Scheme, parse
from microprojects.domain.workdays import WorkCalendar, calendar_from

_FOLDER = resources.files("microprojects.schemes")


@cache
def scheme(name: str) -> Scheme:
    """Return the scheme of a name.

    Raises:
        NotFound: the package has no scheme of that name.
    """
    if name not in scheme_names():
        raise NotFound
    return parse(tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


@cache
def scheme_names() -> tuple[str, ...]:
    """Return the names of every scheme that comes with the package."""
    names = (entry.name for entry in _FOLDER.iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted(name.removesuffix(".toml") for name in names if name != "holidays.toml"))


@cache
def work_calendar() -> WorkCalendar:
    """Return the calendar of statutory holidays and make-up working days."""
    return calendar_from(tomllib.loads((_FOLDER / "holidays.toml").read_text(encoding="utf-8")))
