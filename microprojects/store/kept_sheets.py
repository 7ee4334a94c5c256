"""A sheet between its preview and its use: sealed, one for each clerk, and only for a short while."""

from __future__ import annotations

import base64
import zlib
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.errors import NotFound
from microprojects.store.columns import AreaKey, Key, PersonKey
from microprojects.store.db import Base, lock
from microprojects.store.secrets import open_text, seal_text

SHEET = "kept_sheet.sealed"  # the place of a sealed value, bound to the number of the clerk
KEPT_FOR = timedelta(minutes=30)


class KeptSheet(Base):
    """One sheet as a clerk chose it."""

    __tablename__ = "kept_sheets"

    id: Mapped[Key]
    person_id: Mapped[PersonKey] = mapped_column(unique=True)
    community_id: Mapped[AreaKey]
    sealed: Mapped[str]
    kept_at: Mapped[datetime]


def keep(session: Session, data: bytes, *, person_id: int, community_id: int, at: datetime) -> KeptSheet:
    """Keep a sheet in the place of the one that the clerk chose before."""
    forget(session, person_id)
    sealed = seal_text(SHEET, person_id, base64.b64encode(zlib.compress(data)).decode())
    made = KeptSheet(person_id=person_id, community_id=community_id, sealed=sealed, kept_at=at)
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


def content(sheet: KeptSheet) -> bytes:
    """Return the bytes of a sheet."""
    return zlib.decompress(base64.b64decode(open_text(SHEET, sheet.person_id, sheet.sealed)))


def forget(session: Session, person_id: int) -> None:
    """Delete the sheet of a clerk."""
    session.execute(delete(KeptSheet).where(KeptSheet.person_id == person_id))


def past(session: Session, at: datetime) -> list[int]:
    """Return the numbers of the sheets that are over their time."""
    return list(session.scalars(select(KeptSheet.id).where(KeptSheet.kept_at <= at - KEPT_FOR)))


def forget_past(session: Session, at: datetime) -> None:
    """Delete the sheets that are over their time."""
    session.execute(delete(KeptSheet).where(KeptSheet.kept_at <= at - KEPT_FOR))
