"""One cast of a mould: which numbers its rows get, how its texts read, on which days it happened."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from microprojects.demo.casting_forms import Entry, Forms, Row, Text, Token
from microprojects.demo.mould_rows import Values

# Of these a community has one a year, in the order of the years.
_YEARLY = frozenset({"rounds", "funds"})


@dataclass
class Cast:
    """One cast; `inside` is the cast of the community, the street or the district in which it lies."""

    forms: Forms
    words: Mapping[str, str]
    inside: Cast | None = None
    base: dict[str, int] = field(default_factory=dict)
    seqs: list[int] = field(default_factory=list)
    days: int = 0  # by which it is earlier than the mould
    years: int = 0
    _known: dict[Token, str] = field(default_factory=dict)

    def take(self, following: dict[str, int]) -> None:
        """Take the next free numbers of every table."""
        for table, count in self.forms.count.items():
            self.base[table] = following.get(table, 1)
            following[table] = self.base[table] + count

    def id(self, table: str, number: int) -> int:
        """Return the number of a row that has `number` in the moulds."""
        if table in self.forms.drawn:
            drawn = hashlib.sha256(f"{self.base['projects']} {number}".encode()).digest()
            return int.from_bytes(drawn[:8]) >> 1
        at: Cast | None = self
        while at is not None:
            first = at.forms.first.get(table)
            if first is not None and number >= first:
                earlier = self.years if table in _YEARLY and at is not self else 0
                return at.base[table] + number - first - earlier
            at = at.inside
        return number

    def say(self, text: Text) -> str:
        """Return a text as it reads in this cast."""
        return text.form % tuple(self._word(token) for token in text.tokens)

    def row(self, row: Row) -> Values:
        """Return a row with the values of this cast."""
        values = list(row.values)
        for column, table, number in row.ids:
            values[column] = self.id(table, number)
        for column, text in row.texts:
            values[column] = self.say(text)
        if row.seq is not None:
            values[row.seq[0]] = self.seqs[row.seq[1]]
        return tuple(values)

    def day(self, told: str) -> str:
        """Return a day, or a moment that begins with its day, so much earlier."""
        if not self.days:
            return told
        return (date.fromisoformat(told[:10]) - timedelta(days=self.days)).isoformat() + told[10:]

    def line(self, entry: Entry, seq: int, before: str) -> tuple[str, str]:
        """Return one line of the record and its fingerprint; `before` is that of the line before."""
        head, tail = self.say(entry.before), self.say(entry.after)
        chain = f'"prev":"{before}","seq":{seq},{tail}'
        digest = hashlib.sha256(f"{head},{chain}".encode()).hexdigest()
        return f'{head},"hash":"{digest}",{chain}', digest

    def _word(self, token: Token) -> str:
        known = self._known.get(token)
        if known is None:
            known = self._known[token] = self._read(token)
        return known

    def _read(self, token: Token) -> str:
        kind, told = token
        if kind == "day":
            return self.day(told)
        if kind == "said":
            year, month, day = map(int, re.findall(r"\d+", told))
            moved = date(year, month, day) - timedelta(days=self.days)
            return f"{moved.year}年{moved.month}月{moved.day}日"
        if kind == "id":
            table, _, number = told.partition(":")
            return str(self.id(table, int(number)))
        if kind == "hash":
            return hashlib.sha256(self.say(self.forms.hashes[told]).encode()).hexdigest()
        return self._named(told)

    def _named(self, name: str) -> str:
        """Return a word of this cast, or of what it lies in; a word of the moulds that none of them has stays."""
        at: Cast | None = self
        while at is not None:
            if name in at.words:
                return at.words[name]
            at = at.inside
        return name
