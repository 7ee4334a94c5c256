"""The last days of a programme's year: until when projects are approved, and until when they are done.

Source: domain research, section 6.9 (a proposal: approved by 30 September, done by 30 November). A day is
"in principle", like a cap: a leader of the street may name a later one for one project, with a public reason.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from microprojects.domain.cases import Case
from microprojects.domain.contracts import ContractMissing
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.parameters import Rulebook
from microprojects.domain.reallocations import on
from microprojects.domain.states import FINAL, State
from microprojects.domain.workdays import local_day

LONGEST_REASON = 500


class Which(StrEnum):
    """Which of the two days is meant."""

    APPROVAL = "approval"
    FINISH = "finish"

    @property
    def label(self) -> str:
        """Return its name in the source language."""
        return WORDS[self]

    @property
    def parameter(self) -> str:
        """Return the parameter that names the day."""
        return PARAMETERS[self]


WORDS: dict[str, str] = {Which.APPROVAL: N_("批准立项"), Which.FINISH: N_("完工")}
PARAMETERS: dict[str, str] = {Which.APPROVAL: "dates.approve_by", Which.FINISH: "dates.finish_by"}
# What is approved is not approved again; what is accepted is done.
_APPROVABLE = frozenset(
    {State.CONSULTING, State.READY, State.POLLING, State.SCHEDULED, State.VOTING, State.TABLED, State.NOTICING, State.OBJECTED}
)  # fmt: skip
_UNDONE = frozenset(
    {
        *_APPROVABLE,
        State.ACCEPTED,
        State.APPROVED,
        State.PROCURING,
        State.CONTRACTED,
        State.IMPLEMENTING,
        State.CHANGING,
        State.SUSPENDED,
    }
)
OPEN: dict[str, frozenset[State]] = {Which.APPROVAL: _APPROVABLE, Which.FINISH: _UNDONE}
# Approved, and not yet reported as done.
UNDER_WAY = _UNDONE - _APPROVABLE - {State.ACCEPTED} - FINAL


class ApprovedTooLate(Refusal):
    """The last day for approvals of that year is over."""

    code = "approved-too-late"
    message = N_(
        "%(year)s 年的项目最晚 %(last)s 立项，今天是 %(today)s。请街道领导写明公开的理由、准到哪天；不然暂缓，明年再议。"
    )


class FinishesTooLate(Refusal):
    """The work is to be done after the last day of that year."""

    code = "finishes-too-late"
    message = N_(
        "%(year)s 年的项目最晚 %(last)s 完工，这里写的是 %(ends)s。请改早完工日期，或请街道领导写明公开的理由、准到哪天。"
    )


class NoLastDay(Refusal):
    """The programme names no such day, so there is nothing to move."""

    code = "no-last-day"
    message = N_("本方案没有定%(what)s的最后日期，不用延。")


class NotLater(Refusal):
    """The day that is named is not after the one that holds."""

    code = "not-later"
    status = 422
    message = N_("%(what)s的最后日期现在是 %(last)s，要延到那天以后。请改“准到哪天”。")


class PastAlready(Refusal):
    """The day that is named is over."""

    code = "extended-into-the-past"
    status = 422
    message = N_("今天是 %(today)s，不能准到已经过去的 %(until)s。请写今天或以后的日期。")


def last_day(rules: Rulebook, which: Which, year: int) -> date | None:
    """Return the last day of a round's year, None where the programme names none."""
    text = str(rules[which.parameter])
    return on(text, year) if text else None


def holds_until(case: Case, which: Which) -> date | None:
    """Return the day that holds for a project: the programme's, or the later one that was allowed to it."""
    last = last_day(case.rules, which, case.year)
    if last is None:
        return None
    return max(last, case.extended_to.get(which.value, last))


def approved_in_time(case: Case) -> None:
    """Refuse to approve after the last day of the project's year; that day itself is in time."""
    last, today = last_day(case.rules, Which.APPROVAL, case.year), local_day(case.at)
    if last is None or today <= last:
        return
    last = holds_until(case, Which.APPROVAL)
    if last is not None and today > last:
        raise ApprovedTooLate(year=case.year, last=last.isoformat(), today=today.isoformat())


def plan_ends_in_time(case: Case) -> None:
    """Refuse a plan whose last day is after the last day for works of its year."""
    if case.plan is not None:
        _require_end(case, case.plan.ends_on)


def contract_ends_in_time(case: Case) -> None:
    """Refuse a contract that runs longer than works of its year may."""
    if case.contract is None:
        raise ContractMissing
    _require_end(case, case.contract.ends_on)


def change_ends_in_time(case: Case) -> None:
    """Refuse a change by which the work would be done later than works of its year may."""
    if case.change is not None:
        _require_end(case, case.change.later_end)


def require_extension(case: Case, which: Which, until: date) -> date:
    """Return the day that the rules name, if it may be moved to another for a project.

    Raises:
        NoLastDay: the rules name none.
        NotLater: the new day is not after the one that holds.
        PastAlready: the new day is over.
    """
    last, holds, today = (
        last_day(case.rules, which, case.year),
        holds_until(case, which),
        local_day(case.at),
    )
    if last is None or holds is None:
        raise NoLastDay(what=which.label)
    if until <= holds:
        raise NotLater(what=which.label, last=holds.isoformat())
    if until < today:
        raise PastAlready(today=today.isoformat(), until=until.isoformat())
    return last


def _require_end(case: Case, ends: date | None) -> None:
    last = last_day(case.rules, Which.FINISH, case.year)
    if last is None or ends is None or ends <= last:
        return
    last = holds_until(case, Which.FINISH)
    if last is not None and ends > last:
        raise FinishesTooLate(year=case.year, last=last.isoformat(), ends=ends.isoformat())
