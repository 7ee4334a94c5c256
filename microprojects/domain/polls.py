"""The residents' poll on the projects of a round: how long it runs, what stands on the ballot, when it is decided.

Source: domain research, sections 5.2 (T9a, T9b) and 7.8; Meilan 2017 (three days of publicity
before a binding result).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from microprojects.domain.cases import Case
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.money import Fen
from microprojects.domain.workdays import SHANGHAI

MOST_OPTIONS = 40
SHORTEST = timedelta(hours=1)
LONGEST = timedelta(days=60)
PUBLICITY_DAYS = 3


class PollState(StrEnum):
    """Where a poll stands."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    CERTIFIED = "certified"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Return the name in the source language."""
        return _LABELS[self]


_LABELS = {
    PollState.PREPARED: N_("准备中"),
    PollState.OPEN: N_("正在投票"),
    PollState.CLOSED: N_("已截止，等计票"),
    PollState.COUNTED: N_("已计票，在公示"),
    PollState.CERTIFIED: N_("结果已确认"),
    PollState.CANCELLED: N_("已取消"),
}


class PollMoment(Refusal):
    """The poll is not in the state in which this can be done."""

    code = "poll-moment"
    message = N_("这次投票现在是“%(state)s”，这一步不能办。请刷新页面，看看下一步是什么。")


class PollOff(Refusal):
    """The programme's rules do not have a residents' poll."""

    code = "poll-off"
    message = N_("本方案的规则里没有居民投票。要办，请区管理员先把“居民投票”改为参考或决定。")


class BadTimes(Refusal):
    """The times of a poll cannot be used."""

    code = "poll-times"
    status = 422
    message = N_("投票要在开始之后 1 小时到 60 天之间截止，而且截止不能早于现在。请改截止时间。")


class TooFewOptions(Refusal):
    """A ballot needs at least two projects."""

    code = "poll-too-few"
    status = 422
    message = N_("选票上要有 2 到 %(most)s 个项目，现在选了 %(chosen)s 个。请改好再存。")


class NoMoney(Refusal):
    """The money of the poll is zero, or more than the community has left."""

    code = "poll-money"
    status = 422
    message = N_("这次投票能用的钱要大于 0，最多是本社区今年还能用的 %(left)s 元。请改金额。")


class TooEarly(Refusal):
    """The poll has not reached the moment from which this may be done."""

    code = "poll-too-early"
    message = N_("要到 %(when)s 才能办这一步。请到时候再来。")


class OtherPollRuns(Refusal):
    """A community has one poll at a time."""

    code = "poll-other-runs"
    message = N_("本社区还有一次居民投票没有计票。请先办完那一次，或取消它，再准备新的。")


class EmptyRoll(Refusal):
    """Nobody on the register may vote."""

    code = "poll-empty-roll"
    message = N_("本社区还没有核实过的居民，谁也不能投。请先到“居民名册”核实居民，再开始投票。")


class RehearsalFailed(Refusal):
    """The keys of the box did not open the ballot that they had sealed."""

    code = "poll-rehearsal"
    status = 503
    message = N_(
        "试封的一张票打不开，投票没有开始，票箱是空的。请管理员查存放钥匙的文件夹，查好再点“开始投票”。"
    )


class Enclosed(Refusal):
    """The project is not on the ballot of an open poll, or no poll let it go."""

    code = "not-on-a-poll"
    message = N_("项目不在这次居民投票的选票上，或投票还没有结束。请先看投票的页面。")


class PollUndecided(Refusal):
    """Where the poll binds, only what it chose goes on to the council."""

    code = "poll-undecided"
    message = N_(
        "本方案里居民投票说了算：项目要先在居民投票里选上，结果公示满 %(days)s 天，才能上会。请先办居民投票，或看投票结果。"
    )


def require_state(state: PollState, *allowed: PollState) -> None:
    """Refuse an act on a poll in another state.

    Raises:
        PollMoment: with the state it is in.
    """
    if state not in allowed:
        raise PollMoment(state=state.label)


def require_times(opens_at: datetime, closes_at: datetime, *, at: datetime) -> None:
    """Refuse a poll that would be too short, too long or over already.

    Raises:
        BadTimes: it would.
    """
    if closes_at <= at or not SHORTEST <= closes_at - opens_at <= LONGEST:
        raise BadTimes


