"""The final account, the residents' survey and the archive checklist."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from microprojects.domain.money import Fen
from microprojects.store.columns import Key, Line, PersonKey, ProjectKey, Word, not_negative
from microprojects.store.db import Base


class Settlement(Base):
    """The final account of one project, in fen."""

    __tablename__ = "settlements"
    __table_args__ = (not_negative("amount_fen", "retention_fen"),)

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), unique=True)
    amount_fen: Mapped[Fen]
    retention_fen: Mapped[Fen] = mapped_column(default=0)
    retention_until: Mapped[date | None]
    review_by: Mapped[Line] = mapped_column(default="")  # the unit that reviewed it
    review_conclusion: Mapped[str] = mapped_column(default="")
    delivered: Mapped[str] = mapped_column(default="")  # quantities, sessions, attendance
    lessons: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[PersonKey]


class Survey(Base):
    """The satisfaction survey of one project."""

    __tablename__ = "surveys"
    __table_args__ = (CheckConstraint("closes_at > opened_at", name="moments_in_order"),)

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), unique=True)
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    improvement: Mapped[str] = mapped_column(default="")
    improvement_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class SurveyParticipation(Base):
    """That a person has answered; the answer itself has no name."""

    __tablename__ = "survey_participations"
    __table_args__ = (UniqueConstraint("survey_id", "person_id"),)

    id: Mapped[Key]
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), index=True)
    person_id: Mapped[PersonKey]


class SurveyAnswer(Base):
    """One anonymous answer on five-point scales."""

    __tablename__ = "survey_answers"
    __table_args__ = (
        CheckConstraint("overall BETWEEN 1 AND 5", name="overall_on_scale"),
        CheckConstraint("useful BETWEEN 1 AND 5", name="useful_on_scale"),
        CheckConstraint("quality BETWEEN 1 AND 5", name="quality_on_scale"),
        CheckConstraint("openness BETWEEN 1 AND 5", name="openness_on_scale"),
    )

    id: Mapped[Key]
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), index=True)
    overall: Mapped[int]
    useful: Mapped[int]
    quality: Mapped[int]
    openness: Mapped[int]
    comment: Mapped[str] = mapped_column(default="")
    comment_shown: Mapped[bool] = mapped_column(default=False)


class ArchiveTick(Base):
    """One line of the archive checklist: there, or waived with a reason."""

    __tablename__ = "archive_ticks"
    __table_args__ = (
        UniqueConstraint("project_id", "item"),
        CheckConstraint("waived = false OR reason <> ''", name="waived_with_reason"),
    )

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    item: Mapped[Word]
    waived: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[Line] = mapped_column(default="")
    ticked_at: Mapped[datetime]
    ticked_by_id: Mapped[PersonKey]
