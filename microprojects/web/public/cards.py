"""Rows of projects as the cards that lists show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from microprojects.domain.proposals import THEMES, TYPES
from microprojects.domain.states import APPROVED_OR_LATER, FINAL, State
from microprojects.domain.workdays import local_day
from microprojects.store.listings import ProjectRow
from microprojects.web.filters import day, full_day, state_label


@dataclass(frozen=True)
class Clock:
    """The days of a notice that runs; see the macro `clock`."""

    number: int
    days: int
    first: date
    last: date
    today: date


@dataclass(frozen=True)
class Card:
    """One project as a card; see the macro `card_project`."""

    number: str
    title: str
    url: str
    state: State
    place: str
    kind: str
    words: str
    facts: tuple[str, ...]
    fen: int
    day: datetime
    clock: Clock | None = None
    what: str = ""  # which amount `fen` is
    when: str = ""  # the day with what happened on it
    says: str = ""  # what stands in its way


def cards(
    rows: Sequence[ProjectRow],
    today: date,
    clocks: Mapping[str, Clock] | None = None,
    says: Mapping[str, str] | None = None,
) -> list[Card]:
    """Return a card for each row, with the clock, or what is said, of a number that is on notice."""
    return [
        Card(
            number=row.number,
            title=row.title,
            url=f"/projects/{row.number}",
            state=row.state,
            place=row.community,
            kind=f"{_(TYPES[row.type])} · {_(THEMES[row.theme])}",
            words="" if row.state is State.WITHDRAWN else row.summary,
            facts=(row.number, _("%(n)s 人附议", n=row.seconders)),
            fen=row.fen,
            day=row.since,
            clock=(clocks or {}).get(row.number),
            what=_("批准") if row.state in APPROVED_OR_LATER else _("预算"),
            says=(says or {}).get(row.number, ""),
            when=_when(row.state, local_day(row.since), today),
        )
        for row in rows
    ]


def _when(state: State, since: date, today: date) -> str:
    """Say since when a project stands as it does, or when it ended; with the year where that is not this year."""
    on = day(since) if since.year == today.year else full_day(since)
    if state in FINAL:
        return _("%(day)s%(state)s", day=on, state=state_label(state))
    return _("%(day)s起", day=on)
