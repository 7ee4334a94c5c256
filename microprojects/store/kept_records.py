"""Records that were packed and kept: one a night, and the one of this very moment, so that nobody waits for what was packed already.

A record is known by its mark: the last entry, the last checkpoint and the program that checks them. One that was
packed before something was taken down holds what nobody shall read again, so it is neither told of nor sent.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO

from flask import Flask, current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microprojects.domain.journal import stamp
from microprojects.domain.workdays import local_day
from microprojects.store import bundles, checkpoints, journal
from microprojects.store.disclosures import Disclosure

FOLDER = "record"  # in which the files lie inside the packed one
NOW = "now"
_EXTENSION = "microprojects_kept_records"
_LOCK = "records.lock"
_READABLE = 0o644
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the same record gives the same bytes, whenever it is packed


@dataclass(frozen=True)
class KeptRecord:
    """One packed record: the name of its file, what it holds, and when and for which day it was packed."""

    name: str
    mark: str
    day: str  # "now" if it was packed because somebody asked
    at: str
    bytes: int
    sha256: str
    entries: int
    head: str
    down: int  # so many disclosures were taken down by then

    @property
    def path(self) -> Path:
        """The file."""
        return shelf().folder / self.name


@dataclass(frozen=True)
class RecordShelf:
    """Where packed records lie, from which hour of Shanghai on the one of a day is packed, and how many days are kept."""

    folder: Path
    hour: int
    keep: int


def init_app(app: Flask, made: RecordShelf) -> None:
    """Tell the app where packed records lie."""
    app.extensions[_EXTENSION] = made


def shelf() -> RecordShelf:
    """Return where packed records lie."""
    found: RecordShelf = current_app.extensions[_EXTENSION]
    return found


def mark(session: Session) -> str:
    """Return what the record is known by at this moment."""
    newest = checkpoints.newest(session)
    told = (
        journal.head(session).hash,
        newest.size if newest else 0,
        hashlib.sha256(bundles.checker()).hexdigest(),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def kept(session: Session) -> list[KeptRecord]:
    """Return the packed records that may be sent, the newest first; those of days and the one of now."""
    down = _down(session)
    found = [record for record in _all() if record.down == down]
    return sorted(found, key=lambda record: (record.at, record.name), reverse=True)


def of_days(session: Session) -> list[KeptRecord]:
    """Return the records of days, the newest first."""
    return [record for record in kept(session) if record.day != NOW][: shelf().keep]


def at_hand(session: Session) -> KeptRecord | None:
    """Return a record that is packed already and true at this moment."""
    wanted = mark(session)
    return next((record for record in kept(session) if record.mark == wanted), None)


def pack(session: Session, *, at: datetime, day: date | None = None) -> KeptRecord:
    """Pack the record as the session reads it and keep it, for a day or, without one, for those who ask now.

    Raises:
        OSError: the folder cannot be written.
    """
    with _held() as folder:
        known = mark(session)
        found = next((one for one in kept(session) if one.mark == known and day is None), None)
        if found is not None:
            return found  # somebody else packed it while this one waited
        head, shown = journal.head(session), day.isoformat() if day else NOW
        name = f"record-{shown}-{known}.zip"
        handle, spare = tempfile.mkstemp(prefix=".record-", dir=folder)
        try:
            with os.fdopen(handle, "w+b") as file:
                write(file, session)
                size = file.seek(0, os.SEEK_END)
                file.seek(0)
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                os.fsync(file.fileno())
            made = KeptRecord(
                name, known, shown, stamp(at), size, digest, head.seq, head.hash, _down(session)
            )
            Path(spare).replace(folder / name)
            _note(folder, made)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(spare)
        _tidy(session, made)
    return made


def write(file: IO[bytes], session: Session) -> None:
    """Pack the record into an open file."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, data in bundles.pieces(session):
            told = zipfile.ZipInfo(f"{FOLDER}/{path}", _FIRST_DAY)
            told.compress_type = zipfile.ZIP_DEFLATED
            told.external_attr = _READABLE << 16
            with packed.open(told, "w", force_zip64=True) as inside:
                for piece in data:
                    inside.write(piece)


def forget(session: Session) -> int:
    """Take away the packed records that hold what was taken down since; return how many."""
    allowed = {record.name for record in kept(session)}
    gone = [record for record in _all() if record.name not in allowed]
    for record in gone:
        _drop(record)
    return len(gone)


def is_packed_for(session: Session, at: datetime) -> bool:
    """Return whether there is nothing to pack for the day: its record is there, or nothing happened since the last."""
    days = of_days(session)
    if not journal.head(session).seq:
        return True
    return bool(days) and (days[0].day == local_day(at).isoformat() or days[0].mark == mark(session))


def _down(session: Session) -> int:
    taken_down = Disclosure.taken_down_at.is_not(None)
    return session.scalar(select(func.count()).select_from(Disclosure).where(taken_down)) or 0


def _tidy(session: Session, made: KeptRecord) -> None:
    """Take away what is too many: all but the last records of days, and any other one of now."""
    forget(session)
    days = of_days(session)
    for record in _all():
        if record != made and (record not in days if record.day != NOW else made.day == NOW):
            _drop(record)


def _drop(record: KeptRecord) -> None:
    record.path.unlink(missing_ok=True)
    record.path.with_suffix(".json").unlink(missing_ok=True)


def _note(folder: Path, made: KeptRecord) -> None:
    spare = folder / f".{made.name}.json"
    spare.write_text(json.dumps(asdict(made)), "utf-8")
    spare.replace((folder / made.name).with_suffix(".json"))


def _all() -> Iterator[KeptRecord]:
    """Yield every record that is packed, what is half written left out."""
    for note in sorted(shelf().folder.glob("record-*.json")):
        with suppress(OSError, ValueError, TypeError):
            record = KeptRecord(**json.loads(note.read_bytes()))
            if record.name == note.with_suffix(".zip").name and record.path.is_file():
                yield record


@contextmanager
def _held() -> Iterator[Path]:
    """Hold the folder for one who packs; others wait, and then find what was packed."""
    folder = shelf().folder
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(handle)
