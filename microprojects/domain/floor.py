"""Who has the floor: the list of those who wait to speak, turns, sides and the clock of a speech.

Source: domain research, section 7.9 (at most two minutes and two turns an item, alternate
for and against, the debate is closed before the vote).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from microprojects.domain.errors import N_, Refusal

SIDES: dict[str, str] = {"for": N_("赞成"), "against": N_("反对"), "ask": N_("提问")}
STEPS = {
    "come": N_("到了"),
    "give": N_("委托"),
    "take-back": N_("结束委托"),
    "go": N_("走了"),
    "call": N_("请人发言"),
    "pause": N_("停表"),
    "go-on": N_("继续计时"),
    "lengthen": N_("加时间"),
    "end": N_("发言结束"),
}
MORE_SECONDS = 30


class NotUnderDebate(Refusal):
    """People speak on the item that was presented, until its debate is closed."""

    code = "not-under-debate"
    message = N_("这一项现在不在讨论：还没有介绍完，或讨论已经结束。请等主持人宣布。")


class NoSuchSide(Refusal):
    """A speaker is for it, against it, or asks."""

    code = "no-such-side"
    status = 422
    message = N_("没有“%(given)s”这一种。请选赞成、反对或提问。")


class WaitsAlready(Refusal):
    """One place in the list a person."""

    code = "waits-already"
    message = N_("这一位已经在等着发言，或正在发言。请等主持人叫名字。")


class TurnsUsedUp(Refusal):
    """Everybody speaks at most so often on one item, so that all are heard."""

    code = "turns-used-up"
    message = N_("每项每人最多发言 %(limit)s 次，已经用完。请把时间留给别人。")


class MayNotSpeak(Refusal):
    """Whoever stands aside does not speak on the item, nor does who is not in the room."""

    code = "may-not-speak"
    message = N_(
        "没有签到的议事员、没有登记到会的列席的人、在这一项回避的人，不能发言。请先登记，或等下一项。"
    )


class NobodyWaits(Refusal):
    """There is nobody to call."""

    code = "nobody-waits"
    message = N_("没有人等着发言。可以结束讨论，开始表决。")


class NotWaiting(Refusal):
    """The person has been called, has stepped back, or never asked."""

    code = "not-waiting"
    message = N_("这个人不在等着发言的名单里。请看刷新后的名单。")


class NobodySpeaks(Refusal):
    """There is no speech to stop, to let run on or to lengthen."""

    code = "nobody-speaks"
    message = N_("现在没有人在发言。请先请一位发言人。")


class DebateOpen(Refusal):
    """Those who still wait to speak are heard, or the room decides to close the debate."""

    code = "debate-open"
    message = N_("还有 %(waiting)s 人等着发言或正在发言。请听完，或对“结束讨论”举手表决。")


@dataclass(frozen=True)
class Speaker:
    """Whose speech it is: a member's, or that of somebody who came without a vote; exactly one is set."""

    person_id: int | None = None
    observer_id: int | None = None


@dataclass(frozen=True)
class Waiting:
    """One person who waits: in which turn they would speak, for which side, since when."""

    id: int
    side: str
    turn: int
    asked_at: datetime


def in_order(waiting: Iterable[Waiting], last_side: str | None) -> list[Waiting]:
    """Return those who wait in the order in which they are called.

    After somebody for it comes somebody against it, and the other way round; who asks
    a question breaks no such order. Of one side the fewest turns come first, then who asked first.
    """
    left = sorted(waiting, key=lambda each: (each.turn, each.asked_at, each.id))
    called: list[Waiting] = []
    side = last_side
    while left:
        following = next((each for each in left if each.side != side or each.side == "ask"), left[0])
        left.remove(following)
        called.append(following)
        side = following.side if following.side != "ask" else side
    return called


@dataclass(frozen=True)
class Clock:
    """The clock of one speech: it stands still while the chair has stopped it, and when it ended."""

    allowed: timedelta
    called_at: datetime
    paused_at: datetime | None = None
    paused_for: timedelta = timedelta()
    ended_at: datetime | None = None

    def spoken(self, at: datetime) -> timedelta:
        """Return how long the person has spoken."""
        stops = [moment for moment in (self.ended_at, self.paused_at, at) if moment is not None]
        return max(min(stops) - self.called_at - self.paused_for, timedelta())

    def left(self, at: datetime) -> timedelta:
        """Return how much is left; below zero once the time is over."""
        return self.allowed - self.spoken(at)


def may_speak(present: Iterable[int], recused: Iterable[int], proposers: Iterable[int]) -> frozenset[int]:
    """Return which members may speak on an item: those in the room who do not stand aside, and its proposer.

    Who proposed it stands aside when it is voted on, but must be heard before.
    """
    inside = frozenset(present)
    return (inside - frozenset(recused)) | (inside & frozenset(proposers))


def require_side(side: str) -> None:
    """Refuse a side that is none.

    Raises:
        NoSuchSide: it is none of the three.
    """
    if side not in SIDES:
        raise NoSuchSide(given=side[:20])


def require_turn(turns: int, limit: int, *, waits: bool) -> None:
    """Let a person on the list who does not stand there and has turns left.

    Raises:
        WaitsAlready, TurnsUsedUp: they do, or have none.
    """
    if waits:
        raise WaitsAlready
    if turns >= limit:
        raise TurnsUsedUp(limit=limit)


def require_heard(waiting: int) -> None:
    """Refuse to end a debate while somebody speaks or waits to.

    Raises:
        DebateOpen: with how many.
    """
    if waiting:
        raise DebateOpen(waiting=waiting)
