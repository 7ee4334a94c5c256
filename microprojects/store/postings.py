"""The paper boards of a community, and the proofs that sheets other than disclosures hung on one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.errors import NotFound
from microprojects.store.columns import AreaKey, Hash, Key, Line, PersonKey, Word
from microprojects.store.db import Base


class NoticeBoard(Base):
    """One paper board of a community, by the name that people know it by."""

    __tablename__ = "notice_boards"
    __table_args__ = (UniqueConstraint("area_id", "name"),)

    id: Mapped[Key]
    area_id: Mapped[AreaKey]
    name: Mapped[Line]
    added_at: Mapped[datetime]
    added_by_id: Mapped[PersonKey]
    retired_at: Mapped[datetime | None]  # nothing hangs there any more


class SheetPost(Base):
    """Proof that one sheet hung on a board; `subject` names the sheet as its address does. Never changed."""

    __tablename__ = "sheet_posts"
    __table_args__ = (CheckConstraint("posted_at <= entered_at", name="entered_afterwards"),)

    id: Mapped[Key]
    area_id: Mapped[AreaKey]
    subject: Mapped[str] = mapped_column(
        String(80), index=True
    )  # "meeting/7/result", "monthly/lizhi/2026-11"
    place: Mapped[Line]
    posted_at: Mapped[datetime]
    entered_at: Mapped[datetime]
    posted_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    media_type: Mapped[Word]
    photo_sha256: Mapped[Hash]
    thumb_sha256: Mapped[Hash]


def boards(session: Session, area_id: int) -> list[NoticeBoard]:
    """Return the boards of a community that are in use, by the order in which they were added."""
    query = select(NoticeBoard).where(NoticeBoard.area_id == area_id, NoticeBoard.retired_at.is_(None))
    return list(session.scalars(query.order_by(NoticeBoard.id)))


def board(session: Session, board_id: int) -> NoticeBoard:
    """Return one board, in use or not."""
    found = session.get(NoticeBoard, board_id)
    if found is None:
        raise NotFound
    return found


def board_called(session: Session, area_id: int, name: str) -> NoticeBoard | None:
    """Return the board of a name, in use or not."""
    return session.scalar(select(NoticeBoard).where(NoticeBoard.area_id == area_id, NoticeBoard.name == name))


def post(session: Session, post_id: int) -> SheetPost:
    """Return one proof."""
    found = session.get(SheetPost, post_id)
    if found is None:
        raise NotFound
    return found


def of_sheet(session: Session, subject: str) -> list[SheetPost]:
    """Return where and when a sheet hung, oldest first."""
    return list(session.scalars(select(SheetPost).where(SheetPost.subject == subject).order_by(SheetPost.id)))


def of_sheets(session: Session, subjects: Collection[str]) -> dict[str, list[SheetPost]]:
    """Return of several sheets where and when each hung."""
    found: dict[str, list[SheetPost]] = {subject: [] for subject in subjects}
    query = select(SheetPost).where(SheetPost.subject.in_(subjects)).order_by(SheetPost.id)
    for row in session.scalars(query) if subjects else ():
        found[row.subject].append(row)
    return found


def latest(session: Session, area_id: int, *, limit: int = 100) -> list[SheetPost]:
    """Return the latest proofs of a community, the newest first."""
    query = select(SheetPost).where(SheetPost.area_id == area_id).order_by(SheetPost.id.desc()).limit(limit)
    return list(session.scalars(query))
