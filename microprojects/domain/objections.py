"""The window of a disclosure, the objections inside it, and what they lead to."""

from __future__ import annotations

from datetime import datetime, timedelta

from microprojects.domain.cases import Case, NoticeFacts
from microprojects.domain.errors import N_, BadValue, Refusal
from microprojects.domain.workdays import SHANGHAI

GROUNDS: dict[str, str] = {
    "scope": N_("不符合范围"),
    "procedure": N_("程序违规"),
    "amount": N_("金额不实"),
    "neighbours": N_("影响相邻权益"),
    "interest": N_("利益冲突"),
    "duplicate": N_("重复建设"),
    "other": N_("其他"),
}
OUTCOMES: dict[str, str] = {
    "upheld": N_("成立"),
    "partly": N_("部分成立"),
    "dismissed": N_("不成立"),
    "inadmissible": N_("不予受理"),
}
CHANNELS: dict[str, str] = {"online": N_("网上"), "paper": N_("书面"), "oral": N_("口头")}
EFFECTS: dict[str, str] = {
    "none": N_("方案不变，继续公示"),
    "substance": N_("方案要改，退回再议"),
    "unlawful": N_("不合法或做不成，终止项目"),
}
# Only an objection that is right, at least in part, can change anything.
_EFFECTIVE = frozenset({"upheld", "partly"})
# Why the votes on a project no longer count once an objection sent it back.
VOIDED = N_("异议成立，方案要改，须重新表决")
LONGEST_FACTS = 2000
LONGEST_WISH = 500
LONGEST_CONTACT = 60
LONGEST_REPLY = 4000
LONGEST_REASON = 500


class WindowRunning(Refusal):
    """The window has not ended yet."""

    code = "window-running"
    message = N_("公示还没有结束，到 %(last)s 24 时截止。请到期后再办。")


class WindowOver(Refusal):
    """The window has ended; an objection comes too late to pause it."""

    code = "window-over"
    message = N_("公示已于 %(last)s 24 时截止。您仍可到社区窗口反映，或向街道投诉。")


class WindowPaused(Refusal):
    """The clock of the window stands still because of objections."""

    code = "window-paused"
    message = N_("公示正在暂停，等异议答复。请先答复异议，再继续。")


class NotPosted(Refusal):
    """The days of the notice begin when it hangs on the board, and nobody has shown that it does."""

    code = "not-posted"
    message = N_("公示期从张贴之日起算，还没有张贴。请先打印、贴到公告栏、拍照登记，公示满了再办。")


class NoWindow(Refusal):
    """Nothing is on notice."""

    code = "no-window"
    message = N_("这个项目现在没有在公示。请看项目页上的进度。")


class ObjectionsOpen(Refusal):
    """Objections stand without a reply."""

    code = "objections-open"
    message = N_("还有 %(count)s 件异议没有书面答复。请逐件答复，答复会公开。")


class ReviewMissing(Refusal):
    """The supervisor has not seen every reply."""

    code = "review-missing"
    message = N_("还有 %(count)s 件答复没有经评议监督员看过。请提醒监督员。")


class UpheldInSubstance(Refusal):
    """An upheld objection asks for another plan; the notice cannot simply go on."""

    code = "upheld-in-substance"
    message = N_("有异议成立，方案要改。不能继续公示，请退回再议，或终止项目。")


class NothingUpheld(Refusal):
    """No objection was upheld in that way."""

    code = "nothing-upheld"
    message = N_("没有这样成立的异议。请先写答复，写明成立。")


class NotFiled(Refusal):
    """The street has not filed the resolution."""

    code = "not-filed"
    message = N_("街道还没有备案。请街道领导先备案，再立项。")


class ResolutionMissing(Refusal):
    """No valid resolution stands behind the project, or what was published is not what was voted on."""

    code = "resolution-missing"
    message = N_("没有合格的决议，或公开的方案和表决时的不一样。请核对记账码，重新表决。")


class OpenAlready(Refusal):
    """One person has one open objection to one project at a time."""

    code = "objection-open-already"
    message = N_("您对这个项目的异议还在处理，一人一件。请等答复；要补充，可以先撤回再重提。")


class WhoObjects(Refusal):
    """An objection is made under a real name, which only the handlers see."""

    code = "who-objects"
    status = 422
    message = N_("异议要写明是谁提的，姓名只有经办人能看到。请填姓名，或选已登记的居民。")


class RepliedAlready(Refusal):
    """The reply has been given; it stays as it was written."""

    code = "replied-already"
    message = N_("这件异议已经答复，答复不能改。请看项目页上的答复。")


