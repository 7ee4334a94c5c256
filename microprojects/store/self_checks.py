"""The site held against its own journal: its record is packed aside and checked by the program that everybody checks it with.

What was found is kept in a file beside the packed records, so that whoever changes the database does not change it along.
"""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from microprojects import verify
from microprojects.store import bundles, journal, kept_records, record_rows

_NAME = "self-check.json"


@dataclass(frozen=True)
class SelfCheck:
    """What was found on a day, and after which entry; nothing where all of it holds."""

    day: str
    at: str
    entries: int
    wrongs: tuple[str, ...] = ()


def look(session: Session, language: int = 0) -> list[str]:
    """Return a sentence for everything that the database tells otherwise than its journal.

    Raises:
        OSError: the folder of records cannot be written.
    """
    folder = kept_records.shelf().folder
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".check-", dir=folder) as name:
        for path, data in bundles.pieces(session):
            place = Path(name) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("wb") as file:
                file.writelines(data)
        report = verify.checked(Path(name), language=language)
    found = [sentence for well, sentence in report.lines if not well]
    return [*found, *record_rows.wrongs(session, language)]


def checked(session: Session, *, day: str, at: str) -> SelfCheck:
    """Look and keep what was found."""
    made = SelfCheck(day, at, journal.head(session).seq, tuple(look(session)))
    path = _path()
    spare = path.with_suffix(".new")
    spare.write_text(json.dumps(asdict(made), ensure_ascii=False), "utf-8")
    spare.replace(path)
    return made


def last() -> SelfCheck | None:
    """Return what was found last; nothing where nobody looked yet."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        told = json.loads(_path().read_bytes())
        return SelfCheck(told["day"], told["at"], told["entries"], tuple(told["wrongs"]))
    return None


def _path() -> Path:
    return kept_records.shelf().folder / _NAME
