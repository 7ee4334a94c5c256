"""Rows of the work: each change of a contract that was asked for, each inspection that was decided."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func

from microprojects.store.areas import Area
from microprojects.store.changes import ContractChange
from microprojects.store.delivery import Inspection
from microprojects.store.open_data.deliberating import Found, of_project, place_of
from microprojects.store.open_data.sources import Known, Source, by
from microprojects.store.programmes import Round
from microprojects.store.projects import Project
from microprojects.store.votes import Vote


def _changes(_at: datetime) -> Select[*tuple[Any, ...]]:
    return (
        of_project(
            ContractChange.id.label("id"),
            ContractChange.position,
            ContractChange.state.label("change_state"),
            ContractChange.body,
            ContractChange.fiscal_before_fen,
            ContractChange.social_before_fen,
            ContractChange.amount_fen,
            ContractChange.fiscal_fen,
            ContractChange.social_fen,
            ContractChange.days,
            ContractChange.ends_before,
            ContractChange.scope,
            ContractChange.reason,
            ContractChange.vote_id,
            ContractChange.asked_at,
            ContractChange.decided_at,
            ContractChange.refuse_reason,
        )
        .join(ContractChange, ContractChange.project_id == Project.id)
        .outerjoin(Vote, Vote.id == ContractChange.vote_id)
    )


def _change(row: Found, known: Known) -> dict[str, object]:
    before, way = row.fiscal_before_fen + row.social_before_fen, f"changes.#{row.id}"
    return {
        **place_of(row, known),
        "id": row.id,
        "position": row.position,
        "state": row.change_state,
        "decides": row.body,
        "before_fen": before,
        "amount_fen": row.amount_fen,
        "fiscal_fen": row.fiscal_fen,
        "social_fen": row.social_fen,
        "after_fen": before + row.amount_fen,
        "days": row.days,
        "ends_before": row.ends_before,
        "ends_on": row.ends_before + timedelta(days=row.days),
        "scope": known.read(row.project_id, row.scope, f"{way}.scope"),
        "reason": known.read(row.project_id, row.reason, f"{way}.reason"),
        "vote": row.vote_id,
        "asked_at": row.asked_at,
        "decided_at": row.decided_at,
        "refused_reason": known.read(row.project_id, row.refuse_reason),
    }


CHANGES = Source(
    _changes,
    _change,
    ContractChange.id,
    ContractChange.id,
    func.coalesce(ContractChange.decided_at, Vote.closed_at, ContractChange.asked_at),
    {"community": by(Area.slug), "year": by(Round.year), "state": by(ContractChange.state)},
    reworded=True,
)


def _inspections(_at: datetime) -> Select[*tuple[Any, ...]]:
    return (
        of_project(
            Inspection.id.label("id"),
            Inspection.outcome,
            Inspection.held_on,
            Inspection.panel,
            Inspection.items,
            Inspection.rectify_by,
            Inspection.recorded_at,
        )
        .join(Inspection, Inspection.project_id == Project.id)
        .where(Inspection.outcome.is_not(None))
    )


def _inspection(row: Found, known: Known) -> dict[str, object]:
    failed = [item["label"] for item in row.items if not item["passed"]]
    return {
        **place_of(row, known),
        "id": row.id,
        "state": row.outcome,
        "held_on": row.held_on,
        "panel": len(row.panel),
        "items": len(row.items),
        "failed": len(failed),
        "failed_items": "；".join(known.read(row.project_id, label) for label in failed),
        "rectify_by": row.rectify_by,
        "recorded_at": row.recorded_at,
    }


INSPECTIONS = Source(
    _inspections,
    _inspection,
    Inspection.id,
    Inspection.id,
    Inspection.recorded_at,
    {"community": by(Area.slug), "year": by(Round.year), "state": by(Inspection.outcome)},
    reworded=True,
)
