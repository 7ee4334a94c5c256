"""What a PDF holds, for tests of sheets: how large its letters are, and how many pages it has."""

from __future__ import annotations

import io
from collections import Counter

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
