"""The end of a year's money: what lapses, what is carried, and that the sums balance to the fen.

A project is paid from the money of the year in which it was approved, until its last bill. A payment
after New Year counts against that year; the next year's money is not touched by it. So nothing that is
reserved or contracted moves at the closing: it stays where it is, is listed, and only what nobody was
promised leaves the year.

Source: domain research, section 6.9 (a proposal: 预算法 art. 42 leaves the use of balances to the finance office).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from microprojects.domain.errors import N_, NotPermitted, Refusal
from microprojects.domain.funds import POCKETS, check_year
from microprojects.domain.money import Fen
from microprojects.domain.workdays import SHANGHAI


class YearRunning(Refusal):
    """The year is not over."""

    code = "year-running"
    message = N_("%(year)s 年还没有过完，要到 %(next)s 年 1 月 1 日才能结账。请到那天再来。")


class YearOver(Refusal):
    """Nothing new is promised from a year that is over."""

    code = "year-over"
    message = N_(
        "%(year)s 年已经过完、还没有结账，这一年没占用的钱不能再占用。请先由区里结账；确实要加钱，结账后由区里追加。"
    )


class YearClosed(Refusal):
    """The year was closed, and is closed once."""

    code = "year-closed"
    message = N_(
        "%(place)s %(year)s 年已经结账，不能再结一次，也不能再下达。请看结账公告；要加钱请用“追加”。"
    )


class EarlierYearOpen(Refusal):
    """Years are closed one after another."""

    code = "earlier-year-open"
    message = N_("%(earlier)s 年还没有结账，要先结那一年。请先结 %(earlier)s 年，再结 %(year)s 年。")


class NothingToClose(Refusal):
    """No community of the district had money in that year."""

    code = "nothing-to-close"
    message = N_("%(place)s %(year)s 年没有下达过资金，没有账可结。请核对年度。")


class NotPrepared(Refusal):
    """The first signature is missing."""

    code = "closing-not-prepared"
    message = N_("这一年的结账还没有人提出。请先由一人核对、提出，再由另一人确认。")


class ClosingSameHands(NotPermitted):
    """Two people close a year."""

    code = "closing-same-hands"
    message = N_("这次结账是您提出的，不能由您确认。请区里另一位管理员或财务来办。")


class FiguresMoved(Refusal):
    """Between looking and signing something was booked."""

    code = "closing-figures-moved"
    message = N_("您核对的时候又记了账，数已经变了，这次没有结。请重新核对下面的数，再确认。")


class LedgerDoesNotAddUp(Refusal):
    """The lines of a fund and its balance tell different things; nothing is closed on that."""

    code = "ledger-does-not-add-up"
    message = N_(
        "%(place)s的流水加起来是 %(lines)s 元，余额里是 %(balance)s 元，对不上，没有结账。请先报系统管理员核对。"
    )


@dataclass(frozen=True)
class Closing:
    """What became of one community's year, in fen: allocated = paid + carried + lapsed + moved on."""

    allocated_fen: Fen
    paid_fen: Fen
    carried_fen: Fen
    lapsed_fen: Fen
    moved_fen: Fen

    @property
    def balances(self) -> bool:
        """Return whether the parts add up to the whole, to the fen."""
        parts = self.paid_fen + self.carried_fen + self.lapsed_fen + self.moved_fen
        return parts == self.allocated_fen


@dataclass(frozen=True)
class Promised:
    """What one project still holds of a year's money, in fen."""

    reserved_fen: Fen
    committed_fen: Fen

    @property
    def whole_fen(self) -> Fen:
        """Return both together, in fen."""
        return Fen(self.reserved_fen + self.committed_fen)


def over_at(year: int) -> datetime:
    """Return the moment at which a year is over, in Shanghai: 24:00 of 31 December."""
    return datetime(year + 1, 1, 1, tzinfo=SHANGHAI)


def require_over(year: int, at: datetime) -> None:
    """Let a year be closed once it is over.

    Raises:
        BadValue: it is no year of this century or the next.
        YearRunning: with the day from which on it can be closed.
    """
    if at < over_at(check_year(year)):
        raise YearRunning(year=year, next=year + 1)


def closed(*, allocated: Fen, paid: Fen, promised: Fen, goes_on: bool) -> Closing:
    """Close a community's year: what is promised is carried, what is left lapses, or goes on where the rules say so."""
    free = Fen(allocated - paid - promised)
    return Closing(
        allocated_fen=allocated,
        paid_fen=paid,
        carried_fen=promised,
        lapsed_fen=Fen(0) if goes_on else free,
        moved_fen=free if goes_on else Fen(0),
    )


def total(closings: Iterable[Closing]) -> Closing:
    """Add up the closings of several communities."""
    sums = [0, 0, 0, 0, 0]
    for each in closings:
        parts = (each.allocated_fen, each.paid_fen, each.carried_fen, each.lapsed_fen, each.moved_fen)
        sums = [have + part for have, part in zip(sums, parts, strict=True)]
    return Closing(*(Fen(each) for each in sums))


def seen(whole: Closing) -> str:
    """Return the figures that somebody signs, as one word: what is signed must be what was looked at."""
    figures = (whole.allocated_fen, whole.paid_fen, whole.carried_fen, whole.lapsed_fen, whole.moved_fen)
    return "-".join(str(each) for each in figures)


def promised_by(lines: Iterable[tuple[int, str, int]]) -> Mapping[int, Promised]:
    """Return what each project still holds, from the lines of one fund as (project, kind, fen); who holds nothing is left out."""
    held: dict[int, list[int]] = {}
    for project, kind, fen in lines:
        _, reserved, committed, _, _ = POCKETS[kind]
        mine = held.setdefault(project, [0, 0])
        mine[0] += reserved * fen
        mine[1] += committed * fen
    return {
        project: Promised(Fen(reserved), Fen(committed))
        for project, (reserved, committed) in held.items()
        if reserved or committed
    }
