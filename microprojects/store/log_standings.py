"""How the journal stands to everything that was signed of it, found by reading it from its first entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from microprojects.domain import checkpoints as law
from microprojects.domain.checkpoints import LogKeyGone, NoteGone
from microprojects.store import checkpoints, journal
from microprojects.store.checkpoints import Walk
from microprojects.store.log_keys import LogKeeper


@dataclass(frozen=True)
class Standing:
    """How the journal stands to what was signed of it."""

    size: int  # entries now
    signed: int  # entries under the last checkpoint
    last: str  # the last note that was ever signed, empty where none was
    lacking: bool  # whether that note is not in the database: a crash came between
    walk: Walk


def look(session: Session, keeper: LogKeeper) -> Standing:
    """Compare the whole journal with every checkpoint in the database and with the note beside it.

    Raises:
        LogShrunk, LogRewritten: the journal is not the one that was signed.
        LogKeyGone, NoteGone: what is kept beside the database is missing or another one.
    """
    size, published, last = journal.head(session).seq, checkpoints.signed(session), keeper.last()
    if published and not keeper.has_key:
        raise LogKeyGone(origin=keeper.origin)
    if published and not last:
        raise NoteGone
    signed, lacking = dict(published), False
    if last:
        point = law.read(last).checkpoint
        lacking = point.size not in published
        if published.get(point.size, point.root) != point.root:
            raise law.LogRewritten(signed=point.size)
        signed[point.size] = point.root
    walk = _walk(session, size, signed)
    return Standing(size, max(signed, default=0), last, lacking, walk)


def _walk(session: Session, size: int, signed: Mapping[int, bytes]) -> Walk:
    """Read the journal once, and refuse one that does not continue what was signed."""
    walk = checkpoints.walk(session, size, {size, *signed})
    law.insist_on_history(size, signed, walk.roots)
    return walk
