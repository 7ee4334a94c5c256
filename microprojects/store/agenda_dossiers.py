"""What a council votes on at one item of an agenda: the project, and of a change of its contract the change too."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from microprojects.store import changes, dossiers
from microprojects.store.changes import ContractChange
from microprojects.store.meetings import AgendaItem


def of_item(session: Session, item: AgendaItem) -> dict[str, Any]:
    """Return the dossier as it stands now; with a change it holds what would be approved then."""
    project = item.project
    dossier = dossiers.build(session, project)
    change = changes.waiting(session, project.id) if item.purpose == "change" else None
    if change is None:
        return dossier
    fiscal = max(project.approved_fiscal_fen, change.fiscal_before_fen + change.fiscal_fen)
    social = max(project.approved_social_fen, change.social_before_fen + change.social_fen)
    funds = {"fiscal": str(fiscal), "social": str(social), "total": str(fiscal + social)}
    return {**dossier, "funds": {**dossier["funds"], **funds}, "change": asked_words(change)}


def asked_words(change: ContractChange) -> dict[str, Any]:
    """Return what a change asks for, as the council votes on it: was and would be, why; amounts as strings of fen."""
    return {
        "position": change.position,
        "reason": change.reason,
        "scope": change.scope,
        "was_fen": str(change.before_fen),
        "more_fen": str(change.amount_fen),
        "now_fen": str(change.after_fen),
        "was_ends_on": change.ends_before.isoformat(),
        "more_days": change.days,
        "ends_on": (change.ends_before + timedelta(days=change.days)).isoformat(),
    }
