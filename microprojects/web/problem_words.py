"""What went wrong, each in one plain sentence: made of codes and numbers, so that no words of a person are in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from microprojects.domain.actions import Action
from microprojects.domain.audits import OUTCOMES as AUDITED
from microprojects.domain.disclosures import in_fen
from microprojects.domain.errors import N_
from microprojects.domain.escalations import STEPS
from microprojects.domain.indicators import Rating
from microprojects.domain.money import Fen
from microprojects.domain.objections import GROUNDS, OUTCOMES
from microprojects.domain.open_data.deliberating import DISCLOSURES_OF
from microprojects.domain.problems import Kind, Open
from microprojects.domain.refunds import CAUSES
from microprojects.domain.spending import Event
from microprojects.domain.workdays import day_that_ends, days_over, local_day
from microprojects.store import packaged
from microprojects.store.open_problems import Owed
from microprojects.store.problem_rows import CONTRACT
from microprojects.store.problems import Problem
from microprojects.web.filters import date_iso, money, state_label

Facts = Mapping[str, Any]


def sentence(each: Problem) -> str:
    """Say in one sentence what went wrong."""
    if each.body:
        entry = each.entry
        return _ACTS[Action(entry["verb"])](entry["facts"])
    return _ROWS[each.kind](each)


def owed(each: Owed, at: datetime) -> str:
    """Say in one sentence what is owed, and since when."""
    return _OWED[each.kind](each, _last(each), at)


def day_of(each: Owed) -> date:
    """Return the day by which something is owed; of money that was found to be returned the day of the finding."""
    return local_day(each.due_at) if each.kind is Open.UNRETURNED and each.due_at else _last(each)


def _last(each: Owed) -> date:
    if each.due_at is not None:
        return day_that_ends(each.due_at)
    assert each.due_on is not None
    return each.due_on


def _days(last: date, at: datetime) -> int:
    return (local_day(at) - last).days


def _discontent(each: Problem) -> str:
    if each.words == Rating.FEW or each.number is None:
        return _("居民评议里满意的很少，没有达标，人数不单独写。")
    return _("居民评议的满意率 %(n)s%%，没有达标。", n=each.number)


def _upheld(each: Problem) -> str:
    ground, outcome, step = each.words.split("/")
    if step:
        return _(
            "一件异议（%(ground)s）%(outcome)s，%(step)s这样答的。",
            ground=_(GROUNDS[ground]), outcome=_(OUTCOMES[outcome]), step=_(STEPS[step]),
        )  # fmt: skip
    return _("一件异议（%(ground)s）%(outcome)s。", ground=_(GROUNDS[ground]), outcome=_(OUTCOMES[outcome]))


def _late(each: Problem) -> str:
    ground, step = each.words.split("/")
    assert each.due_at is not None
    over = days_over(each.due_at, each.at, packaged.work_calendar())
    who = _(STEPS[step]) if step else _("社区")
    told = {"ground": _(GROUNDS[ground]), "step": who, "day": date_iso(day_that_ends(each.due_at))}
    if over:
        return _(
            "一件异议（%(ground)s）最晚该在 %(day)s 答复，%(step)s晚了 %(n)s 个工作日才答。", n=over, **told
        )
    return _("一件异议（%(ground)s）最晚该在 %(day)s 答复，%(step)s在期限后的休息日才答。", **told)


def _late_published(each: Problem) -> str:
    assert each.due_at is not None
    over = days_over(each.due_at, each.at, packaged.work_calendar())
    kind, event = each.words.split("/")
    what = _("合同文本") if kind == CONTRACT else _(DISCLOSURES_OF[kind])
    if event:
        what = _("%(what)s（%(event)s）", what=what, event=_(Event(event).label))
    told = {"what": what, "day": date_iso(day_that_ends(each.due_at))}
    if over:
        return _("%(what)s最晚该在 %(day)s 公开，晚了 %(n)s 个工作日。", n=over, **told)
    return _("%(what)s最晚该在 %(day)s 公开，期限后的休息日才公开。", **told)


_ROWS: dict[Kind, Callable[[Problem], str]] = {
    Kind.UPHELD: _upheld,
    Kind.LATE: _late,
    Kind.LATE_PUBLISHED: _late_published,
    Kind.DISCONTENT: _discontent,
}


def _no_quorum(facts: Facts) -> str:
    return _(
        "应到 %(due)s 人，到会 %(present)s 人，不够 %(need)s 人，会没有开成。",
        due=facts.get("due", "–"), present=facts.get("present", "–"), need=facts.get("need", "–"),
    )  # fmt: skip


def _corrected_count(facts: Facts) -> str:
    if facts.get("carried"):
        return _("票数数错了，更正以后还是过线；原来的表决作废。")
    return _("票数数错了，更正以后没有过线；原来的表决作废，项目没有通过。")


def _not_accepted(facts: Facts) -> str:
    return _(
        "验收有 %(n)s 项不合格，最晚 %(day)s 整改完。",
        n=facts.get("failed", "–"), day=facts.get("rectify_by", "–"),
    )  # fmt: skip


def _cancelled(facts: Facts) -> str:
    fen = in_fen(facts.get("released_fen"))
    return _("项目终止，%(fen)s退回社区。", fen=money(fen)) if fen else _("项目终止。")


def _money_back(facts: Facts) -> str:
    cause = CAUSES.get(str(facts.get("cause", "")), N_("追回款项"))
    return _("%(cause)s：%(fen)s。", cause=_(cause), fen=money(_fen(facts, "amount_fen")))


def _corrected(facts: Facts) -> str:
    told = _("公开的内容更正了，现在看第 %(n)s 版。", n=facts.get("version", "–"))
    return told + _("公示期重新算。") if facts.get("window") == "restarted" else told


def _audited(facts: Facts) -> str:
    fen, outcome = _fen(facts, "refund_fen"), _(AUDITED[str(facts["outcome"])])
    if fen:
        return _("抽查审计的结论：%(outcome)s，%(fen)s。", outcome=outcome, fen=money(fen))
    return _("抽查审计的结论：%(outcome)s。", outcome=outcome)


def _split(facts: Facts) -> str:
    others = _("、").join(str(each) for each in facts.get("split_with", []))
    return _("监督员认定它和 %(others)s 是拆开的一个项目。", others=others)


def _fen(facts: Facts, name: str) -> Fen:
    return in_fen(facts.get(name)) or Fen(0)


_ACTS: dict[Action, Callable[[Facts], str]] = {
    Action.MEETING_CLOSE: _no_quorum,
    Action.PROJECT_RECONSIDER: lambda _facts: _("异议成立，方案要改，退回再议；原来的表决作废。"),
    Action.VOTE_CORRECT: _corrected_count,
    Action.PROJECT_FAIL_INSPECTION: _not_accepted,
    Action.PROJECT_CANCEL: _cancelled,
    Action.PROJECT_STOP_UNRATIFIED: lambda _facts: _("应急先办的，逾期没有追认或被否决，项目终止。"),
    Action.PROJECT_STOP_UPHELD: lambda _facts: _("异议成立，不合法或做不成，项目终止。"),
    Action.REFUND_RECORD: _money_back,
    Action.DISCLOSURE_CORRECT: _corrected,
    Action.DISCLOSURE_TAKE_DOWN: lambda _facts: _("公开的一版撤下了，曾经公开过仍看得到。"),
    Action.AUDIT_RECORD: _audited,
    Action.SPLITTING_JUDGE: _split,
}


def _unanswered(each: Owed, last: date, at: datetime) -> str:
    ground, step = each.words.split("/")
    assert each.due_at is not None
    over = days_over(each.due_at, at, packaged.work_calendar())
    return _(
        "一件异议（%(ground)s）最晚该在 %(day)s 由%(step)s答复，已过 %(n)s 个工作日，还没有答。",
        ground=_(GROUNDS[ground]), step=_(STEPS[step]) if step else _("社区"), day=date_iso(last), n=over,
    )  # fmt: skip


def _unfinished(each: Owed, last: date, at: datetime) -> str:
    return _(
        "合同约定最晚 %(day)s 完工，已过 %(n)s 天，现在是“%(state)s”。",
        day=date_iso(last), n=_days(last, at), state=state_label(each.state),
    )  # fmt: skip


def _unreturned(each: Owed, _last: date, _at: datetime) -> str:
    return _("审计查出要退的钱，还差 %(fen)s没有退回。", fen=money(Fen(each.fen or 0)))


def _unpaid(_each: Owed, last: date, at: datetime) -> str:
    return _("质保期到 %(day)s，已过 %(n)s 天，质保金还没有付。", day=date_iso(last), n=_days(last, at))


def _unpublished(_each: Owed, last: date, at: datetime) -> str:
    return _(
        "合同文本最晚该在 %(day)s 公开，已过 %(n)s 天，还没有公开。", day=date_iso(last), n=_days(last, at)
    )


_OWED: dict[Open, Callable[[Owed, date, datetime], str]] = {
    Open.UNANSWERED: _unanswered,
    Open.UNFINISHED: _unfinished,
    Open.UNRETURNED: _unreturned,
    Open.UNPAID: _unpaid,
    Open.UNPUBLISHED: _unpublished,
}
