"""The words of one project's page: why it was not done, the plan as pairs, its costs, what was said."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext as _

from microprojects.domain.calendar import Unit, Window, day_number
from microprojects.domain.consultations import BODIES, CONCLUSIONS
from microprojects.domain.declines import GROUNDS
from microprojects.domain.evaluations import verdict
from microprojects.domain.money import Fen, yuan
from microprojects.domain.privacy import small_cell
from microprojects.domain.procurement_modes import Mode
from microprojects.domain.proposal_words import REAL
from microprojects.domain.proposals import UNIT
from microprojects.domain.states import State
from microprojects.domain.workdays import end_of_day, local_day
from microprojects.store import packaged
from microprojects.store.disclosures import NoticeWindow
from microprojects.store.projects import Project
from microprojects.store.records import ProjectRecord
from microprojects.web.file_addresses import file_address
from microprojects.web.filters import date_iso, money, proposer_label
from microprojects.web.picture_sizes import picture_size

SUPPORT = 5


def window_day(window: NoticeWindow, today: date) -> int:
    """Return which day of its notice a window has reached on a day."""
    unit: Unit = "working" if window.unit == "working" else "calendar"
    laid = Window(
        local_day(window.posted_at), window.first_day, window.last_day, window.days, unit, window.served
    )
    noon = end_of_day(today) - timedelta(hours=12)
    return day_number(laid, noon, packaged.work_calendar())


def stop_words(record: ProjectRecord) -> str:
    """Return the public reason for which a project was not done, if it was not."""
    project = record.project
    match project.state:
        case State.DECLINED:
            return _decline_words(project)
        case State.REFERRED:
            return _("转给%(who)s。%(why)s", who=project.receiver, why=project.refer_reason)
        case State.DEFERRED:
            return project.defer_reason
        case State.CANCELLED:
            return project.stop_reason
        case _:
            return ""


def _decline_words(project: Project) -> str:
    """Return the reason of a decline with its ground, and where to go instead."""
    ground = GROUNDS.get(project.decline_code or "")
    if ground is None:
        return project.decline_reason
    return _(
        "%(why)s依据：%(rule)s（%(source)s）。%(instead)s",
        why=project.decline_reason,
        rule=_(ground.rule),
        source=_(ground.source),
        instead=_(ground.instead),
    )


def plan_pairs(record: ProjectRecord) -> list[tuple[str, str]]:
    """Return the plan, or before there is one the proposal, as label and value."""
    project, plan = record.project, record.plan
    # A unit is named; a person's name is shown in full only while their separate consent to it stands.
    agreed = project.proposer_display == REAL and project.proposer.name_shown_since is not None
    shown = project.proposer_kind == UNIT or agreed
    label = project.proposer.name if shown else proposer_label(project.proposer.name)
    pairs = [
        (_("地点"), (plan and plan.place) or project.place),
        (_("受益"), f"{project.beneficiary_group}，{small_cell(project.beneficiaries, SUPPORT)} {_('人')}"),
        (_("提议人"), label),
    ]
    if plan is not None:
        if plan.starts_on and plan.ends_on:
            span = _("%(a)s 至 %(b)s", a=date_iso(plan.starts_on), b=date_iso(plan.ends_on))
            pairs.append((_("计划工期"), span))
        if plan.procurement_mode:
            pairs.append((_("采购"), _mode(plan.procurement_mode)))
        if record.contract is not None:
            pairs.append((_("实施单位"), record.contract.supplier.name))
        pairs += [
            (words, value)
            for words, value in (
                (_("预期成果"), plan.expected_result),
                (_("管护"), plan.aftercare_owner),
                (_("责任单位"), plan.responsible_unit),
                (_("超上限理由"), plan.over_cap_reason),
            )
            if value
        ]
    return pairs


def _mode(code: str) -> str:
    known = {mode.value: mode.label for mode in Mode}
    return _(known[code]) if code in known else code


def cost_rows(record: ProjectRecord) -> tuple[list[list[object]], list[object]]:
    """Return the cost lines as rows of a ledger and their total."""
    plan = record.plan
    lines = plan.lines if plan is not None and plan.lines else record.project.lines
    rows: list[list[object]] = [
        [{"text": line.label, "small": getattr(line, "basis", "")}, line.quantity, yuan(line.amount_fen)]
        for line in lines
    ]
    return rows, [_("合计"), "", yuan(Fen(sum(line.amount_fen for line in lines)))]


def source_sentence(record: ProjectRecord) -> str:
    """Return where the money comes from."""
    project, plan = record.project, record.plan
    fiscal = project.approved_fiscal_fen or (plan.fiscal_fen if plan else Fen(0))
    social = project.approved_social_fen or (plan.social_fen if plan else Fen(0))
    if not fiscal and not social:
        return ""
    if not social:
        return _("资金来源：财政 %(fiscal)s。", fiscal=money(fiscal))
    return _(
        "资金来源：财政 %(fiscal)s，自筹 %(social)s（已到账 %(received)s）。",
        fiscal=money(fiscal),
        social=money(social),
        received=money(Fen(record.sums.social_received_fen)),
    )


def opinions(record: ProjectRecord) -> list[tuple[str, str, str]]:
    """Return what the bodies said: who, and which time where they spoke more than once, conclusion, words."""
    given = [each for each in record.happenings if each.kind == "opinion"]
    times = Counter(each.more.split("/", 1)[0] for each in given)
    so_far: Counter[str] = Counter()
    said = []
    for each in given:
        body, conclusion = each.more.split("/", 1)
        so_far[body] += 1
        who = _(BODIES[body])
        if max(times.values()) > 1:
            who = _("%(who)s，第 %(n)s 次", who=who, n=so_far[body])
        said.append((who, _(CONCLUSIONS[conclusion]), record.wording.read(each.text)))
    return said


@dataclass(frozen=True)
class Picture:
    """One picture of the place; see the macro `photos`."""

    src: str
    alt: str
    words: str
    width: int | None = None
    height: int | None = None


def pictures(record: ProjectRecord) -> list[Picture]:
    """Return the public pictures, before the work first."""
    order = {"proposal": 0, "photo_before": 1, "notice_board_photo": 2, "progress": 3, "photo_after": 4}
    images = [f for f in record.files if f.media_type.startswith("image/") and f.purpose in order]
    images.sort(key=lambda f: (order[f.purpose], f.id))
    return [
        Picture(
            url_for("public_files.original", attachment_id=f.id, name=file_address(f)),
            f.caption or f.name,
            f"{date_iso(f.added_at)}，{f.caption or f.name}",
            *picture_size(f.sha256),
        )
        for f in images
    ]


def satisfaction(record: ProjectRecord, at: datetime) -> str:
    """Return how satisfied the residents are once all have answered, with small numbers left out.

    While answers come in, a share would tell by its changes what each of them said.
    """
    answers, satisfied = record.sums.answers, record.sums.satisfied
    limit = record.rules.number("privacy.small_cell")
    if not answers:
        return ""
    if record.survey is not None and at < record.survey.closes_at:
        return _("已有 %(n)s 人评议，截止后公布结果。", n=answers)
    if answers < limit:
        return _("收到的评议少于 %(n)s 份，不单独公布。", n=limit)
    match verdict(answers, satisfied, limit=limit):
        case "most":
            return _("%(n)s 人评议，只有少数人不满意，人数不单独公布。", n=answers)
        case "few":
            return _("%(n)s 人评议，只有少数人满意，人数不单独公布。", n=answers)
    return _("%(n)s 人评议，满意 %(p)s%%。", n=answers, p=satisfied * 100 // answers)
