"""Published disclosures: immutable versions, their windows and the posts on paper boards."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from microprojects.domain.calendar import Unit, Window, local_day
from microprojects.domain.errors import NotFound
from microprojects.domain.schemes import DisclosureKind
from microprojects.domain.states import State
from microprojects.store.columns import Hash, Key, Line, PersonKey, ProjectKey, Word, one_of
from microprojects.store.db import Base, lock
from microprojects.store.projects import Project

_LATE = text("published_at > due_at")


class Disclosure(Base):
    """One version of one disclosure. The body is never changed; taking down hides it and leaves a trace."""

    __tablename__ = "disclosures"
    __table_args__ = (
        UniqueConstraint("project_id", "kind", "version"),
        one_of("kind", [k.value for k in DisclosureKind]),
        CheckConstraint("version = 1 OR reason <> ''", name="later_versions_with_reason"),
        CheckConstraint("(taken_down_at IS NULL) = (take_down_reason = '')", name="taken_down_with_reason"),
        # The few that came late are found without looking through all.
        Index("ix_disclosures_late", "published_at", sqlite_where=_LATE, postgresql_where=_LATE),
    )

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    kind: Mapped[Word]
    version: Mapped[int]
    body: Mapped[dict[str, Any]]
    sha256: Mapped[Hash] = mapped_column(index=True)
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
        CheckConstraint("NOT awaits_posting OR paused_at IS NOT NULL", name="unposted_stands"),
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
    stopped_at: Mapped[datetime | None]  # when that pause had begun
    first_day: Mapped[date]
    last_day: Mapped[date]
    ends_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    days_left: Mapped[int | None]  # while paused
    # Where the days begin with the posting: nobody has shown yet that it hangs, so that the clock stands.
    awaits_posting: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None]  # replaced by a new version, or the project left the notice

    disclosure: Mapped[Disclosure] = relationship()

    @property
    def window(self) -> Window:
        """Return the window as the calendar counts it: what is to be served since it was last taken up."""
        return Window(
            local_day(self.resumed_at or self.posted_at),
            self.first_day,
            self.last_day,
            self.days,
            cast("Unit", self.unit),
            served=self.served,
        )


class BoardPost(Base):
    """Proof that a disclosure hung on a paper board: since when, and when somebody said so."""

    __tablename__ = "board_posts"
    __table_args__ = (
        CheckConstraint("entered_at IS NULL OR posted_at <= entered_at", name="entered_afterwards"),
    )

    id: Mapped[Key]
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosures.id"), index=True)
    place: Mapped[Line]
    posted_at: Mapped[datetime]
    posted_by_id: Mapped[PersonKey]
    photo_sha256: Mapped[str | None] = mapped_column(String(64))
    entered_at: Mapped[datetime | None]  # None where it was entered before the two were told apart


def get(session: Session, disclosure_id: int, *, for_update: bool = False) -> Disclosure:
    """Return one version of a disclosure."""
    query = select(Disclosure).where(Disclosure.id == disclosure_id)
    if for_update:
        query = query.with_for_update(of=Disclosure).execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def versions(session: Session, project_id: int, kind: str) -> list[Disclosure]:
    """Return every version of one disclosure of a project, the newest first."""
    return list(
        session.scalars(
            select(Disclosure)
            .where(Disclosure.project_id == project_id, Disclosure.kind == kind)
            .order_by(Disclosure.version.desc())
        )
    )


def of_project(session: Session, project_id: int) -> list[Disclosure]:
    """Return every version of every disclosure of a project, the oldest first."""
    return list(
        session.scalars(select(Disclosure).where(Disclosure.project_id == project_id).order_by(Disclosure.id))
    )


def latest(session: Session, project_id: int, kind: str) -> Disclosure | None:
    """Return the newest version of one disclosure of a project, taken down or not."""
    query = select(Disclosure).where(Disclosure.project_id == project_id, Disclosure.kind == kind)
    return session.scalar(query.order_by(Disclosure.version.desc()).limit(1))


def latest_of_each(session: Session, project_id: int) -> dict[str, tuple[dict[str, Any], bool]]:
    """Return what the newest version of each disclosure of a project says, and whether it was taken down."""
    last = (
        select(Disclosure.kind, func.max(Disclosure.version).label("version"))
        .where(Disclosure.project_id == project_id)
        .group_by(Disclosure.kind)
        .subquery()
    )
    query = select(Disclosure.kind, Disclosure.body, Disclosure.taken_down_at).join(
        last, (last.c.kind == Disclosure.kind) & (last.c.version == Disclosure.version)
    )
    rows = session.execute(query.where(Disclosure.project_id == project_id))
    return {kind: (body, taken_down_at is not None) for kind, body, taken_down_at in rows}


def bodies(
    session: Session, project_id: int, kind: str, numbers: Collection[int]
) -> dict[int, dict[str, Any]]:
    """Return what some versions of one disclosure say, by the number of the version."""
    query = select(Disclosure.version, Disclosure.body).where(
        Disclosure.project_id == project_id, Disclosure.kind == kind, Disclosure.version.in_(numbers)
    )
    return dict(session.execute(query).all())


def running_window(session: Session, project_id: int, *, for_update: bool = False) -> NoticeWindow | None:
    """Return the window of a project that no later one has replaced and no decision has ended."""
    query = (
        select(NoticeWindow)
        .where(NoticeWindow.project_id == project_id, NoticeWindow.ended_at.is_(None))
        .order_by(NoticeWindow.id.desc())
        .limit(1)
    )
    return session.scalar(lock(query) if for_update else query)


def window_of(session: Session, disclosure_id: int) -> NoticeWindow | None:
    """Return the window of one version, running or ended."""
    return session.scalar(select(NoticeWindow).where(NoticeWindow.disclosure_id == disclosure_id))


def posts(session: Session, disclosure_id: int) -> list[BoardPost]:
    """Return where and when a version hung on a paper board, oldest first."""
    query = select(BoardPost).where(BoardPost.disclosure_id == disclosure_id).order_by(BoardPost.id)
    return list(session.scalars(query))


def numbers_due(session: Session, at: datetime) -> list[str]:
    """Return the numbers of the projects whose decision was on notice to the end, the earliest end first."""
    query = (
        select(Project.number)
        .join(NoticeWindow, NoticeWindow.project_id == Project.id)
        .where(
            Project.state == State.NOTICING,
            NoticeWindow.ended_at.is_(None),
            NoticeWindow.paused_at.is_(None),
            NoticeWindow.ends_at <= at,
        )
        .order_by(NoticeWindow.ends_at, Project.id)
    )
    return [number for number in session.scalars(query) if number is not None]
