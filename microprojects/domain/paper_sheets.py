"""Paper ballots of a residents' poll: numbered sheets that nobody is tied to, read twice by different people.

Which sheet went to whom is written down nowhere: the desk marks that somebody took one, and the
pile that is left tells which went out. See docs/adr/0009.

Source: voting research, section 5.7; experience with double entry of paper votes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from microprojects.domain.ballots import BallotRule, Choices, check
from microprojects.domain.errors import N_, BadValue, Refusal
from microprojects.domain.polls import PollState, require_state, wall

MOST_IN_BATCH = 300
MOST_BATCHES = 26
WORD = "PAPR"
FIRST, SECOND, DECIDED = 1, 2, 3


class Verdict(StrEnum):
    """What became of a sheet, as somebody with the paper in hand says."""

    VALID = "valid"
    BLANK = "blank"
    NULL = "null"
    UNUSED = "unused"
    UNRETURNED = "unreturned"

    @property
    def label(self) -> str:
        """Return the name in the source language."""
        return _VERDICTS[self]


_VERDICTS = {
    Verdict.VALID: N_("有效"),
    Verdict.BLANK: N_("都不选，仅参加投票"),
    Verdict.NULL: N_("废票"),
    Verdict.UNUSED: N_("没发出去"),
    Verdict.UNRETURNED: N_("发了没交回"),
}
IN_BOX = (Verdict.VALID, Verdict.BLANK, Verdict.NULL)
NOT_IN_BOX = (Verdict.UNUSED, Verdict.UNRETURNED)
REASONS: dict[str, str] = {
    "too-many": N_("选多了"),
    "too-few": N_("选少了，也没勾“都不选”"),
    "over-budget": N_("超出金额"),
    "points": N_("点数或名次写得不对"),
    "unreadable": N_("看不清选了哪个"),
    "marked": N_("有记号或签名，能认出人"),
    "foreign": N_("不是本次的票，或是复印的"),
    "empty": N_("整张空着，没有勾“都不选”"),
}
RETURNS: dict[str, str] = {
    "spoiled": N_("写坏了，已换一张"),
    "handed_back": N_("没有用，交还了"),
}


class StillVoting(Refusal):
    """No sheet is read while people vote: a half-known count would steer who still comes."""

    code = "paper-still-voting"
    message = N_("投票到 %(closes)s 截止。截止以前不能录纸质选票，免得提前知道票数。请到时候再录。")


class UnknownSheet(Refusal):
    """No sheet of that number was printed for this poll."""

    code = "paper-unknown-sheet"
    status = 422
    message = N_("这次投票没有印过 %(serial)s 号票。请对着票上的号再输一遍；真不是本次的票，放在一边，不录。")


class SheetReturned(Refusal):
    """The sheet was taken out of use at the desk."""

    code = "paper-returned"
    message = N_("%(serial)s 号票在台前已经作废（%(what)s），不能算票。请放在一边，写进情况说明。")


class ReadAlready(Refusal):
    """The same person reads a sheet once; another one under the same number is a copy."""

    code = "paper-read-already"
    message = N_(
        "%(serial)s 号票您已经录过一次。录错了，请从“我刚录的”里改；手里是另一张同号的票，那是复印的，放在一边。"
    )


class ReadTwice(Refusal):
    """Two people have read the sheet."""

    code = "paper-read-twice"
    message = N_("%(serial)s 号票已经有两个人录过，不用再录。两次不一样的，在“两遍不一样的”里由第三人定。")


class DecidedAlready(Refusal):
    """A third person has decided what the sheet says."""

    code = "paper-decided"
    message = N_("%(serial)s 号票已经由第三人看过原件定了，不能再改您录的。")


class NotReadTwice(Refusal):
    """There is nothing to decide before two people have read the sheet."""

    code = "paper-not-read-twice"
    message = N_("%(serial)s 号票还没有两个人录过，现在没有什么要定的。请先录完两遍。")


class SameHands(Refusal):
    """Who has read a sheet does not decide between the two readings."""

    code = "paper-same-hands"
    message = N_("%(serial)s 号票您录过一遍，不能再由您来定。请另一位没有录过这张的人，拿着原件来定。")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one person read on a sheet; `go` is 1 or 2, or 3 where a third person decided."""

    go: int
    by: int
    verdict: Verdict
    reason: str = ""
    choices: Choices

    def says_the_same(self, other: Reading) -> bool:
        """Return whether two people read the same; for what reason a sheet is null does not matter."""
        return (self.verdict, dict(self.choices)) == (other.verdict, dict(other.choices))


