"""What every sheet of others has alike: a head that names the columns, and cells that are plain text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, Literal, TypeVar

from microprojects.domain.roll_columns import (
    LONGEST,
    CellError,
    CellFormula,
    CellLong,
    CellUnseen,
    HeadFormula,
    HeadTwice,
)
from microprojects.domain.sheets import Row

Col = TypeVar("Col", bound=StrEnum)

_REMARK = re.compile(r"\(.*?\)")
_FORMULA = ("=", "+", "-", "@")
_DATE = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})(?: 00:00(?::00)?)?|年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{2})([0-9]{2}))"
)


@dataclass(frozen=True)
class Head(Generic[Col]):
    """Where each column stands, the heads that nobody reads, and all heads in a few words."""

    columns: dict[Col, int]
    ignored: list[str]
    found: str


def read_head(head: Row, body: Sequence[Row], known: Mapping[str, Col]) -> Head[Col]:
    """Return which column is which; `known` gives the column of each folded word.

    Raises:
        HeadTwice, HeadFormula: the head cannot be used.
    """
    columns: dict[Col, int] = {}
    ignored: list[str] = []
    seen: dict[object, str] = {}
    for place, text in enumerate(head.cells):
        shown = " ".join(text.split())[:LONGEST]
        if unicodedata.normalize("NFKC", shown).startswith(_FORMULA):
            raise HeadFormula(line=head.line)
        word = _word(text)
        column = known.get(word)
        if word and (column or word) in seen:
            raise HeadTwice(line=head.line, one=seen[column or word], other=shown)
        seen[column or word] = shown
        if column:
            columns[column] = place
        elif word or any(place < len(row.cells) and row.cells[place].strip() for row in body):
            ignored.append(shown if word else f"#{place + 1}")
    return Head(columns, ignored, "、".join(shown for shown in seen.values() if shown)[:LONGEST])


def plain(
    label: str, cell: str, *, limit: int, may_begin: str = "=", form: Literal["NFC", "NFKC"] = "NFKC"
) -> str:
    """Return the text of a cell, folded, unless it is something that is never taken.

    `may_begin` is what the text may begin with although a spreadsheet would take it for a formula.

    Raises:
        CellFormula, CellError, CellUnseen, CellLong: what it is.
    """
    text = " ".join(unicodedata.normalize(form, cell).split())
    is_let = may_begin != "=" and text.startswith(may_begin)
    if unicodedata.normalize("NFKC", text).startswith(_FORMULA) and not is_let:
        raise CellFormula(column=label)
    if text.startswith("#"):
        raise CellError(column=label)
    if not text.isprintable() or len(cell.strip().splitlines()) > 1:
        raise CellUnseen(column=label)
    if len(text) > limit:
        raise CellLong(column=label, length=len(text), limit=limit)
    return text


def day_of(text: str) -> date | None:
    """Return a day: 1985-03-02, 1985/3/2, 1985.3.2, 1985年3月2日 or 19850302; None where it is none."""
    found = _DATE.fullmatch(text)
    parts = [part for part in found.groups() if part and part.isdigit()] if found else []
    try:
        return date(*map(int, parts)) if len(parts) == 3 else None
    except ValueError:
        return None


def _word(text: str) -> str:
    """Fold what stands over a column: width, spaces, stars and remarks in brackets do not matter."""
    bare = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    return _REMARK.sub("", bare).strip("*:")
