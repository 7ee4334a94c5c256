"""When a neighbour may second a proposal, and how many more it needs."""

from __future__ import annotations

from dataclasses import dataclass

from microprojects.domain.cases import Case
from microprojects.domain.errors import N_, AlreadyDone, NotPermitted, Refusal
from microprojects.domain.proposals import needed_seconders

LONGEST_REASON = 500


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


def support(case: Case) -> Support:
    """Return the support of a project as it stands."""
    return Support(case.seconders, needed_seconders(case))
