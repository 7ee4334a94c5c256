"""The rulebook that holds for a project, and the one that parameters make for an area now."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from microprojects.domain.parameters import Rulebook, Value, from_data, rulebook
from microprojects.store import packaged
from microprojects.store.programmes import FrozenRulebook, ParameterVersion, Programme
from microprojects.store.projects import Project


class _Parsed:
    """A frozen rulebook, hashable by its fingerprint so that it is parsed once."""

    def __init__(self, frozen: FrozenRulebook) -> None:
        self.frozen_hash = frozen.hash
        self.body = frozen.body

    def __hash__(self) -> int:
        return hash(self.frozen_hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Parsed) and other.frozen_hash == self.frozen_hash


@lru_cache(maxsize=256)
def _parse(key: _Parsed) -> Rulebook:
    return from_data(key.body)


def parsed(frozen: FrozenRulebook) -> Rulebook:
    """Return the rulebook that a frozen row holds."""
    return _parse(_Parsed(frozen))


def of(project: Project) -> Rulebook:
    """Return the project's own rulebook once it is scheduled, before that its round's."""
    return parsed(project.rulebook or project.round.rulebook)


def in_force(session: Session, programme: Programme, area_id: int) -> Rulebook:
    """Return the rulebook that the parameters make now: the programme's, overridden by the area's own."""
    rows = session.execute(
        select(ParameterVersion.key, ParameterVersion.area_id, ParameterVersion.value)
        .where(ParameterVersion.programme_id == programme.id)
        .order_by(ParameterVersion.id)
    )
    general: dict[str, Value] = {}
    own: dict[str, Value] = {}
    for key, of_area, value in rows:
        if of_area is None:
            general[key] = value["value"]
        elif of_area == area_id:
            own[key] = value["value"]
    return rulebook(packaged.scheme(programme.scheme), general | own)


def freeze(session: Session, book: Rulebook, *, at: datetime) -> FrozenRulebook:
    """Return the stored row of a rulebook, written now if no equal one is there."""
    found = session.scalar(select(FrozenRulebook).where(FrozenRulebook.hash == book.hash))
    if found is None:
        found = FrozenRulebook(hash=book.hash, body=book.as_data(), frozen_at=at)
        session.add(found)
        session.flush()
    return found
