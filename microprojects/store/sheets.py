"""The bytes of a CSV or XLSX file read into lines of text, within limits that no file can stretch."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import openpyxl

from microprojects.domain.sheets import (
    LAST_LINE,
    MEBIBYTE,
    MOST_BYTES,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_IN_PART,
    MOST_PARTS,
    MOST_ROWS,
    MOST_UNPACKED,
    BrokenBook,
    BrokenQuotes,
    HoldsNul,
    IsUtf16,
    LockedBook,
    Row,
    SeveralSheets,
    SheetEmpty,
    SheetTooLarge,
    SheetUnpacksTooLarge,
    TooManyColumns,
    TooManyRows,
    UnknownEncoding,
)

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_XML_IN_UTF16 = (*_UTF16, b"<\0?\0", b"\0<\0?")
_LARGE_PARTS = ("xl/worksheets/", "xl/sharedStrings.xml")
_BOM = b"\xef\xbb\xbf"
_DELIMITERS = ",;\t"
_EMPTY_ZIP = b"PK\x05\x06"


def read(data: bytes) -> list[Row]:
    """Return the lines of a sheet that are not empty, as texts.

    Raises:
        BadSheet: one of its kinds, saying what is wrong, with the line where there is one.
    """
    if not data:
        raise SheetEmpty
    if len(data) > MOST_BYTES:
        raise SheetTooLarge(size=-(-len(data) // MEBIBYTE), limit=MOST_BYTES // MEBIBYTE)
    if data.startswith(_OLE):
        raise LockedBook
    rows = _of_book(data) if data.startswith((_ZIP, _EMPTY_ZIP)) else _of_text(data)
    if not rows:
        raise SheetEmpty
    return rows


def _kept(lines: Iterable[tuple[int, tuple[str, ...]]]) -> list[Row]:
    """Return the lines that hold something, without the empty cells at their ends.

    Raises:
        TooManyColumns, TooManyRows: there are more than may be.
    """
    rows: list[Row] = []
    for line, cells in lines:
        end = next((n for n in range(len(cells), 0, -1) if cells[n - 1].strip()), 0)
        if end > MOST_COLUMNS:
            raise TooManyColumns(line=line, have=end, limit=MOST_COLUMNS)
        if not end:
            continue
        if len(rows) > MOST_ROWS:  # the head is not counted
            raise TooManyRows(line=line, limit=MOST_ROWS)
        rows.append(Row(line, cells[:end]))
    return rows


def _of_text(data: bytes) -> list[Row]:
    """Read a CSV file.

    Raises:
        IsUtf16, UnknownEncoding, HoldsNul, BrokenQuotes: what its bytes are.
    """
    text = _decoded(data)
    if "\0" in text:
        raise HoldsNul(line=_line_at(text[: text.index("\0")]))
    first = io.StringIO(text.lstrip("\r\n"), newline="").readline()
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return _kept(_records(reader))


def _records(reader: Any) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the records of a CSV file, each with the line on which it begins."""
    line = 1
    try:
        for record in reader:
            yield line, tuple(record)
            line = reader.line_num + 1
    except csv.Error as error:
        raise BrokenQuotes(line=line) from error


def _decoded(data: bytes) -> str:
    """Return the text of a CSV file: UTF-8, with or without mark, else GB 18030.

    A head that is Chinese in UTF-8 settles it: a bad byte further down is then a fault, not another encoding.
    """
    if data.startswith(_UTF16) or data[1:2] == b"\0" or data[:1] == b"\0":
        raise IsUtf16
    body = data.removeprefix(_BOM)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        head = body.partition(b"\n")[0]
        if body is not data or (not head.isascii() and _is_utf8(head)):
            raise UnknownEncoding(line=_line_at(body[: error.start].decode("utf-8"))) from error
    try:
        return body.decode("gb18030")
    except UnicodeDecodeError as error:
        raise UnknownEncoding(line=_line_at(body[: error.start].decode("gb18030", "replace"))) from error


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _line_at(before: str) -> int:
    """Return the number of the line that comes after a text."""
    return len(io.StringIO(before + ".", newline="").readlines())


def _of_book(data: bytes) -> list[Row]:
    """Read the one sheet of an XLSX file that holds something.

    Raises:
        SheetUnpacksTooLarge, BrokenBook, SeveralSheets: what it is.
    """
    read_to = [0]
    try:
        _require_modest(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations, which nobody reads
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            found = [rows for sheet in book.worksheets if (rows := _kept(_lines(sheet, read_to)))]
    except (BrokenBook, SheetUnpacksTooLarge, TooManyColumns, TooManyRows):
        raise
    except Exception as error:  # the library raises whatever its parts raise on a broken file
        raise BrokenBook(line=read_to[0] + 1) from error
    if len(found) > 1:
        raise SeveralSheets(have=len(found))
    return found[0] if found else []


def _require_modest(data: bytes) -> None:
    """Refuse a book that unpacks into more than is read, or whose parts declare entities.

    No part gives more than the size that it declares: the library of ZIP files stops there.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        listed = parts.infolist()
        unpacked = sum(part.file_size for part in listed)
        if unpacked > MOST_UNPACKED or len(listed) > MOST_PARTS:
            raise SheetUnpacksTooLarge(limit=MOST_UNPACKED // MEBIBYTE)
        for part in listed:
            if part.file_size > MOST_IN_PART and not part.filename.startswith(_LARGE_PARTS):
                raise SheetUnpacksTooLarge(limit=MOST_IN_PART // MEBIBYTE)
            body = parts.read(part)
            if b"<!DOCTYPE" in body or b"<!ENTITY" in body or body.startswith(_XML_IN_UTF16):
                raise BrokenBook(line=1)


def _lines(sheet: Any, read_to: list[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the lines of a sheet; what it says of its own size is not believed."""
    sheet.reset_dimensions()
    cells = 0
    for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells += len(row)
        if cells > MOST_CELLS or line > LAST_LINE:
            raise TooManyRows(line=line, limit=MOST_ROWS)
        read_to[0] = line
        yield line, tuple(map(_text, row))


def _text(value: Any) -> str:
    """Return a cell as somebody would have typed it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.time().min else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, str | int | float):
        return str(value)
    return "="  # a formula of several cells
