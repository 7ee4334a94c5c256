"""Challenges of a poll's count: who doubts it says why while the result is on show, and is answered before it is final.

Source: voting research, section 5.5 (challenge period of five days; the result is certified after it).
"""

from __future__ import annotations

from datetime import datetime

from microprojects.domain.errors import N_, BadValue, Refusal
from microprojects.domain.objections import CHANNELS
from microprojects.domain.polls import PollState, challenge_ends, wall

GROUNDS: dict[str, str] = {
    "receipt": N_("我的回执号没有计入"),
    "count": N_("票数数错了"),
    "rule": N_("没有照定死的规则计"),
    "roll": N_("名册不对，或有人冒投"),
    "process": N_("程序不对"),
    "other": N_("其他"),
}
UPHELD, DISMISSED = "upheld", "dismissed"
OUTCOMES: dict[str, str] = {UPHELD: N_("成立，照原票重数"), DISMISSED: N_("不成立")}
LONGEST_TEXT = 1000
LONGEST_ANSWER = 2000
LONGEST_REASON = 500


class ChallengeOver(Refusal):
    """The days in which a count may be challenged are over, or have not begun."""

    code = "challenge-over"
    message = N_("现在不能提质疑：要在计票以后、%(when)s 以前提。您仍可到社区窗口反映，或向街道投诉。")


class ChallengedAlready(Refusal):
    """One person has one open challenge of one poll at a time."""

    code = "challenged-already"
    message = N_("您对这次投票的质疑还在处理，一人一件。请等答复；答复以后还有疑问，可以再提。")


class WhoChallenges(Refusal):
    """What is written down for somebody names them; only the handlers see it."""

    code = "who-challenges"
    status = 422
    message = N_("书面、口头的质疑要写明是谁提的，姓名只有经办人能看到。请填姓名。")


class AnsweredAlready(Refusal):
    """The answer has been given and published."""

    code = "challenge-answered"
    message = N_("这件质疑已经答复、公开了，不能再改。请看结果页上的答复。")


class OwnChallenge(Refusal):
    """Nobody answers their own challenge, or one that they wrote down."""

    code = "own-challenge"
    status = 403
    message = N_("这件质疑是您提的或您代录的，不能由您答复。请让另一位监督员答复。")


class ChallengesOpen(Refusal):
    """The result is not final while a challenge waits for its answer or its recount."""

    code = "challenges-open"
    message = N_(
        "还有 %(waiting)s 件质疑没有答复，%(upheld)s 件成立的没有重数，结果不能确认。请先答复、重数。"
    )


class NothingToRecount(Refusal):
    """A recount follows from a challenge that was upheld."""

    code = "nothing-to-recount"
    message = N_("没有成立而还没重数的质疑，不用重数。请先让监督员答复质疑。")


class BallotsDiffer(Refusal):
    """The published ballots are not those that were in the box."""

    code = "ballots-differ"
    message = N_("公开的选票和票箱里的对不上，不能重数。请马上停下，报街道和评议监督员查清。")


def check(ground: str, channel: str) -> None:
    """Refuse a ground or a way that is none of those given.

    Raises:
        BadValue: with the box.
    """
    if ground not in GROUNDS:
        raise BadValue(field=N_("质疑什么"), why=N_("请从列出的几种里选一种"))
    if channel not in CHANNELS:
        raise BadValue(field=N_("怎么提的"), why=N_("请从列出的几种里选一种"))


def require_outcome(outcome: str) -> None:
    """Refuse an outcome that is neither.

    Raises:
        BadValue: it is none.
    """
    if outcome not in OUTCOMES:
        raise BadValue(field=N_("结论"), why=N_("请选成立或不成立"))


def require_challengeable(
    state: PollState, counted_at: datetime | None, closes_at: datetime, days: int, *, at: datetime
) -> None:
    """Refuse a challenge before the count and after its days.

    Raises:
        ChallengeOver: with the end of the days, of those that would begin at the close where nothing was counted.
    """
    ends = challenge_ends(counted_at or closes_at, days)
    if state is not PollState.COUNTED or at >= ends:
        raise ChallengeOver(when=wall(ends))


def require_settled(*, waiting: int, upheld: int) -> None:
    """Refuse to make a result final while a challenge waits for its answer, or an upheld one for its recount.

    Raises:
        ChallengesOpen: with the numbers of both.
    """
    if waiting or upheld:
        raise ChallengesOpen(waiting=waiting, upheld=upheld)
