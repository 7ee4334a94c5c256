"""Which proposals may be merged, and into what."""

from __future__ import annotations

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.states import State

# What a proposal may go into: public, and not yet being voted on.
INTO = frozenset(
    {State.ACCEPTED, State.CONSULTING, State.DEFERRED, State.READY, State.TABLED, State.SCHEDULED}
)


class SameProject(Refusal):
    """A project is not merged into itself."""

    code = "same-project"
    status = 422
    message = N_("不能并到它自己。请选另一个项目。")


class OtherCommunity(Refusal):
    """Projects of two communities are not merged."""

    code = "other-community"
    message = N_("%(number)s 不是这个社区的项目，不能合并。请选同一社区的项目。")


class TargetTooFar(Refusal):
    """The target has not been accepted yet, or its vote has begun."""

    code = "target-too-far"
    message = N_("%(number)s 现在是“%(state)s”，不能并进去。只能并到已受理、还没有表决的项目。")


class ProposerMustAgree(Refusal):
    """Neighbours have seconded it, so its proposer is asked first."""

    code = "proposer-must-agree"
    message = N_("已经有 %(have)s 人附议，合并要提议人同意。请先问提议人，再勾上“提议人同意”。")


def require_mergeable(
    *, same: bool, same_community: bool, target: str, state: State, seconders: int, agrees: bool
) -> None:
    """Let a proposal go into a target.

    Raises:
        SameProject, OtherCommunity, TargetTooFar: the target does not fit.
        ProposerMustAgree: there are seconders and the proposer was not asked.
    """
    if same:
        raise SameProject
    if not same_community:
        raise OtherCommunity(number=target)
    if state not in INTO:
        raise TargetTooFar(number=target, state=state.label)
    if seconders and not agrees:
        raise ProposerMustAgree(have=seconders)
