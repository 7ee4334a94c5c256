"""A mould as forms: every value of its rows with places for what is different in each cast."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, DateTime, Integer, Table
from sqlalchemy.types import TypeDecorator

from microprojects.demo.mould_rows import COUNTED, Rows, Values, tables
from microprojects.domain.canonical import canonical
from microprojects.domain.disclosures import REF

# What is not cast: nobody signs in to a generated district, and its index is written from the new words.
LEFT_OUT = COUNTED | {"accounts", "recovery_codes", "grams", "journal_entries"}
ONCE = frozenset({"rulebooks"})
# Facts of the record and members of kept documents that are numbers of rows.
_IDS = {
    "meeting": "meetings", "vote": "votes", "payment": "payments", "comment": "comments",
    "person_id": "people", "seat": "seats", "disclosure": "disclosures",
    "objection": "objections",
}  # fmt: skip
# Numbers that stand as words: such facts, and what names the record behind a row of a list.
_WRITTEN_IDS = {"disclosure": "disclosures", "payment": "payments"}
_REFS = {
    "changes": "contract_changes", "notes": "supervisor_notes", "payments": "payments", "photos": "attachments",
    "progress": "progress_reports", "recoveries": "recoveries", "suspensions": "suspensions",
}  # fmt: skip
_SUBJECTS = {"meeting": "meetings", "round": "rounds", "council": "councils", "programme": "programmes"}
_SPARSE = 1000
_SHA = r"[0-9a-f]{64}"

Token = tuple[str, str]


@dataclass(frozen=True)
class Text:
    """A text with places: `form % values`."""

    form: str
    tokens: tuple[Token, ...]


@dataclass(frozen=True)
class Row:
    """A row with the values that are the same in every cast, and what stands in the other columns."""

    values: Values
    ids: tuple[tuple[int, str, int], ...]  # column, table, number in the mould
    texts: tuple[tuple[int, Text], ...]
    seq: tuple[int, int] | None  # column, which entry of the mould


@dataclass(frozen=True)
class Entry:
    """One line of the record: what is hashed before and after the chain, and the columns beside."""

    before: Text
    after: Text
    at: str
    verb: str
    subject: Text
    area: Text
    meeting: int | None


@dataclass(frozen=True)
class Forms:
    """Everything of one mould."""

    rows: dict[str, list[Row]]
    entries: list[Entry]
    first: dict[str, int]  # the lowest number in each table
    count: dict[str, int]  # how many numbers it takes
    drawn: frozenset[str]  # tables whose numbers are drawn, so that their order tells nothing
    hashes: dict[str, Text]  # fingerprint in the mould: the text of which it is one


class Maker:
    """Makes forms of rows, with the words that are different in every cast."""

    def __init__(self, words: Sequence[tuple[str, Token]], zone: str) -> None:
        self._words, self._zone = dict(words), zone
        longest = sorted(self._words, key=len, reverse=True)
        parts = [_SHA, r'"⟦\w+:\d+⟧"', r"⟪\w+:\d+⟫", r"20\d\d-\d\d-\d\d", r"20\d\d年\d{1,2}月\d{1,2}日"]
        self._pattern = re.compile("|".join([*parts, *map(re.escape, longest)]))
        self._hashes: dict[str, Text] = {}

    def forms(self, rows: Rows) -> Forms:
        """Return the forms of some rows."""
        self._hashes = {}
        known = {table.name: table for table in tables()}
        self._find_hashes(rows, known)
        first, count, drawn = {}, {}, set()
        for name, some in rows.items():
            if "id" in known[name].columns and name not in ONCE:
                at = list(known[name].columns.keys()).index("id")
                taken = some[-1][at] - some[0][at] + 1
                if taken > _SPARSE * len(some):
                    drawn.add(name)
                    continue
                first[name], count[name] = some[0][at], taken
        lines = rows.get("journal_entries", [])
        begins = int(lines[0][0]) if lines else 1
        made = {
            name: [self._row(known[name], row, begins) for row in some]
            for name, some in rows.items()
            if name not in LEFT_OUT
        }
        return Forms(
            made, [self._entry(line) for line in lines], first, count, frozenset(drawn), dict(self._hashes)
        )

    def form(self, text: str) -> Text:
        """Return a text with places for the words that are different."""
        tokens: list[Token] = []
        pieces, at = [], 0
        for found in self._pattern.finditer(text):
            token = self._token(found.group())
            if token is None:
                continue
            pieces += [text[at : found.start()].replace("%", "%%"), "%s"]
            tokens.append(token)
            at = found.end()
        pieces.append(text[at:].replace("%", "%%"))
        return Text("".join(pieces), tuple(tokens))

    def _token(self, word: str) -> Token | None:
        if word in self._words:
            return self._words[word]
        if re.fullmatch(_SHA, word):
            return ("hash", word) if word in self._hashes else None
        if word[-1] in '⟫"':
            return "id", word.strip('"⟦⟧⟪⟫')
        return ("said" if "年" in word else "day"), word

    def _find_hashes(self, rows: Rows, known: dict[str, Table]) -> None:
        """Find every kept text whose fingerprint may stand somewhere."""
        found: dict[str, str] = {}
        for name, some in rows.items():
            for n, column in enumerate(known[name].columns):
                is_json = isinstance(_plain(column.type), JSON)
                for row in some if name != "journal_entries" else ():
                    if isinstance(row[n], str) and (is_json or len(row[n]) > 1):
                        text = canonical(json.loads(row[n])).decode() if is_json else row[n]
                        found[hashlib.sha256(text.encode()).hexdigest()] = _said(text) if is_json else text
        self._hashes = dict.fromkeys(found, Text("", ()))
        self._hashes = {digest: self.form(text) for digest, text in found.items()}

    def _row(self, table: Table, row: Values, begins: int) -> Row:
        values: list[Any] = list(row)
        ids, texts, seq = [], [], None
        for n, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            home = _home(column, table)
            if value is None:
                continue
            if home == "journal_entries":
                seq = (n, int(value) - begins)
            elif home:
                ids.append((n, home, int(value)))
            elif (text := self._place(column, value)) is not None:
                values[n] = text.form % () if not text.tokens else None
                texts += [(n, text)] if text.tokens else []
            elif isinstance(_plain(column.type), Boolean):
                values[n] = bool(value)
        return Row(tuple(values), tuple(ids), tuple(texts), seq)

    def _place(self, column: Column[Any], value: Any) -> Text | None:
        """Return the form of what stands in a column, None where it is a number that is the same in every cast."""
        if isinstance(_plain(column.type), JSON):
            return self.form(_said(value))
        if isinstance(value, str):
            return self.form(value + (self._zone if isinstance(_plain(column.type), DateTime) else ""))
        if str(value) in self._words:
            return Text("%s", (self._words[str(value)],))
        return None

    def _entry(self, line: Values) -> Entry:
        _seq, at, verb, subject, area, meeting, body, _hash = line
        told = json.loads(body)
        kind, _, key = subject.partition("/")
        named = f"{kind}/⟪{_SUBJECTS[kind]}:{key}⟫" if kind in _SUBJECTS and key.isdigit() else subject
        head = {name: told[name] for name in ("actor", "area", "at")} | {"facts": _numbered(told["facts"])}
        before = canonical(head).decode()[:-1]
        after = canonical({"subject": named, "v": told["v"], "verb": verb}).decode()[1:]
        return Entry(
            self.form(before), self.form(after), at, verb, self.form(named), self.form(area), meeting
        )


def _home(column: Column[Any], table: Table) -> str:
    """Return of which table a column holds the number of a row; empty where it holds none."""
    key = next(iter(column.foreign_keys), None)
    if key is not None:
        return key.column.table.name if isinstance(column.type, (Integer, BigInteger)) else ""
    return table.name if column.name == "id" and table.name not in ONCE else ""


def _said(document: str) -> str:
    """Return a kept document in the form that is hashed, with the marks of numbers of rows."""
    return canonical(_numbered(json.loads(document))).decode()


def _plain(kind: Any) -> Any:
    return kind.impl if isinstance(kind, TypeDecorator) else kind


def _numbered(value: Any, name: str = "", of: str = "") -> Any:
    """Put the mark of a number of a row where one stands in a document; `of` names the list in whose row it stands."""
    if isinstance(value, dict):
        return {key: _numbered(each, key, name) for key, each in value.items()}
    if isinstance(value, list):
        return [_numbered(each, name, of) for each in value]
    if name in _IDS and isinstance(value, int) and not isinstance(value, bool):
        return f"⟦{_IDS[name]}:{value}⟧"
    table = _REFS.get(of, "") if name == REF else _WRITTEN_IDS.get(name, "")
    return f"⟪{table}:{value}⟫" if table and isinstance(value, str) and value.isdigit() else value
