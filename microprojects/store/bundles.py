"""The whole public record as files: journal, what was signed of it, polls, disclosures, reports, the program that checks them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
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
from microprojects.store.polls import OURS, Poll
from microprojects.store.year_reports import YearReport

Files = Iterator[tuple[str, bytes]]
MANIFEST = "manifest.json"
CHECKER = "verify.py"


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


def files(session: Session) -> Files:
    """Yield path and bytes of every file, the list of them last; the same record gives the same bytes."""
    listed, head = [], journal.head(session).hash
    for path, data in _files(session):
        listed.append({"path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
        yield path, data
    listed.sort(key=lambda row: str(row["path"]))
    yield MANIFEST, canonical({"v": 1, "head": head, "files": listed})


def _files(session: Session) -> Files:
    yield "entries.jsonl", b"".join(body.encode() + b"\n" for body in journal.walk(session))
    yield CHECKER, checker()
    for poll in session.scalars(select(Poll).where(Poll.spec != "", OURS).order_by(Poll.id)).unique():
        for name, data in poll_records.files(session, poll):
            yield f"polls/{poll.id}/{name}", data
    yield from _signed(session)
    yield "disclosures.jsonl", b"".join(canonical(row) + b"\n" for row in _listed(session))
    shown = select(Disclosure.id, Disclosure.body).where(Disclosure.taken_down_at.is_(None))
    for number, body in session.execute(shown.order_by(Disclosure.id)):
        yield f"disclosures/{number}.json", canonical(body)
    for seq, figures in session.execute(
        select(YearReport.journal_seq, YearReport.body).order_by(YearReport.id)
    ):
        yield f"reports/{seq}.json", figures.encode()


def _signed(session: Session) -> Files:
    """Yield what was signed of the journal, and the key; nothing while nothing was."""
    notes = checkpoints.notes(session)
    if notes:
        yield "checkpoints.txt", joined(notes).encode()
        yield "log.vkey", f"{log_keys.keeper().vkey()}\n".encode()


def _listed(session: Session) -> Iterator[dict[str, object]]:
    """Yield a line about every version of every disclosure, those that are taken down among them."""
    columns = (
        Disclosure.id, Disclosure.kind, Disclosure.version, Disclosure.sha256, Disclosure.published_at,
        Disclosure.journal_seq, Disclosure.taken_down_at,
    )  # fmt: skip
    for number, kind, version, sha256, at, seq, gone in session.execute(
        select(*columns).order_by(Disclosure.id)
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
