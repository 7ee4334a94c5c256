"""The library of good finished projects: every version of an entry with who offered and who decided, and what was copied."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    exists,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, aliased, joinedload, mapped_column, relationship

from microprojects.domain import library as law
from microprojects.domain.evaluations import Count
from microprojects.domain.library import LONGEST_LESSONS, LONGEST_REASON, VERDICTS, Merits, Standing
from microprojects.domain.money import Fen
from microprojects.store import rulebooks, settlements
from microprojects.store.areas import inside
from microprojects.store.audits import AuditResult
from microprojects.store.columns import Key, OneProject, PersonKey, ProjectKey, not_negative, one_of
from microprojects.store.db import Base
from microprojects.store.delivery import Inspection
from microprojects.store.projects import Project
from microprojects.store.recoveries import back_for_audit
from microprojects.store.settlements import Settlement, Survey

_STANDS = text("removed_at IS NULL AND (verdict IS NULL OR verdict = 'entered')")


class LibraryEntry(Base):
    """One version of an entry: offered by one person, let in or declined by another, perhaps taken out; each with its reason."""

    __tablename__ = "library_entries"
    __table_args__ = (
        UniqueConstraint("project_id", "version"),
        one_of("verdict", list(VERDICTS), nullable=True),
        not_negative("amount_fen"),
        CheckConstraint("version > 0", name="version_positive"),
        CheckConstraint("answers > 0", name="answered"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_of_hundred"),
        CheckConstraint("reason <> '' AND lessons <> ''", name="offered_with_words"),
        CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name="decided_at_a_moment"),
        CheckConstraint("(verdict IS NULL) = (decided_reason = '')", name="decided_with_reason"),
        CheckConstraint("verdict IS NULL OR decided_by_id <> offered_by_id", name="four_eyes"),
        CheckConstraint("(removed_at IS NULL) = (removed_reason = '')", name="removed_with_reason"),
        CheckConstraint("removed_at IS NULL OR verdict = 'entered'", name="removed_after_entry"),
        Index(
            "uq_library_entries_standing", "project_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS
        ),
    )  # fmt: skip

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    version: Mapped[int]
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    lessons: Mapped[str] = mapped_column(String(LONGEST_LESSONS))
    amount_fen: Mapped[Fen]  # the settled account
    answers: Mapped[int]
    percent: Mapped[int | None]  # None where it would tell how many a small group are
    offered_at: Mapped[datetime]
    offered_by_id: Mapped[PersonKey]
    verdict: Mapped[str | None] = mapped_column(String(40))
    decided_reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    removed_reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    project: Mapped[Project] = relationship()

    @property
    def standing(self) -> Standing:
        """Return where it stands."""
        return law.standing(self.verdict, removed=self.removed_at is not None)


class LibraryCopy(Base):
    """That a proposal was begun with the words of an entry."""

    __tablename__ = "library_copies"

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entries.id"), index=True)
    project_id: Mapped[OneProject]  # the new one
    copied_at: Mapped[datetime]

    entry: Mapped[LibraryEntry] = relationship()


def versions(session: Session, project_id: int) -> list[LibraryEntry]:
    """Return every version of a project's entry, the newest first."""
    query = select(LibraryEntry).where(LibraryEntry.project_id == project_id)
    return list(session.scalars(query.order_by(LibraryEntry.version.desc())))


def source_of(session: Session, project_id: int) -> LibraryCopy | None:
    """Return of which entry a proposal was copied, with the project behind it, None where of none."""
    query = select(LibraryCopy).where(LibraryCopy.project_id == project_id)
    whole = joinedload(LibraryCopy.entry).joinedload(LibraryEntry.project)
    return session.scalar(query.options(whole))


def waiting(session: Session, paths: Sequence[str]) -> list[LibraryEntry]:
    """Return what was offered in some areas and waits for its decision, the oldest first."""
    query = (
        select(LibraryEntry)
        .join(Project, Project.id == LibraryEntry.project_id)
        .where(Project.area_id.in_(inside(paths)), LibraryEntry.verdict.is_(None))
        .options(joinedload(LibraryEntry.project))
        .order_by(LibraryEntry.id)
    )
    return list(session.scalars(query))


def survey_count(session: Session, project_id: int) -> Count | None:
    """Return what residents answered about a project, None where nobody was asked."""
    survey = session.scalar(select(Survey.id).where(Survey.project_id == project_id))
    return settlements.count(session, survey) if survey is not None else None


def merits(session: Session, project: Project, count: Count | None) -> Merits:
    """Return what decides whether a project may come in; two statements beside the count."""
    rules = rulebooks.of(project)
    last = (
        select(Inspection.outcome)
        .where(Inspection.project_id == project.id)
        .order_by(Inspection.id.desc())
        .limit(1)
    )
    return Merits(
        state=project.state,
        answers=count.answers if count else 0,
        percent=count.percent() if count else 0,
        need_percent=rules.number("evaluation.pass_percent"),
        small_cell=rules.number("privacy.small_cell"),
        inspection_failed=session.scalar(last) == "failed",
        owed_fen=_owed(session, project.id),
    )


def settled_fen(session: Session, project_id: int) -> Fen:
    """Return the account of a project that was settled; nothing where none was."""
    query = select(Settlement.amount_fen).where(Settlement.project_id == project_id)
    return Fen(session.scalar(query) or 0)


def _owed(session: Session, project_id: int) -> Fen:
    later = aliased(AuditResult)
    query = select(AuditResult.refund_fen - back_for_audit(project_id)).where(
        AuditResult.project_id == project_id,
        ~exists().where(later.project_id == AuditResult.project_id, later.version > AuditResult.version),
    )
    return Fen(int(session.scalar(query) or 0))
