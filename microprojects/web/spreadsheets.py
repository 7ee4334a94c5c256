"""Tables for a spreadsheet: CSV with a byte order mark, sent line by line, in which no cell can be a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from flask import Response
from sqlalchemy.orm import Session

from microprojects.web.streams import streamed

_BOM = "\ufeff"
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# What a spreadsheet takes for the beginning of a formula. Source: OWASP, "CSV Injection".
_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def as_csv(name: str, head: Sequence[str], read: Callable[[Session], Iterable[Sequence[object]]]) -> Response:
    """Answer with a table under a file name; `read` yields its rows while they are sent, see `streamed`."""
    response = Response(streamed(lambda session: _lines(head, read(session))), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def safe(value: object) -> str:
    """Write a cell so that a spreadsheet shows it and never reckons with it; a plain number stays one."""
    text = str(value)
    dangerous = text.startswith(_STARTS) or text.lstrip().startswith(_STARTS)
    if dangerous and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield _BOM + _line(head)
    for row in rows:
        yield _line(row)


def _line(row: Sequence[object]) -> str:
    sheet = io.StringIO()
    csv.writer(sheet).writerow([safe(value) for value in row])
    return sheet.getvalue()
