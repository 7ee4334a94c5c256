"""Objections and their replies."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from microprojects.domain.objections import CHANNELS, GROUNDS, OUTCOMES
from microprojects.store.columns import Key, PersonKey, ProjectKey, Word, one_of
from microprojects.store.db import Base
from microprojects.store.people import Person
from microprojects.store.projects import Project


class Objection(Base):
    """One person's objection to one disclosure. Name and contact are for the handlers alone."""

    __tablename__ = "objections"
    __table_args__ = (
        one_of("ground", GROUNDS),
        one_of("channel", CHANNELS),
        one_of("outcome", OUTCOMES, nullable=True),
        CheckConstraint("(outcome IS NULL) = (replied_at IS NULL)", name="replied_with_outcome"),
        CheckConstraint("outcome IS NULL OR reply <> ''", name="reply_in_writing"),
        CheckConstraint("effect IN ('none', 'substance', 'unlawful')", name="effect_known"),
        Index(
            "uq_objections_open",
            "project_id",
            "person_id",
            unique=True,
            sqlite_where=text("outcome IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=text("outcome IS NULL AND withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosures.id"), index=True)
    person_id: Mapped[PersonKey]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    channel: Mapped[Word] = mapped_column(default="online")
    ground: Mapped[Word]
    facts: Mapped[str]
    wish: Mapped[str] = mapped_column(default="")
    public_facts: Mapped[str] = mapped_column(default="")  # as the handler lets them be read, with the reply
    contact_sealed: Mapped[str | None] = mapped_column(String(400))
    filed_at: Mapped[datetime]
    reply_due_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
    effect: Mapped[Word] = mapped_column(default="none")
    reply: Mapped[str] = mapped_column(default="")
    replied_at: Mapped[datetime | None]
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]  # what it led to was done: resumed, reconsidered or stopped

    project: Mapped[Project] = relationship()
    person: Mapped[Person] = relationship(foreign_keys="Objection.person_id")
