"""The window of a disclosure, the objections inside it, and what they lead to."""

from __future__ import annotations

from microprojects.domain.cases import Case
from microprojects.domain.errors import N_, Refusal
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


def window_running(case: Case) -> None:
    """Refuse an objection outside the window."""
    if case.notice is None:
        raise NoWindow
    if not case.notice.paused and case.at >= case.notice.ends_at:
        raise WindowOver(last=_last_day(case))


def window_over(case: Case) -> None:
    """Refuse before the window has ended or while it is paused."""
    if case.notice is None:
        raise NoWindow
    if case.notice.paused:
        raise WindowPaused
    if case.at < case.notice.ends_at:
        raise WindowRunning(last=_last_day(case))


def _last_day(case: Case) -> str:
    if case.notice is None:
        return ""
    from_end = case.notice.ends_at.timestamp() - 1
    return case.notice.ends_at.fromtimestamp(from_end, SHANGHAI).strftime("%Y-%m-%d")


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
