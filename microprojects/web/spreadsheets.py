"""Tables for a spreadsheet: CSV with a byte order mark, sent line by line, in which no cell can be a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from microprojects.domain.spreadsheets import BOM, line
from microprojects.web.streams import streamed


def as_csv(
    name: str,
    head: Sequence[str],
    read: Callable[[Session], Iterable[Sequence[Any]]],
    *,
    write: Callable[[Sequence[Any]], str] = line,
) -> Response:
    """Answer with a table under a file name; `read` yields its rows while they are sent, see `streamed`.

    `write` makes a line of a row; it has to see to it that no cell is a formula.
    """
    response = Response(streamed(lambda session: _lines(head, read(session), write)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(
    head: Sequence[str], rows: Iterable[Sequence[Any]], write: Callable[[Sequence[Any]], str]
) -> Iterator[str]:
    yield BOM + line(head)
    for row in rows:
        yield write(row)
