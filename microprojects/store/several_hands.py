"""Who acted in several roles on the same project, out of the journal: grouped and filtered by the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.several_hands import ACTS, BY_CODE, SEVERAL, Several, told
from microprojects.store.areas import Area, inside
from microprojects.store.journal import JournalActor, JournalEntry
from microprojects.store.people import Person
from microprojects.store.programmes import Round
from microprojects.store.projects import Project

_CHUNK = 500
_VERBS = [action.value for action in Action if action in ACTS]  # in the order of the work


@dataclass(frozen=True)
class Wanted:
    """What is looked for: inside these areas, of a year of the rounds, under one line of the list; empty asks for all."""

    paths: Sequence[str]
    year: int | None = None
    code: str = ""


@dataclass(frozen=True)
class Found:
    """One person on one project, with the acts of the list that they did there and when the last of them was."""

    number: str
    title: str
    community: str
    year: int
    person_id: int
    name: str
    done: tuple[Action, ...]
    last_at: datetime

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the lines of the list under which this is told."""
        return told(self.done)


def page(session: Session, wanted: Wanted, *, limit: int, offset: int = 0) -> list[Found]:
    """Return some of those who acted in several roles, the latest act first, in one statement."""
    query = _listed(wanted).limit(limit).offset(offset)
    return [_found(row) for row in session.execute(query)]


def walk(session: Session, wanted: Wanted) -> Iterator[Found]:
    """Yield all of them in the same order, read while they are used."""
    found = session.execute(_listed(wanted).execution_options(yield_per=_CHUNK, stream_results=True))
    for row in found:
        yield _found(row)


def projects_by_year(session: Session) -> list[tuple[int, int]]:
    """Return of each year on how many projects anybody acted in several roles, the latest year first; nobody is named."""
    of = _grouped(Wanted(("",)), Project.id, Round.year, JournalActor.person_id).subquery()
    rows = session.execute(
        select(of.c.year, func.count(of.c.id.distinct())).group_by(of.c.year).order_by(of.c.year.desc())
    )
    return [(year, count) for year, count in rows]


def _listed(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    columns = (Project.number, Project.title, Area.name, Round.year, Person.id, Person.name)
    last = func.max(JournalEntry.seq)
    done = (_did(frozenset({Action(verb)})) for verb in _VERBS)
    return (
        _grouped(wanted, *columns)
        .add_columns(func.max(JournalEntry.at), *done)
        .join(Person, Person.id == JournalActor.person_id)
        .order_by(last.desc(), Person.id)
    )


def _grouped(wanted: Wanted, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Return the query for what belongs to one person on one project, where a line of the list holds."""
    lines = [BY_CODE[wanted.code]] if wanted.code else SEVERAL
    query = (
        select(*columns)
        .select_from(JournalEntry)
        .join(JournalActor, JournalActor.seq == JournalEntry.seq)
        .join(Project, literal("project/") + Project.number == JournalEntry.subject)
        .join(Area, Area.id == Project.area_id)
        .join(Round, Round.id == Project.round_id)
        .where(
            JournalEntry.verb.in_(_VERBS),
            JournalActor.person_id.is_not(None),
            Project.area_id.in_(inside(wanted.paths)),
        )
        .group_by(*columns)
        .having(or_(*(_holds(line) for line in lines)))
    )
    return query.where(Round.year == wanted.year) if wanted.year else query


def _holds(line: Several) -> ColumnElement[bool]:
    return and_(*(_did(step) == 1 for step in line.steps))


def _did(step: frozenset[Action]) -> ColumnElement[int]:
    return func.max(case((JournalEntry.verb.in_(sorted(step)), 1), else_=0))


def _found(row: Any) -> Found:
    number, title, community, year, person_id, name, last_at, *did = row
    done = tuple(Action(verb) for verb, was in zip(_VERBS, did, strict=True) if was)
    return Found(number, title, community, year, person_id, name, done, last_at)
