"""Data that comes with the package: schemes and the table of holidays."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from microprojects.domain.errors import N_, NotFound
from microprojects.domain.gathering_kinds import GatheringKind
from microprojects.domain.gathering_kinds import parse as parse_kind
from microprojects.domain.scheme_reading import parse
from microprojects.domain.schemes import BadScheme, Scheme
from microprojects.domain.workdays import WorkCalendar, calendar_from

_FOLDER = resources.files("microprojects.schemes")
_KINDS = resources.files("microprojects.gathering_kinds")


@cache
def scheme(name: str) -> Scheme:
    """Return the scheme of a name.

    Raises:
        NotFound: the package has no scheme of that name.
        BadScheme: it asks for a kind of gathering that the package does not have.
    """
    if name not in scheme_names():
        raise NotFound
    found = parse(tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8")))
    unknown = [each for each in found.gatherings if each not in gathering_kind_names()]
    if unknown:
        raise BadScheme(name=name, field=unknown[0], why=N_("没有这样的会"))
    return found


@cache
def scheme_names() -> tuple[str, ...]:
    """Return the names of every scheme that comes with the package."""
    names = (entry.name for entry in _FOLDER.iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted(name.removesuffix(".toml") for name in names if name != "holidays.toml"))


@cache
def gathering_kind(name: str) -> GatheringKind:
    """Return the kind of gathering of a name.

    Raises:
        NotFound: the package has no kind of that name.
    """
    if name not in gathering_kind_names():
        raise NotFound
    return parse_kind(tomllib.loads((_KINDS / f"{name}.toml").read_text(encoding="utf-8")))


@cache
def gathering_kind_names() -> tuple[str, ...]:
    """Return the names of every kind of gathering that comes with the package."""
    names = (entry.name for entry in _KINDS.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def gathering_kinds() -> tuple[GatheringKind, ...]:
    """Return every kind of gathering, in the order in which they are listed."""
    return tuple(sorted(map(gathering_kind, gathering_kind_names()), key=lambda kind: kind.order))


@cache
def work_calendar() -> WorkCalendar:
    """Return the calendar of statutory holidays and make-up working days."""
    return calendar_from(tomllib.loads((_FOLDER / "holidays.toml").read_text(encoding="utf-8")))
