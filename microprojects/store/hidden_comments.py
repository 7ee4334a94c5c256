"""Comments that were hidden: for those who may show them again, and for their authors."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, lazyload, selectinload

from microprojects.store.areas import inside
from microprojects.store.comments import Comment
from microprojects.store.projects import Project


def listed(
    session: Session, paths: Sequence[str], *, limit: int, offset: int = 0
) -> list[tuple[Comment, Project]]:
    """Return the hidden comments in the areas with their projects, what was hidden last first."""
    rows = session.execute(
        select(Comment, Project)
        .join(Project, Project.id == Comment.project_id)
        .where(
            Comment.hidden_at.is_not(None),
            Comment.withdrawn_at.is_(None),
            Project.area_id.in_(inside(paths)),
        )
        .order_by(Comment.hidden_at.desc(), Comment.id.desc())
        .options(lazyload(Project.round), lazyload(Project.rulebook), lazyload(Project.proposer))
        .options(selectinload(Project.area))
        .limit(limit)
        .offset(offset)
    )
    return [(comment, project) for comment, project in rows]


def count_of(session: Session, author_id: int) -> int:
    """Return how many of somebody's comments are hidden now."""
    query = select(func.count()).select_from(Comment)
    return session.scalar(query.where(Comment.author_id == author_id, Comment.hidden_at.is_not(None))) or 0


def of_person(session: Session, author_id: int, *, limit: int = 50) -> list[tuple[Comment, Project]]:
    """Return what somebody wrote that was hidden, or hidden and shown again, the newest first."""
    rows = session.execute(
        select(Comment, Project)
        .join(Project, Project.id == Comment.project_id)
        .where(
            Comment.author_id == author_id,
            Comment.withdrawn_at.is_(None),
            or_(Comment.hidden_at.is_not(None), Comment.restored_at.is_not(None)),
        )
        .order_by(Comment.id.desc())
        .options(lazyload(Project.round), lazyload(Project.rulebook), lazyload(Project.proposer))
        .options(selectinload(Project.area))
        .limit(limit)
    )
    return [(comment, project) for comment, project in rows]
