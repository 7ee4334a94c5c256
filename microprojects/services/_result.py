"""Telling the result: acceptance, final account and every payment, and later what residents thought of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from microprojects.domain.errors import N_
from microprojects.domain.evaluations import Shown, shown
from microprojects.domain.money import Fen, yuan
from microprojects.domain.people import Actor
from microprojects.domain.schemes import DisclosureKind
from microprojects.domain.workdays import due, local_day
from microprojects.services._corrections import carried
from microprojects.services._publish import Imprint, notice_words, open_window, planned_window, publish
from microprojects.services._spending import (
    amounts,
    change_words,
    contract_words,
    payment_words,
    photo_words,
    recovery_words,
)
from microprojects.store import delivery, escalations, packaged, rulebooks, settlements, spending
from microprojects.store.consultations import Plan
from microprojects.store.delivery import Inspection
from microprojects.store.disclosures import Disclosure
from microprojects.store.escalations import Escalation
from microprojects.store.objections import Objection
from microprojects.store.projects import Project
from microprojects.store.settlements import Settlement, Survey
from microprojects.store.spending import Sheet

_HEADLINE = N_("验收合格，结算 %(settled)s 元，比批准少 %(saved)s 元。")
_EVALUATED = N_("评议收到%(answers)s，满意的占 %(percent)s%%。")
_EVALUATED_MOST = N_("评议收到%(answers)s，只有少数人不满意，人数不单独公布。")
_EVALUATED_LITTLE = N_("评议收到%(answers)s，只有少数人满意，人数不单独公布。")
_EVALUATED_FEW = N_("评议已结束，收到的不多，不单独公布。")
_AFTER = N_("评议结束，补充评议结果")


def tell_settlement(session: Session, project: Project, *, actor: Actor, at: datetime) -> Disclosure | None:
    """Publish the result and open its window; nothing where the project's scheme has no such disclosure.

    It is due so many working days after the final account was recorded.
    """
    rules = rulebooks.of(project)
    if rules.scheme.disclosure(DisclosureKind.RESULT) is None:
        return None
    session.flush()
    sheet = spending.of(session, project.id)
    account = sheet.settlement
    assert account is not None
    days = rules.number("disclosure.d3_working_days")
    row = _publish(
        session,
        project,
        {**_body(session, project, sheet, account), **_notice(project, at)},
        Imprint(
            unit=project.area.office_name or project.area.name,
            reason=N_("重新公开结果"),
            due_at=due(account.recorded_at, days, packaged.work_calendar()),
        ),
        actor=actor,
        at=at,
    )
    open_window(session, project, row, at=at)
    return row


def tell_evaluation(
    session: Session, project: Project, survey: Survey, *, actor: Actor, at: datetime
) -> Disclosure | None:
    """Publish the result once more, with what residents thought and the objections to it; no new window."""
    rules = rulebooks.of(project)
    if rules.scheme.disclosure(DisclosureKind.RESULT) is None:
        return None
    session.flush()
    sheet = spending.of(session, project.id)
    assert sheet.settlement is not None
    seen = shown(settlements.count(session, survey.id), limit=rules.number("privacy.small_cell"))
    said = [each.comment for each in settlements.comments(session, survey.id, shown_only=True)]
    body = {
        **_body(session, project, sheet, sheet.settlement),
        "headline": _evaluated(seen),
        "survey": {
            **survey_words(seen),
            "comments": said,
            "improvement": survey.improvement,
            "sample_reason": survey.sample_reason,
            "supervisor_signed_on": local_day(survey.signed_at).isoformat() if survey.signed_at else "",
        },
        "objections": _objections(session, project),
    }
    imprint = Imprint(unit=project.area.office_name or project.area.name, reason=_AFTER)
    return _publish(session, project, body, imprint, actor=actor, at=at)


def survey_words(seen: Shown) -> dict[str, Any]:
    """Return what may be told of a survey; a number too small to be told is an empty text."""
    return {
        "answers": "" if seen.answers is None else str(seen.answers),
        "percents": {
            question: "" if percent is None else str(percent)
            for question, percent in (seen.percents or {}).items()
        },
        "bands": [
            {"label": band.label, "number": "" if band.number is None else str(band.number)}
            for band in seen.bands
        ],
    }


def _publish(
    session: Session,
    project: Project,
    body: Mapping[str, Any],
    imprint: Imprint,
    *,
    actor: Actor,
    at: datetime,
) -> Disclosure:
    full = carried(session, project, DisclosureKind.RESULT, body, keep=("notice",))
    return publish(session, project, DisclosureKind.RESULT, full, imprint=imprint, actor=actor, at=at)


def _body(session: Session, project: Project, sheet: Sheet, account: Settlement) -> dict[str, Any]:
    told = amounts(project, sheet, settled=True)
    saved = project.approved_fiscal_fen + project.approved_social_fen - account.amount_fen
    words = {"settled": yuan(Fen(account.amount_fen)), "saved": yuan(Fen(saved))}
    return {
        "headline": _HEADLINE % words,
        "amount_fen": str(account.amount_fen),
        "title": project.title,
        "community": project.area.name,
        "type": project.type,
        **told,
        "settlement_fen": str(account.amount_fen),
        "saved_fen": str(saved),
        "inspection": _inspection(sheet),
        "contract": contract_words(sheet.contract),
        **change_words(sheet),
        "payments": [payment_words(each) for each in sheet.payments],
        **recovery_words(sheet),
        "retention_fen": str(account.retention_fen),
        "retention_until_on": account.retention_until.isoformat() if account.retention_until else "",
        "review": {"unit": account.review_by, "conclusion": account.review_conclusion},
        "delivered": account.delivered,
        "lessons": account.lessons,
        **_aftercare(session, project),
        "photos": photo_words(sheet),
    }


def _notice(project: Project, at: datetime) -> dict[str, Any]:
    window = planned_window(project, DisclosureKind.RESULT, at=at)
    return {"notice": notice_words(project, window)} if window else {}


def _inspection(sheet: Sheet) -> dict[str, Any]:
    passed: Inspection | None = next((i for i in reversed(sheet.inspections) if i.outcome == "passed"), None)
    if passed is None:
        return {}
    return {
        "date_on": passed.held_on.isoformat(),
        "panel": [seat["label"] for seat in passed.panel],
        "proposer_absence": passed.proposer_absence,
        "items": [
            {
                "label": item["label"],
                "quantity": item["quantity"],
                "passed": item["passed"],
                "note": item["note"],
            }
            for item in passed.items
        ],
        "residents_opinion": passed.residents_opinion,
        "conclusion": passed.conclusion,
        "rectified": sum(1 for each in sheet.inspections if each.outcome == "failed"),
    }


def _aftercare(session: Session, project: Project) -> dict[str, str]:
    plan = session.scalar(select(Plan).where(Plan.project_id == project.id))
    warranty = delivery.warranty(session, project.id)
    return {
        "aftercare_owner": plan.aftercare_owner if plan else "",
        "aftercare_phone": plan.aftercare_phone if plan else "",
        "warranty_until_on": warranty.until.isoformat() if warranty else "",
    }


def _objections(session: Session, project: Project) -> list[dict[str, Any]]:
    """Return the objections to the result with their replies, as they are published; nobody is named."""
    query = (
        select(Objection)
        .join(Disclosure, Disclosure.id == Objection.disclosure_id)
        .where(
            Objection.project_id == project.id,
            Objection.withdrawn_at.is_(None),
            Disclosure.kind == DisclosureKind.RESULT.value,
        )
        .order_by(Objection.id)
    )
    found = list(session.scalars(query))
    taken = escalations.of_objections(
        session, [each.id for each in found if each.standing_effect is not None]
    )
    groups = sorted({each.group_id for each in found if each.group_id is not None})
    return [
        {
            "date_on": local_day(each.filed_at).isoformat(),
            "ground": each.ground,
            "outcome": each.outcome or "",
            "reply": each.reply,
            # Those with one number have one reply; each stays an objection of its own.
            **({"together": str(groups.index(each.group_id) + 1)} if each.group_id is not None else {}),
            **({"above": _above(taken[each.id])} if each.id in taken else {}),
        }
        for each in found
    ]


def _above(steps: Sequence[Escalation]) -> list[dict[str, str]]:
    """Return what the street and the district answered above a reply, the last answer last."""
    return [
        {
            "answered_by": each.step,
            "answered_on": local_day(each.answered_at).isoformat(),
            "outcome": each.outcome or "",
            "answer": each.answer,
        }
        for each in steps
        if each.answered_at is not None
    ]


def _evaluated(seen: Shown) -> str:
    if seen.answers is None or seen.percents is None:
        return _EVALUATED_FEW
    sentence = {"most": _EVALUATED_MOST, "few": _EVALUATED_LITTLE, "": _EVALUATED}[seen.verdict]
    return sentence % {"answers": f" {seen.answers} 份", "percent": seen.percents["overall"]}