def require_options(numbers: Sequence[str]) -> None:
    """Refuse a ballot with too few or too many projects.

    Raises:
        TooFewOptions: fewer than two, or more than 40.
    """
    if not 2 <= len(numbers) <= MOST_OPTIONS:
        raise TooFewOptions(most=MOST_OPTIONS, chosen=len(numbers))


def require_money(budget: Fen, *, left: Fen) -> None:
    """Refuse a poll over no money, or over more than the community still has.

    Raises:
        NoMoney: with what is left, in yuan.
    """
    if not 0 < budget <= left:
        raise NoMoney(left=f"{left // 100:,}")


def is_taking(state: PollState, opens_at: datetime, closes_at: datetime, *, at: datetime) -> bool:
    """Return whether a ballot may be cast at this moment."""
    return state is PollState.OPEN and opens_at <= at < closes_at


def challenge_ends(counted_at: datetime, days: int) -> datetime:
    """Return until when anybody may challenge the count, `days` times 24 hours after it was published."""
    return counted_at + timedelta(days=days)


def on_open_poll(case: Case) -> None:
    """Let a project enter the poll on whose ballot it stands (T9a).

    Raises:
        Enclosed: it stands on no poll that is open.
    """
    if case.poll is None or case.poll.state != PollState.OPEN:
        raise Enclosed


def poll_over(case: Case) -> None:
    """Let a project leave the poll once that is counted or cancelled (T9b).

    Raises:
        Enclosed: the poll still runs, or is not counted.
    """
    over = (PollState.COUNTED, PollState.CERTIFIED, PollState.CANCELLED)
    if case.poll is None or case.poll.state not in over:
        raise Enclosed


def poll_lets_on(case: Case) -> None:
    """Let a project be scheduled unless residents decide and have not chosen it, or too short a time ago.

    Raises:
        PollUndecided: the poll binds, and the project is not yet among what it chose in public.
    """
    if case.rules["resident_poll.mode"] != "binding":
        return
    poll = case.poll
    days = timedelta(days=PUBLICITY_DAYS)
    if not (poll and poll.selected and poll.counted_at and poll.counted_at + days <= case.at):
        raise PollUndecided(days=PUBLICITY_DAYS)


class NotYetOver(Refusal):
    """The poll takes ballots until its time is over."""

    code = "poll-not-over"
    message = N_("投票到 %(closes)s 截止，之前不能结束。要提前停，只能取消这次投票。")


class BadDice(Refusal):
    """The dice were not written down as twenty numbers from one to six."""

    code = "poll-dice"
    status = 422
    message = N_("请把 20 次骰子的点数连着写下来，只用 1 到 6，例如 36142…。现在写了 %(given)s 个。")


class LotDrawnAlready(Refusal):
    """The lot is drawn once."""

    code = "poll-lot-drawn"
    message = N_("这次投票已经抽过签，结果公开了，不能再抽。")


class BoxDoesNotBalance(Refusal):
    """There are not as many ballots as people who took part."""

    code = "poll-unbalanced"
    message = N_("对不上：记了 %(took_part)s 人投票，票箱里有 %(ballots)s 张票。请先查清，再计票。")


class SignedTwice(Refusal):
    """Two different people confirm, each in another office."""

    code = "poll-signed"
    message = N_("您已经签过，或同一种身份已有人签过。还要另一位（主持人和评议监督员各一位）来签。")


DICE = re.compile(r"[1-6]{20}", re.ASCII)


def require_over(state: PollState, closes_at: datetime, *, at: datetime) -> None:
    """Refuse to close a poll that is not open, or before its time.

    Raises:
        PollMoment, NotYetOver: it may not be closed.
    """
    require_state(state, PollState.OPEN)
    if at < closes_at:
        raise NotYetOver(closes=wall(closes_at))


def require_dice(text: str) -> str:
    """Return twenty numbers from one to six; spaces, commas and line breaks between them do not matter.

    Raises:
        BadDice: it is anything else.
    """
    dice = re.sub(r"[\s,，、]", "", text)
    if not DICE.fullmatch(dice):
        raise BadDice(given=len(dice))
    return dice


def wall(moment: datetime) -> str:
    """Write a moment as the clock on the wall shows it in Shanghai."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
