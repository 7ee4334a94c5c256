"""Sheets are read as people and programs write them; what is broken or hostile is one sentence."""

from __future__ import annotations

import contextlib
import csv
import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microprojects.domain import sheets as limits
from microprojects.domain.sheets import BadSheet, Row
from microprojects.store import sheets

ROWS = [["姓名", "手机号"], ["林秀英", "13812345678"]]
READ = [Row(1, ("姓名", "手机号")), Row(2, ("林秀英", "13812345678"))]
TEXT = "姓名,手机号\r\n林秀英,13812345678\r\n"


def book(*pages, then=None):
    """An XLSX file with these pages of rows."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for rows in pages:
        page = made.create_sheet()
        for row in rows:
            page.append(row)
    if then:
        then(made)
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def rewritten(data, **parts):
    """An XLSX file with other content in some of its parts, by the end of their names."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            name = part.filename.rsplit("/", 1)[-1].removesuffix(".xml")
            new.writestr(part.filename, parts.get(name, old.read(part)))
    return made.getvalue()


def page(rows):
    """The part of a book that holds rows, as its own XML."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return f'<?xml version="1.0"?><worksheet {space}><sheetData>{rows}</sheetData></worksheet>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_is_read_in_every_way_in_which_it_is_saved(encoding, delimiter, end):
    text = end.join(delimiter.join(row) for row in ROWS) + end

    assert sheets.read(text.encode(encoding)) == READ


def test_a_rare_name_is_read_from_both_encodings():
    for encoding in ("utf-8", "gb18030"):
        assert sheets.read("姓名\n𬀩𠮷\n".encode(encoding))[1].cells == ("𬀩𠮷",)


def test_lines_keep_their_numbers():
    text = '\r\n姓名,楼栋\r\n\r\n林,"3号楼\r\n2单元"\r\n,,\r\n陈,""\r\n'

    assert [row.line for row in sheets.read(text.encode())] == [2, 4, 7]


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"))), min_size=1, max_size=5),
        min_size=1,
        max_size=5,
    )
)
def test_what_a_program_writes_is_read_back(rows):
    written = io.StringIO(newline="")
    csv.writer(written).writerows([["姓名", "备注"], *rows])

    found = sheets.read(written.getvalue().encode("utf-8-sig"))[1:]

    kept = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    assert [row.cells for row in found] == [trimmed(cells) for cells in kept]


def trimmed(cells):
    end = max(n for n, cell in enumerate(cells, start=1) if cell.strip())
    return cells[:end]


def test_a_book_is_read_as_its_cells_are_shown():
    cells = [
        "林",
        13812345678,
        13812345678.0,
        3,
        "013",
        datetime.combine(date(1985, 3, 2), time()),
        date(1985, 3, 2),
        None,
        "末",
    ]

    found = sheets.read(book([["姓名"], cells]))

    assert found[1].cells == (
        "林", "13812345678", "13812345678", "3", "013", "1985-03-02", "1985-03-02", "", "末",
    )  # fmt: skip


def test_a_formula_of_a_book_begins_with_an_equals_sign():
    assert sheets.read(book([["姓名"], ["=1+1"]]))[1].cells == ("=1+1",)


def test_empty_pages_of_a_book_do_not_count():
    assert sheets.read(book([], ROWS, [])) == READ


def archive(name, content):
    """A ZIP file of one part."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, content)
    return made.getvalue()


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
WHOLE = book(ROWS)
FAR_OUT = "".join(f'<row r="{n}"><c r="XFD{n}"/></row>' for n in range(1, 400))
FAR = '<row r="1"><c r="A1" t="str"><v>x</v></c></row>'
HOSTILE = {
    "nothing": (b"", "sheet-empty", None),
    "only white space": (b" \r\n,,\r\n", "sheet-empty", None),
    "an empty book": (book([]), "sheet-empty", None),
    "too large": (b"a" * (limits.MOST_BYTES + 1), "sheet-too-large", None),
    "utf-16": (TEXT.encode("utf-16"), "sheet-utf-16", None),
    "utf-16 without mark": ("name\n".encode("utf-16-le"), "sheet-utf-16", None),
    "a bad byte in utf-8": (TEXT.encode() + b"\xff\xfe\r\n", "sheet-encoding", 3),
    "a bad byte behind the mark": (b"\xef\xbb\xbfname\n\xff\n", "sheet-encoding", 2),
    "a bad byte in gbk": (TEXT.encode("gbk") + b"a\r\n\xff\xff\r\n", "sheet-encoding", 4),
    "nul": (TEXT.encode() + b"a\0\r\n", "sheet-nul", 3),
    "a quote without end": (TEXT.encode() + b'a,"b\r\nc\r\n', "sheet-quotes", 3),
    "a cell without end": (b'name\n"' + b"a" * 200_000, "sheet-quotes", 2),
    "a quote inside": (TEXT.encode() + b'"a"b,c\r\n', "sheet-quotes", 3),
    "a million columns": (b"x," * 1_000_000, "too-many-columns", 1),
    "a wide line": (TEXT.encode() + b"x," * 51, "too-many-columns", 3),
    "too many rows": (b"name\n" + b"x\n" * (limits.MOST_ROWS + 1), "too-many-rows", limits.MOST_ROWS + 2),
    "a wide book": (book([["x"] * 51]), "too-many-columns", 1),
    "two pages": (book(ROWS, ROWS), "several-sheets", None),
    "half a book": (WHOLE[: len(WHOLE) // 2], "sheet-broken", 1),
    "no book": (b"PK\x03\x04" + b"x" * 100, "sheet-broken", 1),
    "another archive": (archive("a.txt", b"a"), "sheet-broken", 1),
    "an old book": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "sheet-locked", None),
    "a bomb": (archive("xl/worksheets/sheet1.xml", b" " * (limits.MOST_UNPACKED + 1)), "sheet-unpacks-too-large", None),
    "a heavy part": (rewritten(WHOLE, styles=b" " * (limits.MOST_IN_PART + 1)), "sheet-unpacks-too-large", None),
    "entities": (rewritten(WHOLE, sheet1=ENTITIES + page(FAR).encode()), "sheet-broken", 1),
    "a page of utf-16": (rewritten(WHOLE, sheet1=page(FAR).encode("utf-16")), "sheet-broken", 1),
    "half a page": (rewritten(WHOLE, sheet1=page(FAR * 9)[:-30]), "sheet-broken", 1),
    "a row far below": (rewritten(WHOLE, sheet1=page('<row r="99999999"><c r="A99999999"/></row>')), "too-many-rows", limits.LAST_LINE + 1),
    "cells far out": (rewritten(WHOLE, sheet1=page(FAR_OUT)), "too-many-rows", 306),
    "no such column": (rewritten(WHOLE, sheet1=page('<row r="1"><c r="ZZZZ1"/></row>')), "sheet-broken", 1),
    "a string that is not there": (rewritten(WHOLE, sheet1=page('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')), "sheet-broken", 1),
}  # fmt: skip


@pytest.mark.parametrize("kind", list(HOSTILE))
def test_what_cannot_be_read_is_one_sentence(kind):
    data, code, line = HOSTILE[kind]

    with pytest.raises(BadSheet) as no:
        sheets.read(data)

    assert (no.value.code, no.value.facts.get("line")) == (code, line)
    assert str(no.value).endswith("。")


def test_as_many_rows_as_may_be_are_read():
    assert len(sheets.read(b"name\n" + b"x\n" * limits.MOST_ROWS)) == limits.MOST_ROWS + 1


@given(st.binary(max_size=400))
def test_no_bytes_fail(data):
    with contextlib.suppress(BadSheet):
        assert sheets.read(data)


@settings(max_examples=60)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
def test_no_damaged_book_fails(at, instead):
    with contextlib.suppress(BadSheet):
        sheets.read(WHOLE[:at] + instead + WHOLE[at + len(instead) :])
