"""The library as the public reads it: its entries filtered and paged, one entry with its versions, and what was made after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from microprojects.domain.library import ENTERED, bounds
from microprojects.domain.money import Fen
from microprojects.domain.states import State
from microprojects.domain.wordings import Wording
from microprojects.store import listings, wordings
from microprojects.store.areas import Area
from microprojects.store.library import LibraryCopy, LibraryEntry
from microprojects.store.projects import Project
from microprojects.store.settlements import Settlement


@dataclass(frozen=True)
class WantedEntries:
    """What a visitor filters by; empty means everything. `band` is a key of BANDS."""

    type: str = ""
    community: str = ""
    band: str = ""


@dataclass(frozen=True)
class Listed:
    """One entry that is in the library, with the project behind it as it reads today."""

    entry: LibraryEntry
    number: str
    title: str
    summary: str
    type: str
    theme: str
    community: str
    copies: int


@dataclass(frozen=True)
class Made:
    """One public proposal that was made after an entry; `cost_fen` once its account is settled."""

    number: str
    title: str
    community: str
    state: State
    cost_fen: Fen | None


def page(session: Session, wanted: WantedEntries, *, number: int, size: int) -> tuple[list[Listed], int]:
    """Return one page of what is in the library, the newest first, and how many there are; three statements."""
    conditions = _conditions(wanted)
    found = session.scalar(_entries(func.count()).where(*conditions)) or 0
    query = _entries(
        LibraryEntry, Project.id, Project.number, Project.title, Project.summary, Project.type, Project.theme,
        Area.name, copies_counted(),
    ).where(*conditions)  # fmt: skip
    newest = query.order_by(LibraryEntry.decided_at.desc(), LibraryEntry.id.desc())
    rows = session.execute(newest.limit(size).offset((number - 1) * size)).all()
    words = wordings.of_each(session, [row[1] for row in rows]) if rows else {}
    return [_listed(row, words.get(row[1], Wording())) for row in rows], found


def copies_of(session: Session, project_id: int) -> list[Made]:
    """Return the public proposals that were made after any version of a project's entry, the newest first."""
    rows = session.execute(
        select(Project.number, Project.title, Area.name, Project.state, Settlement.amount_fen)
        .join(LibraryCopy, LibraryCopy.project_id == Project.id)
        .join(LibraryEntry, LibraryEntry.id == LibraryCopy.entry_id)
        .join(Area, Area.id == Project.area_id)
        .outerjoin(Settlement, (Settlement.project_id == Project.id) & Settlement.settled_at.is_not(None))
        .where(LibraryEntry.project_id == project_id, listings.shown())
        .order_by(LibraryCopy.id.desc())
    )
    return [Made(number or "", title, place, state, fen) for number, title, place, state, fen in rows]


def _listed(row: Sequence[Any], words: Wording) -> Listed:
    entry, _id, number, title, summary, kind, theme, place, copies = row
    return Listed(entry, number, words.read(title), words.read(summary), kind, theme, place, copies)


def _entries(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(LibraryEntry)
        .join(Project, Project.id == LibraryEntry.project_id)
        .join(Area, Area.id == Project.area_id)
        .where(LibraryEntry.verdict == ENTERED, LibraryEntry.removed_at.is_(None))
    )


def _conditions(wanted: WantedEntries) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.type:
        found.append(Project.type == wanted.type)
    if wanted.community:
        found.append(Area.slug == wanted.community)
    if wanted.band:
        above, most = bounds(wanted.band)
        found.append(LibraryEntry.amount_fen > above)
        if most is not None:
            found.append(LibraryEntry.amount_fen <= most)
    return found


def copies_counted() -> ColumnElement[int]:
    """Return how often an entry's project was copied into a proposal that the public may know."""
    new, theirs = aliased(Project), aliased(LibraryEntry)
    return (
        select(func.count())
        .select_from(LibraryCopy)
        .join(theirs, theirs.id == LibraryCopy.entry_id)
        .join(new, new.id == LibraryCopy.project_id)
        .where(theirs.project_id == LibraryEntry.project_id, listings.shown(new))
        .correlate(LibraryEntry)
        .scalar_subquery()
    )
