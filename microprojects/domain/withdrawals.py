"""What may follow when a proposal was withdrawn or did not get through: adoption by a seconder, or a copy."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain.cases import Case
from microprojects.domain.errors import N_, NotPermitted, Refusal, WrongMoment
from microprojects.domain.parameters import Rulebook
from microprojects.domain.proposals import needed_seconders
from microprojects.domain.states import State
from microprojects.domain.workdays import WorkCalendar, due_in_days, has_waited, local_day

COPYABLE = frozenset(
    {State.REJECTED, State.DEFERRED, State.DECLINED, State.WITHDRAWN, State.REFERRED, State.CANCELLED}
)
MOST_DRAFTS = 10


class TooFewToAdopt(Refusal):
    """Only a proposal that enough neighbours seconded lives on without its proposer."""

    code = "too-few-to-adopt"
    message = N_("这份提议附议 %(have)s 人，满 %(need)s 人才能由别人接手。您可以自己另提一份。")


class AdoptTooLate(Refusal):
    """The days for taking over a withdrawn proposal are over."""

    code = "adopt-too-late"
    message = N_("撤回后 %(days)s 天内可以接手，现在已经过了。您可以自己另提一份。")


class OnlySeconders(NotPermitted):
    """Only somebody who seconded the proposal takes it over."""

    code = "only-seconders"
    message = N_("只有附议过这份提议的居民才能接手。")


class ResubmitTooEarly(Refusal):
    """A rejected project comes back after some days."""

    code = "resubmit-too-early"
    message = N_("没有通过的项目满 %(days)s 天、改好以后可以再提。请从 %(day)s 起再来。")


class TooManyDrafts(Refusal):
    """Somebody has as many drafts as they may."""

    code = "too-many-drafts"
    message = N_("您已经有 %(have)s 份没交的草稿，最多 %(most)s 份。请先交出或撤掉一份。")


def seconded_enough(case: Case) -> None:
    """Refuse to adopt what too few neighbours seconded."""
    need = max(1, needed_seconders(case))
    if case.seconders < need:
        raise TooFewToAdopt(have=case.seconders, need=need)


def within_adopt_days(case: Case) -> None:
    """Refuse to adopt after the days for it."""
    if case.at >= case.adopt_due_at:
        raise AdoptTooLate(days=case.rules.number("limits.adopt_days"))


def require_copyable(state: State, since: datetime, rules: Rulebook, at: datetime, cal: WorkCalendar) -> None:
    """Let a project be copied into a new draft that did not get through, a rejected one after some days.

    Raises:
        WrongMoment: it is still on its way, or done.
        ResubmitTooEarly: it was rejected too short a time ago.
    """
    if state not in COPYABLE:
        raise WrongMoment(state=state.label)
    days = rules.number("limits.resubmit_days")
    if state is State.REJECTED and not has_waited(since, days, at, cal):
        first = local_day(due_in_days(since, days, cal))
        raise ResubmitTooEarly(days=days, day=first.isoformat())


def require_room(drafts: int) -> None:
    """Refuse one more draft where there are as many as there may be.

    Raises:
        TooManyDrafts: with both numbers.
    """
    if drafts >= MOST_DRAFTS:
        raise TooManyDrafts(have=drafts, most=MOST_DRAFTS)
