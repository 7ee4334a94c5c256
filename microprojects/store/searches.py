"""Finding what is public by words: projects, and through them disclosures, meetings and residents' polls.

The index of pairs names candidates, the rarest pair first; the rows themselves
then say whether they are public now and whether the whole word stands in them.
So the index may lag behind, but nothing hidden is ever found through it or
counted. See docs/adr/0011.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from microprojects.domain.polls import PollState
from microprojects.domain.searches import MOST_FOUND, pairs_of
from microprojects.domain.states import PRIVATE, UNMODERATED, State
from microprojects.store.areas import Area
from microprojects.store.disclosures import Disclosure
from microprojects.store.meetings import AgendaItem, Meeting
from microprojects.store.pairs import Gram, MeetingGram, PairWeight
from microprojects.store.polls import Poll, PollOption
from microprojects.store.projects import Project

_MOST_PAIRS = 12
_LIKELY_PAIRS = 6
_MOST_OF_A_PAIR = 2_000  # a pair that stands in more projects says nothing about one
_UNKNOWN = 2_000  # the weight of a pair that nobody has counted yet
FEWEST_LETTERS = 2  # of a word that may name a community

Conditions = Sequence[ColumnElement[bool]]
Places = Collection[int] | ScalarSelect[Any]


@dataclass(frozen=True)
class Part:
    """Which of what was found is read: so many from a place on."""

    start: int
    size: int


ALL = Part(0, MOST_FOUND + 1)


@dataclass(frozen=True)
class Found:
    """One disclosure, meeting or poll that was found; `about` is what it is called, `state` a word of its own kind."""

    id: int
    title: str
    about: str | None
    state: str
    community: str
    day: datetime


def public_project() -> ColumnElement[bool]:
    """Return the condition under which a search may find a project: what lists show, less what was withdrawn."""
    return and_(Project.number.is_not(None), Project.state.not_in(PRIVATE | UNMODERATED | {State.WITHDRAWN}))


def spread(session: Session, words: Sequence[str]) -> dict[str, int]:
    """Return the pairs of some words, the rarest first, each with the number of projects in which it was counted."""
    pairs = pairs_of(words)
    if not pairs:
        return {}
    rows = session.execute(
        select(PairWeight.gram, PairWeight.projects).where(PairWeight.gram.in_(sorted(pairs)))
    )
    known = {row.gram: row.projects for row in rows}
    return {pair: known.get(pair, 0) for pair in sorted(pairs, key=lambda p: (known.get(p, 0), p))}


def projects(
    session: Session,
    words: Sequence[str],
    spread: Mapping[str, int],
    *,
    places: Places = (),
    where: Conditions = (),
    limit: int = MOST_FOUND + 1,
) -> list[int]:
    """Return the newest public projects in which every word stands; those with the rarest pair in the title first.

    Only those of some communities where `places` names any.
    """
    asked = (public_project(), *_whole(words), *where)
    rarest = [pair for pair in spread if pair in pairs_of(words)][:_MOST_PAIRS]
    if not rarest:
        newest = (
            select(Project.id)
            .where(*asked, *_in(Project.area_id, places))
            .order_by(Project.id.desc())
            .limit(limit)
        )
        return list(session.scalars(newest))
    first, *others = rarest
    query = (
        select(Gram.project_id, Gram.weight)
        .join(Project, Project.id == Gram.project_id)
        .where(Gram.gram == first, *_in(Gram.area_id, places), *(_also(pair) for pair in others), *asked)
        .order_by(Gram.project_id.desc())
        .limit(limit)
    )
    rows = sorted(session.execute(query), key=lambda row: -row[1])
    return [project_id for project_id, _weight in rows]


def nearest(
    session: Session, spread: Mapping[str, int], *, places: Collection[int] = (), limit: int = 5
) -> list[int]:
    """Return the public projects that share the weightiest pairs, where none has every word. One statement."""
    likely = [pair for pair, projects in spread.items() if 0 < projects <= _MOST_OF_A_PAIR][:_LIKELY_PAIRS]
    if not likely:
        return []
    score = func.sum(Gram.weight * func.coalesce(PairWeight.weight, _UNKNOWN))
    query = (
        select(Gram.project_id)
        .join(Project, Project.id == Gram.project_id)
        .outerjoin(PairWeight, PairWeight.gram == Gram.gram)
        .where(Gram.gram.in_(likely), *_in(Gram.area_id, places), public_project())
        .group_by(Gram.project_id)
        .order_by(score.desc(), Gram.project_id.desc())
        .limit(limit)
    )
    return list(session.scalars(query))


def disclosures(session: Session, of: Collection[int], part: Part = ALL) -> tuple[list[Found], int]:
    """Return the versions that stand of some projects' disclosures, the latest first, and how many there are."""
    if not of:
        return [], 0
    later = aliased(Disclosure)
    replaced = exists().where(
        later.project_id == Disclosure.project_id,
        later.kind == Disclosure.kind,
        later.version > Disclosure.version,
    )
    query = (
        select(
            Disclosure.id,
            Project.title,
            Project.number,
            Disclosure.kind,
            Area.name,
            Disclosure.published_at.label("day"),
        )
        .join(Project, Project.id == Disclosure.project_id)
        .join(Area, Area.id == Project.area_id)
        .where(Disclosure.project_id.in_(of), Disclosure.taken_down_at.is_(None), ~replaced)
        .order_by(Disclosure.published_at.desc(), Disclosure.id.desc())
    )
    return _read(session, query, part)


