"""A survey: opened at the end of the result's notice, or with the settlement; and held while it is worked on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.evaluations import SurveyNotOpen
from microprojects.domain.people import Actor
from microprojects.domain.states import State
from microprojects.domain.workdays import due_in_days
from microprojects.services._deed import permit
from microprojects.services._moment import during
from microprojects.store import packaged, projects, rulebooks, settlements
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


def evaluated(
    session: Session, number: str, action: Action, *, actor: Actor, at: datetime
) -> tuple[Project, Survey]:
    """Return the project that is being evaluated, held, with its survey, for an act that the actor may do."""
    project = projects.by_number(session, number, for_update=True)
    permit(actor, action, project.target, at=at)
    during(project, (State.EVALUATING,))
    survey = settlements.survey(session, project.id)
    if survey is None:
        raise SurveyNotOpen
    return project, survey
