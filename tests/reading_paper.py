"""What a PDF holds, for tests of sheets: how large its letters are, and how many pages it has."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator

import pikepdf


def pages(data: bytes) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(io.BytesIO(data)) as paper:
        return len(paper.pages)


def letters(data: bytes) -> Counter[int]:
    """Return how many pieces of text are set in each size, in whole points."""
    found: Counter[int] = Counter()
    with pikepdf.open(io.BytesIO(data)) as paper:
        for page in paper.pages:
            size = 0
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    size = round(float(operands[1]))
                elif str(operator) in ("Tj", "TJ"):
                    found[size] += 1
    return found


def width(data: bytes) -> int:
    """Return how wide the first page is, in millimetres."""
    with pikepdf.open(io.BytesIO(data)) as paper:
        box = paper.pages[0].mediabox
        return round(float(box[2] - box[0]) / 72 * 25.4)


def words(data: bytes) -> str:
    """Return the text of a PDF whose letters are numbered and named in tables, as our sheets are, and what tells of it."""
    with pikepdf.open(io.BytesIO(data)) as paper:
        said = [str(value) for value in paper.docinfo.values()]
        said += [paper.Root.Metadata.read_bytes().decode()] if "/Metadata" in paper.Root else []
        for page in paper.pages:
            fonts = page.obj.get("/Resources", {}).get("/Font", {})
            tables = {name: _letters_of(font) for name, font in fonts.items()}
            said += ["".join(_set_on(page, tables))]
    return "\n".join(said)


def _set_on(page: pikepdf.Page, tables: dict[str, dict[int, str]]) -> Iterator[str]:
    table: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            table = tables[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            pieces = operands[0] if str(operator) == "TJ" else operands
            for piece in (bytes(each) for each in pieces if isinstance(each, pikepdf.String)):
                codes = (int.from_bytes(piece[at : at + 2]) for at in range(0, len(piece), 2))
                yield "".join(table.get(code, "") for code in codes)


def _letters_of(font: pikepdf.Object) -> dict[int, str]:
    """The letter of each number, from the table that is there for copying text."""
    found: dict[int, str] = {}
    told = font.ToUnicode.read_bytes().decode() if "/ToUnicode" in font else ""
    for kind, body in re.findall(r"beginbf(char|range)(.*?)endbf", told, re.DOTALL):
        numbers = re.findall(r"<([0-9A-Fa-f]+)>", body)
        step = 2 if kind == "char" else 3
        for at in range(0, len(numbers) - step + 1, step):
            first, last = int(numbers[at], 16), int(numbers[at + step - 2], 16)
            letter = bytes.fromhex(numbers[at + step - 1]).decode("utf-16-be")
            for n in range(last - first + 1 if kind == "range" else 1):
                found[first + n] = letter[:-1] + chr(ord(letter[-1]) + n)
    return found
