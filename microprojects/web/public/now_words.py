"""What is going on with a project now, in one sentence, and what presses: a day that is over, an opinion without an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _

from microprojects.domain.actions import Action
from microprojects.domain.corrections import BLACKED
from microprojects.domain.errors import N_
from microprojects.domain.promises import days_late
from microprojects.domain.proposals import seconders_needed
from microprojects.domain.secondings import Support
from microprojects.domain.states import FINAL, State
from microprojects.domain.texts import shortened
from microprojects.domain.workdays import local_day
from microprojects.store.disclosures import NoticeWindow
from microprojects.store.objections import Objection
from microprojects.store.records import ProjectRecord
from microprojects.web import objection_words
from microprojects.web.filters import day, weekday_day
from microprojects.web.windows import Clock

LONGEST = 40
_TO_BE_DONE = (State.CONTRACTED, State.IMPLEMENTING, State.CHANGING, State.SUSPENDED)
_TO_BE_BOUGHT = (State.APPROVED, State.PROCURING)
_TO_BE_FOUND_GOOD = (State.INSPECTING, State.RECTIFYING)


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


def pressing(record: ProjectRecord, at: datetime) -> list[str]:
    """Return what a reader must know before all else: which last day is over, and what nobody answered yet."""
    today = local_day(at)
    told = [_past(record, today), _past_mending(record, today), _unanswered(record, at), _supervisor(record)]
    return [each for each in told if each]


def _past(record: ProjectRecord, today: date) -> str:
    """Return by how many days a work is late by its contract, or before there is one by its plan."""
    state, contract, plan = record.project.state, record.contract, record.plan
    if contract is not None and state in _TO_BE_DONE:
        late = days_late(contract.ends_on, None, today)
        return _("已过合同写的完工日 %(n)s 天。", n=late) if late else ""
    if contract is not None and state in _TO_BE_FOUND_GOOD:
        late = days_late(contract.ends_on, _reported(record), today)
        return _("比合同写的完工日晚 %(n)s 天才报完工。", n=late) if late else ""
    if plan is not None and state in _TO_BE_BOUGHT:
        late = days_late(plan.ends_on, None, today)
        return _("已过方案写的完工日 %(n)s 天。", n=late) if late else ""
    return ""


def _reported(record: ProjectRecord) -> date | None:
    """Return the day on which the work was first reported done."""
    days = (line.at for line in record.journal if line.verb == Action.PROJECT_COMPLETE.value)
    first = next(days, None)
    return local_day(first) if first else None


def _past_mending(record: ProjectRecord, today: date) -> str:
    """Return by how many days the mending after a failed inspection is late."""
    if record.project.state is not State.RECTIFYING or not record.inspections:
        return ""
    late = days_late(record.inspections[-1].rectify_by, None, today)
    return _("已过整改期限 %(n)s 天。", n=late) if late else ""


def _unanswered(record: ProjectRecord, at: datetime) -> str:
    """Return how late the replies to open objections are, by the oldest of them."""
    late = _late(record.objections, at)
    return _("%(n)s 件异议%(late)s。", n=len(late), late=late[0]) if late else ""


def objected(objections: Sequence[Objection], at: datetime) -> str:
    """Return that a notice stands still, and how many objections wait, with how late the reply is."""
    waiting = [each for each in objections if each.is_open]
    if late := _late(waiting, at):
        return _("公示暂停，%(n)s 件异议%(late)s。", n=len(late), late=late[0])
    return _("公示暂停，%(n)s 件异议等答复。", n=len(waiting)) if waiting else _("公示暂停，异议都答复了。")


def _late(objections: Sequence[Objection], at: datetime) -> list[str]:
    open_ones = (each for each in objections if each.is_open and each.outcome is None)
    return [told for each in open_ones if (told := objection_words.late(each, at))]


def _supervisor(record: ProjectRecord) -> str:
    """Return the newest opinion of a supervisor that nobody answered, while the project goes on."""
    if record.project.state in FINAL:
        return ""
    notes = [each for each in record.happenings if each.kind == "note" and not each.more]
    latest = next((each for each in reversed(notes) if each.text != BLACKED), None)
    if latest is None:
        return ""
    return _(
        "监督员%(day)s提了意见，还没有答复：“%(words)s”",
        day=day(latest.at),
        words=shortened(record.wording.read(latest.text), LONGEST),
    )


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
    needed = seconders_needed(project.type, project.theme, record.rules)
    support = Support(have, needed)
    if project.urgent_by_id is not None:
        return _("已提为急事：%(why)s不等附议人数，就进入下一议。", why=project.urgent_reason)
    if not needed:
        return _("事关安全，不用凑附议人数，等社区送到下一议。想支持，也可以附议。")
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
