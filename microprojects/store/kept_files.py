"""Every kept file read again: those that are not what their names say, those that are missing, those that nothing names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from microprojects.store import uploads
from microprojects.store.db import Base
from microprojects.store.files import TEXT, Attachment
from microprojects.store.kept_minutes import MinutesScan
from microprojects.store.postings import SheetPost

# Which columns name files that must be there.
NAMED: tuple[tuple[Any, Any], ...] = (
    (Attachment.sha256, (Attachment.removed_at.is_(None), Attachment.media_type != TEXT)),
    (Attachment.thumb_sha256, (Attachment.removed_at.is_(None),)),
    (MinutesScan.sha256, ()),
    (MinutesScan.thumb_sha256, ()),
    (SheetPost.photo_sha256, ()),
    (SheetPost.thumb_sha256, ()),
)


@dataclass(frozen=True)
class Trouble:
    """What is wrong with one file; `harmless` where nothing shows it."""

    sentence: str
    harmless: bool = False


# Files are looked at a part after the other, by the first digit of their names.
DIGITS = "0123456789abcdef"
_AT_ONCE = 500


def look(session: Session) -> Iterator[tuple[int, Trouble | None]]:
    """Yield for each file its count and what is wrong with it; then what is missing of those with the same first digit."""
    count = 0
    for digit in DIGITS:
        known, there = _every_hash(session, digit), set[str]()
        for path in uploads.every(digit):
            name, count = path.parent.name + path.name, count + 1
            there.add(name)
            if trouble := _trouble(path, name, known):
                yield count, trouble
        for digest in sorted(_wanted(session, digit) - there):
            yield count, Trouble(f"{digest} is named by a row and is not there: put it back from a copy.")
    yield count, None


def _trouble(path: Path, name: str, known: set[str]) -> Trouble | None:
    """Read a file, and return what is wrong with it."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != name:
        return Trouble(f"{path} is not what its name says: it was overwritten. Put the kept one back.")
    if name not in known:
        return Trouble(f"{path} is named by no row; nothing shows it", harmless=True)
    return None


def _wanted(session: Session, digit: str) -> set[str]:
    return {
        digest
        for column, conditions in NAMED
        for digest in session.scalars(_beginning(column, digit).where(*conditions))
    }


def _every_hash(session: Session, digit: str) -> set[str]:
    """Return what stands in every column of fingerprints, also of files that were removed."""
    columns = (
        column
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name == "sha256" or column.name.endswith("_sha256")
    )
    return {digest for column in columns for digest in session.scalars(_beginning(column, digit))}


def _beginning(column: Any, digit: str) -> Select[Any]:
    """Return the query for the fingerprints in a column that begin with a digit."""
    return select(column).where(column.startswith(digit)).execution_options(yield_per=_AT_ONCE)
