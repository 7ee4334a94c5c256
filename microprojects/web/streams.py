"""Answers that are read from the database while they are sent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import TypeVar

from flask import Response, request
from flask_babel import get_locale
from sqlalchemy.orm import Session

from microprojects.clock import now
from microprojects.domain.workdays import local_day
from microprojects.store import journal
from microprojects.store.db import db

Piece = TypeVar("Piece")


def streamed(read: Callable[[Session], Iterator[Piece]]) -> Iterator[Piece]:
    """Return what `read` yields, read on a session of its own that is given back at the end.

    The request is over by then, so `read` must not ask for it: no language, no visitor.
    """
    session = Session(db.engine)

    def pieces() -> Iterator[Piece]:
        with session:
            yield from read(session)

    return pieces()


def stamp(response: Response) -> None:
    """Mark a streamed answer by what it is read from, as its bytes are not there yet: it is the same until an act
    is written or the day is over.
    """
    head = journal.head(db.session())
    read_from = (request.full_path, str(get_locale()), head.hash, local_day(now()).isoformat())
    response.set_etag(hashlib.sha256("\n".join(read_from).encode()).hexdigest()[:32], weak=True)
