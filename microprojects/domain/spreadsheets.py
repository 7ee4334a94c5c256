"""Lines of CSV for a spreadsheet, in which no cell can be a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

BOM = "\ufeff"
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# What a spreadsheet takes for the beginning of a formula. Source: OWASP, "CSV Injection".
_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def safe(value: object) -> str:
    """Write a cell so that a spreadsheet shows it and never reckons with it; a plain number stays one."""
    text = str(value)
    dangerous = text.startswith(_STARTS) or text.lstrip().startswith(_STARTS)
    if dangerous and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def line(row: Sequence[object]) -> str:
    """Return a row as one line, its cells safe."""
    sheet = io.StringIO()
    csv.writer(sheet).writerow([safe(value) for value in row])
    return sheet.getvalue()
