"""What is asked of a filing, an approval and an early end, beyond the table of the lifecycle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.money import Fen
from microprojects.domain.states import State

FILEABLE = (State.NOTICING, State.OBJECTED)
LONGEST_NUMBER = 60
LONGEST_REASON = 500
LONGEST_PLAN = 2000
# Donors are not named without their consent; the pledge of a whole plan has no single one.
DONORS = N_("爱心居民和单位")


class FiledAlready(Refusal):
    """The resolution was filed before."""

    code = "filed-already"
    message = N_("这个决议已经备案，备案号是 %(filing)s，不用再备。")


class PlanMissing(Refusal):
    """There is no plan from which the approved amounts could come."""

    code = "plan-missing"
    message = N_("这个项目还没有方案，批多少钱无从算起。请先完成商议方案。")


@dataclass(frozen=True)
class Held:
    """What of the fiscal money of one project is still promised, in fen."""

    reserved_fen: Fen
    committed_fen: Fen


_RESERVES = {"reserve": 1, "release": -1, "commit": -1, "uncommit": 1}
# What each kind of line does to what is committed.
COMMITS = {"commit": 1, "uncommit": -1, "pay": -1, "pay_returned": 1, "return_unspent": -1}


def held(sums: Iterable[tuple[str, int]]) -> Held:
    """Return what a project's lines of the ledger still hold; `sums` are (kind, fen).

    What was paid is spent and is recovered by a refund, not released; what came back
    while the contract runs is held again.
    """
    lines = list(sums)
    return Held(
        Fen(sum(_RESERVES.get(kind, 0) * fen for kind, fen in lines)),
        Fen(sum(COMMITS.get(kind, 0) * fen for kind, fen in lines)),
    )
