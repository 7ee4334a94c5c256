"""Retentions that are due, or past their day and not paid, as pages and the desk list them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, ColumnElement, cast, func, select
from sqlalchemy.orm import Session, joinedload

from microprojects.domain.money import Fen
from microprojects.domain.refunds import BANK
from microprojects.domain.states import SETTLED
from microprojects.domain.warranties import kept_back
from microprojects.store.areas import inside
from microprojects.store.contracts import Contract, Payment
from microprojects.store.projects import Project
from microprojects.store.recoveries import Recovery
from microprojects.store.settlements import Settlement


@dataclass(frozen=True)
class Retained:
    """A retention that is not paid; `entered_fen` of it waits for a second pair of eyes."""

    project: Project
    fen: Fen
    until: date
    entered_fen: Fen


def freed() -> ColumnElement[int]:
    """Return the query for what came back of a project after its account counted and is owed no more, in fen."""
    return (
        select(cast(func.coalesce(func.sum(Recovery.amount_fen), 0), BigInteger))
        .where(
            Recovery.project_id == Settlement.project_id,
            Recovery.cause != BANK,
            Recovery.recorded_at >= Settlement.settled_at,
        )
        .correlate(Settlement)
        .scalar_subquery()
    )


def retained(session: Session, paths: Sequence[str], until: date) -> list[Retained]:
    """Return the unpaid retentions of some areas whose warranty ends by a day, the oldest first, in one statement."""
    entered = (
        select(cast(func.coalesce(func.sum(Payment.amount_fen), 0), BigInteger))
        .where(Payment.project_id == Settlement.project_id, Payment.state == "entered")
        .correlate(Settlement)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Project, Settlement, Contract.paid_fen, freed(), entered)
        .join(Settlement, Settlement.project_id == Project.id)
        .join(Contract, Contract.project_id == Project.id)
        .where(
            Project.state.in_(SETTLED),
            Project.area_id.in_(inside(paths)),
            Settlement.retention_fen > 0,
            Settlement.retention_until <= until,
        )
        .options(joinedload(Project.area))
        .order_by(Settlement.retention_until, Project.number)
    ).unique()
    found = [
        Retained(
            project,
            kept_back(account.retention_fen, account.amount_fen, paid, int(back)),
            account.retention_until or until,
            Fen(int(pending)),
        )
        for project, account, paid, back, pending in rows
    ]
    return [each for each in found if each.fen]
