"""The online discussion of a project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, aliased, lazyload, mapped_column, selectinload

from microprojects.domain.comments import STANCES
from microprojects.domain.errors import NotFound
from microprojects.store.areas import inside
from microprojects.store.columns import Key, PersonKey, ProjectKey, Word, one_of
from microprojects.store.db import Base
from microprojects.store.people import Person
from microprojects.store.projects import Project

PAGE = 20
FEW = 3  # replies below a comment in a list
MANY = 200  # replies on a comment's own page


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
        CheckConstraint(
            "restored_at IS NULL OR (was_hidden_reason <> '' AND restored_reason <> '')",
            name="restored_with_reason",
        ),
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
    # What was hidden last and shown again: both reasons stay in public.
    was_hidden_at: Mapped[datetime | None]
    was_hidden_reason: Mapped[str] = mapped_column(default="")
    restored_at: Mapped[datetime | None]
    restored_reason: Mapped[str] = mapped_column(default="")
    restored_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    restored_by_role: Mapped[Word] = mapped_column(default="")


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


@dataclass(frozen=True)
class Shown:
    """One comment as a page shows it, with its author's name, which the page masks.

    `reply_count` counts all its replies, of which a list holds the first few.
    """

    comment: Comment
    author: str
    replies: tuple[Shown, ...] = ()
    reply_count: int = 0

    @property
    def is_gone(self) -> bool:
        """Return whether its text is not shown any more."""
        return self.comment.hidden_at is not None or self.comment.withdrawn_at is not None


@dataclass(frozen=True)
class Discussion:
    """A page of a project's discussion, newest first; `stances` counts people by their latest stance."""

    threads: tuple[Shown, ...]
    total: int
    stances: Mapping[str, int]


@dataclass(frozen=True)
class Reported:
    """One comment with the reports on it that nobody has settled."""

    comment: Comment
    author: str
    project: Project
    reasons: tuple[str, ...]
    since: datetime


def get(session: Session, comment_id: int, *, for_update: bool = False) -> tuple[Comment, Project]:
    """Return one comment and the project that it is about; with `for_update` the comment is held.

    Raises:
        NotFound: there is no such comment.
    """
    query = select(Comment, Project).join(Project, Project.id == Comment.project_id)
    if for_update:
        query = query.with_for_update(of=Comment).execution_options(populate_existing=True)
    found = session.execute(query.where(Comment.id == comment_id)).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


def of_author_since(session: Session, author_id: int, since: datetime) -> list[Comment]:
    """Return what one person has written since a moment, on any project, oldest first."""
    query = select(Comment).where(Comment.author_id == author_id, Comment.written_at > since)
    return list(session.scalars(query.order_by(Comment.written_at, Comment.id)))


