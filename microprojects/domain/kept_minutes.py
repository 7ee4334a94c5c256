"""Minutes that are kept: the scan of the signed paper, and the word of a later meeting that they are right.

Source: domain research, sections 7.9 (signatures of chair, secretary and supervisor) and 9.1 (full minutes
stay internal); the next meeting approves the minutes of the last, as in Robert's Rules.
"""

from __future__ import annotations

from dataclasses import dataclass

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.uploads import Media

SCANS = frozenset({Media.JPEG, Media.PNG, Media.PDF})
MOST_SCANS = 20
LONGEST_WISH = 200
WISHES: dict[str, str] = {"confirm": N_("通过上次纪要"), "change": N_("更正上次纪要")}


class NothingToScan(Refusal):
    """Only approved minutes are printed, signed and scanned."""

    code = "nothing-to-scan"
    message = N_("这一版纪要还没有确认，没有签过字的原件可以存。请主持人先确认，打印、签字以后再传。")


class NotYetApproved(Refusal):
    """A meeting confirms what the chair has approved."""

    code = "not-yet-approved"
    message = N_("这一版纪要还没有确认，不能请会议通过。请主持人先确认，再请大家举手。")


class NewerVersion(Refusal):
    """A meeting confirms the latest version."""

    code = "newer-version"
    message = N_("这份纪要已经另起了第 %(n)s 版。请等那一版确认后，再请大家举手通过那一版。")


class ConfirmedAlready(Refusal):
    """One confirmation a version."""

    code = "confirmed-already"
    message = N_("这一版纪要已经由“%(meeting)s”通过，不用再通过。要更正，请另起一版。")


class NotALaterMeeting(Refusal):
    """Minutes are confirmed by a later meeting of the same council, never by their own."""

    code = "not-a-later-meeting"
    message = N_("一次会议的纪要，要由同一个议事会以后的会议通过，不能由它自己通过。请选以后的会议。")


class NoSuchWish(Refusal):
    """A meeting confirms minutes, or asks for changes."""

    code = "no-such-wish"
    status = 422
    message = N_("没有“%(given)s”这一种。请选通过，或选更正。")


class ChangeWithoutText(Refusal):
    """Who asks for a change says which."""

    code = "change-without-text"
    status = 422
    message = N_("要更正，请写清楚改什么，记录员按它改新的一版。请补上再记。")


@dataclass(frozen=True)
class Ruling:
    """What a meeting decided about earlier minutes, as its own minutes tell it."""

    title: str  # of the earlier meeting
    version: int
    wish: str
    text: str
    in_favour: int
    against: int
    abstain: int
    carried: bool


def require_wish(wish: str, text: str) -> None:
    """Refuse a wish that is none, or a change that says nothing.

    Raises:
        NoSuchWish, ChangeWithoutText.
    """
    if wish not in WISHES:
        raise NoSuchWish(given=wish[:20])
    if wish == "change" and not text.strip():
        raise ChangeWithoutText


def ruling_line(ruling: Ruling) -> str:
    """Return the line of the minutes about it, in the source language."""
    said = f"，改：{ruling.text}" if ruling.text else ""
    end = {
        ("confirm", True): "通过。",
        ("change", True): "另起一版更正。",
    }.get((ruling.wish, ruling.carried), "没有过半数，没有定。")
    return (
        f"{WISHES[ruling.wish]}（“{ruling.title}”第 {ruling.version} 版）{said}："
        f"赞成 {ruling.in_favour} 人，反对 {ruling.against} 人，弃权 {ruling.abstain} 人，{end}"
    )
