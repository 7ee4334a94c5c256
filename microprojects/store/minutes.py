"""Minutes of a meeting in versions, with the signatures under them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from microprojects.store.columns import Hash, Key, PersonKey, Word, one_of
from microprojects.store.db import Base


class Minutes(Base):
    """One version of a meeting's minutes; an approved one is never edited, a new one follows it."""

    __tablename__ = "minutes"
    __table_args__ = (UniqueConstraint("meeting_id", "version"),)

    id: Mapped[Key]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    version: Mapped[int]
    text: Mapped[str]  # full text for the council room
    public_text: Mapped[str]  # masked
    sha256: Mapped[Hash]
    drafted_at: Mapped[datetime]
    drafted_by_id: Mapped[PersonKey]
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Signature(Base):
    """One role's signature under one version of minutes."""

    __tablename__ = "signatures"
    __table_args__ = (
        UniqueConstraint("minutes_id", "role"),
        UniqueConstraint("minutes_id", "person_id"),
        one_of("role", ("council_chair", "council_secretary", "supervisor")),
    )

    id: Mapped[Key]
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    role: Mapped[Word]
    person_id: Mapped[PersonKey]
    signed_at: Mapped[datetime]
