"""Holding the fund of a community's year while a deed changes it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from microprojects.store import ledger
from microprojects.store.funds import Fund


def held_fund(session: Session, area_id: int, year: int) -> Fund:
    """Return the fund, held until the transaction ends; an empty one is begun where there is none."""
    fund = ledger.find(session, area_id, year, for_update=True)
    if fund is None:
        fund = Fund(area_id=area_id, year=year)
        session.add(fund)
        session.flush()
    return fund