class WithdrawnAlready(Refusal):
    """The person took the objection back."""

    code = "objection-withdrawn"
    message = N_("这件异议已经撤回，不用再办。请刷新页面。")


class NotRepliedYet(Refusal):
    """There is no reply to look at."""

    code = "not-replied-yet"
    message = N_("这件异议还没有书面答复，现在没有可看的。请等经办人答复。")


class EffectNeedsRight(Refusal):
    """A dismissed objection changes nothing."""

    code = "effect-needs-right"
    status = 422
    message = N_("结论是“%(outcome)s”，就不能写“%(effect)s”。要改方案或终止，结论须是成立或部分成立。")


class SameReviewer(Refusal):
    """Who wrote the reply, or objected, does not look at it for the public."""

    code = "same-reviewer"
    status = 403
    message = N_("答复是您写的，或异议是您提的，不能由您来复看。请让另一位监督员看。")


class PlanUnchanged(Refusal):
    """The plan is still the one to which an objection was upheld."""

    code = "plan-unchanged"
    message = N_("异议成立，方案要改；现在的方案、费用和资金来源还和表决过的一样。请先改好方案，再结束商议。")


def check_outcome(outcome: str, effect: str) -> None:
    """Refuse an outcome that is none, and an effect that does not follow from it.

    Raises:
        BadValue: no such outcome or effect.
        EffectNeedsRight: only an upheld objection, whole or in part, changes something.
    """
    if outcome not in OUTCOMES:
        raise BadValue(field=N_("结论"), why=N_("请从四种结论里选一种"))
    if effect not in EFFECTS:
        raise BadValue(field=N_("怎么办"), why=N_("请从三种办法里选一种"))
    if effect != "none" and outcome not in _EFFECTIVE:
        raise EffectNeedsRight(outcome=OUTCOMES[outcome], effect=EFFECTS[effect])


def window_running(case: Case) -> None:
    """Refuse an objection outside the window."""
    require_running(case.notice, case.at)


def require_running(notice: NoticeFacts | None, at: datetime) -> None:
    """Refuse an objection where nothing is on notice, or after its last evening; a pause keeps it open.

    Raises:
        NoWindow, WindowOver.
    """
    if notice is None:
        raise NoWindow
    if not notice.paused and at >= notice.ends_at:
        raise WindowOver(last=_last_day(notice))


def window_over(case: Case) -> None:
    """Refuse before the window has ended, while it is paused or waits for its sheet to hang."""
    if case.notice is None:
        raise NoWindow
    if case.notice.awaits_posting:
        raise NotPosted
    if case.notice.paused:
        raise WindowPaused
    if case.at < case.notice.ends_at:
        raise WindowRunning(last=_last_day(case.notice))


def _last_day(notice: NoticeFacts) -> str:
    return (notice.ends_at - timedelta(seconds=1)).astimezone(SHANGHAI).strftime("%Y-%m-%d")


def objections_answered(case: Case) -> None:
    """Refuse while an objection has no reply."""
    if case.objections_open:
        raise ObjectionsOpen(count=case.objections_open)


def has_open_objection(case: Case) -> None:
    """Refuse to pause the clock when nothing was filed."""
    if not case.objections_open:
        raise NothingUpheld


def replies_reviewed(case: Case) -> None:
    """Refuse while the supervisor has not seen every reply."""
    if case.objections_unreviewed:
        raise ReviewMissing(count=case.objections_unreviewed)


def none_upheld_in_substance(case: Case) -> None:
    """Refuse to go on when an upheld objection asks for another plan or for the end."""
    if case.upheld_in_substance or case.upheld_as_unlawful:
        raise UpheldInSubstance


def some_upheld_in_substance(case: Case) -> None:
    """Refuse to go back without an upheld objection that changes the plan."""
    if not case.upheld_in_substance:
        raise NothingUpheld


def plan_changed(case: Case) -> None:
    """Refuse to conclude on the very plan that an upheld objection sent back."""
    if case.plan_as_objected:
        raise PlanUnchanged


def some_upheld_as_unlawful(case: Case) -> None:
    """Refuse to end the project without an objection upheld as unlawful or impossible."""
    if not case.upheld_as_unlawful:
        raise NothingUpheld


def filed_if_required(case: Case) -> None:
    """Refuse without the street's filing where the programme asks for it."""
    if case.rules.flag("approval_after_vote") and not case.filed:
        raise NotFiled


def resolution_holds(case: Case) -> None:
    """Refuse without a carried vote on exactly the dossier that was published (I1, I7)."""
    if not (case.resolution_holds and case.published_dossier_matches):
        raise ResolutionMissing
