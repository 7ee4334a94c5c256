"""The lines of a Pabulib file as rows of cells under the heads of its three sections, within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import BinaryIO

from microprojects.domain.tally.pabulib_noes import (
    CellsDiffer,
    ColumnMissing,
    ColumnTwice,
    FileTooBig,
    LineTooLong,
    NotUtf8,
    QuoteOpen,
    SectionMissing,
    SectionTooMany,
    TooManyColumns,
    shown,
)

SECTIONS = ("META", "PROJECTS", "VOTES")
MEGABYTE = 1024 * 1024
LARGEST = 64 * MEGABYTE
LONGEST = MEGABYTE
MOST_COLUMNS = 200
MOST_LINES_QUOTED = 1000
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Row:
    """One row, and the line on which it begins."""

    line: int
    cells: list[str]

    @property
    def section(self) -> str | None:
        """Return the section that begins here."""
        name = self.cells[0].strip().upper()
        return name if name in SECTIONS and not any(self.cells[1:]) else None


class Sections:
    """The rows of a file, section by section, read line by line.

    Raises, at any time:
        FileTooBig, LineTooLong, NotUtf8, QuoteOpen: the file is no text of lines of cells.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.line = 1
        self._rows = self._read(_lines(stream))
        self._next: Row | None = None

    def begin(self, section: str, *needed: str) -> tuple[str, ...]:
        """Go into a section and return the names of its columns.

        Raises:
            SectionMissing: it does not begin here.
            ColumnMissing, ColumnTwice, TooManyColumns: the columns cannot be used.
        """
        row = self._take()
        if row is None or row.section != section:
            raise SectionMissing(line=row.line if row else self.line, section=section)
        head = self._take()
        if head is None or head.section:
            raise ColumnMissing(line=head.line if head else self.line, column=needed[0])
        return _columns(head, needed)

    def body(self) -> Iterator[Row]:
        """Return the rows of the section that was begun."""
        while (row := self._take()) is not None:
            if row.section:
                self._next = row
                return
            yield row

    def end(self) -> None:
        """Insist that nothing comes after the last section.

        Raises:
            SectionTooMany: another one begins.
        """
        if (row := self._take()) is not None:
            raise SectionTooMany(line=row.line, section=row.section)

    def _take(self) -> Row | None:
        row, self._next = self._next, None
        return row or next(self._rows, None)

    def _read(self, lines: Iterator[tuple[int, str]]) -> Iterator[Row]:
        for line, text in lines:
            self.line = line
            cells = _quoted(line, text, lines) if '"' in text else text.rstrip("\r\n").split(";")
            if len(cells) > 1 or cells[0].strip():
                yield Row(line, cells)


def _columns(head: Row, needed: tuple[str, ...]) -> tuple[str, ...]:
    columns = [cell.strip() for cell in head.cells]
    while columns and not columns[-1]:
        columns.pop()
    if len(columns) > MOST_COLUMNS:
        raise TooManyColumns(line=head.line, count=len(columns), most=MOST_COLUMNS)
    for column in needed:
        if column not in columns:
            raise ColumnMissing(line=head.line, column=column)
    for column in columns:
        if columns.count(column) > 1:
            raise ColumnTwice(line=head.line, column=shown(column))
    return tuple(columns)


def fitted(row: Row, columns: int, least: int) -> tuple[str, ...]:
    """Return as many cells as there are columns; empty ones on the right may be missing or too many.

    Raises:
        CellsDiffer: there are fewer than the least or more than columns.
    """
    given = len(row.cells)
    if given < least or any(row.cells[columns:]):
        raise CellsDiffer(line=row.line, count=given, columns=columns)
    return (*row.cells[:columns], *[""] * (columns - given))


def _lines(stream: BinaryIO) -> Iterator[tuple[int, str]]:
    read = 0
    for number in count(1):
        raw = stream.readline(LONGEST + 1)
        if not raw:
            return
        read += len(raw)
        if len(raw) > LONGEST:
            raise LineTooLong(line=number, most=LONGEST)
        if read > LARGEST:
            raise FileTooBig(line=number, most=LARGEST // MEGABYTE)
        try:
            yield number, (raw.removeprefix(BOM) if number == 1 else raw).decode()
        except UnicodeDecodeError as error:
            raise NotUtf8(line=number) from error


def _quoted(first: int, text: str, lines: Iterator[tuple[int, str]]) -> list[str]:
    """Return the cells of a row with quotation marks, which may go on over the next lines."""
    for _ in range(MOST_LINES_QUOTED):
        cells = _cells(text.rstrip("\r\n"))
        if cells is not None:
            return cells
        _, more = next(lines, (0, ""))
        if not more:
            raise QuoteOpen(line=first)
        text += more
        if len(text) > LONGEST:
            break
    raise QuoteOpen(line=first)


def _cells(text: str) -> list[str] | None:
    """Split at semicolons outside quotation marks; None if one is open at the end.

    What stands between a closing mark and the next semicolon belongs to the cell, as
    other readers of such files have it.
    """
    cells: list[str] = []
    at = 0
    while True:
        cell = ""
        if text.startswith('"', at):
            closing = _closing(text, at + 1)
            if closing < 0:
                return None
            cell = text[at + 1 : closing].replace('""', '"')
            at = closing + 1
        end = text.find(";", at)
        stop = end if end >= 0 else len(text)
        cells.append(cell + text[at:stop])
        if end < 0:
            return cells
        at = end + 1


def _closing(text: str, at: int) -> int:
    """Return where the quotation mark is that is not one of two in a row, or -1."""
    while (at := text.find('"', at)) >= 0:
        if not text.startswith('"', at + 1):
            return at
        at += 2
    return -1
