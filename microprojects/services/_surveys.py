"""Opening a survey: at the end of the result's notice, or with the settlement where a scheme has none."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.workdays import ONE_DAY, end_of_day, local_day
from microprojects.store import rulebooks
from microprojects.store.projects import Project
from microprojects.store.settlements import Survey


def open_survey(session: Session, project: Project, *, at: datetime) -> Survey:
    """Open the survey for so many whole days; the day of opening does not count."""
    days = rulebooks.of(project).number("evaluation.days")
    survey = Survey(project_id=project.id, opened_at=at, closes_at=end_of_day(local_day(at) + ONE_DAY * days))
    session.add(survey)
    session.flush()
    return survey
