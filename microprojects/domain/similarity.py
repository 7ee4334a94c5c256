"""How alike two Chinese texts are, by the pairs of neighbouring characters they share.

Chinese is written without spaces, so pairs of characters serve for words.

Source: Manning, Raghavan, Schuetze (2008), "Introduction to Information Retrieval",
sections 3.3.4 (n-gram overlap by the Jaccard coefficient) and 6.2 (inverse document
frequency).
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

SAME_TITLE = 0.8
"""From this score on two titles count as one work that may have been split."""
WORTH_SHOWING = 0.15
"""From this score on a candidate is worth showing to a person."""


@dataclass(frozen=True)
class Match(Generic[Key]):
    """One candidate and how alike it is, from 0 (nothing shared) to 1 (the same pairs)."""

    id: Key
    score: float


def normal(text: str) -> str:
    """Fold width and case, and drop all but letters and digits."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())


def grams(text: str) -> frozenset[str]:
    """Return the distinct pairs of neighbouring characters; a single character stands for itself.

    The store indexes these to find candidates without reading every text.
    """
    bare = normal(text)
    if len(bare) < 2:
        return frozenset({bare} if bare else ())
    return frozenset(bare[n : n + 2] for n in range(len(bare) - 1))


def similarity(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1; the order of the two does not matter.

    It is the mean of the shared part of both together (so that a long text is not
    like everything) and the shared part of the shorter (so that a title is found
    again inside a description).
    """
    return _score(grams(one), grams(other), len)


def most_similar(
    text: str, candidates: Mapping[Key, str], limit: int = 5, floor: float = WORTH_SHOWING
) -> list[Match[Key]]:
    """Return the candidates most like a text, best first, of at least `floor`.

    Pairs that many candidates share, such as 社区 or 项目, weigh little. Equal
    scores keep the order of the candidates.
    """
    wanted = grams(text)
    known = {key: grams(candidate) for key, candidate in candidates.items()}
    weight = _weights([wanted, *known.values()])
    scored = (Match(key, _score(wanted, held, weight)) for key, held in known.items())
    found = sorted((match for match in scored if match.score >= floor), key=lambda match: -match.score)
    return found[:limit]


def _weights(texts: Iterable[frozenset[str]]) -> Callable[[Iterable[str]], float]:
    """Return a function that adds up the weights of pairs: the rarer, the heavier."""
    texts = list(texts)
    spread = Counter(gram for text in texts for gram in text)

    def weight(pairs: Iterable[str]) -> float:
        return math.fsum(math.log(1 + len(texts) / spread[pair]) for pair in sorted(pairs))

    return weight


def _score(one: frozenset[str], other: frozenset[str], weight: Callable[[frozenset[str]], float]) -> float:
    if not (one and other):
        return 0.0
    shared = weight(one & other)
    overlap = shared / weight(one | other)
    inside = shared / min(weight(one), weight(other))
    return (overlap + inside) / 2
