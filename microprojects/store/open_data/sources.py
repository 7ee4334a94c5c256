"""Where the rows of one open table come from: its query, its order, what it is filtered by, and how a row is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func
from sqlalchemy.orm import InstrumentedAttribute

from microprojects.domain.masks import is_small_cell
from microprojects.domain.wordings import Wording
from microprojects.store.programmes import Round
from microprojects.store.projects import Project

SMALLEST = 5
Filter = Callable[[datetime, Any], ColumnElement[bool]]
_AS_WRITTEN = Wording()


@dataclass(frozen=True)
class Known:
    """What all rows of one answer are told with: corrected words by project, small groups by rulebook, the moment."""

    at: datetime
    wordings: Mapping[int, Wording] = field(default_factory=dict)
    limits: Mapping[int, int] = field(default_factory=dict)

    def read(self, project_id: int, text: str, way: str = "") -> str:
        """Return a text of a project as it reads today."""
        return self.wordings.get(project_id, _AS_WRITTEN).read(text, way)

    def limit(self, rulebook_id: int) -> int:
        """Return from how many people on a number is told, never fewer than five."""
        return max(SMALLEST, self.limits.get(rulebook_id, SMALLEST))

    def small(self, n: int, rulebook_id: int) -> bool:
        """Return whether a count points at single people."""
        return is_small_cell(n, self.limit(rulebook_id))


@dataclass(frozen=True)
class Source:
    """One table. `order` is a number that never changes and grows with each new row; `key` is the public number."""

    query: Callable[[datetime], Select[*tuple[Any, ...]]]
    told: Callable[[Row[*tuple[Any, ...]], Known], dict[str, object]]
    order: Any
    key: Any
    changed: Any
    filters: Mapping[str, Filter] = field(default_factory=dict)
    reworded: bool = False  # corrections of disclosures change its words
    limited: bool = False  # numbers of few people are not told


def by(column: ColumnElement[Any] | InstrumentedAttribute[Any]) -> Filter:
    """Return a filter for rows in which a column has a value."""
    return lambda _at, value: column == value


def by_moment(column: Callable[[datetime], ColumnElement[Any]]) -> Filter:
    """Return a filter for rows in which something that depends on the moment has a value."""
    return lambda at, value: column(at) == value


def rulebook_id() -> ColumnElement[int]:
    """Return the number of the rulebook that holds for a project."""
    return func.coalesce(Project.rulebook_id, Round.rulebook_id)
