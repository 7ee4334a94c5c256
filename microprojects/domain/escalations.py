"""An objection that is taken further: from the community to the street, and from there to the district."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.workdays import WorkCalendar, day_that_ends, due

STEPS: dict[str, str] = {"street": N_("街道"), "district": N_("区里")}
# Within how many working days each of them answers, by parameter.
ANSWER_DAYS = {"street": "objection.street_working_days", "district": "objection.district_working_days"}
LONGEST_WHY = 1000
LONGEST_ANSWER = 4000


class TooEarly(Refusal):
    """The last day for the answer has not passed."""

    code = "escalation-too-early"
    message = N_(
        "还没有到答复的期限，最晚 %(last)s 24 时前答复。到期还没有答复，或答复了您不服，再往上反映。"
    )


class TooLate(Refusal):
    """The days in which an answer can be taken further are over."""

    code = "escalation-too-late"
    message = N_(
        "往上反映要在答复以后 %(days)s 个工作日以内，已于 %(last)s 24 时截止。您仍可到社区窗口反映。"
    )


class WaitsAlready(Refusal):
    """It was taken to that step, whose time to answer still runs."""

    code = "escalation-waits"
    message = N_("这件异议已经交给%(step)s，最晚 %(last)s 24 时前答复。请等答复，不用再交一次。")


class LastStep(Refusal):
    """There is no step above the district."""

    code = "escalation-last-step"
    message = N_("这件异议已经到了区里，这是最后一级。不服区里的答复，可以依法申请行政复议或信访。")


class NotThere(Refusal):
    """It does not wait for an answer of that step."""

    code = "escalation-not-there"
    message = N_("这件异议现在不等%(step)s答复：没有交来，已经答复，或已经往上反映。请刷新页面。")


class SameAnswerer(Refusal):
    """Who took part in the matter below does not answer above."""

    code = "escalation-same-answerer"
    status = 403
    message = N_("下面那份答复是您写的，或异议是您提的、您代录的，不能由您再答复。请让另一位同事办理。")


@dataclass(frozen=True)
class Step:
    """One step taken: when, until when it is to be answered, and when it was."""

    step: str
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """Where an objection stands: until when the reply was due, when it came, and the steps taken since."""

    reply_due_at: datetime
    replied_at: datetime | None
    steps: Sequence[Step] = ()


def next_step(standing: Standing, at: datetime, *, days: int, cal: WorkCalendar) -> str:
    """Return where the objection can be taken now: no answer came in time, or one that does not content.

    `days` are the working days after an answer in which it can be taken further. After
    a silence there is no such end: the answer is owed still.

    Raises:
        LastStep: the district has it, or had it.
        TooEarly, WaitsAlready: the time for the answer still runs.
        TooLate: the answer has stood too long.
    """
    last = standing.steps[-1] if standing.steps else None
    if last is not None and last.step == "district":
        raise LastStep
    due_at = last.due_at if last else standing.reply_due_at
    answered_at = last.answered_at if last else standing.replied_at
    if answered_at is None and at < due_at:
        if last is None:
            raise TooEarly(last=_day(due_at))
        raise WaitsAlready(step=STEPS[last.step], last=_day(due_at))
    if answered_at is not None:
        until = due(answered_at, days, cal)
        if at >= until:
            raise TooLate(days=days, last=_day(until))
    return "district" if last else "street"


def may_go_on(standing: Standing, at: datetime, *, days: int, cal: WorkCalendar) -> str:
    """Return the step that can be taken now, for a button; empty where none can."""
    try:
        return next_step(standing, at, days=days, cal=cal)
    except Refusal:
        return ""


def _day(due_at: datetime) -> str:
    return day_that_ends(due_at).isoformat()
