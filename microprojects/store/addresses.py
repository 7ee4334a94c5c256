"""What the public can open, for lists of addresses: names and when each last changed, some thousands at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select
from sqlalchemy.orm import Session

from microprojects.domain.polls import PollState
from microprojects.store.areas import Area
from microprojects.store.disclosures import Disclosure
from microprojects.store.gatherings import Gathering
from microprojects.store.journal import JournalEntry
from microprojects.store.listings import shown
from microprojects.store.meetings import Meeting
from microprojects.store.polls import Poll
from microprojects.store.projects import Project

KINDS = ("communities", "projects", "disclosures", "meetings", "gatherings", "polls")


def count(session: Session) -> dict[str, int]:
    """Return how many of each kind there are, in one statement."""
    counts = [select(func.count()).select_from(_named(kind).subquery()).scalar_subquery() for kind in KINDS]
    row = session.execute(select(*counts)).one()
    return {kind: int(number) for kind, number in zip(KINDS, row, strict=True)}


def page(session: Session, kind: str, *, limit: int, offset: int) -> Sequence[tuple[Any, datetime | None]]:
    """Return the names of some of a kind, and when each last changed as far as the record tells."""
    rows = session.execute(_named(kind).limit(limit).offset(offset))
    return [(name, at) for name, at in rows]


def _named(kind: str) -> Select[*tuple[Any, ...]]:
    """Return the query for the names of a kind, in an order that stays as it is when more come."""
    if kind == "communities":
        return (
            select(Area.slug, _told(Area.path, JournalEntry.area))
            .where(Area.level == "community")
            .order_by(Area.id)
        )
    if kind == "projects":
        last = _told(literal("project/") + Project.number, JournalEntry.subject)
        return (
            select(Project.number, last).where(shown(), Project.merged_into_id.is_(None)).order_by(Project.id)
        )
    if kind == "disclosures":
        last_change = func.coalesce(Disclosure.taken_down_at, Disclosure.published_at)
        return select(Disclosure.id, last_change).order_by(Disclosure.id)
    if kind == "meetings":
        return select(Meeting.id, _told_of("meeting", Meeting.id)).order_by(Meeting.id)
    if kind == "gatherings":
        return select(Gathering.id, _told_of("gathering", Gathering.id)).order_by(Gathering.id)
    return (
        select(Poll.id, _told_of("poll", Poll.id))
        .where(Poll.state != PollState.PREPARED.value)
        .order_by(Poll.id)
    )


def _told_of(noun: str, number: ColumnElement[int] | Any) -> ColumnElement[Any]:
    return _told(literal(f"{noun}/") + cast(number, String), JournalEntry.subject)


def _told(name: Any, column: Any) -> ColumnElement[Any]:
    """Return when the journal last told of a thing."""
    return select(func.max(JournalEntry.at)).where(column == name).scalar_subquery()
