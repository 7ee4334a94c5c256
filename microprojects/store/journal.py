"""The journal: the public chain of entries, and beside it who really acted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.errors import NotFound
from microprojects.domain.journal import Head
from microprojects.store.columns import Hash
from microprojects.store.db import Base

_CHUNK = 500


class JournalHead(Base):
    """The one row that every append holds, so that entries follow each other without gaps."""

    __tablename__ = "journal_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[Hash]


class JournalEntry(Base):
    """One public entry; `body` is its canonical JSON, `hash` covers it and the entry before."""

    __tablename__ = "journal_entries"
    __table_args__ = (Index("ix_journal_entries_meeting", "meeting_id", "seq"),)

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    verb: Mapped[str] = mapped_column(String(60), index=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)  # "project/LZ-2026-014", "meeting/7"
    area: Mapped[str] = mapped_column(String(200), index=True)
    meeting_id: Mapped[int | None]  # of which it tells, for those who watch that meeting
    body: Mapped[str]
    hash: Mapped[Hash]


class JournalActor(Base):
    """Who stood behind an entry; for auditors, never public."""

    __tablename__ = "journal_actors"

    seq: Mapped[int] = mapped_column(ForeignKey("journal_entries.seq"), primary_key=True, autoincrement=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    detail: Mapped[str] = mapped_column(default="")


def beat(session: Session, meeting_id: int) -> int:
    """Return the number of the last entry that tells of a meeting: it grows whenever anything in it changes."""
    query = select(func.max(JournalEntry.seq)).where(JournalEntry.meeting_id == meeting_id)
    return session.scalar(query) or 0


def of_subject(session: Session, subject: str) -> list[JournalEntry]:
    """Return the entries of one subject, oldest first."""
    return list(
        session.scalars(
            select(JournalEntry).where(JournalEntry.subject == subject).order_by(JournalEntry.seq)
        )
    )


def head(session: Session) -> Head:
    """Return where the chain ends now."""
    row = session.scalars(select(JournalHead).execution_options(populate_existing=True)).one()
    return Head(row.seq, row.hash)


def get(session: Session, seq: int) -> JournalEntry:
    """Return one entry."""
    found = session.get(JournalEntry, seq)
    if found is None:
        raise NotFound
    return found


def count(session: Session, subject: str) -> int:
    """Return how many entries a subject has."""
    query = select(func.count()).select_from(JournalEntry).where(JournalEntry.subject == subject)
    return int(session.scalar(query) or 0)


def page(session: Session, subject: str = "", *, limit: int, offset: int = 0) -> list[JournalEntry]:
    """Return some entries, the newest first, of one subject or of all."""
    query = select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(limit).offset(offset)
    return list(session.scalars(query.where(JournalEntry.subject == subject) if subject else query))


def walk(session: Session) -> Iterator[str]:
    """Yield the canonical JSON of every entry, the oldest first, some hundreds at a time."""
    last = 0
    while True:
        query = select(JournalEntry.seq, JournalEntry.body).where(JournalEntry.seq > last)
        found = session.execute(query.order_by(JournalEntry.seq).limit(_CHUNK)).all()
        for seq, body in found:
            last = seq
            yield body
        if len(found) < _CHUNK:
            return
