"""The rows that something left in the database, by table, as they are kept there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from microprojects.store.db import Base, db

Values = tuple[Any, ...]
Kept = Mapping[str, Mapping[Values, Values]]
Rows = dict[str, list[Values]]
# What is counted beside: written where the casts are made, from all of them together.
COUNTED = frozenset({"funds", "fund_balances", "journal_head", "number_series", "pair_weights"})


@dataclass(frozen=True)
class Mould:
    """One life: its rows, how its project is called, the state in which it ends, and its money in fen.

    `spent` is what it has reserved, committed and paid of its fund at the end.
    """

    rows: Rows
    number: str
    title: str
    place: str
    end: str
    story: str
    spent: tuple[int, int, int]
    fiscal_fen: int
    social_fen: int


def tables() -> list[Table]:
    """Return every table, those first to which others refer."""
    return list(Base.metadata.sorted_tables)


def snapshot() -> Kept:
    """Return everything there is, by table and key, as the driver gives it."""
    found = {}
    with db.engine.connect() as connection:
        for table in tables():
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            keys = [list(table.columns).index(column) for column in table.primary_key]
            rows = connection.connection.cursor().execute(f'SELECT {columns} FROM "{table.name}"')
            found[table.name] = {tuple(row[n] for n in keys): tuple(row) for row in rows}
    return found


def keep(before: Kept) -> tuple[Rows, Kept]:
    """Return the rows that came since, in the order of their keys, and everything there is now."""
    db.session.rollback()
    after = snapshot()
    rows = {
        name: [there[key] for key in sorted(there.keys() - before[name].keys())]
        for name, there in after.items()
    }
    return {name: found for name, found in rows.items() if found}, after
