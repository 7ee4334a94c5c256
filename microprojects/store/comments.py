"""The online discussion of a project."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from microprojects.store.columns import Key, PersonKey, ProjectKey, Word, one_of
from microprojects.store.db import Base

STANCES = ("for", "against", "neutral")


class Comment(Base):
    """One contribution; a hidden one leaves a public trace with its reason."""

    __tablename__ = "comments"
    __table_args__ = (
        one_of("stance", STANCES),
        CheckConstraint("(hidden_at IS NULL) = (hidden_reason = '')", name="hidden_with_reason"),
    )

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    author_id: Mapped[PersonKey]
    stance: Mapped[Word] = mapped_column(default="neutral")
    text: Mapped[str]
    written_at: Mapped[datetime]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str] = mapped_column(default="")
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class CommentReport(Base):
    """One person's report of one comment."""

    __tablename__ = "comment_reports"
    __table_args__ = (UniqueConstraint("comment_id", "person_id"),)

    id: Mapped[Key]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), index=True)
    person_id: Mapped[PersonKey]
    reason: Mapped[str]
    reported_at: Mapped[datetime]
