"""Finding projects by their words: the index of pairs of characters, and alike projects.

Chinese has no spaces between words, so a word is found by the pairs of
neighbouring characters in it. See `domain.similarity`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, func, insert, select
from sqlalchemy.orm import Session

from microprojects.domain.similarity import grams, most_similar
from microprojects.domain.states import PRIVATE, UNMODERATED, State
from microprojects.store.pairs import Gram
from microprojects.store.projects import Project, Seconding

HIDDEN: frozenset[State] = PRIVATE | UNMODERATED | {State.MERGED, State.WITHDRAWN}
# Below what the rules call worth showing: a title that is being typed is short and shares few pairs.
_FLOOR = 0.09
_TITLE_WEIGHT = 3
_MOST_GRAMS = 200
_MOST_CANDIDATES = 40


@dataclass(frozen=True)
class Similar:
    """One project that is like a text, and how alike it is, from 0 to 1."""

    project_id: int
    number: str
    title: str
    place: str
    summary: str
    state: State
    seconders: int
    score: float


def words_of(project: Project) -> tuple[str, ...]:
    """Return the texts by which a project is found."""
    return project.title, project.place, project.summary


def weights_of(title: str, *others: str) -> dict[str, int]:
    """Return the pairs of some texts with their weights; those of the title weigh more."""
    weights = {pair: 1 for text in others for pair in grams(text)}
    return weights | dict.fromkeys(grams(title), _TITLE_WEIGHT)


def index(session: Session, project: Project) -> None:
    """Write the pairs of a project's words anew; call it when one of them has changed."""
    weights = weights_of(*words_of(project))
    session.execute(delete(Gram).where(Gram.project_id == project.id))
    if weights:
        whose = {"project_id": project.id, "area_id": project.area_id}
        rows = [{**whose, "gram": pair, "weight": weights[pair]} for pair in sorted(weights)]
        session.execute(insert(Gram), rows)


def like(
    session: Session,
    area_id: int,
    text: str,
    *,
    but: int | None = None,
    hidden: Collection[State] = HIDDEN,
    limit: int = 3,
) -> list[Similar]:
    """Return the projects of a community most like a text, best first; `but` is left out.

    Projects in a `hidden` state are not shown. Two statements.
    """
    near = _near(session, area_id, text, but, hidden)
    if not near:
        return []
    seconders = select(func.count(Seconding.id)).where(Seconding.project_id == Project.id).scalar_subquery()
    rows = session.execute(
        select(
            Project.id,
            Project.number,
            Project.title,
            Project.place,
            Project.summary,
            Project.state,
            seconders,
        ).where(Project.id.in_(near))
    )
    found = {row.id: row for row in rows}
    best = most_similar(text, {key: f"{row.title} {row.place}" for key, row in found.items()}, limit, _FLOOR)
    return [_similar(found[match.id], match.score) for match in best]


def _near(session: Session, area_id: int, text: str, but: int | None, hidden: Collection[State]) -> list[int]:
    """Return the projects that share most pairs with a text."""
    wanted = sorted(grams(text))[:_MOST_GRAMS]
    if not wanted:
        return []
    query = (
        select(Gram.project_id)
        .join(Project, Project.id == Gram.project_id)
        .where(
            Gram.gram.in_(wanted),
            Gram.area_id == area_id,
            Project.number.is_not(None),
            Project.state.not_in(hidden),
            Project.id != (but or 0),
        )
        .group_by(Gram.project_id)
        .order_by(func.sum(Gram.weight).desc(), Gram.project_id.desc())
        .limit(_MOST_CANDIDATES)
    )
    return list(session.scalars(query))


def _similar(row: Row[*tuple[Any, ...]], score: float) -> Similar:
    number, title, place, summary, state, seconders = row[1:]
    return Similar(row[0], number, title, place, summary, state, seconders, score)
