"""The dossier: everything that the council votes on, in one canonical form, with its fingerprint."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from microprojects.domain.canonical import canonical
from microprojects.domain.masks import small_cell
from microprojects.store import departures, rulebooks
from microprojects.store.consultations import CostLine, Opinion, Plan
from microprojects.store.projects import Project, Seconding

FORM = 1  # raised when a field changes its meaning


def build(session: Session, project: Project) -> dict[str, Any]:
    """Return what the council votes on, as JSON data without personal data.

    Amounts are decimal strings of fen, days are ISO strings. Of the opinions the
    latest of each body at each stage counts. What residents voted stands there where a poll was counted.
    """
    plan = _plan(session, project.id)
    told = {
        "form": FORM,
        "project": project.number,
        "stage": project.stage,
        "words": _words(project),
        "plan": _planned(plan) if plan else None,
        "cost": [_line(line) for line in plan.lines] if plan else [],
        "funds": {
            "fiscal": str(plan.fiscal_fen if plan else 0),
            "social": str(plan.social_fen if plan else 0),
            "total": str(sum(line.amount_fen for line in plan.lines) if plan else 0),
            "cap": str(rulebooks.of(project).number(f"caps_fen.{project.type}")),
            "over_cap_reason": plan.over_cap_reason if plan else "",
        },
        "opinions": _opinions(session, project.id),
        "seconders": _seconders(session, project.id),
    }
    said = departures.said(session, project.id)
    if said is not None:
        told["residents_poll"] = said.as_data()
    return {key: _composed(value) for key, value in told.items()}


def fingerprint(dossier: Mapping[str, Any]) -> str:
    """Return the SHA-256, in hex, of a dossier's canonical JSON."""
    return hashlib.sha256(canonical(dossier)).hexdigest()


def _plan(session: Session, project_id: int) -> Plan | None:
    query = select(Plan).where(Plan.project_id == project_id).options(joinedload(Plan.lines))
    return session.scalars(query).unique().one_or_none()


def _words(project: Project) -> dict[str, Any]:
    limit = rulebooks.of(project).number("privacy.small_cell")
    return {
        "title": project.title,
        "type": project.type,
        "theme": project.theme,
        "place": project.place,
        "problem": project.problem,
        "content": project.content,
        "nature": project.nature,
        "beneficiaries": small_cell(project.beneficiaries, limit),
        "beneficiary_group": project.beneficiary_group,
        "own_contribution": str(project.own_contribution_fen),
        "own_contribution_note": project.own_contribution_note,
    }


def _planned(plan: Plan) -> dict[str, Any]:
    return {
        "place": plan.place,
        "content": plan.content,
        "expected_result": plan.expected_result,
        "feasibility": plan.feasibility,
        "starts_on": _day(plan.starts_on),
        "ends_on": _day(plan.ends_on),
        "procurement_mode": plan.procurement_mode,
        "aftercare_owner": plan.aftercare_owner,
        "aftercare_phone": plan.aftercare_phone,
        "responsible_unit": plan.responsible_unit,
        "needs_owner_consent": plan.needs_owner_consent,
        "owner_consent": plan.owner_consent,
    }


def _line(line: CostLine) -> dict[str, str]:
    return {
        "label": line.label,
        "quantity": line.quantity,
        "amount": str(line.amount_fen),
        "basis": line.basis,
    }


def _opinions(session: Session, project_id: int) -> list[dict[str, Any]]:
    query = select(Opinion).where(Opinion.project_id == project_id).order_by(Opinion.id)
    latest = {(opinion.stage, opinion.body): opinion for opinion in session.scalars(query)}
    return [
        {"stage": stage, "body": body, "conclusion": opinion.conclusion, "text": opinion.text}
        for (stage, body), opinion in sorted(latest.items())
    ]


def _seconders(session: Session, project_id: int) -> int:
    query = select(func.count()).select_from(Seconding).where(Seconding.project_id == project_id)
    return session.scalar(query) or 0


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _composed(value: Any) -> Any:
    """Return the value with every text in the form that canonical JSON asks for (NFC)."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_composed(inner) for inner in value]
    if isinstance(value, dict):
        return {key: _composed(inner) for key, inner in value.items()}
    return value
