"""Every kept file read again: those that are not what their names say, those that are missing, those that nothing names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
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


def look(session: Session) -> Iterator[tuple[int, Trouble | None]]:
    """Yield for each file its count and what is wrong with it; then what is missing."""
    known, there, count = _every_hash(session), set[str](), 0
    for count, path in enumerate(uploads.every(), start=1):
        name = path.parent.name + path.name
        there.add(name)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != name:
            yield (
                count,
                Trouble(f"{path} is not what its name says: it was overwritten. Put the kept one back."),
            )
        elif name not in known:
            yield count, Trouble(f"{path} is named by no row; nothing shows it", harmless=True)
    for digest in sorted(_wanted(session) - there):
        yield count, Trouble(f"{digest} is named by a row and is not there: put it back from a copy.")
    yield count, None


def _wanted(session: Session) -> set[str]:
    return {
        digest
        for column, conditions in NAMED
        for digest in session.scalars(select(column).where(column.is_not(None), *conditions))
    }


def _every_hash(session: Session) -> set[str]:
    """Return what stands in every column of fingerprints, also of files that were removed."""
    columns = (
        column
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name == "sha256" or column.name.endswith("_sha256")
    )
    return {digest for column in columns for digest in session.scalars(select(column)) if digest}
