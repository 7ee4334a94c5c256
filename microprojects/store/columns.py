"""Column and constraint shapes that many tables share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import mapped_column

Key = Annotated[int, mapped_column(primary_key=True)]
AreaKey = Annotated[int, mapped_column(ForeignKey("areas.id"), index=True)]
PersonKey = Annotated[int, mapped_column(ForeignKey("people.id"))]
ProjectKey = Annotated[int, mapped_column(ForeignKey("projects.id"), index=True)]
OneProject = Annotated[int, mapped_column(ForeignKey("projects.id"), unique=True)]
Word = Annotated[str, mapped_column(String(40))]
Line = Annotated[str, mapped_column(String(200))]
Hash = Annotated[str, mapped_column(String(64))]


def one_of(
    column: str, words: Iterable[str], *, name: str | None = None, nullable: bool = False
) -> CheckConstraint:
    """Return the CHECK that a column holds one of the words."""
    listed = ", ".join(f"'{word}'" for word in words)
    empty = f"{column} IS NULL OR " if nullable else ""
    return CheckConstraint(f"{empty}{column} IN ({listed})", name=name or f"{column}_known")


def not_negative(*columns: str) -> CheckConstraint:
    """Return the CHECK that none of the amounts is below zero."""
    return CheckConstraint(" AND ".join(f"{c} >= 0" for c in columns), name=f"{columns[0]}_not_negative")
