"""Lists of projects as the public sees them: light rows, filtered and paged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    cast,
    exists,
    false,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from microprojects.domain import states
from microprojects.domain.act_words import HOUSEKEEPING
from microprojects.domain.searches import number_in, words_of
from microprojects.domain.states import PRIVATE, TONES, UNMODERATED, State
from microprojects.store import counted, searches
from microprojects.store.areas import Area, inside
from microprojects.store.consultations import Plan
from microprojects.store.disclosures import NoticeWindow
from microprojects.store.journal import JournalEntry
from microprojects.store.meetings import Meeting
from microprojects.store.objections import Objection
from microprojects.store.programmes import Round
from microprojects.store.projects import EstimateLine, Project, Seconding


@dataclass(frozen=True)
class Wanted:
    """What a visitor filters by; empty means everything. `tone` is a badge class of the states."""

    words: str = ""
    community: str = ""
    type: str = ""
    theme: str = ""
    tone: str = ""
    year: int | None = None


@dataclass(frozen=True)
class ProjectRow:
    """One project in a list; `fen` is what it costs as far as that is known."""

    number: str
    title: str
    summary: str
    state: State
    type: str
    theme: str
    community: str
    community_slug: str
    place: str
    fen: int
    seconders: int
    since: datetime


def is_hidden(project: Project) -> bool:
    """Return whether the public may not know of a project."""
    return states.is_hidden(project.state, was_accepted=project.accepted_at is not None)


def is_public(session: Session, number: str) -> bool:
    """Return whether there is a project of that number and the public may know of it."""
    return session.scalar(select(exists().where(Project.number == number, shown()))) or False


def shown(of: type[Project] = Project) -> ColumnElement[bool]:
    """Return the condition under which a project stands in lists: it has a number and is not hidden.

    It is `is_hidden` in the words of the database. `of` is the table under another name where a query reads it twice.
    """
    return and_(
        of.number.is_not(None),
        of.state.not_in(PRIVATE | UNMODERATED),
        or_(of.state != State.WITHDRAWN, of.accepted_at.is_not(None)),
    )


def projects(
    session: Session, wanted: Wanted, *, page: int = 1, size: int = 20
) -> tuple[Sequence[ProjectRow], int]:
    """Return one page of projects, the latest news first, and how many there are, counted up to `counted.MOST_COUNTED`.

    The rows of a page are chosen by the index alone; only they are then joined to
    what a card shows, so that a page costs the same among many as among few.
    """
    conditions = _conditions(session, wanted)
    some = select(Project.id).where(*conditions)
    found = counted.up_to_most(session, some)
    chosen = (
        some.order_by(Project.state_since.desc(), Project.id.desc())
        .limit(size)
        .offset((page - 1) * size)
        .subquery()
    )
    query = _rows().where(Project.id.in_(select(chosen.c.id)))
    newest = query.order_by(Project.state_since.desc(), Project.id.desc())
    return [ProjectRow(*row) for row in session.execute(newest)], found


def some(session: Session, ids: Sequence[int]) -> list[ProjectRow]:
    """Return some projects in the order of their ids as given."""
    rows = {
        row[-1]: ProjectRow(*row[:-1])
        for row in session.execute(_rows().add_columns(Project.id).where(Project.id.in_(ids)))
    }
    return [rows[each] for each in ids if each in rows]


def of_round(round_id: int) -> Select[*tuple[Any, ...]]:
    """Return the query of the public projects of a round, by number."""
    return _rows().where(Project.round_id == round_id, shown()).order_by(Project.number)


def every() -> Select[*tuple[Any, ...]]:
    """Return the query of all public projects, with the columns of a `ProjectRow`."""
    return _rows().where(shown())


def counts_by_state(session: Session, states: Sequence[State], *, area_path: str = "") -> dict[State, int]:
    """Return how many projects stand in each of some states."""
    query = (
        select(Project.state.label("state"), func.count().label("count"))
        .join(Area, Area.id == Project.area_id)
        .where(Project.state.in_(states))
        .group_by(Project.state)
    )
    if area_path:
        query = query.where(
            or_(Area.path == area_path, Area.path.startswith(area_path + "/", autoescape=True))
        )
    return {row[0]: row[1] for row in session.execute(query)}


def coming_meetings(
    session: Session, at: datetime, *, area_path: str = "", limit: int = 4
) -> Sequence[Meeting]:
    """Return the planned meetings from a moment on, the nearest first."""
    query = (
        select(Meeting)
        .join(Area, Area.id == Meeting.area_id)
        .where(Meeting.starts_at >= at, Meeting.state == "planned")
        .order_by(Meeting.starts_at)
        .limit(limit)
    )
    if area_path:
        query = query.where(
            or_(Area.path == area_path, Area.path.startswith(area_path + "/", autoescape=True))
        )
    return list(session.scalars(query))


def _rows() -> Select[*tuple[Any, ...]]:
    seconders = select(func.count(Seconding.id)).where(Seconding.project_id == Project.id).scalar_subquery()
    estimate = (
        select(func.coalesce(func.sum(EstimateLine.amount_fen), 0))
        .where(EstimateLine.project_id == Project.id)
        .scalar_subquery()
    )
    cost = func.coalesce(
        func.nullif(Project.approved_fiscal_fen + Project.approved_social_fen, 0),
        func.nullif(Plan.fiscal_fen + Plan.social_fen, 0),
        estimate,
    )
    whole_fen = cast(cost, BigInteger)  # PostgreSQL sums whole numbers to decimals
    return (
        select(
            Project.number,
            Project.title,
            Project.summary,
            Project.state,
            Project.type,
            Project.theme,
            Area.name,
            Area.slug,
            Project.place,
            whole_fen,
            seconders,
            Project.state_since,
        )
        .join(Area, Area.id == Project.area_id)
        .join(Round, Round.id == Project.round_id)
        .outerjoin(Plan, Plan.project_id == Project.id)
    )


def _conditions(session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [shown()]
    conditions += _chosen(wanted)
    words = words_of(wanted.words)
    if number := number_in(wanted.words):
        conditions.append(Project.number == number)
    elif words:
        spread = searches.spread(session, words)
        places = _place(wanted.community) if wanted.community else ()
        found = searches.projects(session, words, spread, places=places, where=tuple(conditions))
        conditions.append(Project.id.in_(found))
    elif wanted.words.strip():
        conditions.append(false())
    return conditions


def _chosen(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return the conditions of what was chosen from lists."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.community:
        conditions.append(Project.area_id == _place(wanted.community))
    if wanted.type:
        conditions.append(Project.type == wanted.type)
    if wanted.theme:
        conditions.append(Project.theme == wanted.theme)
    if wanted.tone:
        conditions.append(Project.state.in_([state for state, tone in TONES.items() if tone == wanted.tone]))
    if wanted.year:
        conditions.append(Project.round_id.in_(select(Round.id).where(Round.year == wanted.year)))
    return conditions


def _place(slug: str) -> ScalarSelect[int]:
    return select(Area.id).where(Area.slug == slug).scalar_subquery()


def by_shelf(
    session: Session, shelves: Mapping[str, Sequence[State]], *, area_path: str = "", limit: int = 6
) -> dict[str, list[ProjectRow]]:
    """Return the latest projects of several groups of states, in one statement.

    Of each state no more are read than may be shown, so that it costs the same among many.
    """
    here = [Project.area_id.in_(inside([area_path]))] if area_path else []
    latest = [
        select(Project.id)
        .where(Project.state == state, shown(), *here)
        .order_by(Project.state_since.desc(), Project.id.desc())
        .limit(limit)
        .subquery()
        for states in shelves.values()
        for state in states
    ]
    wanted = union_all(*(select(each.c.id) for each in latest))
    query = _rows().where(Project.id.in_(wanted)).order_by(Project.state_since.desc(), Project.id.desc())
    rows = [ProjectRow(*row) for row in session.execute(query)]
    return {name: [row for row in rows if row.state in states][:limit] for name, states in shelves.items()}


def windows(session: Session, numbers: Sequence[str]) -> dict[str, NoticeWindow]:
    """Return the running window of each project number that has one."""
    if not numbers:
        return {}
    rows = session.execute(
        select(Project.number, NoticeWindow)
        .join(NoticeWindow, NoticeWindow.project_id == Project.id)
        .where(Project.number.in_(numbers), NoticeWindow.ended_at.is_(None))
    )
    return {number: window for number, window in rows if number}


def objections(session: Session, numbers: Sequence[str]) -> dict[str, list[Objection]]:
    """Return the objections to each project number that are not withdrawn, the oldest first."""
    if not numbers:
        return {}
    rows = session.execute(
        select(Project.number, Objection)
        .join(Objection, Objection.project_id == Project.id)
        .where(Project.number.in_(numbers), Objection.withdrawn_at.is_(None))
        .order_by(Objection.id)
    )
    found: dict[str, list[Objection]] = {number: [] for number in numbers}
    for number, objection in rows:
        found[str(number)].append(objection)
    return found


def latest_journal(session: Session, *, area_path: str = "", limit: int = 6) -> Sequence[JournalEntry]:
    """Return the latest lines of the journal, of one area or of all; housekeeping is left to the whole journal."""
    query = (
        select(JournalEntry)
        .where(JournalEntry.verb.not_in(HOUSEKEEPING))
        .order_by(JournalEntry.seq.desc())
        .limit(limit)
    )
    if area_path:
        query = query.where(JournalEntry.area == area_path)
    return list(session.scalars(query))