@dataclass(frozen=True)
class Sheet:
    """One printed sheet with all that was read on it, the oldest first; `returned` tells why the desk took it back."""

    serial: str
    returned: str = ""
    readings: tuple[Reading, ...] = ()

    def last(self, go: int) -> Reading | None:
        """Return what holds of one pass."""
        return next((each for each in reversed(self.readings) if each.go == go), None)

    def by(self, person: int) -> list[Reading]:
        """Return what one person read, the oldest first."""
        return [each for each in self.readings if each.by == person]

    @property
    def settled(self) -> Reading | None:
        """Return what the sheet says: decided by a third person, or read the same by two."""
        first, second, decided = self.last(FIRST), self.last(SECOND), self.last(DECIDED)
        if decided:
            return decided
        return first if first and second and first.says_the_same(second) else None

    @property
    def differs(self) -> bool:
        """Return whether two people read different things and nobody has decided."""
        return self.last(SECOND) is not None and self.settled is None


def require_reading_time(state: PollState, closes_at: datetime, *, at: datetime) -> None:
    """Let sheets be read after the last ballot could come in, and before the box is closed.

    Raises:
        PollMoment, StillVoting: it is another time.
    """
    require_state(state, PollState.OPEN)
    if at < closes_at:
        raise StillVoting(closes=wall(closes_at))


def require_in_use(sheet: Sheet) -> None:
    """Refuse a sheet that the desk took back.

    Raises:
        SheetReturned: it did.
    """
    if sheet.returned:
        raise SheetReturned(serial=sheet.serial, what=RETURNS[sheet.returned])


def pass_of(sheet: Sheet, person: int, *, seen: int) -> int:
    """Return in which pass somebody reads a sheet; `seen` is how often they had read it when the form was shown.

    Raises:
        SheetReturned, DecidedAlready, ReadTwice: there is nothing for them to read.
        ReadAlready: they have read it since, so this is another paper with the same number.
    """
    require_in_use(sheet)
    mine = sheet.by(person)
    if len(mine) != seen:
        raise ReadAlready(serial=sheet.serial)
    if sheet.last(DECIDED):
        raise DecidedAlready(serial=sheet.serial)
    if mine:
        return mine[-1].go
    if sheet.last(FIRST) is None:
        return FIRST
    if sheet.last(SECOND) is None:
        return SECOND
    raise ReadTwice(serial=sheet.serial)


def require_third(sheet: Sheet, person: int) -> None:
    """Let only somebody decide who has not read the sheet, and only what two have read.

    Raises:
        SheetReturned, NotReadTwice, SameHands: somebody else has to, or there is nothing to decide.
    """
    require_in_use(sheet)
    if sheet.last(SECOND) is None:
        raise NotReadTwice(serial=sheet.serial)
    if any(each.by == person for each in sheet.readings if each.go != DECIDED):
        raise SameHands(serial=sheet.serial)


def require_verdict(verdict: Verdict, choices: Choices, reason: str, rule: BallotRule) -> Mapping[str, int]:
    """Return what a sheet counts for: its choices where it is valid, else nothing.

    Raises:
        UnknownChoice, TooMany, TooFew, OverBudget, BadPoints, BadRanks: a valid ballot may not be like this.
        BadValue: choices beside another verdict, or a null sheet without its reason.
    """
    if verdict is Verdict.VALID:
        return check(choices, rule, blank=False)
    if choices:
        raise BadValue(field=N_("选了哪些"), why=N_("只有有效票才录选了哪些；改成“有效”，或去掉勾"))
    if (verdict is Verdict.NULL) != (reason in REASONS):
        raise BadValue(field=N_("为什么是废票"), why=N_("废票要选一条理由，别的票不要选"))
    return {}
