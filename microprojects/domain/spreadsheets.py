"""Lines of CSV for a spreadsheet, in which no cell can be a formula."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence

BOM = "\ufeff"
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# What a spreadsheet takes for the beginning of a formula. Source: OWASP, "CSV Injection".
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(value: object) -> str:
    """Write a cell so that a spreadsheet shows it and never reckons with it; a plain number stays one."""
    text = str(value)
    return text if _NUMBER.fullmatch(text) else quoted(text)


def quoted(text: str) -> str:
    """Write words so that a spreadsheet shows them and never reckons with them, also where they look like a number.

    Full-width and other forms of a sign count as the sign.
    """
    folded = unicodedata.normalize("NFKC", text)
    dangerous = any(each.startswith(_STARTS) or each.lstrip().startswith(_STARTS) for each in (text, folded))
    return f"'{text}" if dangerous else text


def line(row: Sequence[object]) -> str:
    """Return a row as one line, its cells safe."""
    return plain_line([safe(value) for value in row])


def plain_line(cells: Sequence[str]) -> str:
    """Return cells that are safe already as one line."""
    sheet = io.StringIO()
    csv.writer(sheet).writerow(cells)
    return sheet.getvalue()
