"""What went wrong, newest first: entries of the journal, and what of objections and evaluations stands in rows alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from microprojects.domain.indicators import Rating
from microprojects.domain.problems import LAST_COUNTS, RIGHT, RULES, Kind, Rule
from microprojects.domain.states import State
from microprojects.domain.workdays import SHANGHAI
from microprojects.store import indicators, listings
from microprojects.store.areas import Area, inside
from microprojects.store.db import UtcDateTime
from microprojects.store.escalations import Escalation
from microprojects.store.journal import JournalEntry
from microprojects.store.meetings import Meeting
from microprojects.store.objections import Objection
from microprojects.store.projects import Project
from microprojects.store.settlements import Survey, SurveyAnswer

Moment = ColumnElement[datetime] | InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]


@dataclass(frozen=True)
class Place:
    """Of what the list is wanted: what happened in one year, and inside one area; empty means all."""

    year: int | None = None
    path: str = ""

    def then(self, at: Any) -> list[ColumnElement[bool]]:
        """Return the conditions for a moment."""
        if self.year is None:
            return []
        return [at >= datetime(self.year, 1, 1, tzinfo=SHANGHAI), at < _end_of(self.year)]

    def there(self) -> list[ColumnElement[bool]]:
        """Return the conditions of the public projects, whatever their year."""
        found = [listings.shown()]
        return [*found, Project.area_id.in_(inside([self.path]))] if self.path else found


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
        Kind.UPHELD: lambda: [_upheld(place)],
        Kind.LATE: lambda: [_late_replies(place), _late_steps(place)],
        Kind.DISCONTENT: lambda: [_discontent(place, at, smallest)],
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
    return select(*_columns(kind, *entry)).where(*where)


def fits(rule: Rule) -> ColumnElement[bool]:
    """Return `Rule.fits` in the words of the database: an entry is canonical JSON, so a fact is written in one way."""
    name = f"{json.dumps(rule.fact)}:"
    said = [f"{name}{json.dumps(each, ensure_ascii=False)}" for each in rule.values] or [name]
    asked = or_(*(JournalEntry.body.contains(each, autoescape=True) for each in said))
    return (
        and_(JournalEntry.verb == rule.act.value, asked) if rule.fact else JournalEntry.verb == rule.act.value
    )


def _upheld(place: Place) -> Select[*tuple[Any, ...]]:
    """Return the query for the objections that are right by their last answer, on the day of that answer."""
    above = (Escalation.objection_id == Objection.id, Escalation.outcome.is_not(None))
    last = select(func.max(Escalation.id)).where(*above).correlate(Objection).scalar_subquery()
    outcome = func.coalesce(Escalation.outcome, Objection.outcome)
    at = func.coalesce(Escalation.answered_at, Objection.replied_at, type_=UtcDateTime)
    slash = literal("/", String)
    words = Objection.ground + slash + outcome + slash + func.coalesce(Escalation.step, "")
    query = _of_objections(
        select(*_columns(Kind.UPHELD, at, Objection.id, _subject(), Area.path, words=words))
    )
    query = query.outerjoin(Escalation, Escalation.id == last)
    return query.where(outcome.in_(RIGHT), *_told(), *place.then(at), *place.there())


def _late_replies(place: Place) -> Select[*tuple[Any, ...]]:
    """Return the query for the replies to objections that came after their last day."""
    at, due = Objection.replied_at, Objection.reply_due_at
    words = Objection.ground + literal("/", String)
    columns = _columns(Kind.LATE, at, Objection.id, _subject(), Area.path, words=words, due_at=due)
    return _of_objections(select(*columns)).where(at > due, *_told(), *place.then(at), *place.there())


def _late_steps(place: Place) -> Select[*tuple[Any, ...]]:
    """Return the query for the answers of streets and districts that came after their last day."""
    at, due = Escalation.answered_at, Escalation.due_at
    words = Objection.ground + literal("/", String) + Escalation.step
    columns = _columns(Kind.LATE, at, Objection.id, _subject(), Area.path, words=words, due_at=due)
    query = _of_objections(select(*columns)).join(Escalation, Escalation.objection_id == Objection.id)
    return query.where(at > due, *_told(), *place.then(at), *place.there())


def _discontent(place: Place, at: datetime, smallest: int) -> Select[*tuple[Any, ...]]:
    """Return the query for the evaluations below the line of which that may be said.

    Below it nothing is closed without a plan what will be done better, so only those that have one, or are not
    closed yet, are added up.
    """
    satisfied = func.sum(case((SurveyAnswer.overall >= 4, 1), else_=0))
    each = (
        select(
            Survey.project_id.label("project_id"),
            Survey.closes_at.label("closes_at"),
            func.count(SurveyAnswer.id).label("answers"),
            satisfied.label("satisfied"),
        )
        .join(Project, Project.id == Survey.project_id)
        .join(SurveyAnswer, SurveyAnswer.survey_id == Survey.id)
        .where(
            Survey.closes_at <= at,
            or_(Survey.improvement != "", Project.state == State.EVALUATING),
            *place.then(Survey.closes_at),
            *place.there(),
        )
        .group_by(Survey.id, Survey.project_id, Survey.closes_at)
        .subquery()
    )
    rating = indicators.rating(each.c.answers, each.c.satisfied, smallest)
    share = case((rating == Rating.FEW.value, None), else_=each.c.satisfied * 100 // each.c.answers)
    columns = _columns(
        Kind.DISCONTENT,
        each.c.closes_at,
        each.c.project_id,
        _subject(),
        Area.path,
        words=rating,
        number=share,
    )
    query = select(*columns).select_from(each).join(Project, Project.id == each.c.project_id)
    return query.join(Area, Area.id == Project.area_id).where(
        rating.in_([Rating.FAIR.value, Rating.POOR.value, Rating.FEW.value])
    )


def _columns(
    kind: ColumnElement[str] | Kind,
    at: Any,
    key: Any,
    subject: Any,
    area: Any,
    body: Any = None,
    *,
    words: Any = None,
    due_at: Any = None,
    number: Any = None,
) -> list[ColumnElement[Any]]:
    """Return the columns of a `Problem`, in their order."""
    empty = literal("", String)
    named = literal(kind.value, String) if isinstance(kind, Kind) else kind
    return [
        named.label("kind"),
        at.label("at"),
        key.label("key"),
        subject.label("subject"),
        area.label("area"),
        (empty if body is None else body).label("body"),
        (empty if words is None else words).label("words"),
        (cast(null(), UtcDateTime) if due_at is None else due_at).label("due_at"),
        (cast(null(), Integer) if number is None else number).label("number"),
    ]


def _of_objections(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    query = query.select_from(Objection).join(Project, Project.id == Objection.project_id)
    return query.join(Area, Area.id == Project.area_id)


def _told() -> list[ColumnElement[bool]]:
    """Return the condition of the objections that the page of their project shows."""
    return [or_(Objection.withdrawn_at.is_(None), Objection.withdraw_reason != "")]


def _subject() -> ColumnElement[str]:
    return literal("project/", String) + Project.number


def _end_of(year: int) -> datetime:
    return datetime(year + 1, 1, 1, tzinfo=SHANGHAI)


def names(session: Session, subjects: Iterable[str]) -> dict[str, str]:
    """Return what some projects and meetings that anybody may see are called, by their subjects; one statement."""
    keys: dict[str, set[str]] = {}
    for subject in subjects:
        kind, _slash, key = subject.partition("/")
        keys.setdefault(kind, set()).add(key)
    numbers = sorted(keys.get("project", ()))
    meetings = [int(each) for each in sorted(keys.get("meeting", ())) if each.isdigit()]
    if not numbers and not meetings:
        return {}
    of_projects = select(_subject(), Project.title).where(Project.number.in_(numbers), listings.shown())
    of_meetings = select(literal("meeting/", String) + cast(Meeting.id, String), Meeting.title)
    both = union_all(of_projects, of_meetings.where(Meeting.id.in_(meetings)))
    return {row[0]: row[1] for row in session.execute(both)}
