"""Rows of projects as the cards that lists show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from microprojects.domain.proposals import THEMES, TYPES
from microprojects.domain.states import State
from microprojects.store.listings import ProjectRow


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


def cards(rows: Sequence[ProjectRow]) -> list[Card]:
    """Return a card for each row."""
    return [
        Card(
            number=row.number,
            title=row.title,
            url=f"/projects/{row.number}",
            state=row.state,
            place=row.community,
            kind=f"{_(TYPES[row.type])} · {_(THEMES[row.theme])}",
            words=row.summary,
            facts=(row.number, _("%(n)s 人附议", n=row.seconders)),
            fen=row.fen,
            day=row.since,
        )
        for row in rows
    ]
