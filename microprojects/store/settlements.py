"""The final account, the residents' survey and the archive checklist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Integer,
    UniqueConstraint,
    exists,
    func,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.evaluations import QUESTIONS, Count
from microprojects.domain.money import Fen
from microprojects.domain.states import State
from microprojects.store.columns import Key, Line, PersonKey, ProjectKey, Word, not_negative
from microprojects.store.db import Base
from microprojects.store.disclosures import NoticeWindow
from microprojects.store.people import Person
from microprojects.store.projects import Project


class Settlement(Base):
    """The final account of one project, in fen; from `settled_at` on it counts and stays."""

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
    settled_at: Mapped[datetime | None]


class Survey(Base):
    """The satisfaction survey of one project, and the supervisor's signature on it and on the archive."""

    __tablename__ = "surveys"
    __table_args__ = (
        CheckConstraint("closes_at > opened_at", name="moments_in_order"),
        CheckConstraint("(signed_at IS NULL) = (signed_by_id IS NULL)", name="signed_by_somebody"),
        CheckConstraint("signed_at >= closes_at", name="signed_after_the_end"),
        CheckConstraint("signed_by_id <> improvement_by_id", name="four_eyes"),
        CheckConstraint("sample_reason = '' OR signed_at IS NOT NULL", name="sample_reason_signed"),
    )

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), unique=True)
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    improvement: Mapped[str] = mapped_column(default="")
    improvement_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    sample_reason: Mapped[str] = mapped_column(default="")  # why few answers must do; published


class SurveyParticipation(Base):
    """That a person has answered; the answer itself has no name."""

    __tablename__ = "survey_participations"
    __table_args__ = (UniqueConstraint("survey_id", "person_id"),)

    id: Mapped[Key]
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), index=True)
    person_id: Mapped[PersonKey]


class SurveyAnswer(Base):
    """One anonymous answer on five-point scales.

    Its number is drawn by lot: numbers in a row would tell, beside the journal, who gave which answer.
    """

    __tablename__ = "survey_answers"
    __table_args__ = (
        CheckConstraint("overall BETWEEN 1 AND 5", name="overall_on_scale"),
        CheckConstraint("useful BETWEEN 1 AND 5", name="useful_on_scale"),
        CheckConstraint("quality BETWEEN 1 AND 5", name="quality_on_scale"),
        CheckConstraint("openness BETWEEN 1 AND 5", name="openness_on_scale"),
    )

    # On SQLite this makes the number the place of the row, so that nothing keeps the order of arrival.
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False
    )
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


def account(session: Session, project_id: int) -> Settlement | None:
    """Return the final account of a project, if it was recorded."""
    return session.scalar(select(Settlement).where(Settlement.project_id == project_id))


def survey(session: Session, project_id: int) -> Survey | None:
    """Return the survey of a project, if it was opened."""
    return session.scalar(select(Survey).where(Survey.project_id == project_id))


@dataclass(frozen=True)
class Asked:
    """A survey as it meets one person: whether they have answered, whether they are verified in the community."""

    survey: Survey
    answered: bool
    local: bool


def asked(session: Session, project: Project, person_id: int) -> Asked | None:
    """Return the survey of a project as it meets a person, in one statement; None if it was not opened."""
    answered = exists().where(
        SurveyParticipation.survey_id == Survey.id, SurveyParticipation.person_id == person_id
    )
    local = exists().where(
        Person.id == person_id, Person.community_id == project.area_id, Person.verified_at.is_not(None)
    )
    found = session.execute(
        select(Survey, answered, local).where(Survey.project_id == project.id)
    ).one_or_none()
    return Asked(found[0], bool(found[1]), bool(found[2])) if found else None


def count(session: Session, survey_id: int) -> Count:
    """Count the answers of a survey by question and by point, in one statement."""
    columns = [getattr(SurveyAnswer, question) for question in QUESTIONS]
    rows = session.execute(
        select(*columns, func.count()).where(SurveyAnswer.survey_id == survey_id).group_by(*columns)
    )
    points = {question: [0] * 5 for question in QUESTIONS}
    for *given, number in rows:
        for question, point in zip(QUESTIONS, given, strict=True):
            points[question][point - 1] += number
    return Count({question: tuple(found) for question, found in points.items()})


def comments(session: Session, survey_id: int, *, shown_only: bool) -> list[SurveyAnswer]:
    """Return the answers that came with words, in the order of their drawn numbers."""
    query = select(SurveyAnswer).where(SurveyAnswer.survey_id == survey_id, SurveyAnswer.comment != "")
    if shown_only:
        query = query.where(SurveyAnswer.comment_shown.is_(True))
    return list(session.scalars(query.order_by(SurveyAnswer.id)))


def numbers_due(session: Session, at: datetime) -> list[str]:
    """Return the numbers of the projects whose notice of the result has ended, the earliest end first."""
    query = (
        select(Project.number)
        .join(NoticeWindow, NoticeWindow.project_id == Project.id)
        .where(
            Project.state == State.RESULT_NOTICE,
            NoticeWindow.ended_at.is_(None),
            NoticeWindow.paused_at.is_(None),
            NoticeWindow.ends_at <= at,
        )
        .order_by(NoticeWindow.ends_at, Project.id)
    )
    return [number for number in session.scalars(query) if number]
