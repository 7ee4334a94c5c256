"""Rows of the money that came back, each with its contract and its payment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select

from microprojects.domain.open_data.cells import organisation
from microprojects.store.areas import Area
from microprojects.store.contracts import Contract
from microprojects.store.open_data.deliberating import Found, of_project, place_of
from microprojects.store.open_data.sources import Known, Source, by
from microprojects.store.programmes import Round
from microprojects.store.projects import Project
from microprojects.store.recoveries import Recovery


def _recoveries(_at: datetime) -> Select[*tuple[Any, ...]]:
    return (
        of_project(
            Recovery.id.label("id"),
            Recovery.cause,
            Recovery.reason,
            Contract.number.label("contract_number"),
            Recovery.payment_id,
            Recovery.amount_fen,
            Recovery.fiscal_fen,
            Recovery.social_fen,
            Recovery.came_on,
            Recovery.payer,
            Recovery.document,
        )
        .join(Recovery, Recovery.project_id == Project.id)
        .join(Contract, Contract.id == Recovery.contract_id)
    )


def _recovery(row: Found, known: Known) -> dict[str, object]:
    way = f"recoveries.#{row.id}"
    return {
        **place_of(row, known),
        "id": row.id,
        "cause": row.cause,
        "reason": known.read(row.project_id, row.reason, f"{way}.reason") or None,
        "contract_number": known.read(row.project_id, row.contract_number),
        "payment": row.payment_id,
        "amount_fen": row.amount_fen,
        "fiscal_fen": row.fiscal_fen,
        "social_fen": row.social_fen,
        "came_on": row.came_on,
        "payer": organisation(known.read(row.project_id, row.payer, f"{way}.payer")),
        "voucher": known.read(row.project_id, row.document, f"{way}.voucher"),
    }


RECOVERIES = Source(
    _recoveries,
    _recovery,
    Recovery.id,
    Recovery.id,
    Recovery.recorded_at,
    {"community": by(Area.slug), "year": by(Round.year)},
    reworded=True,
)
