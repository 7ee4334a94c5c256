"""The words of a decision's disclosure that come from the project and its plan; the vote adds its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microprojects.domain.masks import proposer_label, small_cell
from microprojects.domain.proposals import UNIT
from microprojects.store import rulebooks
from microprojects.store.consultations import Opinion, Plan
from microprojects.store.projects import Project, Seconding


def decision_words(session: Session, project: Project, plan: Plan | None) -> dict[str, Any]:
    """Return the body of a decision's disclosure as far as the plan tells it (domain research, section 9.1).

    Whoever publishes adds `headline`, `dossier_hash`, `meeting` and `vote`. Amounts are
    decimal strings of fen.
    """
    rules = rulebooks.of(project)
    words: dict[str, Any] = {
        "title": project.title,
        "summary": project.summary,
        "type": project.type,
        "theme": project.theme,
        "community": project.area.name,
        "place": (plan.place if plan else "") or project.place,
        "problem": project.problem,
        "content": (plan.content if plan else "") or project.content,
        "nature": project.nature,
        "beneficiary_group": project.beneficiary_group,
        "beneficiaries": small_cell(project.beneficiaries, rules.number("privacy.small_cell")),
        "proposer": shown_proposer(project),
        "seconders": _seconders(session, project),
        "cap_fen": str(rules.number(f"caps_fen.{project.type}")),
        "rules_hash": rules.hash,
        "contact": _contact(project),
    }
    return words | (_planned(session, project, plan) if plan else {})


def shown_proposer(project: Project) -> str:
    """Return how the proposer is named in public: a label, unless they agreed to more."""
    proposer = project.proposer
    if project.proposer_kind == UNIT:
        return proposer.name
    if project.proposer_display == "nickname" and proposer.nickname:
        return proposer.nickname
    if project.proposer_display == "real_with_consent" and proposer.name_shown_since is not None:
        return proposer.name
    return proposer_label(proposer.name)


def _planned(session: Session, project: Project, plan: Plan) -> dict[str, Any]:
    total = plan.fiscal_fen + plan.social_fen
    return {
        "amount_fen": str(total),
        "total_fen": str(total),
        "fiscal_fen": str(plan.fiscal_fen),
        "social_fen": str(plan.social_fen),
        "over_cap_reason": plan.over_cap_reason,
        "lines": [
            {
                "label": line.label,
                "quantity": line.quantity,
                "amount_fen": str(line.amount_fen),
                "basis": line.basis,
            }
            for line in plan.lines
        ],
        "starts_on": plan.starts_on.isoformat() if plan.starts_on else "",
        "ends_on": plan.ends_on.isoformat() if plan.ends_on else "",
        "expected_result": plan.expected_result,
        "procurement_mode": plan.procurement_mode,
        "responsible_unit": plan.responsible_unit,
        "aftercare_owner": plan.aftercare_owner,
        "aftercare_phone": plan.aftercare_phone,
        "opinions": [
            {"body": said.body, "conclusion": said.conclusion, "text": said.text}
            for said in session.scalars(
                select(Opinion).where(Opinion.project_id == project.id).order_by(Opinion.id)
            )
        ],
    }


def _contact(project: Project) -> dict[str, str]:
    area = project.area
    return {
        "office": area.office_name,
        "phone": area.office_phone,
        "address": area.office_address,
        "hours": area.office_hours,
    }


def _seconders(session: Session, project: Project) -> int:
    query = select(func.count(Seconding.id)).where(Seconding.project_id == project.id)
    return int(session.scalar(query) or 0)
