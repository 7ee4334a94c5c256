"""A program that reads what stands on the pages of a PDF: python -m microprojects.store.paper_words.

It runs on its own, within limits, because the file comes from anybody. Source: ISO 32000-1, sections
9.4 (text), 9.6 and 9.7 (fonts), 9.10 (what letters mean), 14.9.4 (words in place of others).
"""

from __future__ import annotations

import contextlib
import json
import math
import re
import resource
import sys
from collections.abc import Iterator
from copy import copy
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

MOST_SECONDS, MOST_MEMORY = 20, 1 << 30
MOST_LETTERS, MOST_DEPTH, MOST_STEPS = 400_000, 6, 2_000_000
_PLAIN = frozenset({"/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding"})
# Ways of writing Chinese that say themselves which letter a number is.
_NAMED = (("UTF16", "utf-16-be"), ("UCS2", "utf-16-be"), ("GBK2K", "gb18030"), ("GBK", "gbk"), ("GB-EUC", "gb2312"),
          ("ETen", "big5"), ("B5", "big5"))  # fmt: skip
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_GLYPHS = {name: str(n) for n, name in enumerate(_DIGITS)} | {"space": " ", "hyphen": "-", "period": ".", "at": "@",
           "colon": ":", "comma": ",", "underscore": "_", "parenleft": "(", "parenright": ")"}  # fmt: skip
# From how many letters' size on a gap is a space, another cell of a table, and another line.
_SPACE, _CELL, _LINE = 0.25, 0.75, 0.4
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Unread(Exception):
    """There are letters on the paper of which nobody can tell what they are."""


class _Font:
    """How the numbers of one font become letters."""

    def __init__(self, font: Object) -> None:
        self.wide = str(font.get("/Subtype", "")) == "/Type0"
        self.table = _table(font.ToUnicode.read_bytes()) if isinstance(font.get("/ToUnicode"), Stream) else {}
        encoding = font.get("/Encoding")
        self.codec, self.named = "", dict[int, str]()
        if self.wide:
            name = str(encoding) if isinstance(encoding, Name) else ""
            self.codec = next((codec for part, codec in _NAMED if part in name), "")
        elif isinstance(encoding, Dictionary):
            self.codec = "cp1252" if str(encoding.get("/BaseEncoding", "")) in _PLAIN else ""
            self.named = _differences(encoding.get("/Differences"))
        elif str(encoding) in _PLAIN or "/FontDescriptor" not in font:
            self.codec = "cp1252"
        self.widths, self.usual = _widths(font, wide=self.wide)

    def width(self, piece: bytes) -> float:
        """Return how wide a piece is, in sizes of the font."""
        step = 2 if self.wide else 1
        codes = (int.from_bytes(piece[at : at + step]) for at in range(0, len(piece), step))
        return sum(self.widths.get(code, self.usual) for code in codes) / 1000

    def letters(self, piece: bytes) -> str:
        """Return the letters of a piece.

        Raises:
            Unread: the font does not tell what one of them is.
        """
        if self.codec and self.wide and not self.table:
            return piece.decode(self.codec, "replace")
        step = 2 if self.wide else 1
        return "".join(self._letter(piece[at : at + step]) for at in range(0, len(piece), step))

    def _letter(self, code: bytes) -> str:
        number = int.from_bytes(code)
        found = self.table.get(number) or self.named.get(number)
        if found is None and self.codec and not self.wide:
            found = code.decode(self.codec, "replace")
        if found is None or "\ufffd" in found or any("\ue000" <= each <= "\uf8ff" for each in found):
            raise Unread
        return found


