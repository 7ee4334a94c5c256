"""Motions of procedure: they change the text, end the debate or break the meeting off, by a show of hands.

Tabling has a file of its own (`tabling`), for it also follows from a lost quorum.

Source: domain research, section 7.9 (console: motions).
"""

from __future__ import annotations

from dataclasses import dataclass

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.votes import MORE_THAN_HALF, needed

KINDS: dict[str, str] = {
    "amend": N_("附修改意见"),
    "close_debate": N_("结束讨论"),
    "recess": N_("休会"),
}


class NoSuchMotion(Refusal):
    """The word is none of the motions."""

    code = "no-such-motion"
    status = 422
    message = N_("没有“%(given)s”这种动议。请从页面上给的几种里选。")


class MotionWithoutText(Refusal):
    """An amendment says what is to change."""

    code = "motion-without-text"
    status = 422
    message = N_("修改意见要写清楚改什么。请补上再表决。")


class HandsDoNotAddUp(Refusal):
    """Everybody who may vote raises a hand for, against, or neither."""

    code = "hands-do-not-add-up"
    status = 422
    message = N_("能举手的有 %(base)s 人，赞成、反对、弃权加起来是 %(cast)s 人。请重新数一遍再填。")


class InRecess(Refusal):
    """While the meeting is broken off nothing is decided."""

    code = "in-recess"
    message = N_("会议正在休会。请主持人先宣布复会。")


class NotInRecess(Refusal):
    """Only a meeting that was broken off goes on again."""

    code = "not-in-recess"
    message = N_("会议没有休会，不用复会。请接着开。")


@dataclass(frozen=True)
class Hands:
    """A show of hands on a motion."""

    in_favour: int
    against: int
    abstain: int

    def carried(self, base: int) -> bool:
        """Return whether more than half of those who may vote are in favour.

        Raises:
            HandsDoNotAddUp: a number is negative, or they are not the people in the room.
        """
        counted = (self.in_favour, self.against, self.abstain)
        if min(counted) < 0 or sum(counted) != base:
            raise HandsDoNotAddUp(base=base, cast=sum(counted))
        return self.in_favour >= needed(MORE_THAN_HALF, base)


def require_motion(kind: str, text: str) -> None:
    """Refuse a motion that is none, or an amendment that says nothing.

    Raises:
        NoSuchMotion, MotionWithoutText.
    """
    if kind not in KINDS:
        raise NoSuchMotion(given=kind[:20])
    if kind == "amend" and not text.strip():
        raise MotionWithoutText
