"""One open table: what it holds, its columns in order, what it may be filtered by, and by which number a row is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from microprojects.domain.open_data.columns import Column

COMMUNITY, YEAR, STATE = "community", "year", "state"


@dataclass(frozen=True)
class Noun:
    """One table. The first column is the number by which a row is asked for."""

    name: str
    zh: str
    en: str
    holds_zh: str
    holds_en: str
    source: str
    columns: tuple[Column, ...]
    filters: tuple[str, ...] = ()

    @property
    def key(self) -> Column:
        """Return the column by which a row is asked for."""
        return self.columns[0]

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Return the columns by name."""
        return {column.name: column for column in self.columns}

    @property
    def states(self) -> tuple[str, ...]:
        """Return what rows may be filtered by as state; nothing where they have none."""
        return tuple(self.by_name[STATE].codes) if STATE in self.filters else ()


def joined(*parts: Iterable[Column]) -> tuple[Column, ...]:
    """Return columns in order, those that come in pairs beside each other."""
    return tuple(column for part in parts for column in part)
