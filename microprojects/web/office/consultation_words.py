"""What the desk of a consultation shows: who has spoken, what is signed, what blocks the next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain import plans
from microprojects.domain.actions import Action
from microprojects.domain.consultations import BODIES, CONCLUSIONS, OWNER_CONSENT
from microprojects.domain.lifecycle import LIFECYCLE
from microprojects.domain.money import Fen, yuan
from microprojects.domain.plans import Signature
from microprojects.domain.procurement_modes import Mode, NoModeForAmount, row
from microprojects.domain.workdays import due
from microprojects.store import consultations, packaged
from microprojects.store.cases import StoreCase
from microprojects.store.consultations import Opinion, Plan
from microprojects.store.people import Person
from microprojects.store.projects import Project
from microprojects.web.filters import date_iso, money
from microprojects.web.guard import can
from microprojects.web.language import sentence

# What clears a guard of the conclusion, and who may: the act and its page.
_CURES: dict[str, tuple[Action, str]] = {
    "opinions_given": (Action.OPINION_GIVE, "office_consultations.opinion"),
    "opinions_favourable": (Action.OPINION_GIVE, "office_consultations.opinion"),
    "plan_complete": (Action.PLAN_EDIT, "office_plans.plan"),
    "schedule_fits": (Action.PLAN_EDIT, "office_plans.plan"),
    "plan_ends_in_time": (Action.PROJECT_EXTEND, "office_extensions.extend"),
    "mix_adds_up": (Action.PLAN_EDIT, "office_plans.plan"),
    "within_cap": (Action.PLAN_ALLOW_OVER_CAP, "office_plans.over_cap"),
    "balance_enough": (Action.PLAN_EDIT, "office_plans.plan"),
    "negative_list_signed": (Action.PLAN_SIGN_NEGATIVE_LIST, "office_plans.negative_list"),
    "owners_agreed": (Action.PLAN_EDIT, "office_plans.plan"),
    "party_agreed": (Action.PLAN_AGREE, "office_plans.agree"),
}


@dataclass(frozen=True)
class Line:
    """One line of the checklist; see the macro `blocks`."""

    done: bool
    words: str
    note: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class Said:
    """What one body said last, or that it has not spoken.

    `is_older` when the plan was edited after it, `is_past` when it was said in a consultation
    before this one and does not count.
    """

    body: str
    opinion: Opinion | None
    conclusion: str
    by: str
    is_needed: bool
    is_older: bool
    is_past: bool


@dataclass(frozen=True)
class Signed:
    """One signature under the plan, or its empty place."""

    label: str
    by: str
    at: datetime | None
    words: str
    is_there: bool


def checklist(session: Session, project: Project, at: datetime) -> list[Line]:
    """Return what the consultation still misses; nothing where it cannot be concluded from this state."""
    if all(row.action is not Action.PROJECT_CONCLUDE for row in LIFECYCLE.rows_from(project.state)):
        return []
    lines = []
    for check in LIFECYCLE.checklist(project.state, Action.PROJECT_CONCLUDE, StoreCase(session, project, at)):
        action, page = _CURES.get(check.guard.name, (Action.PLAN_EDIT, "office_plans.plan"))
        may = not check.clear and can(action, project.target)
        lines.append(
            Line(
                done=check.clear,
                words=_(check.guard.label),
                note=sentence(check.refusal) if check.refusal else "",
                url=url_for(page, number=project.number) if may else "",
            )
        )
    return lines


def said(
    rows: Sequence[tuple[Opinion, Person]], project: Project, plan: Plan | None, case: StoreCase
) -> list[Said]:
    """Return every body that is asked, and every other that spoke, with its last word at this stage."""
    names = {opinion.id: person.name for opinion, person in rows}
    began = project.state_since if plans.bodies_asked(case) else None
    last = consultations.latest([opinion for opinion, _person in rows], project.stage)
    asked = case.rules.scheme.deliberation(project.stage).opinions
    return [
        Said(
            body=_(BODIES[body]),
            opinion=(opinion := last.get(body)),
            conclusion=_(CONCLUSIONS[opinion.conclusion]) if opinion else "",
            by=names[opinion.id] if opinion else "",
            is_needed=body in asked,
            is_older=bool(opinion and plan and opinion.given_at < plan.edited_at),
            is_past=bool(opinion and began and opinion.given_at < began),
        )
        for body in dict.fromkeys((*asked, *last))
    ]


def signed(session: Session, plan: Plan, *, over_cap: bool) -> list[Signed]:
    """Return the signatures under a plan; the one above the cap only where it is needed or there."""
    names = consultations.names_of_signers(session, plan)
    when = {Signature.NEGATIVE_LIST: plan.negative_signed_at, Signature.PARTY: plan.party_agreed_at}
    return [
        Signed(
            label=_(each.label),
            by=names.get(each, ""),
            at=when.get(each),
            words=plan.over_cap_reason if each is Signature.OVER_CAP else "",
            is_there=each in names,
        )
        for each in Signature
        if each is not Signature.OVER_CAP or over_cap or each in names
    ]


def plan_pairs(plan: Plan, project: Project) -> list[tuple[str, str]]:
    """Return the plan as label and value; what is empty shows as not yet written."""
    none = _("还没写")
    pairs = [(_(plans.LABELS[n]), getattr(plan, n) or none) for n in plans.LABELS if n not in _ELSEWHERE]
    days = [date_iso(day) if day else none for day in (plan.starts_on, plan.ends_on)]
    return [
        *pairs,
        (_("工期"), _("%(a)s 至 %(b)s", a=days[0], b=days[1])),
        (_("资金"), mix(plan)),
        (_("采购方式"), mode_sentence(plan, project)),
        (_("业主同意"), _owners(plan)),
    ]


_ELSEWHERE = ("owner_consent_note",)


def mix(plan: Plan) -> str:
    """Say where the money comes from."""
    return _("财政 %(a)s，自筹 %(b)s", a=money(plan.fiscal_fen), b=money(plan.social_fen))


def cost_rows(plan: Plan) -> tuple[list[list[object]], list[object]]:
    """Return the cost lines as rows of a ledger, and their total."""
    rows: list[list[object]] = [
        [
            {"text": line.label, "small": line.basis or _("还没写依据")},
            line.quantity,
            yuan(line.amount_fen),
        ]
        for line in plan.lines
    ]
    return rows, [_("合计"), "", yuan(plan.total_fen)]


def mode_sentence(plan: Plan, project: Project) -> str:
    """Say which way of buying was proposed and, where it differs, which one the table gives."""
    table = table_sentence(project.type, plan.total_fen)
    if not plan.procurement_mode:
        return table
    proposed = Mode(plan.procurement_mode)
    try:
        expected = row(project.type, plan.total_fen).mode
    except NoModeForAmount as no:
        return f"{_(proposed.label)}（{sentence(no)}）"
    if proposed is expected:
        return _("%(mode)s，和采购方式表一致", mode=_(proposed.label))
    return _(
        "%(mode)s。按表应当用“%(table)s”，采购时要写理由并由街道领导批准。",
        mode=_(proposed.label),
        table=_(expected.label),
    )


def table_sentence(type_: str, total: Fen) -> str:
    """Say which way of buying the table gives for an amount, and how many quotes it asks."""
    try:
        found = row(type_, total)
    except NoModeForAmount as no:
        return sentence(no)
    words = {"amount": money(total), "mode": _(found.mode.label), "n": found.min_quotes}
    return _("%(amount)s 按采购方式表用“%(mode)s”，至少 %(n)s 家报价。", **words)


def deadline_words(project: Project, case: StoreCase) -> tuple[datetime, int]:
    """Return when the consultation should be done, and in how many working days."""
    days = case.rules.number("limits.consult_working_days")
    return due(project.state_since, days, packaged.work_calendar()), days


def _owners(plan: Plan) -> str:
    if not plan.needs_owner_consent:
        return _("不用到业主的地方")
    if not plan.owner_consent:
        return _("要，还没有")
    return _("%(a)s：%(b)s", a=_(OWNER_CONSENT[plan.owner_consent]), b=plan.owner_consent_note or _("还没写"))
