"""How many rows a list has, counted no further than anybody reads, so that it costs the same among very many."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

MOST_COUNTED = 2_000
"""So many rows of a list are counted; of more its page says that there are more."""


def up_to_most(session: Session, some: Select[*tuple[Any, ...]]) -> int:
    """Return how many rows a query of ids has, or MOST_COUNTED where it has as many or more."""
    limited = some.limit(MOST_COUNTED).subquery()
    return int(session.scalar(select(func.count()).select_from(limited)) or 0)
