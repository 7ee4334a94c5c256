"""What somebody types to find something: its words, the codes that lead straight to a page, and the marked excerpt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from microprojects.domain.similarity import grams, normal

LONGEST = 60
MOST_WORDS = 5
LONGEST_WORD = 40
MOST_FOUND = 60
"""So many of each kind are found; whoever types one word more finds those that matter."""

_NUMBER = re.compile(r"[A-Z]{1,8}-20[0-9]{2}-[0-9]{3,6}", re.ASCII)
_CODE = re.compile(r"[0-9a-f]{8,64}", re.ASCII)
_BETWEEN = re.compile(r"[\s·\-]")
_AROUND = 14
_EXCERPT = 60


@dataclass(frozen=True)
class Piece:
    """A piece of an excerpt; `found` when it is a word that was looked for."""

    text: str
    found: bool = False


def words_of(typed: str) -> tuple[str, ...]:
    """Return the words of what was typed as they are compared: folded, without marks, at most five."""
    words = (normal(word)[:LONGEST_WORD] for word in typed.split())
    return tuple(dict.fromkeys(word for word in words if word))[:MOST_WORDS]


def sought(*texts: str) -> str:
    """Return some texts as a search compares them; none runs into the next."""
    return "\n".join(normal(text) for text in texts)


def pairs_of(words: Iterable[str]) -> frozenset[str]:
    """Return the pairs of neighbouring characters of some words; a single character has none."""
    return frozenset(pair for word in words for pair in grams(word) if len(pair) == 2)


def number_in(typed: str) -> str:
    """Return the public number of a project when that is what was typed, in any case; else nothing."""
    number = typed.strip().upper()
    return number if _NUMBER.fullmatch(number) else ""


def code_in(typed: str) -> str:
    """Return a 记账码, or its beginning, when that is what was typed, however it was grouped; else nothing.

    Six-digit codes of doors and years are no such code, nor is a word of letters alone.
    """
    code = _BETWEEN.sub("", typed.strip().lower())
    return code if _CODE.fullmatch(code) and any(c.isdigit() for c in code) else ""


def excerpt(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """Cut a text to where the first of the words stands, with every one of them marked.

    Words are found as they are compared, so a space or a mark inside one does not hide it.
    """
    bare, places = _bare(text)
    spans = _joined((places[start], places[end - 1] + 1) for start, end in _found(bare, words))
    begins = max(0, spans[0][0] - _AROUND) if spans and len(text) > _EXCERPT else 0
    ends = min(len(text), begins + _EXCERPT)
    pieces = [Piece("…")] if begins else []
    at = begins
    for start, end in spans:
        if start >= ends:
            break
        pieces += [Piece(text[at:start]), Piece(text[start : min(end, ends)], found=True)]
        at = end
    pieces.append(Piece(text[at:ends] + ("…" if ends < len(text) else "")))
    return tuple(piece for piece in pieces if piece.text)


def _bare(text: str) -> tuple[str, list[int]]:
    """Return a text as it is compared, and where in it each character came from."""
    pairs = [(char, place) for place, source in enumerate(text) for char in normal(source)]
    return "".join(char for char, _place in pairs), [place for _char, place in pairs]


def _found(bare: str, words: Sequence[str]) -> list[tuple[int, int]]:
    spans = []
    for word in words:
        at = bare.find(word)
        while at >= 0:
            spans.append((at, at + len(word)))
            at = bare.find(word, at + len(word))
    return sorted(spans)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that touch or overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
