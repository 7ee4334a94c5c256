"""When a neighbour may second a proposal, and how many more it needs."""

from __future__ import annotations

from dataclasses import dataclass

from microprojects.domain.cases import Case
from microprojects.domain.errors import N_, AlreadyDone, NotPermitted, Refusal
from microprojects.domain.proposals import THEMES, needed_seconders

LONGEST_REASON = 500
# The themes of which something may be raised as urgent.
URGENT = frozenset({"safety", "emergency"})


@dataclass(frozen=True)
class Support:
    """How many neighbours second a project and how many it needs."""

    have: int
    need: int

    @property
    def short(self) -> int:
        """Return how many are still missing."""
        return max(0, self.need - self.have)


class OnlyNeighbours(NotPermitted):
    """Only residents who were verified in the community second its proposals."""

    code = "only-neighbours"
    message = N_("附议的人要是本社区核实过的居民。请带上住址证明到社区窗口核一下，就能附议。")


class SecondedAlready(AlreadyDone):
    """A person seconds a project once."""

    code = "seconded-already"
    message = N_("您已经附议过了，算一票。")


class NotSeconded(Refusal):
    """There is no support of this person to take back or to build on."""

    code = "not-seconded"
    message = N_("您没有附议这个项目。请刷新页面看看。")


class RaisedAlready(AlreadyDone):
    """Somebody has raised it as urgent."""

    code = "raised-already"
    message = N_("已经有人把它提为急事，不用再提。")


class OnlyUrgentSafety(Refusal):
    """Only what is dangerous does not wait for seconders."""

    code = "only-urgent-safety"
    message = N_("这件事的主题是“%(theme)s”，只有安全、应急类的才能提为急事。请照常等邻居附议。")


def require_urgent(theme: str) -> None:
    """Refuse to raise as urgent what is neither about safety nor an emergency.

    Source: the project's domain research, section 5.2, T7.
    """
    if theme not in URGENT:
        raise OnlyUrgentSafety(theme=THEMES[theme])


def support(case: Case) -> Support:
    """Return the support of a project as it stands."""
    return Support(case.seconders, needed_seconders(case))
