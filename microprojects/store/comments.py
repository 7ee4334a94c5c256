"""The online discussion of a project."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from microprojects.domain.comments import STANCES
from microprojects.store.columns import Key, PersonKey, ProjectKey, Word, one_of
from microprojects.store.db import Base


class Comment(Base):
    """One contribution; a hidden one leaves a public trace with its reason.

    `author_role` and `hidden_by_role` are the roles at the moment of the act. A
    comment that its author took back keeps its place without its text.
    """

    __tablename__ = "comments"
    __table_args__ = (
        one_of("stance", STANCES),
        CheckConstraint("(hidden_at IS NULL) = (hidden_reason = '')", name="hidden_with_reason"),
        CheckConstraint("withdrawn_at IS NULL OR text = ''", name="withdrawn_without_text"),
        Index("ix_comments_author_id_written_at", "author_id", "written_at"),
    )

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    author_id: Mapped[PersonKey]
    author_role: Mapped[Word]
    stance: Mapped[Word] = mapped_column(default="neutral")
    text: Mapped[str]
    written_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str] = mapped_column(default="")
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    hidden_by_role: Mapped[Word] = mapped_column(default="")


class CommentReport(Base):
    """One person's report of one comment; settled when somebody hid the comment or left it standing."""

    __tablename__ = "comment_reports"
    __table_args__ = (
        UniqueConstraint("comment_id", "person_id"),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_by_somebody"),
    )

    id: Mapped[Key]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), index=True)
    person_id: Mapped[PersonKey]
    reason: Mapped[str]
    reported_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
