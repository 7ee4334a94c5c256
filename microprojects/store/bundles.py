"""The whole public record as files: journal, what was signed of it, polls, disclosures, reports, minutes, tables, and what checks them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from microprojects import verify
from microprojects.domain.canonical import canonical
from microprojects.domain.checkpoints import joined
from microprojects.domain.journal import stamp
from microprojects.store import checkpoints, journal, log_keys, poll_records
from microprojects.store.db import db
from microprojects.store.disclosures import Disclosure
from microprojects.store.minutes import Minutes
from microprojects.store.open_data import files as tables
from microprojects.store.polls import OURS, Poll
from microprojects.store.year_reports import YearReport

Files = Iterator[tuple[str, bytes]]
Pieces = Iterator[tuple[str, Iterator[bytes]]]
MANIFEST, MANIFEST_NOTE = verify.MANIFEST, verify.MANIFEST_NOTE
CHECKER = "verify.py"
_LINES, _AT_ONCE = 500, 20  # rows read at once: of a line each, and of whole texts


def checker() -> bytes:
    """Return the program that checks a downloaded record."""
    return Path(verify.__file__).read_bytes()


@contextmanager
def moment() -> Iterator[Session]:
    """Give a session that reads the record as it stands at one moment, whatever is written meanwhile."""
    with Session(db.engine) as session:
        if db.engine.dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session


def pieces(session: Session) -> Pieces:
    """Yield path and pieces of every file, the list of them and its signature last; each is used up before the next.

    The same record gives the same bytes. No file is held as a whole. The list is signed once anything was.
    """
    listed, head = [], journal.head(session)
    for path, data in _files(session, _moment(session, head.seq)):
        size, digest = [0], hashlib.sha256()
        yield path, _measured(data, size, digest)
        listed.append({"path": path, "bytes": size[0], "sha256": digest.hexdigest()})
    listed.sort(key=lambda row: str(row["path"]))
    manifest = canonical({"v": 1, "head": head.hash, "files": listed})
    yield MANIFEST, iter((manifest,))
    if checkpoints.notes(session):
        note = log_keys.keeper().vouched(verify.MANIFEST_FORM, hashlib.sha256(manifest).hexdigest())
        yield MANIFEST_NOTE, iter((note.encode(),))


def files(session: Session) -> Files:
    """Yield path and bytes of every file, the list of them last."""
    for path, data in pieces(session):
        yield path, b"".join(data)


def _measured(data: Iterable[bytes], size: list[int], digest: hashlib._Hash) -> Iterator[bytes]:
    for piece in data:
        size[0] += len(piece)
        digest.update(piece)
        yield piece


def _moment(session: Session, seq: int) -> datetime:
    """Return the moment of the last entry, at which the tables stand."""
    return journal.get(session, seq).at if seq else datetime.fromtimestamp(0, UTC)


def _files(session: Session, at: datetime) -> Iterator[tuple[str, Iterable[bytes]]]:
    yield "entries.jsonl", (body.encode() + b"\n" for body in journal.walk(session))
    yield CHECKER, (checker(),)
    for poll in session.scalars(select(Poll).where(Poll.spec != "", OURS).order_by(Poll.id)).unique():
        for name, data in poll_records.files(session, poll):
            yield f"polls/{poll.id}/{name}", (data,)
    yield from _signed(session)
    yield "disclosures.jsonl", (canonical(row) + b"\n" for row in _listed(session))
    yield from _written(session)
    for name, told in tables.every(session, at):
        yield f"tables/{name}", _encoded(told)


def _written(session: Session) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield what was published in words: disclosures, reports of years, minutes of meetings."""
    shown = select(Disclosure.id, Disclosure.body).where(Disclosure.taken_down_at.is_(None))
    for number, body in session.execute(shown.order_by(Disclosure.id).execution_options(yield_per=_AT_ONCE)):
        yield f"disclosures/{number}.json", (canonical(body),)
    reports = select(YearReport.journal_seq, YearReport.body).order_by(YearReport.id)
    for seq, figures in session.execute(reports.execution_options(yield_per=_AT_ONCE)):
        yield f"reports/{seq}.json", (figures.encode(),)
    for meeting, version, text in session.execute(
        select(Minutes.meeting_id, Minutes.version, Minutes.public_text)
        .where(Minutes.approved_at.is_not(None))
        .order_by(Minutes.meeting_id, Minutes.version)
        .execution_options(yield_per=_AT_ONCE)
    ):
        yield f"minutes/{meeting}-{version}.txt", (text.encode(),)


def _encoded(told: Iterator[str]) -> Iterator[bytes]:
    """Join the lines of a table into larger pieces."""
    held: list[str] = []
    for piece in told:
        held.append(piece)
        if len(held) == _LINES:
            yield "".join(held).encode()
            held.clear()
    yield "".join(held).encode()


def _signed(session: Session) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield what was signed of the journal, and the key; nothing while nothing was."""
    notes = checkpoints.notes(session)
    if notes:
        yield "checkpoints.txt", (joined(notes).encode(),)
        yield "log.vkey", (f"{log_keys.keeper().vkey()}\n".encode(),)


def _listed(session: Session) -> Iterator[dict[str, object]]:
    """Yield a line about every version of every disclosure, those that are taken down among them."""
    columns = (
        Disclosure.id, Disclosure.kind, Disclosure.version, Disclosure.sha256, Disclosure.published_at,
        Disclosure.journal_seq, Disclosure.taken_down_at,
    )  # fmt: skip
    for number, kind, version, sha256, at, seq, gone in session.execute(
        select(*columns).order_by(Disclosure.id).execution_options(yield_per=_LINES)
    ):
        yield {
            "id": number,
            "kind": kind,
            "version": version,
            "sha256": sha256,
            "published_at": stamp(at),
            "entry": seq or 0,
            "taken_down_at": stamp(gone) if gone else "",
        }
