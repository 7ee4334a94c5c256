"""The words of one project's page: what is now, the plan as pairs, the payments as rows, the objections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext as _

from microprojects.domain.calendar import Unit, Window, day_number
from microprojects.domain.consultations import BODIES, CONCLUSIONS
from microprojects.domain.declines import GROUNDS
from microprojects.domain.errors import N_
from microprojects.domain.evaluations import verdict
from microprojects.domain.money import Fen, yuan
from microprojects.domain.privacy import small_cell
from microprojects.domain.procurement_modes import Mode
from microprojects.domain.proposal_words import REAL
from microprojects.domain.proposals import UNIT, seconders_needed
from microprojects.domain.secondings import Support
from microprojects.domain.states import State
from microprojects.domain.workdays import end_of_day, local_day
from microprojects.store import packaged
from microprojects.store.disclosures import NoticeWindow
from microprojects.store.projects import Project
from microprojects.store.records import ProjectRecord
from microprojects.web.file_addresses import file_address
from microprojects.web.filters import date_iso, money, proposer_label, weekday_day
from microprojects.web.picture_sizes import picture_size
from microprojects.web.windows import Clock

SUPPORT = 5


def window_day(window: NoticeWindow, today: date) -> int:
    """Return which day of its notice a window has reached on a day."""
    unit: Unit = "working" if window.unit == "working" else "calendar"
    laid = Window(
        local_day(window.posted_at), window.first_day, window.last_day, window.days, unit, window.served
    )
    noon = end_of_day(today) - timedelta(hours=12)
    return day_number(laid, noon, packaged.work_calendar())


def now_sentence(record: ProjectRecord, clock: Clock | None = None) -> str:
    """Return one sentence that says what is going on and what comes next; `clock` is that of a notice."""
    project, window = record.project, record.window
    if clock is not None and clock.is_over:
        return _("公示期满了，接着办下一步。")
    if window is not None and window.paused_at and project.state in (State.NOTICING, State.RESULT_NOTICE):
        return _standing_sentence(window)
    if project.state is State.NOTICING and window is not None:
        return _("正在公示决议，到%(day)s 24 时截止。有意见请在截止前说。", day=weekday_day(window.last_day))
    if project.state is State.RESULT_NOTICE and window is not None:
        return _("正在公示结果，到%(day)s 24 时截止。", day=weekday_day(window.last_day))
    if project.state is State.NOTICING:
        return _("议事会的决定与居民投票不同，还没有写理由。理由写了，决议才公示。")
    if project.state is State.OBJECTED:
        return _objected_sentence(record)
    if project.state is State.ACCEPTED:
        return _seconding_sentence(record)
    return _(_NOW[project.state]) if project.state in _NOW else ""


def _standing_sentence(window: NoticeWindow) -> str:
    """Return why the clock of a notice stands though nobody objected."""
    if window.awaits_posting and window.disclosure.taken_down_at is None:
        return _("公示期从张贴之日起算，还没有张贴。贴上公告栏以后再满 %(n)s 天。", n=window.days)
    return _("公开的版本撤下了，公示停着。新版本公开以后，重新满天数。")


def _objected_sentence(record: ProjectRecord) -> str:
    """Return where the objections to a decision stand, and what they lead to."""
    waiting = sum(each.is_open for each in record.objections)
    if waiting:
        return _("有人提出异议，公示暂停。还有 %(n)s 件等书面答复，答复会公开。", n=waiting)
    effects = {each.leads_to for each in record.objections if each.settled_at is None}
    if "unlawful" in effects:
        return _("异议成立，这件事不合法或做不成，要终止。")
    if "substance" in effects:
        return _("异议成立，要改方案重新表决。")
    return _("异议都答复了，监督员看过以后接着公示。")


def _seconding_sentence(record: ProjectRecord) -> str:
    """Return how many neighbours second a proposal and how many are missing."""
    project, have = record.project, record.sums.seconders
    support = Support(have, seconders_needed(project.type, project.theme, record.rules))
    if project.urgent_by_id is not None:
        return _("已提为急事：%(why)s不等附议人数，就进入下一议。", why=project.urgent_reason)
    if support.short:
        return _("%(have)s 人附议，还差 %(n)s 人。人数够了，就进入下一议。", have=have, n=support.short)
    return _("%(have)s 人附议，够了，等社区送到下一议。", have=have)


_NOW: dict[State, str] = {
    State.SUBMITTED: N_("社区正在看这份提议，还没有公开。"),
    State.RETURNED: N_("提议退回补正，等提议人补好。"),
    State.CONSULTING: N_("社区、党委和街道正在商议：能不能做、要多少钱、谁来管。"),
    State.DEFERRED: N_("暂缓，放进储备，以后可以再议。"),
    State.READY: N_("方案定了，等上会表决。"),
    State.POLLING: N_("正在居民投票。票数在截止、计票以后公布。"),
    State.SCHEDULED: N_("已列入会议议程，等开会表决。"),
    State.VOTING: N_("会上正在表决。票数在表决结束后公布。"),
    State.TABLED: N_("会上搁置了，等下一次会议再议。"),
    State.APPROVED: N_("已经立项，钱留好了，等采购。"),
    State.PROCURING: N_("街道正在采购：比价、选单位。"),
    State.CONTRACTED: N_("合同签了，等开工。"),
    State.IMPLEMENTING: N_("正在做。每一笔付款、每次进度都在下面。"),
    State.CHANGING: N_("合同要变更，正在审批。审批期间不施工，变更的内容在下面。"),
    State.SUSPENDED: N_("暂停施工，原因和预计恢复的日子在下面。"),
    State.INSPECTING: N_("做完了，等验收。居民代表和监督员参加。"),
    State.RECTIFYING: N_("验收有不合格的地方，正在整改。"),
    State.SETTLING: N_("验收合格，正在结算。"),
    State.EVALUATING: N_("请居民打分：有没有用、做得好不好、公开得够不够。"),
    State.CLOSED: N_("办结了。记录不再改动，只能追加更正。"),
    State.REJECTED: N_("表决没有过线，这次不做。提议人可以改好再提。"),
    State.DECLINED: N_("不在可办的范围内，理由写在下面。"),
    State.REFERRED: N_("不归民生微实事办，已转给该管的单位。"),
    State.WITHDRAWN: N_("提议人撤回了。"),
    State.CANCELLED: N_("项目终止了，理由和退回的钱写在下面。"),
}


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
        "%(why)s依据：%(rule)s（%(code)s，%(source)s）。%(instead)s",
        why=project.decline_reason,
        rule=_(ground.rule),
        code=ground.code,
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
            pairs.append((_("工期"), span))
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
    """Return what the bodies said: who, conclusion, words."""
    said = []
    for each in record.happenings:
        if each.kind == "opinion":
            body, conclusion = each.more.split("/", 1)
            said.append((_(BODIES[body]), _(CONCLUSIONS[conclusion]), record.wording.read(each.text)))
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