def discussion(session: Session, project_id: int, *, limit: int = PAGE, offset: int = 0) -> Discussion:
    """Return a page of a project's discussion in three statements."""
    standing = _standing(project_id)
    rows = session.execute(
        select(Comment, Person.name, func.count().over())
        .join(Person, Person.id == Comment.author_id)
        .where(*standing)
        .order_by(Comment.written_at.desc(), Comment.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    replies = _replies(session, [comment.id for comment, _name, _total in rows], most=FEW)
    threads = tuple(Shown(c, name, *replies.get(c.id, ((), 0))) for c, name, _total in rows)
    return Discussion(threads, rows[0][2] if rows else 0, _stances(session, project_id))


def thread(session: Session, comment_id: int) -> tuple[Shown, Project]:
    """Return one comment of the first level with its replies.

    Raises:
        NotFound: there is none, or it is a reply.
    """
    comment, project = get(session, comment_id)
    if comment.parent_id is not None:
        raise NotFound
    author = session.scalars(select(Person.name).where(Person.id == comment.author_id)).one()
    replies = _replies(session, [comment.id], most=MANY)
    return Shown(comment, author, *replies.get(comment.id, ((), 0))), project


def reported(session: Session, paths: Sequence[str], *, limit: int, offset: int = 0) -> list[Reported]:
    """Return the comments in the areas that were reported and not looked at yet, the oldest report first."""
    first = func.min(CommentReport.reported_at)
    rows = session.execute(
        select(Comment, Person.name, Project, first)
        .join(CommentReport, CommentReport.comment_id == Comment.id)
        .join(Person, Person.id == Comment.author_id)
        .join(Project, Project.id == Comment.project_id)
        .where(CommentReport.settled_at.is_(None), Project.area_id.in_(inside(paths)))
        .group_by(Comment.id, Person.id, Project.id)
        .order_by(first, Comment.id)
        .options(lazyload(Project.round), lazyload(Project.rulebook), lazyload(Project.proposer))
        .options(selectinload(Project.area))
        .limit(limit)
        .offset(offset)
    ).all()
    reasons = _open_reasons(session, [comment.id for comment, *_ in rows])
    return [Reported(c, name, project, tuple(reasons[c.id]), since) for c, name, project, since in rows]


def open_reports(session: Session, comment_id: int) -> list[CommentReport]:
    """Return the reports on a comment that nobody has settled."""
    query = select(CommentReport).where(
        CommentReport.comment_id == comment_id, CommentReport.settled_at.is_(None)
    )
    return list(session.scalars(query.order_by(CommentReport.id)))


def _standing(project_id: int) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a first-level comment that a list shows.

    One that was taken back is shown only as the head of replies that others wrote.
    """
    answer = aliased(Comment)
    answered = select(answer.id).where(answer.parent_id == Comment.id, answer.withdrawn_at.is_(None)).exists()
    return (
        Comment.project_id == project_id,
        Comment.parent_id.is_(None),
        or_(Comment.withdrawn_at.is_(None), answered),
    )


def _replies(
    session: Session, parents: Sequence[int], *, most: int
) -> dict[int, tuple[tuple[Shown, ...], int]]:
    """Return the first replies to each of the comments, oldest first, and how many there are."""
    order = (Comment.written_at, Comment.id)
    numbered = (
        select(
            Comment.id,
            func.row_number().over(partition_by=Comment.parent_id, order_by=order).label("place"),
            func.count().over(partition_by=Comment.parent_id).label("whole"),
        )
        .where(Comment.parent_id.in_(parents), Comment.withdrawn_at.is_(None))
        .subquery()
    )
    rows = session.execute(
        select(Comment, Person.name, numbered.c.whole)
        .join(numbered, numbered.c.id == Comment.id)
        .join(Person, Person.id == Comment.author_id)
        .where(numbered.c.place <= most)
        .order_by(*order)
    )
    found: dict[int, tuple[tuple[Shown, ...], int]] = {}
    for comment, name, whole in rows:
        before = found.get(comment.parent_id or 0, ((), 0))[0]
        found[comment.parent_id or 0] = ((*before, Shown(comment, name)), whole)
    return found


def _stances(session: Session, project_id: int) -> dict[str, int]:
    """Return how many people stand where, each by the latest first-level comment that is still shown."""
    order = (Comment.written_at.desc(), Comment.id.desc())
    last = func.row_number().over(partition_by=Comment.author_id, order_by=order)
    ranked = (
        select(Comment.stance, last.label("rank"))
        .where(
            Comment.project_id == project_id,
            Comment.parent_id.is_(None),
            Comment.withdrawn_at.is_(None),
            Comment.hidden_at.is_(None),
        )
        .subquery()
    )
    rows = session.execute(
        select(ranked.c.stance, func.count()).where(ranked.c.rank == 1).group_by(ranked.c.stance)
    )
    return dict.fromkeys(STANCES, 0) | {str(row[0]): int(row[1]) for row in rows}


def _open_reasons(session: Session, comment_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the reasons of the unsettled reports by the comment, oldest first."""
    rows = session.execute(
        select(CommentReport.comment_id, CommentReport.reason)
        .where(CommentReport.comment_id.in_(comment_ids), CommentReport.settled_at.is_(None))
        .order_by(CommentReport.id)
    )
    found: dict[int, list[str]] = {}
    for comment_id, reason in rows:
        found.setdefault(comment_id, []).append(reason)
    return found
