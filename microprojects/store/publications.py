"""Published disclosures as lists show them: light rows, filtered and paged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from microprojects.domain.disclosures import Body
from microprojects.store import counted
from microprojects.store.areas import Area
from microprojects.store.disclosures import Disclosure
from microprojects.store.programmes import Programme, Round
from microprojects.store.projects import Project


@dataclass(frozen=True)
class Wanted:
    """What a visitor filters by; empty means everything. `since` and `until` are the ends of a month."""

    community: str = ""
    kind: str = ""
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Publication:
    """One version in a list; `scheme` names the seal's mark. Of what was taken down nobody is told the body."""

    id: int
    kind: str
    version: int
    body: Body
    sha256: str
    published_at: datetime
    reason: str
    taken_down_at: datetime | None
    number: str
    title: str
    community: str
    scheme: str

    @property
    def sentence(self) -> str:
        """Return the sentence that was published with it."""
        return str(self.body.get("headline") or "")


def page(session: Session, wanted: Wanted, *, limit: int, offset: int = 0) -> list[Publication]:
    """Return some versions, the newest first."""
    query = _joined(_columns()).where(*_conditions(wanted))
    query = query.order_by(Disclosure.published_at.desc(), Disclosure.id.desc()).limit(limit).offset(offset)
    return [Publication(*row) for row in session.execute(query)]


def news(session: Session, wanted: Wanted, number: str = "", *, limit: int) -> list[Publication]:
    """Return the versions that were last published or taken down, of one project or of all, the latest news first."""
    query = _joined(_columns()).where(*_conditions(wanted))
    if number:
        query = query.where(Project.number == number)
    since = func.coalesce(Disclosure.taken_down_at, Disclosure.published_at)
    rows = session.execute(query.order_by(since.desc(), Disclosure.id.desc()).limit(limit))
    return [Publication(*row) for row in rows]


def count(session: Session, wanted: Wanted) -> int:
    """Return how many versions there are, counted up to `counted.MOST_COUNTED`."""
    every = select(Disclosure.id)
    about_projects = wanted.community or wanted.words  # else every version is counted without its project
    query = _joined(every) if about_projects else every
    return counted.up_to_most(session, query.where(*_conditions(wanted)))


def first_at(session: Session) -> datetime | None:
    """Return when the first disclosure of all was published."""
    return session.scalar(select(func.min(Disclosure.published_at)))


def starting_with(session: Session, code: str) -> Sequence[tuple[int, str, str]]:
    """Return number, project and fingerprint of the versions whose fingerprint begins so; at most five."""
    query = (
        select(Disclosure.id, Project.title, Disclosure.sha256)
        .join(Project, Project.id == Disclosure.project_id)
        .where(Disclosure.sha256 >= code, Disclosure.sha256 < f"{code}g")
        .order_by(Disclosure.id)
        .limit(5)
    )
    return [(number, title, digest) for number, title, digest in session.execute(query)]


def _columns() -> Select[*tuple[Any, ...]]:
    columns: Select[*tuple[Any, ...]] = select(
        Disclosure.id,
        Disclosure.kind,
        Disclosure.version,
        Disclosure.body,
        Disclosure.sha256,
        Disclosure.published_at,
        Disclosure.reason,
        Disclosure.taken_down_at,
        Project.number,
        Project.title,
        Area.name,
        Programme.scheme,
    )
    return columns


def _joined(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        query.select_from(Disclosure)
        .join(Project, Project.id == Disclosure.project_id)
        .join(Area, Area.id == Project.area_id)
        .join(Round, Round.id == Project.round_id)
        .join(Programme, Programme.id == Round.programme_id)
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.community:
        conditions.append(Area.slug == wanted.community)
    if wanted.kind:
        conditions.append(Disclosure.kind == wanted.kind)
    if wanted.since and wanted.until:
        conditions += [Disclosure.published_at >= wanted.since, Disclosure.published_at < wanted.until]
    for word in wanted.words.split()[:5]:
        fields = (Project.title, Project.number)
        conditions.append(or_(*(field.contains(word, autoescape=True) for field in fields)))
    return conditions
