"""How long a project stands in a step that an office has to finish in time, counted as its limit is counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from microprojects.domain.actions import Action
from microprojects.domain.deadlines import LIMITS, Deadline, deadline
from microprojects.domain.parameters import Rulebook
from microprojects.domain.states import State
from microprojects.domain.workdays import WorkCalendar, local_day

# What waits for residents (to mend, to second, to answer a survey) is not the slowness of an office.
MEASURED = (
    State.SUBMITTED,
    State.CONSULTING,
    State.OBJECTED,
    State.APPROVED,
    State.PROCURING,
    State.CONTRACTED,
    State.IMPLEMENTING,
    State.INSPECTING,
    State.RECTIFYING,
    State.SETTLING,
)
# By which act a step is finished; whatever else ends it breaks it off: sent back, stopped, or interrupted.
# To inspect is finished by a verdict, whatever it says. An answer ends the pause of a notice, a new count does not.
FINISHED_BY: Mapping[State, frozenset[Action]] = {
    State.SUBMITTED: frozenset({Action.PROJECT_ACCEPT, Action.PROJECT_DECLINE}),
    State.CONSULTING: frozenset({Action.PROJECT_CONCLUDE}),
    State.OBJECTED: frozenset(
        {Action.PROJECT_RESUME_NOTICE, Action.PROJECT_RECONSIDER, Action.PROJECT_STOP_UPHELD}
    ),
    State.APPROVED: frozenset({Action.PROJECT_START_PROCUREMENT}),
    State.PROCURING: frozenset({Action.PROJECT_SIGN_CONTRACT}),
    State.CONTRACTED: frozenset({Action.PROJECT_START}),
    State.IMPLEMENTING: frozenset({Action.PROJECT_COMPLETE}),
    State.INSPECTING: frozenset({Action.PROJECT_PASS_INSPECTION, Action.PROJECT_FAIL_INSPECTION}),
    State.RECTIFYING: frozenset({Action.PROJECT_REINSPECT}),
    State.SETTLING: frozenset({Action.PROJECT_SETTLE}),
}
# Goods have days in which the next report is due, and none in which they must be there.
_TIMED_TYPES = ("works", "services")


@dataclass(frozen=True)
class Spell:
    """So many stays in one step that took equally long under equal limits; `took` is None while they last.

    What is neither `finished` nor lasts was broken off.
    """

    state: State
    took: int | None
    limit: int
    late: bool
    count: int
    finished: bool = False


@dataclass(frozen=True)
class Pace:
    """How fast one step is under one limit: half of the finished stays took at most `median` days, none more than `worst`.

    Days are working days where the limit is in working days. `late` counts finished stays,
    `late_now` those that last longer than they may, `broken` those that were broken off, and
    `broken_late` those of them that had lasted longer than they may.
    """

    state: State
    finished: int
    median: int | None
    worst: int | None
    limit: int
    late: int
    open: int
    late_now: int
    broken: int = 0
    broken_late: int = 0


def limit_of(
    state: State, since: datetime, rules: Rulebook, cal: WorkCalendar, type_: str
) -> Deadline | None:
    """Return until when an office has to finish a step that began; None where none has to."""
    if state not in MEASURED or (state is State.IMPLEMENTING and type_ not in _TIMED_TYPES):
        return None
    return deadline(state, since, rules, cal, type_=type_)


def finishes(state: State, action: str) -> bool:
    """Return whether an act that leads out of a step finished it; else it was broken off."""
    return action in FINISHED_BY.get(state, ())


def in_working_days(state: State) -> bool:
    """Return whether the limit of a measured step is in working days."""
    return LIMITS[state][1]


def days_between(since: datetime, until: datetime, cal: WorkCalendar, *, working: bool) -> int:
    """Return how many days lie after the day of the one and up to that of the other.

    Source: 民法典 art. 201 (the day of the event does not count).
    """
    first, last = local_day(since), local_day(until)
    if not working:
        return max((last - first).days, 0)
    return sum(1 for _day in takewhile(lambda day: day <= last, cal.working_days_after(first)))


def paces(spells: Iterable[Spell]) -> list[Pace]:
    """Return the pace of every step under every limit, in the order of the life of a project."""
    found: dict[tuple[int, int], list[Spell]] = {}
    for each in spells:
        found.setdefault((MEASURED.index(each.state), each.limit), []).append(each)
    return [_pace(MEASURED[place], limit, found[place, limit]) for place, limit in sorted(found)]


def middle(counts: Mapping[int, int]) -> int | None:
    """Return the smallest number that at least half of all do not exceed; None of nothing."""
    whole, so_far = sum(counts.values()), 0
    for number in sorted(counts):
        so_far += counts[number]
        if so_far * 2 >= whole:
            return number
    return None


def _pace(state: State, limit: int, spells: list[Spell]) -> Pace:
    counts: dict[int, int] = {}
    for each in spells:
        if each.took is not None and each.finished:
            counts[each.took] = counts.get(each.took, 0) + each.count
    broken = [each for each in spells if each.took is not None and not each.finished]
    return Pace(
        state=state,
        finished=sum(counts.values()),
        median=middle(counts),
        worst=max(counts, default=None),
        limit=limit,
        late=sum(each.count for each in spells if each.late and each.finished),
        open=sum(each.count for each in spells if each.took is None),
        late_now=sum(each.count for each in spells if each.late and each.took is None),
        broken=sum(each.count for each in broken),
        broken_late=sum(each.count for each in broken if each.late),
    )
