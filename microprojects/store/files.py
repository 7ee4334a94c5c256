"""Files that people attached: re-encoded, renamed, found by their hash."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.errors import NotFound
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

TEXT = "text/plain"


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


def get(session: Session, attachment_id: int) -> Attachment:
    """Return one attachment that has not been removed."""
    found = session.get(Attachment, attachment_id)
    if found is None or found.removed_at is not None:
        raise NotFound
    return found


def of_project(session: Session, project_id: int, purpose: str | None = None) -> list[Attachment]:
    """Return the attachments of a project, oldest first; of one purpose or of all."""
    query = select(Attachment).where(Attachment.project_id == project_id, Attachment.removed_at.is_(None))
    if purpose is not None:
        query = query.where(Attachment.purpose == purpose)
    return list(session.scalars(query.order_by(Attachment.id)))


def first_pictures(session: Session, project_ids: Collection[int]) -> dict[int, Attachment]:
    """Return for each project the first public picture of how the place looks now; none where there is none."""
    rows = session.scalars(
        select(Attachment)
        .where(Attachment.project_id.in_(project_ids), Attachment.public, Attachment.removed_at.is_(None))
        .where(Attachment.purpose == "proposal", Attachment.thumb_sha256.is_not(None))
        .order_by(Attachment.id.desc())
    )
    return {row.project_id: row for row in rows}


def count(session: Session, project_id: int, purpose: str) -> int:
    """Return how many attachments of a purpose a project has."""
    query = select(func.count(Attachment.id)).where(
        Attachment.project_id == project_id,
        Attachment.purpose == purpose,
        Attachment.removed_at.is_(None),
    )
    return session.scalar(query) or 0
