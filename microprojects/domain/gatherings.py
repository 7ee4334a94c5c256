"""Gatherings of residents beside the council: when they are called, what stands on their list, how each matter ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from microprojects.domain.cases import Case
from microprojects.domain.errors import N_, BadValue, Refusal
from microprojects.domain.gathering_kinds import Asks, Ending, GatheringKind, SignUp
from microprojects.domain.meetings import earliest_start
from microprojects.domain.workdays import SHANGHAI, local_day

STATES = ("planned", "open", "closed", "cancelled")
SUBJECTS = ("topic", "project", "report")  # what stands on the list of a gathering
# How the house answers a statement.
ANSWERS: dict[str, str] = {"adopted": N_("采纳"), "partly": N_("部分采纳"), "declined": N_("不采纳")}
STANCES: dict[str, str] = {"for": N_("赞成"), "against": N_("反对"), "other": N_("建议")}
FURTHEST = timedelta(days=366)
LONGEST_TOPIC = 500
LONGEST_WORDS = 2000


class TooSoonToHold(Refusal):
    """The gathering would come before its notice has been long enough."""

    code = "gathering-too-soon"
    message = N_("“%(kind)s”要提前 %(days)s 天公告，最早可以定在 %(earliest)s。请换一个日子。")


class NotOfThisKind(Refusal):
    """The kind of gathering does not have this part."""

    code = "not-of-this-kind"
    message = N_("“%(kind)s”没有这一步。请看这种会能办哪些事。")


class GatheringOver(Refusal):
    """The gathering has ended or was called off."""

    code = "gathering-over"
    message = N_("这次会已经结束或取消，不能再改。请看会上的结果，或等下一次会。")


class GatheringNotOpen(Refusal):
    """The gathering is not being held at this moment."""

    code = "gathering-not-open"
    message = N_("这次会还没有宣布开始，或已经结束。请先宣布开始，再登记。")


class GatheringOpen(Refusal):
    """What must be done before the gathering begins comes too late."""

    code = "gathering-open"
    message = N_("会已经开始，这一步要在开会前办。")


class NothingOnTheList(Refusal):
    """A gathering without a single matter is not held."""

    code = "nothing-on-the-list"
    message = N_("这次会还没有一件要谈的事。请先登记话题或列入项目，再宣布开始。")


class MattersLeft(Refusal):
    """The gathering does not end before each of its matters has."""

    code = "matters-left"
    message = N_("还有 %(left)s 件没有结果：%(which)s。请先写明每一件怎么办，再散会。")


class MatterEnded(Refusal):
    """The matter has its ending already."""

    code = "matter-ended"
    message = N_("这一件已经有结果。结果不改；有新情况，请在下次会上再提。")


class StatementsUnanswered(Refusal):
    """A hearing does not end a matter while something that was said on it is unanswered."""

    code = "statements-unanswered"
    message = N_("还有 %(left)s 条意见没有写明采不采纳。请逐条写明理由，再下结论。")


class NotPromised(Refusal):
    """The matter was not promised by a day, so there is nothing to report."""

    code = "not-promised"
    message = N_("这一件没有定期限，或已经报过办完。请看会上的结果。")


class MarksDoNotAddUp(Refusal):
    """More marks were counted than people came."""

    code = "marks-do-not-add-up"
    status = 422
    message = N_("到会 %(attended)s 人，打分的票却有 %(given)s 张。请重新点一遍再填。")


class SignUpClosed(Refusal):
    """Nobody signs up any more."""

    code = "sign-up-closed"
    message = N_("报名到 %(until)s 截止，现在不能再报。请到会旁听，或在网上留言。")


class SignUpRuns(Refusal):
    """Lots are drawn after the sign-up has ended."""

    code = "sign-up-runs"
    message = N_("报名还没有截止，到 %(until)s 才能抽签定人。请到那时再办。")


class TooFewSignedUp(Refusal):
    """Fewer signed up than the kind asks for."""

    code = "too-few-signed-up"
    message = N_("报名 %(have)s 人，最少要 %(least)s 人。请取消这次会，另定日子，多通知几家。")


class DrawnAlready(Refusal):
    """Who takes part was drawn."""

    code = "drawn-already"
    message = N_("已经定过人，名单不再改。请看会的页面。")


class NotDrawn(Refusal):
    """Who takes part has not been drawn yet."""

    code = "not-drawn"
    message = N_("还没有定谁参加。请先抽签定人，再宣布开始。")


class GatheringMissing(Refusal):
    """The scheme asks for a gathering that has not dealt with the project yet."""

    code = "gathering-missing"
    message = N_(
        "这一步之前要先开“%(kind)s”，会上议过这个项目并同意往下办。请把项目列进一次“%(kind)s”，开完再办。"
    )


class ReviewMissing(Refusal):
    """The scheme asks for a review that has not been held yet."""

    code = "review-missing"
    message = N_("这一步之前要先开“%(kind)s”，评过这个项目。请把项目列进一次“%(kind)s”，评完再办。")


def gathering_held(case: Case) -> None:
    """Refuse to leave a deliberation whose gathering has not let the project go on."""
    missing = case.gathering_missing
    if missing:
        raise GatheringMissing(kind=missing)


def reviewed_before(case: Case) -> None:
    """Refuse to put a project on an agenda before the review that the scheme asks for."""
    _reviewed(case, "before")


def reviewed_after(case: Case) -> None:
    """Refuse to close a file before the review that the scheme asks for."""
    _reviewed(case, "after")


def _reviewed(case: Case, when: str) -> None:
    missing = case.reviews_missing.get(when)
    if missing:
        raise ReviewMissing(kind=missing)


def notice_long_enough(kind: GatheringKind, starts_at: datetime, *, at: datetime) -> None:
    """Refuse a moment that is too near for the notice, or too far.

    Raises:
        TooSoonToHold: with the first day that would do.
        BadValue: it is more than a year ahead.
    """
    earliest = earliest_start(at, kind.notice_days)
    if starts_at < earliest or starts_at <= at:
        raise TooSoonToHold(kind=kind.title, days=kind.notice_days, earliest=earliest.strftime("%Y-%m-%d"))
    if starts_at > at + FURTHEST:
        raise BadValue(field=N_("开会时间"), why=N_("要在一年以内"))


def sign_up_ends(sign_up: SignUp, starts_at: datetime) -> datetime:
    """Return the instant at which the sign-up closes: midnight in Shanghai, so many days before."""
    local = starts_at.astimezone(SHANGHAI)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=sign_up.closes_days)


def require_sign_up_open(sign_up: SignUp, starts_at: datetime, *, at: datetime) -> None:
    """Refuse to sign up after the end.

    Raises:
        SignUpClosed: with the moment at which it ended.
    """
    ends = sign_up_ends(sign_up, starts_at)
    if at >= ends:
        raise SignUpClosed(until=_said(ends))


def require_drawable(sign_up: SignUp, starts_at: datetime, *, have: int, at: datetime) -> None:
    """Refuse to draw lots too early, or among too few.

    Raises:
        SignUpRuns: somebody could still sign up.
        TooFewSignedUp: fewer did than the kind asks for.
    """
    ends = sign_up_ends(sign_up, starts_at)
    if at < ends:
        raise SignUpRuns(until=_said(ends))
    if have < sign_up.least:
        raise TooFewSignedUp(have=have, least=sign_up.least)


def require_ending(ending: Ending | None, *, due_on: date | None, receiver: str, at: datetime) -> Ending:
    """Return an ending whose words are there: by when and by whom, where it asks.

    Raises:
        BadValue: the kind has no such ending, or what it asks for is missing.
    """
    if ending is None:
        raise BadValue(field=N_("怎么办"), why=N_("不在可选的几种里"))
    if Asks.DUE in ending.asks and (due_on is None or due_on < local_day(at)):
        raise BadValue(field=N_("哪天办完"), why=N_("要写今天或以后的一天"))
    if Asks.RECEIVER in ending.asks and not receiver:
        raise BadValue(field=N_("谁来办"), why=N_("要写单位或岗位"))
    return ending


def require_marks(kind: GatheringKind, marks: Mapping[str, int], *, attended: int) -> None:
    """Let marks pass that are of the kind's levels, and no more than people came.

    Raises:
        BadValue: a level is not the kind's, a number is below zero, or nobody marked.
        MarksDoNotAddUp: there are more marks than people.
    """
    known = {level.word for level in kind.levels}
    given = sum(marks.values())
    if set(marks) != known or min(marks.values(), default=-1) < 0 or given == 0:
        raise BadValue(field=N_("打分"), why=N_("每一等都要填几票，没有填 0，合起来至少一票"))
    if given > attended:
        raise MarksDoNotAddUp(attended=attended, given=given)


def warned_twice(kind: GatheringKind, marks: Mapping[str, int], before: Mapping[str, int] | None) -> bool:
    """Return whether a report was marked so at this gathering and at the last one before that it is a warning."""
    return before is not None and kind.warns(marks) and kind.warns(before)


def _said(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
