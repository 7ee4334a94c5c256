"""Rows of the library: every entry that came in, in or out by now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import aliased

from microprojects.domain.library import ENTERED, band
from microprojects.domain.money import Fen
from microprojects.store import listings
from microprojects.store.areas import Area
from microprojects.store.library import LibraryCopy, LibraryEntry
from microprojects.store.open_data.deliberating import Found, of_project, place_of
from microprojects.store.open_data.sources import Known, Source, by, by_moment
from microprojects.store.programmes import Round
from microprojects.store.projects import Project


def _library(_at: datetime) -> Select[*tuple[Any, ...]]:
    return (
        of_project(LibraryEntry, Project.type.label("type"), _copies().label("copies"))
        .join(LibraryEntry, LibraryEntry.project_id == Project.id)
        .where(LibraryEntry.verdict == ENTERED)
    )


def _copies() -> ColumnElement[int]:
    new = aliased(Project)
    return (
        select(func.count())
        .select_from(LibraryCopy)
        .join(new, new.id == LibraryCopy.project_id)
        .where(LibraryCopy.entry_id == LibraryEntry.id, listings.shown(new))
        .correlate(LibraryEntry)
        .scalar_subquery()
    )


def _told(row: Found, known: Known) -> dict[str, object]:
    entry: LibraryEntry = row.LibraryEntry
    return {
        "id": entry.id,
        **place_of(row, known),
        "version": entry.version,
        "state": entry.standing.value,
        "type": row.type,
        "cost_fen": entry.amount_fen,
        "band": band(Fen(entry.amount_fen)),
        "answers": entry.answers,
        "percent": entry.percent,
        "reason": known.read(row.project_id, entry.reason),
        "lessons": known.read(row.project_id, entry.lessons),
        "entered_at": entry.decided_at,
        "entered_reason": entry.decided_reason,
        "removed_at": entry.removed_at,
        "removed_reason": entry.removed_reason or None,
        "copies": row.copies,
    }


def _standing(_at: datetime) -> ColumnElement[Any]:
    return case((LibraryEntry.removed_at.is_(None), "in"), else_="out")


LIBRARY = Source(
    _library,
    _told,
    LibraryEntry.id,
    LibraryEntry.id,
    func.coalesce(LibraryEntry.removed_at, LibraryEntry.decided_at),
    {"community": by(Area.slug), "year": by(Round.year), "state": by_moment(_standing)},
    reworded=True,
)
