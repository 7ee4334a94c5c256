"""Carrying corrections on: what was corrected in one version of a disclosure stays corrected in the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.disclosures import differences
from microprojects.domain.schemes import DisclosureKind
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
    corrections. So each version carries, under `corrected`, the texts that a person
    put right, by their dotted paths; lists only grow at their end, so paths hold.
    The members named by `keep` stay as they were where the new body says nothing of them.
    """
    found = session.execute(
        select(Disclosure, JournalEntry.verb)
        .outerjoin(JournalEntry, JournalEntry.seq == Disclosure.journal_seq)
        .where(Disclosure.project_id == project.id, Disclosure.kind == kind.value)
        .order_by(Disclosure.version.desc())
        .limit(2)
    ).all()
    body = dict(fresh)
    if not found:
        return body
    latest, verb = found[0]
    body = {name: latest.body[name] for name in keep if name in latest.body} | body
    texts: dict[str, str] = dict(latest.body.get(CORRECTED, {}))
    if verb == Action.DISCLOSURE_CORRECT.value and len(found) > 1:
        texts |= {
            change.path: change.after
            for change in differences(found[1][0].body, latest.body)
            if isinstance(change.after, str)
        }
    kept = {path: text for path, text in texts.items() if _put(body, path.split("."), text)}
    return {**body, CORRECTED: kept} if kept else body


def _put(body: Any, parts: list[str], text: str) -> bool:
    """Put a text in its place, if the place is there and holds a text."""
    for part in parts[:-1]:
        body = _inside(body, part)
    last = parts[-1]
    if not isinstance(_inside(body, last), str):
        return False
    body[int(last) if isinstance(body, list) else last] = text
    return True


def _inside(body: Any, part: str) -> Any:
    if isinstance(body, dict):
        return body.get(part)
    if isinstance(body, list) and part.isdigit() and int(part) < len(body):
        return body[int(part)]
    return None
