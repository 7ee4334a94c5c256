"""What comes in a file of data is read entry by entry, and what is wrong is named by its entry."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from microprojects.domain.errors import N_

Word = TypeVar("Word", bound=StrEnum)


class Wrong(Exception):
    """One entry cannot be used: `field` names it, `why` says why in the source language."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(field, why)
        self.field = field
        self.why = why


def only(data: Mapping[str, Any], known: Collection[str], where: str) -> None:
    """Refuse an entry that nobody would read."""
    for key in data:
        if key not in known:
            raise Wrong(f"{where}{key}", N_("不认识这个词"))


def written(data: Mapping[str, Any], key: str, where: str = "") -> str:
    """Return an entry of text that is not empty."""
    value = data.get(key)
    if not isinstance(value, str) or not value:
        raise Wrong(f"{where}{key}", N_("要写文字"))
    return value


def number(data: Mapping[str, Any], key: str, where: str = "") -> int:
    """Return an entry that is a whole number from 0 to 99."""
    value = data.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 99:
        raise Wrong(f"{where}{key}", N_("要写 0 到 99 的整数"))
    return value


def one_of(data: Mapping[str, Any], key: str, words: Sequence[Word], where: str) -> Word:
    """Return the word that an entry names."""
    found = next((word for word in words if word.value == data.get(key)), None)
    if found is None:
        raise Wrong(f"{where}{key}", N_("没有这一种"))
    return found


def some_of(data: Mapping[str, Any], key: str, words: Sequence[Word], where: str = "") -> list[Word]:
    """Return the words that an entry lists, in their own order; none where there is no entry."""
    asked = data.get(key, [])
    found = [word for word in words if word.value in asked] if isinstance(asked, list | tuple) else []
    if not isinstance(asked, list | tuple) or len(found) != len(asked):
        raise Wrong(f"{where}{key}", N_("没有这一种"))
    return found


def rows(data: Mapping[str, Any], key: str, *, needed: bool = True) -> list[tuple[Mapping[str, Any], str]]:
    """Return the tables under a key, each with the prefix that names its entries, counted from 1."""
    found = data.get(key, None if needed else [])
    if not isinstance(found, Sequence) or not all(isinstance(row, Mapping) for row in found):
        raise Wrong(key, N_("没有写，或写得不对"))
    return [(row, f"{key}.{n}.") for n, row in enumerate(found, start=1)]
