"""Opening a survey: at the end of the result's notice, or with the settlement where a scheme has none."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.workdays import due_in_days
from microprojects.store import packaged, rulebooks
from microprojects.store.projects import Project
from microprojects.store.settlements import Survey


def open_survey(session: Session, project: Project, *, at: datetime) -> Survey:
    """Open the survey for so many whole days; the day of opening does not count, a last day off is moved."""
    days = rulebooks.of(project).number("evaluation.days")
    closes_at = due_in_days(at, days, packaged.work_calendar())
    survey = Survey(project_id=project.id, opened_at=at, closes_at=closes_at)
    session.add(survey)
    session.flush()
    return survey
