"""Tables for a spreadsheet: CSV with a byte order mark, sent line by line, in which no cell can be a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from flask import Response
from sqlalchemy.orm import Session

from microprojects.domain.spreadsheets import BOM, line
from microprojects.web.streams import streamed


def as_csv(name: str, head: Sequence[str], read: Callable[[Session], Iterable[Sequence[object]]]) -> Response:
    """Answer with a table under a file name; `read` yields its rows while they are sent, see `streamed`."""
    response = Response(streamed(lambda session: _lines(head, read(session))), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield BOM + line(head)
    for row in rows:
        yield line(row)
