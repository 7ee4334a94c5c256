"""Each line of the register of residents folded into an entry, or named with what is wrong in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from microprojects.domain.electorate import Belonging
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.phones import BadPhone, fold_phone
from microprojects.domain.roll_columns import (
    LABELS,
    LONGEST,
    OLDEST_YEAR,
    SYNONYMS,
    TIE_WORDS,
    BadCell,
    BornImpossible,
    BornWrong,
    CellBeyond,
    Column,
    NameMissing,
    NameStrange,
    NoNameColumn,
    NoRows,
    PhoneRounded,
    PhoneWrong,
    TieUnknown,
)
from microprojects.domain.sheet_heads import day_of, plain, read_head
from microprojects.domain.sheets import Row

_KNOWN = {word: column for column in Column for word in (LABELS[column], *SYNONYMS[column])}
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]*)?E\+?[0-9]+", re.IGNORECASE)
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_LETTER = "L"


@dataclass(frozen=True)
class RowError:
    """What is wrong with one line."""

    line: int
    no: Refusal


class RowsWrong(Refusal):
    """Some lines cannot be used, so none is; `errors` names them all."""

    code = "roll-rows-wrong"
    status = 422
    message = N_("名册里有 %(count)s 处要改，所以一行也没有写进去。请照下面的行号改好，存好，再选一次。")

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__(count=len(errors))
        self.errors = errors


@dataclass(frozen=True)
class Entry:
    """One line of the sheet; an empty text, or None, where its cell is empty."""

    line: int
    name: str
    phone: str = ""
    building: str = ""
    born: date | None = None
    tie: Belonging | None = None

    @property
    def says(self) -> tuple[object, ...]:
        """Return everything but where it stands."""
        return (bare(self.name), self.phone, place(self.building), self.born, self.tie)


@dataclass
class Reading:
    """What a sheet says, its columns that nobody reads, and what is wrong by line."""

    entries: list[Entry] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def bare(name: str) -> str:
    """Return a name as names are compared: 张　三 is 张三."""
    return "".join(unicodedata.normalize("NFC", name).split()).casefold()


def place(building: str) -> str:
    """Return a building as buildings are compared: ３ 号楼 is 3号楼."""
    return "".join(unicodedata.normalize("NFKC", building).split()).casefold()


def read(rows: Sequence[Row], *, day: date) -> Reading:
    """Read the lines of a sheet, the first of which is its head; `day` is today, before which everybody was born.

    Raises:
        NoNameColumn, HeadTwice, HeadFormula: its head cannot be used.
        NoRows: there is nothing below it.
    """
    head, *body = rows
    columns, ignored = _columns(head, body)
    if not body:
        raise NoRows(line=head.line)
    reading = Reading(ignored=ignored)
    for row in body:
        errors: list[RowError] = []
        entry = _entry(row, columns, len(head.cells), errors, day)
        reading.errors.extend(errors)
        if not errors:
            reading.entries.append(entry)
    return reading


def _columns(head: Row, body: Sequence[Row]) -> tuple[dict[Column, int], list[str]]:
    found = read_head(head, body, _KNOWN)
    if Column.NAME not in found.columns:
        raise NoNameColumn(line=head.line, found=found.found)
    return found.columns, found.ignored


def _entry(row: Row, columns: dict[Column, int], width: int, errors: list[RowError], day: date) -> Entry:
    """Fold one line, and write down everything that is wrong with it."""
    texts: dict[Column, str] = {}
    for column, place in columns.items():
        try:
            texts[column] = _plain(column, row.cells[place] if place < len(row.cells) else "")
        except BadCell as no:
            errors.append(RowError(row.line, no))
    if len(row.cells) > width:
        errors.append(RowError(row.line, CellBeyond()))
    made: dict[str, object] = {}
    for column, text in texts.items():
        try:
            made[column.value] = _folded(column, text, day)
        except BadCell as no:
            errors.append(RowError(row.line, no))
    return Entry(row.line, **{"name": "", **made})  # type: ignore[arg-type]  # a column is named as its field, and folded to its type


def _plain(column: Column, cell: str) -> str:
    """Return the text of a cell, folded, unless it is something that is never taken."""
    # A number with +86 is kept as its eleven digits alone, so that no spreadsheet can take it for a formula.
    let = "+86" if column is Column.PHONE else "="
    return plain(
        column.label, cell, limit=LONGEST, may_begin=let, form="NFC" if column is Column.NAME else "NFKC"
    )


def _folded(column: Column, text: str, day: date) -> object:
    if column is Column.NAME:
        return _name(text)
    if column is Column.PHONE:
        return _phone(text) if text else ""
    if column is Column.BORN:
        return fold_date(text, day=day) if text else None
    if column is Column.TIE:
        return _tie(text) if text else None
    return text


def _name(text: str) -> str:
    if not text:
        raise NameMissing()
    if not any(unicodedata.category(char).startswith(_LETTER) for char in text):
        raise NameStrange()
    return _HAN_GAP.sub("", text)


def _phone(text: str) -> str:
    if _SCIENTIFIC.fullmatch(text):
        raise PhoneRounded(text=text)
    try:
        return fold_phone(text)
    except BadPhone as no:
        raise PhoneWrong() from no


def _tie(text: str) -> Belonging:
    if text not in TIE_WORDS:
        raise TieUnknown()
    return TIE_WORDS[text]


def fold_date(text: str, *, day: date) -> date:
    """Return a date of birth: 1985-03-02, 1985/3/2, 1985.3.2, 1985年3月2日 or 19850302.

    Raises:
        BornWrong: it is no date.
        BornImpossible: it lies after `day`, or more than a life ago.
    """
    born = day_of(text)
    if born is None:
        raise BornWrong()
    if not born.year >= OLDEST_YEAR or born > day:
        raise BornImpossible(first=OLDEST_YEAR)
    return born
