"""How long a project stands in a step that an office has to finish in time, counted as its limit is counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

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
# Goods have days in which the next report is due, and none in which they must be there.
_TIMED_TYPES = ("works", "services")


@dataclass(frozen=True)
class Spell:
    """So many stays in one step that took equally long under equal limits; `took` is None while they last."""

    state: State
    took: int | None
    limit: int
    late: bool
    count: int


@dataclass(frozen=True)
class Pace:
    """How fast one step is under one limit: half of the ended stays took at most `median` days, none more than `worst`.

    Days are working days where the limit is in working days. `late` counts ended stays,
    `late_now` those that last longer than they may.
    """

    state: State
    ended: int
    median: int | None
    worst: int | None
    limit: int
    late: int
    open: int
    late_now: int


def limit_of(
    state: State, since: datetime, rules: Rulebook, cal: WorkCalendar, type_: str
) -> Deadline | None:
    """Return until when an office has to finish a step that began; None where none has to."""
    if state not in MEASURED or (state is State.IMPLEMENTING and type_ not in _TIMED_TYPES):
        return None
    return deadline(state, since, rules, cal, type_=type_)


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
        if each.took is not None:
            counts[each.took] = counts.get(each.took, 0) + each.count
    return Pace(
        state=state,
        ended=sum(counts.values()),
        median=middle(counts),
        worst=max(counts, default=None),
        limit=limit,
        late=sum(each.count for each in spells if each.late and each.took is not None),
        open=sum(each.count for each in spells if each.took is None),
        late_now=sum(each.count for each in spells if each.late and each.took is None),
    )
