"""An emergency that was approved at once, and that the council has still to ratify."""

from __future__ import annotations

from microprojects.domain.cases import Case
from microprojects.domain.errors import N_, Refusal


class NotOverdue(Refusal):
    """The ratification is still possible."""

    code = "not-overdue"
    message = N_("追认期限没有过，议事会也没有否决。现在不能按未获追认停止。")


class NotRatified(Refusal):
    """A fast-track project that the council has not ratified."""

    code = "not-ratified"
    message = N_("这是应急先办的项目，议事会还没有追认，不能结算。请先上会追认。")


def unratified(case: Case) -> None:
    """Refuse to stop a fast-track project that the council may still ratify."""
    if not (case.ratify_overdue or case.ratification_failed):
        raise NotOverdue
