"""Carrying corrections on: what was corrected in one version of a disclosure stays corrected in the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.corrections import Reworded, carry, joined, reworded
from microprojects.domain.disclosures import copied
from microprojects.domain.schemes import DisclosureKind
from microprojects.store import disclosures
from microprojects.store.disclosures import Disclosure
from microprojects.store.journal import JournalEntry
from microprojects.store.projects import Project

CORRECTED = "corrected"


def carried(
    session: Session,
    project: Project,
    kind: DisclosureKind,
    fresh: Mapping[str, Any],
    *,
    keep: Collection[str] = (),
) -> dict[str, Any]:
    """Return a new body with the corrections that earlier versions of the disclosure had.

    A body is made anew from the rows at every event, and the rows do not know of
    corrections. A corrected text is put in again where the new body still says
    what it replaced; rows are known by their `ref` and not by their place. The
    texts that were carried on stand under `corrected`, by their dotted paths. The
    members named by `keep` stay as they were where the new body says nothing of them.
    """
    body = copied({**fresh, "kind": kind.value})
    latest = disclosures.latest(session, project.id, kind.value)
    if latest is not None:
        body = {name: latest.body[name] for name in keep if name in latest.body} | body
    kept = carry(body, _corrections(session, project, kind))
    return {**body, CORRECTED: kept} if kept else body


def _corrections(session: Session, project: Project, kind: DisclosureKind) -> list[Reworded]:
    """Return everything that was corrected in the versions of a disclosure, from the record to its latest wording."""
    numbers = session.scalars(
        select(Disclosure.version)
        .join(JournalEntry, JournalEntry.seq == Disclosure.journal_seq)
        .where(
            Disclosure.project_id == project.id,
            Disclosure.kind == kind.value,
            JournalEntry.verb.in_((Action.DISCLOSURE_CORRECT.value, Action.DISCLOSURE_TAKE_DOWN.value)),
            Disclosure.version > 1,
        )
        .order_by(Disclosure.version)
    ).all()
    if not numbers:
        return []
    bodies = disclosures.bodies(
        session, project.id, kind.value, [n - back for n in numbers for back in (0, 1)]
    )
    words: list[Reworded] = []
    for number in numbers:
        words = joined(words, reworded(bodies[number - 1], bodies[number]))
    return words
