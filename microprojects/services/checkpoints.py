"""Signing the journal as it stands, so that whoever kept an earlier checkpoint sees that it was only added to.

No deed is entered in the journal here: a checkpoint tells of the journal and would
move its end for ever.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import checkpoints as law
from microprojects.domain.checkpoints import Checkpoint
from microprojects.store import checkpoints, journal, log_keys, log_standings
from microprojects.store.checkpoints import JournalCheckpoint
from microprojects.store.db import db, transaction
from microprojects.store.log_keys import LogKeeper


def sign_due(*, at: datetime) -> int:
    """Sign the next checkpoint if entries came since the last one, and return how many were signed.

    The note outside the database is written first: a crash between leaves a checkpoint
    that is signed and not yet published, and the next call publishes it.

    Raises:
        LogShrunk, LogRewritten: the journal is not the one that was signed.
        LogKeyGone, NoteGone: what is kept beside the database is missing or another one.
        OSError: the folder of keys cannot be written.
    """
    with log_keys.held() as keeper:
        session: Session = db.session()
        session.rollback()
        if _is_done(session, keeper):
            return 0
        found = log_standings.look(session, keeper)
        rows = [_row(found.last, at)] if found.lacking else []
        if found.size > found.signed:
            point = Checkpoint(keeper.origin, found.size, found.walk.roots[found.size])
            note = keeper.signed(point, is_first=not found.last)
            keeper.keep(note)
            rows.append(_row(note, at))
        with transaction() as session:
            checkpoints.add(session, rows, found.walk.subtrees)
        return len(rows)


def _is_done(session: Session, keeper: LogKeeper) -> bool:
    """Tell without reading the journal whether its end is signed and published."""
    newest, last = checkpoints.newest(session), keeper.last()
    size = journal.head(session).seq
    return size == (newest.size if newest else 0) and last == (newest.note if newest else "")


def _row(note: str, at: datetime) -> JournalCheckpoint:
    point = law.read(note).checkpoint
    return JournalCheckpoint(size=point.size, root=point.root.hex(), note=note, signed_at=at)
