"""Where the council decides otherwise than the residents voted: it may, and it writes down why before that is published.

Source: domain research, section 7.8 (an advisory result stands in the dossier; who decides against it
writes the reason).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from microprojects.domain.cases import Case
from microprojects.domain.errors import N_, Refusal

LONGEST_REASON = 500


class Decided(StrEnum):
    """What the council did with an item."""

    PASSED = "passed"
    REJECTED = "rejected"
    TABLED = "tabled"

    @property
    def label(self) -> str:
        """Return what it did, in the source language."""
        return _LABELS[self]


_LABELS = {
    Decided.PASSED: N_("议事会表决通过"),
    Decided.REJECTED: N_("议事会表决没有通过"),
    Decided.TABLED: N_("议事会举手决定搁置"),
}


class ReasonOwed(Refusal):
    """The council decided otherwise than the residents voted, and has not said why."""

    code = "reason-owed"
    message = N_(
        "第 %(items)s 项的决定与居民投票不同，理由还没有写。决定有效；请主持人或记录员先写理由，写了才能公示、定纪要。"
    )


class NoDeparture(Refusal):
    """The item was not decided otherwise than the residents voted."""

    code = "no-departure"
    message = N_("这一项的决定与居民投票没有不同，或还没有决定，不用写理由。请看这一项的结果。")


class ReasonGiven(Refusal):
    """The reason was written; it stays as it is."""

    code = "reason-given"
    message = N_("这一项的理由已经写过、公开了，不能再改。请看这一项的结果。")


@dataclass(frozen=True, kw_only=True)
class PollSaid:
    """What a residents' poll said about one project, as it stands in the dossier."""

    poll: int
    binding: bool
    selected: bool
    rank: int
    among: int  # how many projects stood on the ballot
    received: int  # ballots with it
    took_part: int
    on_roll: int

    def as_data(self) -> dict[str, Any]:
        """Return it as the dossier holds it."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> PollSaid:
        """Return what a dossier holds."""
        return cls(**data)


def departs(said: PollSaid | None, decided: Decided) -> bool:
    """Return whether a decision goes against what residents said; where they said nothing, none does."""
    return said is not None and said.selected is not (decided is Decided.PASSED)


def require_written(owed: Iterable[int]) -> None:
    """Refuse what waits for a reason; `owed` are the places on the agenda of the items that lack theirs.

    Raises:
        ReasonOwed: there is one.
    """
    items = sorted(owed)
    if items:
        raise ReasonOwed(items="、".join(str(each) for each in items))


def line(*, selected: bool, rank: int, received: int, decided: Decided, reason: str) -> str:
    """Return the sentence of the minutes about a departure, in the source language."""
    chosen = "选上了" if selected else "没有选上"
    return (
        f"与居民投票不同：居民投票{chosen}这个项目（第 {rank} 名，{received} 票），{decided.label}。"
        f"理由：{reason or '还没有写'}"
    )


def departure_explained(case: Case) -> None:
    """Let a decision have its effect once the council has written why it departs from the residents' poll.

    Raises:
        ReasonOwed: it has not.
    """
    require_written([case.reason_owed] if case.reason_owed else [])
