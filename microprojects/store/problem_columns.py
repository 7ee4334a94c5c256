"""What every query for what went wrong has in common: for which place and year, and the columns in which it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, cast, literal, null

from microprojects.domain.problems import Kind
from microprojects.domain.workdays import SHANGHAI
from microprojects.store import listings
from microprojects.store.areas import inside
from microprojects.store.db import UtcDateTime
from microprojects.store.projects import Project


@dataclass(frozen=True)
class Place:
    """Of what the list is wanted: what happened in one year, and inside one area; empty means all."""

    year: int | None = None
    path: str = ""

    def then(self, at: Any) -> list[ColumnElement[bool]]:
        """Return the conditions for a moment."""
        if self.year is None:
            return []
        return [at >= datetime(self.year, 1, 1, tzinfo=SHANGHAI), at < _end_of(self.year)]

    def there(self) -> list[ColumnElement[bool]]:
        """Return the conditions of the public projects, whatever their year."""
        found = [listings.shown()]
        return [*found, Project.area_id.in_(inside([self.path]))] if self.path else found


def columns(
    kind: ColumnElement[str] | Kind,
    at: Any,
    key: Any,
    subject: Any,
    area: Any,
    body: Any = None,
    *,
    words: Any = None,
    due_at: Any = None,
    number: Any = None,
) -> list[ColumnElement[Any]]:
    """Return the columns of a `Problem`, in their order."""
    empty = literal("", String)
    named = literal(kind.value, String) if isinstance(kind, Kind) else kind
    return [
        named.label("kind"),
        at.label("at"),
        key.label("key"),
        subject.label("subject"),
        area.label("area"),
        (empty if body is None else body).label("body"),
        (empty if words is None else words).label("words"),
        (cast(null(), UtcDateTime) if due_at is None else due_at).label("due_at"),
        (cast(null(), Integer) if number is None else number).label("number"),
    ]


def subject() -> ColumnElement[str]:
    """Return by what the journal names a project."""
    return literal("project/", String) + Project.number


def _end_of(year: int) -> datetime:
    return datetime(year + 1, 1, 1, tzinfo=SHANGHAI)
