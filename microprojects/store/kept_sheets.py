"""A sheet between its preview and its use: sealed, one for each clerk, and only for a short while."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.errors import NotFound
from microprojects.domain.sheets import Row
from microprojects.store.columns import AreaKey, Hash, Key, PersonKey
from microprojects.store.db import Base, lock
from microprojects.store.secrets import open_text, seal_text

SHEET = "kept_sheet.sealed"  # the place of a sealed value, bound to the number of the clerk
KEPT_FOR = timedelta(minutes=30)


class KeptSheet(Base):
    """One sheet as it was read; `sha256` is of the file that the clerk chose."""

    __tablename__ = "kept_sheets"

    id: Mapped[Key]
    person_id: Mapped[PersonKey] = mapped_column(unique=True)
    community_id: Mapped[AreaKey]
    sha256: Mapped[Hash]
    sealed: Mapped[str]
    kept_at: Mapped[datetime]


def keep(
    session: Session, rows: Sequence[Row], sha256: str, *, person_id: int, community_id: int, at: datetime
) -> KeptSheet:
    """Keep what a sheet says in the place of the one that the clerk chose before."""
    forget(session, person_id)
    sealed = seal_text(SHEET, person_id, packed(rows))
    made = KeptSheet(person_id=person_id, community_id=community_id, sha256=sha256, sealed=sealed, kept_at=at)
    session.add(made)
    session.flush()
    return made


def get(
    session: Session, sheet_id: int, *, person_id: int | None, at: datetime, for_update: bool = False
) -> KeptSheet:
    """Return a clerk's own sheet; one that is over its time, or another's, is not there."""
    query = select(KeptSheet).where(
        KeptSheet.id == sheet_id, KeptSheet.person_id == person_id, KeptSheet.kept_at > at - KEPT_FOR
    )
    found = session.scalar(lock(query) if for_update else query)
    if found is None:
        raise NotFound
    return found


def content(sheet: KeptSheet) -> list[Row]:
    """Return the lines of a sheet."""
    return unpacked(open_text(SHEET, sheet.person_id, sheet.sealed))


def packed(rows: Sequence[Row]) -> str:
    """Return the lines of a sheet as one short text."""
    text = json.dumps([(row.line, row.cells) for row in rows], ensure_ascii=False)
    return base64.b64encode(zlib.compress(text.encode())).decode()


def unpacked(text: str) -> list[Row]:
    """Return the lines that were packed into a text."""
    found = json.loads(zlib.decompress(base64.b64decode(text)))
    return [Row(line, tuple(cells)) for line, cells in found]


def forget(session: Session, person_id: int) -> None:
    """Delete the sheet of a clerk."""
    session.execute(delete(KeptSheet).where(KeptSheet.person_id == person_id))


def past(session: Session, at: datetime) -> list[int]:
    """Return the numbers of the sheets that are over their time."""
    return list(session.scalars(select(KeptSheet.id).where(KeptSheet.kept_at <= at - KEPT_FOR)))


def forget_past(session: Session, at: datetime) -> None:
    """Delete the sheets that are over their time."""
    session.execute(delete(KeptSheet).where(KeptSheet.kept_at <= at - KEPT_FOR))
