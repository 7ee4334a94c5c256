"""The cells of a row of open data, from what the house knows: amounts written twice, times with their offset, no personal data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from microprojects.domain.masks import public_name
from microprojects.domain.open_data.columns import Column, Type
from microprojects.domain.open_data.nouns import Noun
from microprojects.domain.privacy import redact
from microprojects.domain.spreadsheets import quoted
from microprojects.domain.workdays import SHANGHAI

Cell = str | int | bool | None
SHORTEST_ORGANISATION = 4


def row(noun: Noun, known: Mapping[str, object]) -> dict[str, Cell]:
    """Return the cells of one row by column, in order; `known` holds every column that is not written from another."""
    return {column.name: _cell(column, known[column.of or column.name]) for column in noun.columns}


def csv_cell(column: Column, cell: Cell) -> str:
    """Write a cell for a spreadsheet: nothing where it is empty, and never a formula."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell) if column.type.is_number else quoted(str(cell))


def yuan_text(fen: int) -> str:
    """Write an amount in yuan with two decimals and nothing between the digits."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02}"


def organisation(name: str) -> str:
    """Return how whoever was paid is named: an organisation in full, of a person the family name only."""
    return public_name(name) if len("".join(name.split())) < SHORTEST_ORGANISATION else name


def _cell(column: Column, value: object) -> Cell:
    if value is None or (value == "" and column.null):
        return None
    if column.of and column.codes:
        return column.codes[str(value)]
    match column.type:
        case Type.COUNT | Type.FEN:
            return int(str(value))
        case Type.YUAN:
            return yuan_text(int(str(value)))
        case Type.FLAG:
            return bool(value)
        case Type.TEXT:
            return redact(str(value))
        case Type.DAY | Type.MOMENT:
            return _time(value)
    return str(value)


def _time(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
