"""Reading the open tables: whole while they are sent, a page after a row, one row, and how each stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from microprojects.domain.errors import NotFound
from microprojects.domain.open_data.catalogue import NOUNS
from microprojects.domain.open_data.cells import Cell, row
from microprojects.domain.open_data.nouns import Noun
from microprojects.store import rulebooks, wordings
from microprojects.store.open_data import (
    contracts,
    deliberating,
    library,
    objections,
    recoveries,
    residents,
    sittings,
    spending,
    works,
)
from microprojects.store.open_data.sources import Known, Source

_CHUNK = 500
_ORDER = "row_order"

SOURCES: dict[str, Source] = {
    "projects": deliberating.PROJECTS,
    "disclosures": deliberating.DISCLOSURES,
    "objections": objections.OBJECTIONS,
    "meetings": sittings.MEETINGS,
    "votes": sittings.VOTES,
    "polls": residents.POLLS,
    "poll_options": residents.POLL_OPTIONS,
    "allocations": spending.ALLOCATIONS,
    "contracts": contracts.CONTRACTS,
    "changes": works.CHANGES,
    "inspections": works.INSPECTIONS,
    "payments": spending.PAYMENTS,
    "recoveries": recoveries.RECOVERIES,
    "suppliers": spending.SUPPLIERS,
    "satisfaction": residents.SATISFACTION,
    "library": library.LIBRARY,
}


@dataclass(frozen=True)
class Standing:
    """How many rows a table has, and when the last of them changed."""

    rows: int
    changed: datetime | None


@dataclass(frozen=True)
class Page:
    """Some rows of a table; `after` is where the next page begins, None where there is none."""

    rows: list[dict[str, Cell]]
    after: int | None


def walk(session: Session, noun: Noun, at: datetime) -> Iterator[dict[str, Cell]]:
    """Yield every row of a table, oldest first, read while they are used: three statements at most."""
    source = SOURCES[noun.name]
    known = _known(session, source, at)
    found = session.execute(
        source.query(at).order_by(source.order).execution_options(yield_per=_CHUNK, stream_results=True)
    )
    for each in found:
        yield row(noun, source.told(each, known))


def page(
    session: Session, noun: Noun, wanted: Mapping[str, Any], at: datetime, *, limit: int, after: int = 0
) -> Page:
    """Return the rows after one of them, oldest first, that have the wanted community, year or state."""
    source = SOURCES[noun.name]
    query = source.query(at).add_columns(source.order.label(_ORDER)).where(source.order > after)
    query = query.where(*(source.filters[name](at, value) for name, value in wanted.items()))
    found = session.execute(query.order_by(source.order).limit(limit + 1)).all()
    known = _known(session, source, at)
    told = [row(noun, source.told(each, known)) for each in found[:limit]]
    return Page(told, getattr(found[limit - 1], _ORDER) if len(found) > limit else None)


def one(session: Session, noun: Noun, number: str, at: datetime) -> dict[str, Cell]:
    """Return the row of a public number.

    Raises:
        NotFound: there is none.
    """
    source = SOURCES[noun.name]
    key = source.key
    if key.type.python_type is int:
        if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
            raise NotFound
        found = session.execute(source.query(at).where(key == int(number))).first()
    else:
        found = session.execute(source.query(at).where(key == number)).first()
    if found is None:
        raise NotFound
    return row(noun, source.told(found, _known(session, source, at)))


def standing(session: Session, at: datetime) -> dict[str, Standing]:
    """Return how each table stands, in one statement."""
    asked = union_all(*(_asked(name, at) for name in NOUNS))
    return {name: Standing(rows, changed) for name, rows, changed in session.execute(asked)}


_LONGEST_NUMBER = 9


def _asked(name: str, at: datetime) -> Select[*tuple[Any, ...]]:
    source = SOURCES[name]
    bare: Select[*tuple[Any, ...]] = source.query(at).with_only_columns(source.changed.label("changed"))
    rows = bare.subquery()
    return select(literal(name), func.count(), func.max(rows.c.changed)).select_from(rows)


def _known(session: Session, source: Source, at: datetime) -> Known:
    return Known(
        at=at,
        wordings=wordings.every(session) if source.reworded else {},
        limits=rulebooks.small_cells(session) if source.limited else {},
    )
