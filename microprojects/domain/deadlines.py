"""Until when the next step of a project is due, with the arithmetic in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from microprojects.domain.errors import N_
from microprojects.domain.parameters import Rulebook
from microprojects.domain.states import State
from microprojects.domain.workdays import WorkCalendar, due, due_in_days

# state -> (parameter, counts in working days, what is to be done)
LIMITS: dict[State, tuple[str, bool, str]] = {
    State.SUBMITTED: ("limits.screen_working_days", True, N_("审查提议")),
    State.RETURNED: ("limits.fix_days", False, N_("等提议人补正")),
    State.ACCEPTED: ("limits.second_max_days", False, N_("等附议")),
    State.CONSULTING: ("limits.consult_working_days", True, N_("完成商议")),
    State.OBJECTED: ("objection.reply_working_days", True, N_("答复异议")),
    State.APPROVED: ("limits.procure_working_days", True, N_("开始采购")),
    State.PROCURING: ("limits.procure_working_days", True, N_("定下单位")),
    State.CONTRACTED: ("limits.sign_days", False, N_("开工")),
    State.IMPLEMENTING: ("limits.progress_days", False, N_("报进度或报完工")),
    State.INSPECTING: ("limits.inspect_working_days", True, N_("组织验收")),
    State.RECTIFYING: ("limits.rectify_days", False, N_("整改")),
    State.SETTLING: ("limits.settle_days", False, N_("结算")),
    State.EVALUATING: ("evaluation.days", False, N_("收评议、归档办结")),
}


@dataclass(frozen=True)
class Deadline:
    """The last moment of a step; `days` and `working` say how it was counted from `since`."""

    what: str
    since: datetime
    due_at: datetime
    days: int
    working: bool

    def is_over(self, at: datetime) -> bool:
        """Return whether the last moment has passed."""
        return at > self.due_at


def deadline(
    state: State, since: datetime, rules: Rulebook, cal: WorkCalendar, *, type_: str = "goods"
) -> Deadline | None:
    """Return the deadline of whatever a project in this state waits for; None where nothing runs.

    Works and services have days in which they must be done; of goods the next report is due.

    The day on which the state began does not count, and a last day off moves to the next
    working day (民法典 201, 203).
    """
    limit = LIMITS.get(state)
    if limit is None:
        return None
    key, working, what = limit
    if state is State.IMPLEMENTING and type_ in ("works", "services"):
        key, what = f"limits.impl_{type_}_days", N_("做完、报完工")
    days = rules.number(key)
    last = due(since, days, cal) if working else due_in_days(since, days, cal)
    return Deadline(what, since, last, days, working)


def filing(window_ends_at: datetime, rules: Rulebook, cal: WorkCalendar) -> Deadline:
    """Return until when the street files a resolution whose notice is over."""
    days = rules.number("limits.file_working_days")
    last_day = window_ends_at - timedelta(microseconds=1)  # a window ends at 24:00, which is the next day
    return Deadline(N_("备案"), window_ends_at, due(last_day, days, cal), days, working=True)
