"""The journal: the public chain of entries, and beside it who really acted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.store.columns import Hash
from microprojects.store.db import Base


class JournalHead(Base):
    """The one row that every append holds, so that entries follow each other without gaps."""

    __tablename__ = "journal_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[Hash]


class JournalEntry(Base):
    """One public entry; `body` is its canonical JSON, `hash` covers it and the entry before."""

    __tablename__ = "journal_entries"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    verb: Mapped[str] = mapped_column(String(60), index=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)  # "project/LZ-2026-014", "meeting/7"
    area: Mapped[str] = mapped_column(String(200), index=True)
    body: Mapped[str]
    hash: Mapped[Hash]


class JournalActor(Base):
    """Who stood behind an entry; for auditors, never public."""

    __tablename__ = "journal_actors"

    seq: Mapped[int] = mapped_column(ForeignKey("journal_entries.seq"), primary_key=True, autoincrement=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    detail: Mapped[str] = mapped_column(default="")


def of_subject(session: Session, subject: str) -> list[JournalEntry]:
    """Return the entries of one subject, oldest first."""
    return list(
        session.scalars(
            select(JournalEntry).where(JournalEntry.subject == subject).order_by(JournalEntry.seq)
        )
    )
