"""Last days of a programme's year, set for tests: rule("dates.finish_by", "11-30")."""

from __future__ import annotations

from sqlalchemy import select

from microprojects.domain.parameters import Rulebook
from microprojects.store import rulebooks
from microprojects.store.db import db, transaction
from microprojects.store.programmes import Round
from microprojects.store.projects import Project


def rule(key: str, value: str) -> None:
    """Give the rulebook of every round, and of every project that has one, a last day."""
    db.session.rollback()
    with transaction() as session:
        for round_ in session.scalars(select(Round)):
            old = rulebooks.parsed(round_.rulebook)
            book = Rulebook(old.scheme, {**old.values, key: value})
            round_.rulebook_id = rulebooks.freeze(session, book, at=round_.rulebook.frozen_at).id
        session.flush()
        session.expire_all()
        for project in session.scalars(select(Project).where(Project.rulebook_id.is_not(None))):
            project.rulebook_id = project.round.rulebook_id
