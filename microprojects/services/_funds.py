"""Holding the fund of a community's year while a deed changes it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.workdays import local_day
from microprojects.store import ledger
from microprojects.store.funds import Fund
from microprojects.store.projects import Project


def held_fund(session: Session, area_id: int, year: int) -> Fund:
    """Return the fund, held until the transaction ends; an empty one is begun where there is none."""
    fund = ledger.find(session, area_id, year, for_update=True)
    if fund is None:
        fund = Fund(area_id=area_id, year=year)
        session.add(fund)
        session.flush()
    return fund


def fund_of(session: Session, project: Project, *, at: datetime) -> Fund:
    """Return the fund that pays a project, held until the transaction ends.

    That is the one of the year in which its money was reserved, for good. Before that
    it is the year of its round, or this year where that is over.
    """
    today = local_day(at)
    found = ledger.paying_fund(session, project, today, for_update=True)
    return found or held_fund(session, project.area_id, ledger.first_year(project, today))
