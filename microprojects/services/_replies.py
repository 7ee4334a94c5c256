"""Which objections one reply answers: that to which it was written, and those put together with it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from microprojects.store import objection_groups
from microprojects.store.objections import Objection


def answered_together(session: Session, objection: Objection) -> list[Objection]:
    """Return an objection with those of its group that stand as it does; the project is held already."""
    if objection.group_id is None:
        return [objection]
    found = objection_groups.members(session, objection.group_id)
    return [each for each in found if each.outcome == objection.outcome]


def grouped(alike: Sequence[Objection]) -> dict[str, object]:
    """Return what the journal tells of a reply to several; nothing of one to a single objection."""
    if len(alike) < 2:
        return {}
    return {"group": alike[0].group_id, "objections": [each.id for each in alike]}
