"""What may be asked of the read API: how many rows, after which one, of which community, year and state."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.open_data.nouns import COMMUNITY, STATE, YEAR, Noun

LIMIT, CURSOR = "limit", "cursor"
USUAL, MOST = 50, 200
FIRST_YEAR, LAST_YEAR = 2000, 2200
SLUG = "^[a-z0-9-]{1,40}$"
TOKEN = "^[A-Za-z0-9_-]{1,60}$"
_DIGITS = re.compile("[0-9]{1,4}", re.ASCII)
_PLACE = re.compile("([a-z_]+):([0-9]{1,18})", re.ASCII)


class UnknownParameter(Refusal):
    """The address asks by something that this table is not asked by."""

    code = "unknown-parameter"
    status = 400
    message = N_("“%(name)s”不能用来查这张表。可以用的有：%(allowed)s。请改好地址再查。")


class NoParameters(Refusal):
    """This address takes nothing behind a question mark."""

    code = "no-parameters"
    status = 400
    message = N_("这个地址后面什么都不能带，不能有“%(name)s”。请去掉问号和后面的再查。")


class ParameterTwice(Refusal):
    """One parameter is there several times."""

    code = "parameter-twice"
    status = 400
    message = N_("“%(name)s”写了不止一次。每样只写一次，请改好地址再查。")


class NotAmong(Refusal):
    """The state is none of the table's."""

    code = "not-among"
    status = 400
    message = N_("“%(name)s”只能是这几个之一：%(allowed)s。请改好地址再查。")


class NotBetween(Refusal):
    """A number is none, or lies outside its bounds."""

    code = "not-between"
    status = 400
    message = N_("“%(name)s”要是 %(low)s 到 %(high)s 的整数。请改好地址再查。")


class NoSlug(Refusal):
    """The text cannot be the short name of a community."""

    code = "no-slug"
    status = 400
    message = N_("“community”要写社区的英文短名，只有小写字母、数字和短横，例如 lizhi。请改好地址再查。")


class NoCursor(Refusal):
    """The cursor was not made by this table."""

    code = "no-cursor"
    status = 400
    message = N_("“cursor”不是这张表给的。请照上一页的 next 原样用，或去掉它从头查。")


@dataclass(frozen=True)
class Asked:
    """What is wanted: how many rows after which one, and the values to filter by."""

    limit: int = USUAL
    after: int = 0
    wanted: Mapping[str, str | int] = field(default_factory=dict)


def allowed(noun: Noun) -> tuple[str, ...]:
    """Return what a table may be asked by."""
    return (LIMIT, CURSOR, *noun.filters)


def read(noun: Noun, pairs: Iterable[tuple[str, str]]) -> Asked:
    """Read the query of an address.

    Raises:
        UnknownParameter, ParameterTwice, NotBetween, NotAmong, NoSlug, NoCursor.
    """
    given = once(pairs, allowed(noun))
    limit, after = USUAL, 0
    wanted: dict[str, str | int] = {}
    for name, value in given.items():
        if name == LIMIT:
            limit = _between(name, value, 1, MOST)
        elif name == CURSOR:
            after = place(noun, value)
        else:
            wanted[name] = _filter(noun, name, value)
    return Asked(limit, after, wanted)


def once(pairs: Iterable[tuple[str, str]], names: tuple[str, ...]) -> dict[str, str]:
    """Return the parameters of an address.

    Raises:
        NoParameters: there are no names.
        UnknownParameter: one is not among the names.
        ParameterTwice: one is there several times.
    """
    given: dict[str, str] = {}
    for name, value in pairs:
        if not names:
            raise NoParameters(name=name[:40])
        if name not in names:
            raise UnknownParameter(name=name[:40], allowed=", ".join(names))
        if name in given:
            raise ParameterTwice(name=name)
        given[name] = value
    return given


def cursor(noun: Noun, after: int) -> str:
    """Return the token that stands for a place in a table."""
    return urlsafe_b64encode(f"{noun.name}:{after}".encode()).decode().rstrip("=")


def place(noun: Noun, token: str) -> int:
    """Return the place in a table that a token stands for.

    Raises:
        NoCursor: it stands for none here.
    """
    if not re.fullmatch(TOKEN, token, re.ASCII):
        raise NoCursor
    try:
        text = urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
    except (Error, ValueError):
        raise NoCursor from None
    found = _PLACE.fullmatch(text)
    if found is None or found[1] != noun.name:
        raise NoCursor
    return int(found[2])


def _filter(noun: Noun, name: str, value: str) -> str | int:
    if name == YEAR:
        return _between(name, value, FIRST_YEAR, LAST_YEAR)
    if name == COMMUNITY and not re.fullmatch(SLUG, value, re.ASCII):
        raise NoSlug
    if name == STATE and value not in noun.states:
        raise NotAmong(name=name, allowed=", ".join(noun.states))
    return value


def _between(name: str, text: str, low: int, high: int) -> int:
    if not _DIGITS.fullmatch(text) or not low <= int(text) <= high:
        raise NotBetween(name=name, low=low, high=high)
    return int(text)
