"""How the words of a project read today, from the corrections of its disclosures."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from microprojects.domain.actions import Action
from microprojects.domain.disclosures import Body
from microprojects.domain.wordings import Wording, wording
from microprojects.store.disclosures import Disclosure
from microprojects.store.journal import JournalEntry

# The acts whose version says something otherwise than the record does.
CORRECTING = frozenset({Action.DISCLOSURE_CORRECT.value, Action.DISCLOSURE_TAKE_DOWN.value})


def of(session: Session, project_id: int) -> Wording:
    """Return how the texts of a project read after every correction of its disclosures, in one statement."""
    found = session.execute(_corrections().where(Disclosure.project_id == project_id))
    return wording((before, after) for _project, before, after in found)


def of_each(session: Session, project_ids: Collection[int]) -> dict[int, Wording]:
    """Return how the texts of each of some projects read that was ever corrected, in one statement."""
    return _by_project(session, _corrections().where(Disclosure.project_id.in_(project_ids)))


def every(session: Session) -> dict[int, Wording]:
    """Return how the texts of each project read whose disclosures were ever corrected, in one statement."""
    return _by_project(session, _corrections())


def _by_project(session: Session, query: Select[*tuple[Any, ...]]) -> dict[int, Wording]:
    found: dict[int, list[tuple[Body, Body]]] = {}
    for project_id, before, after in session.execute(query):
        found.setdefault(project_id, []).append((before, after))
    return {project_id: wording(versions) for project_id, versions in found.items()}


def _corrections() -> Select[*tuple[Any, ...]]:
    earlier = aliased(Disclosure)
    return (
        select(Disclosure.project_id, earlier.body, Disclosure.body)
        .join(
            earlier,
            (earlier.project_id == Disclosure.project_id)
            & (earlier.kind == Disclosure.kind)
            & (earlier.version == Disclosure.version - 1),
        )
        .join(JournalEntry, JournalEntry.seq == Disclosure.journal_seq)
        .where(JournalEntry.verb.in_(CORRECTING))
        .order_by(Disclosure.id)
    )
