"""Each line of a sheet of proposals folded into the words of a proposal, or named with what is wrong in it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from microprojects.domain.canonical import canonical
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.money import BadAmount, Fen, parse_yuan
from microprojects.domain.phones import BadPhone, fold_phone
from microprojects.domain.proposal_columns import (
    HEADS,
    LONGEST_REFERENCE,
    NEEDED,
    PROSE,
    WORDS,
    CellEmpty,
    Column,
    HeadLacks,
    MoneyWrong,
    NumberWrong,
    ReferenceTwice,
    WordUnknown,
)
from microprojects.domain.proposal_words import EstimateWords, ProposalWords, require_no_private_data
from microprojects.domain.roll_columns import (
    CellBeyond,
    CellError,
    CellFormula,
    CellLong,
    CellUnseen,
    NoRows,
    PhoneRounded,
    PhoneWrong,
)
from microprojects.domain.rolls import RowError
from microprojects.domain.sheet_heads import read_head
from microprojects.domain.sheets import Row

ESTIMATE = N_("全部费用")
_SHOWN = 50
_FORMULA = ("=", "+", "-", "@")
_COUNT = re.compile(r"[0-9]{1,7}(\.0+)?", re.ASCII)
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]*)?E\+?[0-9]+", re.IGNORECASE)
_LONGEST = {Column.REFERENCE: LONGEST_REFERENCE, Column.PROPOSER: 50}
_KNOWN = {
    unicodedata.normalize("NFKC", word).casefold(): column for column in Column for word in HEADS[column]
}
_OWN_CELLS = frozenset({Column.REFERENCE, Column.PROPOSER, Column.PHONE, Column.ESTIMATE})


@dataclass(frozen=True)
class Entry:
    """One line: whose proposal it is, what it says, and by which reference it is known elsewhere."""

    line: int
    reference: str
    proposer: str
    phone: str
    words: ProposalWords


@dataclass
class Reading:
    """What a sheet says, its columns that nobody reads, and what is wrong by line."""

    entries: list[Entry] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def fingerprint(words: ProposalWords) -> str:
    """Return the SHA-256 of what a proposal says, by which a change is seen."""
    return hashlib.sha256(canonical(asdict(words))).hexdigest()


def read(rows: Sequence[Row]) -> Reading:
    """Read the lines of a sheet, the first of which is its head.

    Raises:
        HeadLacks, HeadTwice, HeadFormula: its head cannot be used.
        NoRows: there is nothing below it.
    """
    head, *body = rows
    found = read_head(head, body, _KNOWN)
    lacks = [column.label for column in NEEDED if column not in found.columns]
    if lacks:
        raise HeadLacks(line=head.line, lacks="、".join(lacks))
    if not body:
        raise NoRows(line=head.line)
    reading, seen = Reading(ignored=found.ignored), dict[str, int]()
    for row in body:
        errors: list[RowError] = []
        entry = _entry(row, found.columns, len(head.cells), errors)
        if entry and entry.reference in seen:
            errors.append(
                RowError(row.line, ReferenceTwice(reference=entry.reference, other=seen[entry.reference]))
            )
        elif entry:
            seen[entry.reference] = row.line
        reading.errors.extend(errors)
        if entry and not errors:
            reading.entries.append(entry)
    return reading


def _entry(row: Row, columns: Mapping[Column, int], width: int, errors: list[RowError]) -> Entry | None:
    """Fold one line, and write down everything that is wrong with it."""
    told: dict[Column, Any] = {}
    for column, place in columns.items():
        try:
            text = _plain(column, row.cells[place] if place < len(row.cells) else "")
            told[column] = _folded(column, text)
        except Refusal as no:
            errors.append(RowError(row.line, no))
    if len(row.cells) > width:
        errors.append(RowError(row.line, CellBeyond()))
    if errors:
        return None
    texts = {column.value: value for column, value in told.items() if column not in _OWN_CELLS and value}
    cost = told.get(Column.ESTIMATE) or Fen(0)
    lines = (EstimateWords(label=ESTIMATE, amount_fen=cost),) if cost else ()
    try:
        words = ProposalWords(**texts, lines=lines).cleaned()
        require_no_private_data(words)
    except Refusal as no:
        errors.append(RowError(row.line, no))
        return None
    return Entry(row.line, told[Column.REFERENCE], told[Column.PROPOSER], told.get(Column.PHONE) or "", words)


def _plain(column: Column, cell: str) -> str:
    """Return the text of a cell, unless it is something that is never taken; only prose keeps its line ends."""
    composed = unicodedata.normalize("NFC", cell.replace("\r\n", "\n").replace("\r", "\n")).strip()
    text = composed if column in PROSE else " ".join(composed.split())
    is_abroad = column is Column.PHONE and text.startswith("+86")
    if unicodedata.normalize("NFKC", text).startswith(_FORMULA) and not is_abroad:
        raise CellFormula(column=column.label)
    if text.startswith("#"):
        raise CellError(column=column.label)
    several = column not in PROSE and len(composed.splitlines()) > 1
    if several or not text.replace("\n", "").replace("\t", "").isprintable():
        raise CellUnseen(column=column.label)
    if len(text) > _LONGEST.get(column, len(text)):
        raise CellLong(column=column.label, length=len(text), limit=_LONGEST[column])
    if column in NEEDED and not text:
        raise CellEmpty(column=column.label)
    return text


def _folded(column: Column, text: str) -> object:
    """Return what a cell means; nothing where it is empty."""
    if not text:
        return None
    if column in WORDS:
        if text not in WORDS[column]:
            words = [word for word in WORDS[column] if not word.isascii()]
            raise WordUnknown(column=column.label, text=text[:_SHOWN], words="、".join(words))
        return WORDS[column][text]
    if column is Column.BENEFICIARIES:
        if not _COUNT.fullmatch(unicodedata.normalize("NFKC", text)):
            raise NumberWrong(column=column.label)
        return int(text.partition(".")[0])
    if column in (Column.ESTIMATE, Column.OWN):
        return _money(column, text)
    return _phone(text) if column is Column.PHONE else text


def _money(column: Column, text: str) -> Fen:
    try:
        return parse_yuan(text.removesuffix("元").strip())
    except BadAmount as no:
        raise MoneyWrong(column=column.label) from no


def _phone(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    if _SCIENTIFIC.fullmatch(folded):
        raise PhoneRounded(text=folded)
    try:
        return fold_phone(folded)
    except BadPhone as no:
        raise PhoneWrong() from no
