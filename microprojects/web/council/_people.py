"""Who can be picked in the forms of a meeting: members who are there and may act, and who came without a vote."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain.floor import Speaker, may_speak
from microprojects.store import floor, meetings, observers, projects
from microprojects.store.councils import Seat
from microprojects.store.meetings import AgendaItem
from microprojects.web.council import _room
from microprojects.web.forms.choices import options

_PICKED = re.compile(r"(o?)([0-9]{1,9})")


def nobody_yet(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return choices of which none is made yet, so that nobody is picked by oversight."""
    return options([("", _("请选一位")), *pairs])


def named(seats: Iterable[Seat], only: Iterable[int]) -> list[tuple[str, str]]:
    """Return those of the members who are among `only`, by number and name."""
    wanted = frozenset(only)
    return [(str(seat.person_id), seat.person.name) for seat in seats if seat.person_id in wanted]


def speakers(session: Session, item: AgendaItem, *, only: int | None = None) -> list[tuple[str, str]]:
    """Return who can be put on the list of speakers now: all for the desk, a member `only` themself.

    Who waits already, or speaks, is not among them; observers have an "o" before their number.
    """
    room = meetings.room(session, item.meeting_id, item.id)
    voices = may_speak(room.present, room.recused, projects.proposers(session, item.project))
    waits = {each.speaker for each in floor.speeches(session, item.id) if each.ended_at is None}
    voices -= {each.person_id for each in waits}
    found = named(_room.seats_of(session, item.meeting), voices if only is None else voices & {only})
    if only is not None:
        return found
    listeners = [each for each in observers.of_meeting(session, item.meeting_id) if each.is_here]
    return found + [
        (f"o{each.id}", _("%(name)s（列席）", name=each.called))
        for each in listeners
        if Speaker(observer_id=each.id) not in waits
    ]


def picked(value: str | None) -> Speaker:
    """Return whom a choice means; member number zero, whom nobody is, where it means nobody."""
    found = _PICKED.fullmatch((value or "").strip())
    if found is None:
        return Speaker(0)
    number = int(found[2])
    return Speaker(observer_id=number) if found[1] else Speaker(number)
