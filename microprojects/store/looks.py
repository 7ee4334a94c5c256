"""Files, and photos of boards, that wait until a second person has looked at them, and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, Session, lazyload, mapped_column, selectinload

from microprojects.domain.states import State
from microprojects.store.areas import Area, inside
from microprojects.store.columns import PersonKey
from microprojects.store.db import Base, lock
from microprojects.store.files import Attachment
from microprojects.store.postings import SheetPost
from microprojects.store.projects import Project

WAITING = text("looked_at IS NULL")


class FileLook(Base):
    """One file that is to be public: since when it waits, who looked, and whether it is shown."""

    __tablename__ = "file_looks"
    __table_args__ = (
        CheckConstraint("(looked_at IS NULL) = (looked_by_id IS NULL)", name="looked_by_somebody"),
        CheckConstraint("looked_by_id <> added_by_id", name="four_eyes"),
        CheckConstraint("looked_at IS NOT NULL OR NOT shown", name="shown_after_a_look"),
        Index("ix_file_looks_waiting", "added_at", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), primary_key=True)
    added_at: Mapped[datetime]
    added_by_id: Mapped[PersonKey]
    looked_at: Mapped[datetime | None]
    looked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    shown: Mapped[bool] = mapped_column(default=False)


class SheetLook(Base):
    """The photo of one sheet on a board: since when it waits, who looked, and whether it is shown."""

    __tablename__ = "sheet_looks"
    __table_args__ = (
        CheckConstraint("(looked_at IS NULL) = (looked_by_id IS NULL)", name="looked_by_somebody"),
        CheckConstraint("looked_by_id <> added_by_id", name="four_eyes"),
        CheckConstraint("looked_at IS NOT NULL OR NOT shown", name="shown_after_a_look"),
        Index("ix_sheet_looks_waiting", "added_at", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    post_id: Mapped[int] = mapped_column(ForeignKey("sheet_posts.id"), primary_key=True)
    added_at: Mapped[datetime]
    added_by_id: Mapped[PersonKey]
    looked_at: Mapped[datetime | None]
    looked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    shown: Mapped[bool] = mapped_column(default=False)


@dataclass(frozen=True)
class Waiting:
    """One file that waits, with its project."""

    file: Attachment
    project: Project


def get(session: Session, attachment_id: int) -> FileLook | None:
    """Return the look at a file that still waits, held until the transaction ends."""
    query = select(FileLook).where(FileLook.attachment_id == attachment_id, FileLook.looked_at.is_(None))
    return session.scalar(lock(query))


def waiting(session: Session, paths: Sequence[str], *, limit: int, offset: int = 0) -> list[Waiting]:
    """Return the files in the areas that wait, the longest waiting first; drafts are nobody's yet."""
    rows = session.execute(
        select(Attachment, Project)
        .join(FileLook, FileLook.attachment_id == Attachment.id)
        .join(Project, Project.id == Attachment.project_id)
        .where(FileLook.looked_at.is_(None), Attachment.removed_at.is_(None))
        .where(Project.area_id.in_(inside(paths)), Project.state != State.DRAFT, Project.number.is_not(None))
        .options(lazyload(Project.round), lazyload(Project.rulebook), lazyload(Project.proposer))
        .options(selectinload(Project.area))
        .order_by(FileLook.added_at, Attachment.id)
        .limit(limit)
        .offset(offset)
    )
    return [Waiting(file, project) for file, project in rows]


def is_waiting(session: Session, attachment_id: int) -> bool:
    """Return whether a file waits for a look."""
    query = select(FileLook.attachment_id).where(
        FileLook.attachment_id == attachment_id, FileLook.looked_at.is_(None)
    )
    return session.scalar(query) is not None


def of_sheet(session: Session, post_id: int, *, held: bool = False) -> SheetLook | None:
    """Return the look at the photo of a board that still waits, held until the transaction ends if it is decided about."""
    query = select(SheetLook).where(SheetLook.post_id == post_id, SheetLook.looked_at.is_(None))
    return session.scalar(lock(query) if held else query)


def waiting_sheets(session: Session, paths: Sequence[str], *, limit: int) -> list[tuple[SheetPost, Area]]:
    """Return the photos of boards in the areas that wait, the longest waiting first."""
    rows = session.execute(
        select(SheetPost, Area)
        .join(SheetLook, SheetLook.post_id == SheetPost.id)
        .join(Area, Area.id == SheetPost.area_id)
        .where(SheetLook.looked_at.is_(None), SheetPost.area_id.in_(inside(paths)))
        .order_by(SheetPost.id)
        .limit(limit)
    )
    return [(post, area) for post, area in rows]


def shown_sheets(session: Session, post_ids: Collection[int]) -> set[int]:
    """Return of which of these postings everybody may see the photo."""
    query = select(SheetLook.post_id).where(SheetLook.post_id.in_(post_ids), SheetLook.shown)
    return set(session.scalars(query)) if post_ids else set()
