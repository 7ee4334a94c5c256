"""Answers that are read from the database while they are sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from sqlalchemy.orm import Session

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