class _Hand:
    """Where the next letters are set, with which font."""

    def __init__(self, onto: Matrix) -> None:
        self.onto, self.begin, self.run, self.lead = onto, _SAME, 0.0, 0.0
        self.font: _Font | None = None
        self.size = 1.0

    def move(self, word: str, operands: list[Any]) -> None:
        """Follow an operator that moves the hand or the paper."""
        if word == "cm":
            self.onto = _times(_matrix(operands), self.onto)
        elif word == "TL":
            self.lead = float(operands[0])
        elif word in ("BT", "Tm"):
            self.begin, self.run = _SAME if word == "BT" else _matrix(operands), 0.0
        elif word in ("Td", "TD", "T*"):
            x, y = (0.0, -self.lead) if word == "T*" else (float(operands[0]), float(operands[1]))
            self.lead = -y if word == "TD" else self.lead
            self.begin, self.run = _times((1.0, 0.0, 0.0, 1.0, x, y), self.begin), 0.0

    def place(self) -> tuple[float, float, float]:
        """Return across and up where the next letter stands, and how large it is."""
        a, b, _c, _d, e, f = _times((1.0, 0.0, 0.0, 1.0, self.run, 0.0), _times(self.begin, self.onto))
        scale = math.hypot(a, b)
        if abs(b) > abs(a):  # a line that goes up or down
            e, f = f * math.copysign(1, b), e
        return e, f, scale * self.size or 1.0


