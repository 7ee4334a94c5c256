"""The public numbers of projects: one series for each community and year, whatever programme a project is of."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from microprojects.store.areas import Area
from microprojects.store.db import lock
from microprojects.store.programmes import NumberSeries


def begin_series(session: Session, area_id: int, year: int) -> None:
    """Begin the numbers of a community's year, unless another programme has begun them."""
    query = select(NumberSeries).where(NumberSeries.area_id == area_id, NumberSeries.year == year)
    if session.scalar(lock(query)) is None:
        session.add(NumberSeries(area_id=area_id, year=year))
        session.flush()


def next_number(session: Session, area: Area, year: int) -> str:
    """Return the next public number of a community's year, such as LZ-2026-014.

    The row of the series is held until the transaction ends, so no number is given twice.
    """
    given = _step(session, area.id, year)
    if given is None:
        begin_series(session, area.id, year)
        given = _step(session, area.id, year)
    return f"{area.code}-{year}-{given:03d}"


def _step(session: Session, area_id: int, year: int) -> int | None:
    return session.execute(
        update(NumberSeries)
        .where(NumberSeries.area_id == area_id, NumberSeries.year == year)
        .values(last=NumberSeries.last + 1)
        .returning(NumberSeries.last),
        execution_options={"synchronize_session": False},
    ).scalar_one_or_none()
