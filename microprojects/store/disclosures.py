"""Published disclosures: immutable versions, their windows and the posts on paper boards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from microprojects.domain.schemes import DisclosureKind
from microprojects.store.columns import Hash, Key, Line, PersonKey, ProjectKey, Word, one_of
from microprojects.store.db import Base
from microprojects.store.projects import Project


class Disclosure(Base):
    """One version of one disclosure. The body is never changed; taking down hides it and leaves a trace."""

    __tablename__ = "disclosures"
    __table_args__ = (
        UniqueConstraint("project_id", "kind", "version"),
        one_of("kind", [k.value for k in DisclosureKind]),
        CheckConstraint("version = 1 OR reason <> ''", name="later_versions_with_reason"),
        CheckConstraint("(taken_down_at IS NULL) = (take_down_reason = '')", name="taken_down_with_reason"),
    )

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    kind: Mapped[Word]
    version: Mapped[int]
    body: Mapped[dict[str, Any]]
    sha256: Mapped[Hash]
    unit: Mapped[Line]
    channels: Mapped[Line] = mapped_column(default="")
    published_at: Mapped[datetime] = mapped_column(index=True)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    due_at: Mapped[datetime | None]  # the last moment at which it would have been on time
    reason: Mapped[str] = mapped_column(default="")
    journal_seq: Mapped[int | None] = mapped_column(ForeignKey("journal_entries.seq"))
    taken_down_at: Mapped[datetime | None]
    take_down_reason: Mapped[str] = mapped_column(default="")

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)


class NoticeWindow(Base):
    """The days on which one disclosure is on notice; pausing moves the end."""

    __tablename__ = "notice_windows"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint("days > 0", name="days_positive"),
    )

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosures.id"), unique=True)
    kind: Mapped[Word]
    days: Mapped[int]
    unit: Mapped[Word] = mapped_column(default="calendar")
    served: Mapped[int] = mapped_column(default=0)  # days served before a pause
    posted_at: Mapped[datetime]
    resumed_at: Mapped[datetime | None]  # when it was last taken up again after a pause
    first_day: Mapped[date]
    last_day: Mapped[date]
    ends_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    days_left: Mapped[int | None]  # while paused
    ended_at: Mapped[datetime | None]  # replaced by a new version, or the project left the notice


class BoardPost(Base):
    """Proof that a disclosure hung on a paper board."""

    __tablename__ = "board_posts"

    id: Mapped[Key]
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosures.id"), index=True)
    place: Mapped[Line]
    posted_at: Mapped[datetime]
    posted_by_id: Mapped[PersonKey]
    photo_sha256: Mapped[str | None] = mapped_column(String(64))
