"""The record of each day is packed once and kept, so that whoever takes it home waits for nobody."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain.workdays import SHANGHAI, local_day
from microprojects.store import bundles, kept_records


def pack_due(*, at: datetime) -> int:
    """Pack the record of today if its hour has come and something happened since the last one; return how many were packed.

    It is no act and has no entry: it would move the head for ever.

    Raises:
        OSError: the folder of records cannot be written.
    """
    shelf = kept_records.shelf()
    with bundles.moment() as session:
        kept_records.forget(session)
        if (
            not shelf.keep
            or at.astimezone(SHANGHAI).hour < shelf.hour
            or kept_records.is_packed_for(session, at)
        ):
            return 0
        kept_records.pack(session, at=at, day=local_day(at))
    return 1
