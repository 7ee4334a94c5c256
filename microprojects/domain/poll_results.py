"""The result of a counted poll as it was published, read back from the record of its count."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.money import Fen


class NotCounted(Refusal):
    """There is no result yet, for anybody."""

    code = "poll-not-counted"
    status = 404
    message = N_("这次投票还没有计票，结果谁也看不到。截止并计票以后，请再来看。")


@dataclass(frozen=True)
class Reason:
    """Why a project did not win, with its figures in votes or fen; `by` is the project or group that stood in its way."""

    why: str
    needed: int = 0
    had: int = 0
    missing: int = 0
    by: str = ""


@dataclass(frozen=True)
class Look:
    """One step of the count: a project was looked at, and won or not."""

    stage: str
    code: str
    votes: int
    score: int
    cost: Fen
    before: Fen
    after: Fen
    payers: int
    price: Fen
    reason: Reason | None


@dataclass(frozen=True)
class Result:
    """What the count gave, with every step."""

    selected: tuple[str, ...]
    budget: Fen
    spent: Fen
    left: Fen
    looks: tuple[Look, ...]
    ties: tuple[tuple[tuple[str, ...], str], ...]
    purse: Fen | None
    raises: int
    needed: Mapping[
        str, int | None
    ]  # by loser: how many more voters who choose it alone would have been enough

    @property
    def reasons(self) -> dict[str, Reason]:
        """Return for each project that did not win the last reason it met."""
        return {
            each.code: each.reason for each in self.looks if each.reason and each.code not in self.selected
        }


def read(record: str) -> Result:
    """Return the result that a record says; fractions are rounded down for reading, as the money is never paid so."""
    told = json.loads(record)
    return Result(
        selected=tuple(told["selected"]),
        budget=Fen(int(told["budget"])),
        spent=Fen(int(told["spent"])),
        left=Fen(int(told["left"])),
        looks=tuple(_look(step) for step in told["steps"]),
        ties=tuple((tuple(tie["candidates"]), tie["by"]) for tie in told["ties"]),
        purse=_whole(told["purse"]) if "purse" in told else None,
        raises=told.get("raises", 0),
        needed=told.get("needed", {}),
    )


def _look(step: dict[str, object]) -> Look:
    loss = step.get("loss")
    return Look(
        stage=str(step["stage"]),
        code=str(step["candidate"]),
        votes=int(str(step["votes"])),
        score=int(str(step["score"])),
        cost=Fen(int(str(step["cost"]))),
        before=Fen(int(str(step["left_before"]))),
        after=Fen(int(str(step["left_after"]))),
        payers=int(str(step.get("payers", 0))),
        price=_whole(str(step.get("price", "0"))),
        reason=_reason(loss) if isinstance(loss, dict) else None,
    )


def _reason(loss: dict[str, str]) -> Reason:
    figures = {name: int(_whole(loss[name])) for name in ("needed", "had", "missing") if name in loss}
    return Reason(loss["why"], by=loss.get("by", ""), **figures)


def _whole(text: str) -> Fen:
    return Fen(int(Fraction(text)))
