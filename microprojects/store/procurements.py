"""Procurements: the one that is open, and every attempt with its quotes."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from microprojects.store.contracts import Procurement, Quote


def open_one(session: Session, project_id: int) -> Procurement | None:
    """Return the procurement that is asked for or runs, with its quotes; its project must be held."""
    query = (
        select(Procurement)
        .where(Procurement.project_id == project_id, Procurement.outcome.is_(None))
        .options(joinedload(Procurement.quotes))
    )
    return session.scalars(query).unique().one_or_none()


def history(session: Session, project_id: int) -> list[Procurement]:
    """Return every attempt to procure for a project with its quotes, the oldest first."""
    query = (
        select(Procurement)
        .where(Procurement.project_id == project_id)
        .options(joinedload(Procurement.quotes))
        .order_by(Procurement.id)
    )
    return list(session.scalars(query).unique())


def chosen(procurement: Procurement) -> Quote | None:
    """Return the quote that was chosen, if one was."""
    return next((quote for quote in procurement.quotes if quote.chosen), None)
