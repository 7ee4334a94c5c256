"""Rows of projects as the cards that lists show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from microprojects.domain.proposals import THEMES, TYPES
from microprojects.domain.states import State
from microprojects.store.listings import ProjectRow


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


def cards(rows: Sequence[ProjectRow], clocks: Mapping[str, Clock] | None = None) -> list[Card]:
    """Return a card for each row, with the clock of each number that is on notice."""
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
        )
        for row in rows
    ]
