"""The states of one project, with the words and the shape that show them."""

from __future__ import annotations

from enum import StrEnum

from microprojects.domain.errors import N_


class State(StrEnum):
    """Where one project stands. Source: domain research, section 5.1."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DECLINED = "declined"
    MERGED = "merged"
    ACCEPTED = "accepted"
    CONSULTING = "consulting"
    REFERRED = "referred"
    DEFERRED = "deferred"
    READY = "ready"
    POLLING = "polling"
    SCHEDULED = "scheduled"
    VOTING = "voting"
    REJECTED = "rejected"
    TABLED = "tabled"
    NOTICING = "noticing"
    OBJECTED = "objected"
    APPROVED = "approved"
    PROCURING = "procuring"
    CONTRACTED = "contracted"
    IMPLEMENTING = "implementing"
    CHANGING = "changing"
    SUSPENDED = "suspended"
    INSPECTING = "inspecting"
    RECTIFYING = "rectifying"
    SETTLING = "settling"
    RESULT_NOTICE = "result_notice"
    EVALUATING = "evaluating"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Return the state's name in the source language."""
        return LABELS[self]

    @property
    def tone(self) -> str:
        """Return the badge class of the design: talk, open, work, hold, done or stop."""
        return TONES[self]


LABELS: dict[State, str] = {
    State.DRAFT: N_("草稿"),
    State.SUBMITTED: N_("已提交"),
    State.RETURNED: N_("退回补正"),
    State.DECLINED: N_("不予受理"),
    State.MERGED: N_("已合并"),
    State.ACCEPTED: N_("附议中"),
    State.CONSULTING: N_("商议中"),
    State.REFERRED: N_("转办"),
    State.DEFERRED: N_("暂缓"),
    State.READY: N_("待上会"),
    State.POLLING: N_("居民投票中"),
    State.SCHEDULED: N_("已列入议程"),
    State.VOTING: N_("表决中"),
    State.REJECTED: N_("未通过"),
    State.TABLED: N_("搁置再议"),
    State.NOTICING: N_("决议公示中"),
    State.OBJECTED: N_("异议处理中"),
    State.APPROVED: N_("立项"),
    State.PROCURING: N_("采购中"),
    State.CONTRACTED: N_("已签约"),
    State.IMPLEMENTING: N_("实施中"),
    State.CHANGING: N_("变更审批中"),
    State.SUSPENDED: N_("暂停"),
    State.INSPECTING: N_("待验收"),
    State.RECTIFYING: N_("整改中"),
    State.SETTLING: N_("结算中"),
    State.RESULT_NOTICE: N_("结果公示中"),
    State.EVALUATING: N_("评议中"),
    State.CLOSED: N_("办结"),
    State.WITHDRAWN: N_("已撤回"),
    State.CANCELLED: N_("已终止"),
}

_BY_TONE: dict[str, tuple[State, ...]] = {
    "talk": (
        State.DRAFT,
        State.SUBMITTED,
        State.ACCEPTED,
        State.CONSULTING,
        State.READY,
        State.POLLING,
        State.SCHEDULED,
        State.VOTING,
    ),
    "open": (State.NOTICING, State.OBJECTED, State.RESULT_NOTICE),
    "work": (
        State.APPROVED,
        State.PROCURING,
        State.CONTRACTED,
        State.IMPLEMENTING,
        State.INSPECTING,
        State.SETTLING,
        State.EVALUATING,
    ),
    "hold": (
        State.RETURNED,
        State.DEFERRED,
        State.TABLED,
        State.CHANGING,
        State.SUSPENDED,
        State.RECTIFYING,
    ),
    "done": (State.CLOSED,),
    "stop": (
        State.DECLINED,
        State.MERGED,
        State.REFERRED,
        State.REJECTED,
        State.WITHDRAWN,
        State.CANCELLED,
    ),
}
TONES: dict[State, str] = {state: tone for tone, states in _BY_TONE.items() for state in states}

# A visitor may not see these at all.
PRIVATE = frozenset({State.DRAFT, State.RETURNED})
# Moderation comes before anything of a new proposal is shown.
UNMODERATED = frozenset({State.SUBMITTED})


def is_hidden(state: State, *, was_accepted: bool) -> bool:
    """Return whether the public may not know of a project.

    Nobody has looked at what is private or unmoderated. Withdrawing publishes
    nothing: what was never accepted stays hidden.

    Source: domain research, section 5.1.
    """
    return state in PRIVATE | UNMODERATED or (state is State.WITHDRAWN and not was_accepted)


# The vote has been taken and carried (or, on the fast track, will be ratified).
APPROVED_OR_LATER = frozenset(
    {
        State.APPROVED,
        State.PROCURING,
        State.CONTRACTED,
        State.IMPLEMENTING,
        State.CHANGING,
        State.SUSPENDED,
        State.INSPECTING,
        State.RECTIFYING,
        State.SETTLING,
        State.RESULT_NOTICE,
        State.EVALUATING,
        State.CLOSED,
    }
)
# The final account counts; of the contract only the retention is left to pay.
SETTLED = frozenset({State.RESULT_NOTICE, State.EVALUATING, State.CLOSED})
BEFORE_SCHEDULED = frozenset(
    {
        State.DRAFT,
        State.SUBMITTED,
        State.RETURNED,
        State.ACCEPTED,
        State.CONSULTING,
        State.DEFERRED,
        State.READY,
        State.TABLED,
    }
)
FINAL = frozenset(
    {
        State.DECLINED,
        State.MERGED,
        State.REFERRED,
        State.REJECTED,
        State.CLOSED,
        State.WITHDRAWN,
        State.CANCELLED,
    }
)