def meetings(
    session: Session,
    words: Sequence[str],
    spread: Mapping[str, int],
    of: Collection[int],
    part: Part = ALL,
    *,
    area: int | None = None,
) -> tuple[list[Found], int]:
    """Return the meetings that are called so or talked of some projects, the latest first, and how many there are."""
    told = select(AgendaItem.meeting_id).where(AgendaItem.project_id.in_(of)).distinct().limit(ALL.size)
    found = set(session.scalars(told)) if of else set()
    found |= set(_called(session, words, spread, ALL.size))
    if not found:
        return [], 0
    query = (
        select(
            Meeting.id,
            Meeting.title,
            Meeting.place,
            Meeting.state,
            Area.name,
            Meeting.starts_at.label("day"),
        )
        .join(Area, Area.id == Meeting.area_id)
        .where(Meeting.id.in_(found), *((Meeting.area_id == area,) if area else ()))
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
    )
    return _read(session, query, part)


def polls(
    session: Session,
    words: Sequence[str],
    of: Collection[int],
    part: Part = ALL,
    *,
    area: int | None = None,
) -> tuple[list[Found], int]:
    """Return the residents' polls that were announced and are called so or have some projects on their ballots.

    How many there are is told, too.
    """
    about = Poll.id.in_(select(PollOption.poll_id).where(PollOption.project_id.in_(of)))
    called = and_(*(Poll.title.contains(word, autoescape=True) for word in words))
    announced = or_(
        Poll.state.not_in((PollState.PREPARED.value, PollState.CANCELLED.value)),
        and_(Poll.state == PollState.CANCELLED.value, Poll.opened_at.is_not(None)),
    )
    query = (
        select(Poll.id, Poll.title, Poll.mode, Poll.state, Area.name, Poll.closes_at.label("day"))
        .join(Area, Area.id == Poll.area_id)
        .where(announced, or_(about, called) if words else about, *((Poll.area_id == area,) if area else ()))
        .order_by(Poll.closes_at.desc(), Poll.id.desc())
    )
    return _read(session, query, part)


def _read(session: Session, query: Select[*tuple[Any, ...]], part: Part) -> tuple[list[Found], int]:
    """Read a part of what a query finds, the latest first; at most one more than is ever told is counted."""
    found = query.limit(ALL.size).subquery()
    read = select(*found.c, func.count().over()).order_by(found.c.day.desc(), found.c.id.desc())
    rows = session.execute(read.limit(part.size).offset(part.start)).all()
    return [Found(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def _whole(words: Sequence[str]) -> Conditions:
    """Return that each word stands in a project as it was typed: pairs alone do not say in which order."""
    return [Project.search_words.contains(word, autoescape=True) for word in words]


def _in(column: Any, places: Places) -> Conditions:
    """Return the condition of some communities; none of all."""
    if isinstance(places, ScalarSelect):
        return [column == places]
    return [column == next(iter(places)) if len(places) == 1 else column.in_(places)] if places else []


def _also(pair: str) -> ColumnElement[bool]:
    other = aliased(Gram)
    return exists().where(other.project_id == Gram.project_id, other.gram == pair)


def _called(session: Session, words: Sequence[str], spread: Mapping[str, int], limit: int) -> list[int]:
    """Return the latest meetings whose title or place has every pair of the words."""
    rarest = [pair for pair in spread if pair in pairs_of(words)][:_MOST_PAIRS]
    if not rarest:
        return []
    first, *others = rarest
    query = select(MeetingGram.meeting_id).where(MeetingGram.gram == first)
    for pair in others:
        other = aliased(MeetingGram)
        query = query.where(exists().where(other.meeting_id == MeetingGram.meeting_id, other.gram == pair))
    return list(session.scalars(query.order_by(MeetingGram.meeting_id.desc()).limit(limit)))
