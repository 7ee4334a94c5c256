"""The open tables and their dictionary as files, piece by piece: what `/data` sends and what lies in the record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.open_data.catalogue import ENTRY, NOUNS, entries
from microprojects.domain.open_data.cells import Cell, csv_cell
from microprojects.domain.open_data.nouns import Noun
from microprojects.domain.spreadsheets import BOM, line, plain_line, quoted
from microprojects.domain.workdays import SHANGHAI
from microprojects.store import publishers
from microprojects.store.open_data import reading

DICTIONARY = "/data/dictionary.json"


def every(session: Session, at: datetime) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield the name and the pieces of every table in both forms, and of the dictionary."""
    terms = publishers.terms()
    for noun in NOUNS.values():
        yield f"{noun.name}.csv", csv_pieces(session, noun, at)
        yield f"{noun.name}.json", json_pieces(session, noun, at, terms, DICTIONARY)
    yield "dictionary.csv", dictionary_csv()
    yield "dictionary.json", iter((dictionary_json(),))


def csv_pieces(session: Session, noun: Noun, at: datetime) -> Iterator[str]:
    """Yield a whole table for a spreadsheet, read while it is used."""
    yield BOM + line([column.name for column in noun.columns])
    for row in reading.walk(session, noun, at):
        yield plain_line(_csv_cells(noun, row))


def json_pieces(
    session: Session, noun: Noun, at: datetime, terms: Mapping[str, str], dictionary: str
) -> Iterator[str]:
    """Yield a whole table for a program, read while it is used; `dictionary` is where its columns are explained."""
    head: Mapping[str, object] = {
        "table": noun.name,
        "zh": noun.zh,
        "en": noun.en,
        "made_at": at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "terms": terms,
        "dictionary": dictionary,
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [\n'
    between = ""
    for row in reading.walk(session, noun, at):
        yield between + json.dumps(row, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def dictionary_csv() -> Iterator[str]:
    """Yield the dictionary for a spreadsheet."""
    yield BOM + line(ENTRY)
    for each in entries():
        yield plain_line([quoted(str(_plain(each[name]))) for name in ENTRY])


def dictionary_json() -> str:
    """Return the dictionary for programs."""
    told = {"terms": publishers.terms(), "columns": list(entries())}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _csv_cells(noun: Noun, row: dict[str, Cell]) -> list[str]:
    return [csv_cell(column, row[column.name]) for column in noun.columns]


def _plain(value: object) -> object:
    """Write an entry of the dictionary as one cell."""
    if isinstance(value, dict):
        return "; ".join(f"{code} = {label}" for code, label in value.items())
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value
