"""What went wrong, newest first: entries of the journal, and what of objections, disclosures and evaluations stands in rows alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from microprojects.domain.problems import LAST_COUNTS, RULES, Kind, Rule
from microprojects.store import listings, problem_rows
from microprojects.store.journal import JournalEntry
from microprojects.store.meetings import Meeting
from microprojects.store.problem_columns import Place, columns, subject
from microprojects.store.projects import Project


@dataclass(frozen=True)
class Problem:
    """One thing that went wrong: of which kind, when, about what, where, and what its sentence is made of.

    `body` is the entry of the journal; of what stands in rows alone it is empty, `words` are codes, `due_at` is until
    when an answer was due, and `number` is a share in hundredths.
    """

    kind: Kind
    at: datetime
    key: int
    subject: str
    area: str
    body: str
    words: str
    due_at: datetime | None
    number: int | None

    @property
    def entry(self) -> dict[str, Any]:
        """Return the entry of the journal; empty where it is told by rows."""
        return json.loads(self.body) if self.body else {}


def counts(session: Session, place: Place, at: datetime, smallest: int) -> dict[Kind, int]:
    """Return how often each kind happened, in one statement; a kind that never did is there with 0."""
    found = dict.fromkeys(Kind, 0)
    rows = _branches(place, at, smallest, None)
    whole = union_all(*(each.with_only_columns(*list(each.selected_columns)[:1]) for each in rows)).subquery()
    query = select(whole.c.kind, func.count()).group_by(whole.c.kind)
    return found | {Kind(name): count for name, count in session.execute(query)}


def page(
    session: Session,
    place: Place,
    at: datetime,
    smallest: int,
    *,
    only: Kind | None = None,
    limit: int,
    offset: int = 0,
) -> list[Problem]:
    """Return some of what went wrong, the newest first, in one statement; evaluations of fewer than `smallest` are left out."""
    newest = [
        # No branch gives more than can stand on the page.
        select(each.order_by(each.selected_columns.at.desc(), each.selected_columns.key.desc())
               .limit(limit + offset).subquery())
        for each in _branches(place, at, smallest, only)
    ]  # fmt: skip
    whole = union_all(*newest).subquery()
    order = (whole.c.at.desc(), whole.c.kind, whole.c.key.desc())
    rows = session.execute(select(whole).order_by(*order).limit(limit).offset(offset))
    return [Problem(Kind(kind), *rest) for kind, *rest in rows]


def _branches(place: Place, at: datetime, smallest: int, only: Kind | None) -> list[Select[*tuple[Any, ...]]]:
    """Return the queries in which the wanted kinds are looked for."""
    found = [_acts(place, only)] if only is None or any(each.kind is only for each in RULES) else []
    rest: dict[Kind, Callable[[], Sequence[Select[*tuple[Any, ...]]]]] = {
        Kind.UPHELD: lambda: [problem_rows.upheld(place)],
        Kind.LATE: lambda: [problem_rows.late_replies(place), problem_rows.late_steps(place)],
        Kind.LATE_PUBLISHED: lambda: [problem_rows.late_disclosures(place), problem_rows.late_texts(place)],
        Kind.DISCONTENT: lambda: [problem_rows.discontent(place, at, smallest)],
    }
    return [*found, *(each for kind, made in rest.items() if only in (None, kind) for each in made())]


def _acts(place: Place, only: Kind | None) -> Select[*tuple[Any, ...]]:
    """Return the query for the entries of the journal that tell of something that went wrong."""
    rules = [each for each in RULES if only in (None, each.kind)]
    kind = case(*((fits(each), each.kind.value) for each in rules), else_="")
    where = [
        JournalEntry.verb.in_({each.act.value for each in rules}),
        or_(*(fits(each) for each in rules)),
        *place.then(JournalEntry.at),
    ]
    for act in sorted(LAST_COUNTS & {each.act for each in rules}):
        # Asked once for all subjects: no entry looks through the others of its act.
        later = aliased(JournalEntry)
        last = select(func.max(later.seq)).where(later.verb == act.value).group_by(later.subject)
        where.append(or_(JournalEntry.verb != act.value, JournalEntry.seq.in_(last)))
    if place.path:
        below = JournalEntry.area.startswith(f"{place.path}/", autoescape=True)
        where.append(or_(JournalEntry.area == place.path, below))
    entry = (JournalEntry.at, JournalEntry.seq, JournalEntry.subject, JournalEntry.area, JournalEntry.body)
    return select(*columns(kind, *entry)).where(*where)


def fits(rule: Rule) -> ColumnElement[bool]:
    """Return `Rule.fits` in the words of the database: an entry is canonical JSON, so a fact is written in one way."""
    name = f"{json.dumps(rule.fact)}:"
    said = [f"{name}{json.dumps(each, ensure_ascii=False)}" for each in rule.values] or [name]
    asked = or_(*(JournalEntry.body.contains(each, autoescape=True) for each in said))
    return (
        and_(JournalEntry.verb == rule.act.value, asked) if rule.fact else JournalEntry.verb == rule.act.value
    )


def names(session: Session, subjects: Iterable[str]) -> dict[str, str]:
    """Return what some projects and meetings that anybody may see are called, by their subjects; one statement."""
    keys: dict[str, set[str]] = {}
    for each in subjects:
        kind, _slash, key = each.partition("/")
        keys.setdefault(kind, set()).add(key)
    numbers = sorted(keys.get("project", ()))
    meetings = [int(each) for each in sorted(keys.get("meeting", ())) if each.isdigit()]
    if not numbers and not meetings:
        return {}
    of_projects = select(subject(), Project.title).where(Project.number.in_(numbers), listings.shown())
    of_meetings = select(literal("meeting/", String) + cast(Meeting.id, String), Meeting.title)
    both = union_all(of_projects, of_meetings.where(Meeting.id.in_(meetings)))
    return {row[0]: row[1] for row in session.execute(both)}
