"""The later last days that leaders of a street allowed single projects, each with its public reason."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.last_dates import LONGEST_REASON, Which
from microprojects.store.columns import Key, PersonKey, ProjectKey, Word, one_of
from microprojects.store.db import Base


class DateExtension(Base):
    """One permission: until when, beyond which day, and why. Never changed; a later day is another row."""

    __tablename__ = "date_extensions"
    __table_args__ = (
        one_of("which", [each.value for each in Which]),
        CheckConstraint("until_on > last_on", name="later_than_the_last_day"),
        CheckConstraint("reason <> ''", name="with_reason"),
    )

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    which: Mapped[Word]
    last_on: Mapped[date]
    until_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    given_at: Mapped[datetime]
    given_by_id: Mapped[PersonKey]


def of_project(session: Session, project_id: int) -> dict[str, date]:
    """Return the latest day that was allowed a project, by which day it is."""
    query = (
        select(DateExtension.which, func.max(DateExtension.until_on).label("until"))
        .where(DateExtension.project_id == project_id)
        .group_by(DateExtension.which)
    )
    return {row.which: row.until for row in session.execute(query)}
