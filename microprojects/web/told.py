"""Structured public data as a reader sees it: every field by its name, amounts in yuan, days as days."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from microprojects.domain.disclosure_fields import FRAME, label, word
from microprojects.domain.disclosures import REF, Change, in_fen
from microprojects.domain.errors import N_
from microprojects.domain.states import State
from microprojects.web.filters import day_clock, full_code, full_day, money, short_code
from microprojects.web.retold import retold

_LONGEST_CHANGES = 60
_PAGE = "page"  # of a row: where on this site the rest of it stands
_PATH = re.compile(r"/[a-z]+/[A-Za-z0-9-]+")
_PEOPLE = ("beneficiaries", "seconders")
_WIDEST = 5  # columns that stand side by side


@dataclass(frozen=True)
class Table:
    """Rows of equal fields."""

    columns: list[tuple[str, str]]
    rows: list[list[str | dict[str, str]]]


@dataclass(frozen=True)
class Field:
    """One field: its name, and a text of several lines, a group of fields, a list of texts, or a table."""

    name: str
    lines: tuple[str, ...] = ()
    group: tuple[Field, ...] = ()
    items: tuple[str, ...] = ()
    table: Table | None = None
    code: str = ""


@dataclass(frozen=True)
class Difference:
    """One line of what a later version says otherwise."""

    name: str
    before: str
    after: str


def fields(body: Mapping[str, Any], *, skip: Sequence[str] = FRAME) -> list[Field]:
    """Return the fields of a body that say something, in their order."""
    return [field for key, value in body.items() if key not in (*skip, REF) and (field := _field(key, value))]


def differences(changes: Sequence[Change]) -> list[Difference]:
    """Return what a reader finds changed from one version to the next; at most so many lines as one can read."""
    read = ((each, _read(each.path, each.before), _read(each.path, each.after)) for each in changes)
    differing = [(each.path, before, after) for each, before, after in read if before != after]
    return [
        Difference(path_words(path), before or _(NOTHING), after or _(NOTHING))
        for path, before, after in differing[:_LONGEST_CHANGES]
    ]


def say(words: str) -> str:
    """Translate words of which some are ours and some were typed.

    In a template `_()` would take what was typed for safe HTML.
    """
    return retold(words)


def written(key: str, value: object) -> str:
    """Write a single value by what its name says of it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if key.endswith("_fen") and (fen := in_fen(value)) is not None:
        return money(fen)
    if key.endswith("_percent") or key == "percent":
        return f"{value}%"
    if key in _PEOPLE and isinstance(value, int):
        return _("%(n)s 人", n=f"{value:,}")
    if not isinstance(value, str):
        return str(value)
    return _of_text(key, value)


def _of_text(key: str, value: str) -> str:
    if key.endswith(("_on", "_at", "last_day", "first_day")):
        return _moment(value)
    if key in ("from", "to") and value in set(State):
        return _(State(value).label)
    return _(word(key, value)) if word(key, value) != value else retold(value)


def _moment(value: str) -> str:
    """Write an ISO day or instant as people do; anything else stands as it is."""
    try:
        if "T" in value:
            return day_clock(datetime.fromisoformat(value))
        return full_day(date.fromisoformat(value))
    except ValueError:
        return value


def _field(key: str, value: Any) -> Field | None:
    name = _(label(key))
    match value:
        case Mapping():
            group = tuple(fields(value, skip=()))
            return Field(name, group=group) if group else None
        case list() if value and all(isinstance(item, Mapping) for item in value):
            return _rows(name, value)
        case list():
            items = tuple(_cell(key, item) for item in value)
            return Field(name, items=items) if items else None
    text = written(key, value)
    if not text:
        return None
    if isinstance(value, str) and _is_code(key):
        return Field(name, lines=(full_code(value),), code=value)
    return Field(name, lines=tuple(text.split("\n")))


def _rows(name: str, rows: list[Mapping[str, Any]]) -> Field:
    """Lay rows out as a table, or one below the other where they are too wide for one."""
    table = _table(rows)
    if len(table.columns) <= _WIDEST:
        return Field(name, table=table)
    parts = enumerate((fields(row, skip=()) for row in rows), start=1)
    return Field(name, group=tuple(Field(_("第 %(n)s 条", n=n), group=tuple(part)) for n, part in parts))


def _table(rows: list[Mapping[str, Any]]) -> Table:
    """Lay out rows under the names that at least one of them fills."""
    keys = list(
        dict.fromkeys(
            key
            for row in rows
            for key, value in row.items()
            if key not in (REF, _PAGE) and value not in ("", None, [], {})
        )
    )
    return Table(
        columns=[(_(label(key)), "n" if key.endswith("_fen") else "") for key in keys],
        rows=[[_linked(row, key) for key in keys] for row in rows],
    )


def _linked(row: Mapping[str, Any], key: str) -> str | dict[str, str]:
    """Return a cell; the name of something that has a page leads there."""
    text, page = _cell(key, row.get(key)), row.get(_PAGE)
    if key != "label" or not isinstance(page, str) or not _PATH.fullmatch(page):
        return text
    return {"text": text, "url": page}


def _cell(key: str, value: Any) -> str:
    match value:
        case Mapping():
            return "；".join(f"{_(label(k))} {_cell(k, v)}" for k, v in value.items() if v not in ("", None))
        case list():
            return "、".join(_cell(key, item) for item in value)
        case str() if _is_code(key):
            return short_code(value)
    return written(key, value)


def _is_code(key: str) -> bool:
    """Return whether a field holds a fingerprint."""
    return key.endswith("_hash") or key == "sha256"


def path_words(path: str) -> str:
    """Write the way to a field: 费用清单 · 第 2 行 · 名目."""
    steps = []
    for part in path.split("."):
        steps.append(_("第 %(n)s 行", n=int(part) + 1) if part.isdigit() else _(label(part)))
    return " · ".join(steps)


def _read(path: str, value: object) -> str:
    """Write a value of a version; nothing where it was not there, and where it is no money."""
    key = path.rsplit(".", 1)[-1]
    return "" if key.endswith("_fen") and in_fen(value) == 0 else written(key, value)


NOTHING = N_("（没有）")
