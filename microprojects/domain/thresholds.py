"""Which quorum and which bar hold for one deliberation under one rulebook.

Source: 《村民委员会组织法》 art. 26; domain research, section 7.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from microprojects.domain.parameters import Rulebook
from microprojects.domain.schemes import Deliberation
from microprojects.domain.votes import Base, Share, needed


@dataclass(frozen=True)
class Bar:
    """How many must be in favour: a share, and of whom."""

    share: Share
    base: Base

    def as_data(self) -> dict[str, Any]:
        """Return the bar as a parameter is written."""
        return {
            "num": self.share.num,
            "den": self.share.den,
            "strict": self.share.strict,
            "base": self.base.value,
        }

    def needed(self, *, due: int, present: int, recused: int) -> int:
        """Return the least number of votes in favour; the recused are in neither base."""
        of = present if self.base is Base.PRESENT else due
        return needed(self.share, of - recused)


def share_from(data: Mapping[str, Any]) -> Share:
    """Return the share that a parameter or a scheme writes."""
    return Share(int(data["num"]), int(data["den"]), bool(data["strict"]))


def bar_from(data: Mapping[str, Any]) -> Bar:
    """Return the bar that a parameter, a scheme or the record of a vote writes."""
    return Bar(share_from(data), Base(data.get("base", Base.PRESENT)))


def quorum_share(stage: Deliberation, rules: Rulebook) -> Share:
    """Return the quorum of a deliberation: the scheme's own, else the programme's parameter."""
    return share_from(stage.quorum or rules["meeting.quorum"])


def bar_for(
    stage: Deliberation, rules: Rulebook, *, special: bool, due: int, present: int, recused: int
) -> Bar:
    """Return the bar of a vote: the scheme's own, else the parameter.

    A special vote (over the cap, or again after a rejection) takes the special bar
    where that asks for more votes; it never asks for fewer.
    """
    ordinary = bar_from(stage.pass_ or rules["meeting.pass"])
    if not special:
        return ordinary
    higher = bar_from(rules["meeting.pass_special"])

    def asks(bar: Bar) -> int:
        return bar.needed(due=due, present=present, recused=recused)

    return max((ordinary, higher), key=asks)