class _Reading:
    """What was read so far, and whether it is all there is to read."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.is_whole, self.steps = True, 0
        self.end = (0.0, 0.0)  # where the last letters ended

    def page(self, page: pikepdf.Page) -> None:
        """Read one page; one with marks and without letters can only be looked at."""
        before, steps = len(self.said), self.steps
        self._walk(page.obj, page.obj.get("/Resources", Dictionary()), 0, _SAME)
        if self.steps > steps and not "".join(self.said[before:]).strip():
            self.is_whole = False
        self.said.append("\n")

    def _walk(self, content: Object, resources: Object, depth: int, onto: Matrix) -> None:
        fonts, things = resources.get("/Font", Dictionary()), resources.get("/XObject", Dictionary())
        hand, kept, known = _Hand(onto), list[_Hand](), dict[str, _Font]()
        for operands, word in _steps(content):
            self.steps += 1
            if self.steps > MOST_STEPS:
                raise Unread
            if word == "Tf":
                name = str(operands[0])
                if name not in known and name in fonts:
                    known[name] = _Font(fonts[name])
                hand.font, hand.size = known.get(name), abs(float(operands[1])) or 1.0
            elif word == "Do":
                self._drawn(things.get(str(operands[0])), resources, depth, hand.onto)
            elif word == "q":
                kept.append(copy(hand))
            elif word == "Q":
                hand = kept.pop() if kept else hand
            else:
                self._step(word, operands, hand)

    def _step(self, word: str, operands: list[Any], hand: _Hand) -> None:
        if word in ("Tj", "TJ", "'", '"'):
            hand.move("T*" if word in "'\"" else "", operands)
            self._say(operands[-1], hand)
        elif word == "INLINE IMAGE":
            self.is_whole = False
        elif word == "BDC" and isinstance(operands[-1], Dictionary) and "/ActualText" in operands[-1]:
            self.said.append(f"\n{operands[-1].ActualText}\n")
        else:
            hand.move(word, operands)

    def _say(self, told: Object, hand: _Hand) -> None:
        for each in told if isinstance(told, Array) else [told]:
            if not isinstance(each, pikepdf.String):
                hand.run -= float(each) / 1000 * hand.size
                continue
            try:
                if hand.font is None:
                    raise Unread
                letters = hand.font.letters(bytes(each))
            except Unread:
                self.is_whole = False
                continue
            x, y, em = hand.place()
            gap = (x - self.end[0]) / em
            line = abs(y - self.end[1]) / em > _LINE or abs(gap) > _CELL
            self.said += ["\n" if line else " " if gap > _SPACE else "", letters]
            hand.run += hand.font.width(bytes(each)) * hand.size
            self.end = hand.place()[:2]

    def _drawn(self, thing: Object | None, resources: Object, depth: int, onto: Matrix) -> None:
        if not isinstance(thing, Stream):
            return
        if str(thing.get("/Subtype", "")) == "/Image":
            self.is_whole = False
        elif depth >= MOST_DEPTH:
            raise Unread
        else:
            moved = _times(_matrix(thing.get("/Matrix", Array([1, 0, 0, 1, 0, 0]))), onto)
            self._walk(thing, thing.get("/Resources", resources), depth + 1, moved)


def _steps(content: Object) -> Iterator[tuple[list[Any], str]]:
    for step in pikepdf.parse_content_stream(content):
        yield list[Any](step.operands), str(step.operator)


def _times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _matrix(told: Any) -> Matrix:
    a, b, c, d, e, f = (float(each) for each in list(told)[:6])
    return (a, b, c, d, e, f)


def read(data: bytes) -> tuple[str, bool]:
    """Return the words of a PDF, and whether nothing is on it but these words."""
    reading = _Reading()
    try:
        with pikepdf.open(BytesIO(data)) as paper:
            for page in paper.pages:
                reading.page(page)
    except Unread:
        reading.is_whole = False
    return "".join(reading.said), reading.is_whole


def _table(told: bytes) -> dict[int, str]:
    """Return the letter of each number, from the table that is there for copying text."""
    found: dict[int, str] = {}
    text = told.decode("latin-1")
    for body in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, letter in re.findall(r"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>", body):
            found[int(code, 16)] = _utf16(letter)
    for body in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, one, many in re.findall(
            r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f\s]+)>|\[([^\]]*)\])", body
        ):
            begin, end = int(first, 16), min(int(last, 16), int(first, 16) + 0xFFFF)
            letters = [_utf16(each) for each in re.findall(r"<([0-9A-Fa-f\s]*)>", many)]
            base = _utf16(one)
            for n in range(end - begin + 1):
                if many:
                    found[begin + n] = letters[n] if n < len(letters) else "\ufffd"
                elif base:
                    found[begin + n] = base[:-1] + chr(min(ord(base[-1]) + n, 0x10FFFF))
    return found


def _widths(font: Object, *, wide: bool) -> tuple[dict[int, float], float]:
    """Return how wide the letters of a font are, and how wide one is of which nothing is told."""
    if not wide:
        begin = int(font.get("/FirstChar", 0))
        return {
            begin + n: float(each) for n, each in enumerate(list[Any](font.get("/Widths", Array())))
        }, 550.0
    below = font.DescendantFonts[0]
    found, listed, at = dict[int, float](), list[Any](below.get("/W", Array())), 0
    while at + 1 < len(listed):
        first, next_one, is_list = int(listed[at]), listed[at + 1], isinstance(listed[at + 1], Array)
        if is_list:
            found |= {first + n: float(each) for n, each in enumerate(next_one)}
        else:
            found |= dict.fromkeys(range(first, min(int(next_one), 0xFFFF) + 1), float(listed[at + 2]))
        at += 2 if is_list else 3
    return found, float(below.get("/DW", 1000))


def _utf16(told: str) -> str:
    bare = re.sub(r"\s", "", told)
    return bytes.fromhex(bare).decode("utf-16-be", "replace") if len(bare) % 4 == 0 else "\ufffd"


def _differences(told: Object | None) -> dict[int, str]:
    """Return the letters of the numbers that are named one by one; of an unknown name nothing."""
    found, at = dict[int, str](), 0
    for each in told if isinstance(told, Array) else []:
        if not isinstance(each, Name):
            at = int(each)
            continue
        name = str(each)[1:]
        uni = re.fullmatch(r"uni([0-9A-F]{4})", name)
        found[at] = chr(int(uni[1], 16)) if uni else _GLYPHS.get(name, name if len(name) == 1 else "\ufffd")
        at += 1
    return found


def main() -> int:
    """Read what comes in, and write its words; what cannot be read in time is not read whole."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    with contextlib.suppress(ValueError, OSError):  # some systems let nobody limit memory
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        text, is_whole = read(sys.stdin.buffer.read())
    except Exception as broken:  # a hostile file fails in as many ways as there are bytes
        sys.stderr.write(f"{type(broken).__name__}: {broken}"[:500])
        return 4
    is_whole = is_whole and len(text) <= MOST_LETTERS
    sys.stdout.write(json.dumps({"text": text[:MOST_LETTERS], "is_whole": is_whole}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
