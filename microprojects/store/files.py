"""Files that people attached: re-encoded, renamed, found by their hash."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from microprojects.store.columns import Hash, Key, Line, PersonKey, ProjectKey, Word, not_negative, one_of
from microprojects.store.db import Base

PURPOSES = (
    "proposal",
    "plan",
    "owner_consent",
    "board_photo",
    "start_report",
    "notice_board_photo",
    "safety_plan",
    "progress",
    "completion_report",
    "photo_before",
    "photo_after",
    "as_built_list",
    "rectification",
    "invoice",
    "contract",
    "acceptance",
    "minutes_scan",
    "other",
)


class Attachment(Base):
    """One file of a project. The bytes lie in the data folder under their SHA-256."""

    __tablename__ = "attachments"
    __table_args__ = (
        one_of("purpose", PURPOSES),
        not_negative("size"),
        CheckConstraint("removed_at IS NULL OR removed_by_id IS NOT NULL", name="removed_by_somebody"),
    )

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    purpose: Mapped[Word]
    name: Mapped[Line]
    media_type: Mapped[Word]
    size: Mapped[int]
    sha256: Mapped[Hash]
    caption: Mapped[Line] = mapped_column(default="")
    public: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(default="")  # a written report needs no file
    added_at: Mapped[datetime]
    added_by_id: Mapped[PersonKey]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    thumb_sha256: Mapped[str | None] = mapped_column(String(64))
