"""Who of a community took part, as a page of charts needs it: by building, by grid and by age band, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, Text, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from microprojects.domain.coverage import Reached, Told
from microprojects.store import ages, coverage, grids

_WIDTH = 8


@dataclass(frozen=True)
class Partakers:
    """Exact numbers by building, of which only what may be told leaves the rules; the grid of each; the age bands."""

    found: Sequence[Reached]
    grid_of: dict[str, str]
    ages_of: int | None
    bands: Sequence[Told]


def of_community(
    session: Session, community_id: int, year: int | None, smallest: int, *, at: datetime
) -> Partakers:
    """Return who of a community took part in a year, or in all of them; of the age bands it is the newest year then."""
    query = union_all(
        _part("building", coverage.by_building(community_id, year, at), 1),
        _part("grid", grids.places(community_id), 2),
        _part("band", ages.bands(community_id, year, smallest), 1),
    )
    rows: dict[str, list[tuple[Any, ...]]] = {"building": [], "grid": [], "band": []}
    for what, *cells in session.execute(query):
        rows[what].append(tuple(cells))
    found = [Reached(word, *numbers[:6]) for word, _other, *numbers in rows["building"]]
    ages_of, bands = ages.in_order(([word, *numbers] for word, _other, *numbers in rows["band"]), year)
    return Partakers(
        sorted(found, key=lambda each: each.building),
        {place: grid for place, grid, *_numbers in rows["grid"]},
        ages_of,
        bands,
    )


def _part(what: str, query: Select[*tuple[Any, ...]], words: int) -> Select[*tuple[Any, ...]]:
    """Return a query with its words and numbers in the same columns as the others, the rest empty."""
    inner = query.subquery()
    columns = list(inner.columns)
    texts = [*columns[:words], *(cast(null(), Text) for _ in range(2 - words))]
    numbers = [cast(each, Integer) for each in columns[words:]]
    numbers += [cast(null(), Integer) for _ in range(_WIDTH - len(numbers))]
    return select(
        literal(what).label("what"), *(each.label(f"c{n}") for n, each in enumerate([*texts, *numbers]))
    )
