"""What suppliers are worth by the marks of those who saw their work: by contract, by side, and never by a few alone.

Source: a proposal; 政府采购法实施条例 第四十五条 (acceptance by those who use it) is the nearest law.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from microprojects.domain.errors import N_, BadValue, Refusal
from microprojects.domain.money import Fen
from microprojects.domain.people import Role
from microprojects.domain.states import State

SIDES: dict[str, str] = {"staff": N_("街道、社区"), "supervisor": N_("监督员")}
ASPECTS: dict[str, str] = {
    "on_time": N_("按时"),
    "quality": N_("质量"),
    "price": N_("价格和变更"),
    "aftercare": N_("售后和管护"),
}
POINTS: dict[int, str] = {5: N_("很好"), 4: N_("好"), 3: N_("一般"), 2: N_("差"), 1: N_("很差")}
WORDS_LIMIT = 200
# An average of fewer contracts says more about one work than about the supplier.
ENOUGH = 3
# A contract is finished once its account is settled.
FINISHED = (State.RESULT_NOTICE, State.EVALUATING, State.CLOSED)


class NotFinished(Refusal):
    """The contract is not finished."""

    code = "contract-not-finished"
    message = N_("这份合同还没有结算，不能打分。请结算以后再打。")


class MarkedAlready(Refusal):
    """That side gave its marks; other ones replace them only with the reason."""

    code = "marked-already"
    status = 422
    message = N_("%(side)s已经给这份合同打过分，一方只打一次。要改就写明为什么改，旧的分也会留着。")


@dataclass(frozen=True, kw_only=True)
class Marks:
    """The marks of one side for one contract, from 1 to 5, with a sentence."""

    on_time: int
    quality: int
    price: int
    aftercare: int
    words: str
    reason: str = ""  # why they replace earlier ones


@dataclass(frozen=True)
class Average:
    """The average of a supplier, in tenths of a point by aspect, and of how many contracts."""

    contracts: int
    tenths: Mapping[str, int]

    @property
    def is_shown(self) -> bool:
        """Return whether it is of enough contracts to be shown."""
        return self.contracts >= ENOUGH

    @property
    def overall(self) -> int:
        """Return the average of all aspects, in tenths of a point."""
        return _rounded(sum(self.tenths.values()), len(self.tenths)) if self.tenths else 0


def side_of(roles: Iterable[Role]) -> str:
    """Return for which side somebody with these roles gives marks."""
    return "supervisor" if Role.SUPERVISOR in set(roles) else "staff"


def require_points(marks: Marks) -> None:
    """Let marks pass that lie on the scale.

    Raises:
        BadValue: one does not.
    """
    for aspect, label in ASPECTS.items():
        if getattr(marks, aspect) not in POINTS:
            raise BadValue(field=label, why=N_("请从五个里选一个"))


def average(given: Iterable[tuple[int, Mapping[str, int]]]) -> Average:
    """Return the average of marks as (contract, points by aspect): each contract counts once, whoever gave marks for it."""
    by_contract: dict[int, list[Mapping[str, int]]] = {}
    for contract, points in given:
        by_contract.setdefault(contract, []).append(points)
    if not by_contract:
        return Average(0, {})
    count = len(by_contract)
    # Two sides at most, so that twice the mean of each contract is a whole number.
    doubled = {
        aspect: sum(2 * sum(p[aspect] for p in each) // len(each) for each in by_contract.values())
        for aspect in ASPECTS
    }
    return Average(count, {aspect: _rounded(10 * whole, 2 * count) for aspect, whole in doubled.items()})


def share_permille(part: Fen, whole: Fen) -> int:
    """Return how much of a sum falls to one, in thousandths; nothing of nothing."""
    return _rounded(part * 1000, whole) if whole else 0


def was_late(due_on: date, completed_on: date | None, today: date) -> bool:
    """Return whether a work was reported done after its last day, or is not done though that has passed."""
    return (completed_on or today) > due_on


def _rounded(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)
