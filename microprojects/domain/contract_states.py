"""How far a contract is, said of the state in which its project is.

Source: domain research, section 5.1.
"""

from __future__ import annotations

from microprojects.domain.errors import N_
from microprojects.domain.states import SETTLED, State

SIGNED, RUNNING, SUSPENDED, ACCEPTED, SETTLED_UP, TERMINATED = (
    "signed", "running", "suspended", "accepted", "settled", "terminated",
)  # fmt: skip
WORDS: dict[str, str] = {
    SIGNED: N_("签了，没开工"),
    RUNNING: N_("履行中"),
    SUSPENDED: N_("暂停施工"),
    ACCEPTED: N_("验收合格，在结算"),
    SETTLED_UP: N_("结算完成"),
    TERMINATED: N_("终止"),
}
# A contract that is being changed runs on; so does one that is inspected or mended.
OF: dict[str, frozenset[State]] = {
    SIGNED: frozenset({State.CONTRACTED}),
    RUNNING: frozenset({State.IMPLEMENTING, State.CHANGING, State.INSPECTING, State.RECTIFYING}),
    SUSPENDED: frozenset({State.SUSPENDED}),
    ACCEPTED: frozenset({State.SETTLING}),
    SETTLED_UP: frozenset(SETTLED),
    TERMINATED: frozenset({State.CANCELLED}),
}


def state_of(project: State) -> str:
    """Return how far the contract of a project in that state is."""
    return next(word for word, states in OF.items() if project in states)
