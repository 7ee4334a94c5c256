"""What went wrong and stands in no entry of the journal, but in rows alone: of objections, disclosures and evaluations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, func, literal, or_, select

from microprojects.domain.indicators import Rating
from microprojects.domain.problems import RIGHT, Kind
from microprojects.domain.spending import Event
from microprojects.domain.states import State
from microprojects.store import indicators
from microprojects.store.areas import Area
from microprojects.store.contracts import Contract
from microprojects.store.db import UtcDateTime
from microprojects.store.disclosures import Disclosure
from microprojects.store.escalations import Escalation
from microprojects.store.objections import Objection
from microprojects.store.problem_columns import Place, columns, subject
from microprojects.store.projects import Project
from microprojects.store.settlements import Survey, SurveyAnswer


def upheld(place: Place) -> Select[*tuple[Any, ...]]:
    """Return the query for the objections that are right by their last answer, on the day of that answer."""
    above = (Escalation.objection_id == Objection.id, Escalation.outcome.is_not(None))
    last = select(func.max(Escalation.id)).where(*above).correlate(Objection).scalar_subquery()
    outcome = func.coalesce(Escalation.outcome, Objection.outcome)
    at = func.coalesce(Escalation.answered_at, Objection.replied_at, type_=UtcDateTime)
    slash = literal("/", String)
    words = Objection.ground + slash + outcome + slash + func.coalesce(Escalation.step, "")
    query = _of_objections(select(*columns(Kind.UPHELD, at, Objection.id, subject(), Area.path, words=words)))
    query = query.outerjoin(Escalation, Escalation.id == last)
    return query.where(outcome.in_(RIGHT), *_told(), *place.then(at), *place.there())


def late_replies(place: Place) -> Select[*tuple[Any, ...]]:
    """Return the query for the replies to objections that came after their last day."""
    at, due = Objection.replied_at, Objection.reply_due_at
    words = Objection.ground + literal("/", String)
    found = columns(Kind.LATE, at, Objection.id, subject(), Area.path, words=words, due_at=due)
    return _of_objections(select(*found)).where(at > due, *_told(), *place.then(at), *place.there())


def late_steps(place: Place) -> Select[*tuple[Any, ...]]:
    """Return the query for the answers of streets and districts that came after their last day."""
    at, due = Escalation.answered_at, Escalation.due_at
    words = Objection.ground + literal("/", String) + Escalation.step
    found = columns(Kind.LATE, at, Objection.id, subject(), Area.path, words=words, due_at=due)
    query = _of_objections(select(*found)).join(Escalation, Escalation.objection_id == Objection.id)
    return query.where(at > due, *_told(), *place.then(at), *place.there())


def discontent(place: Place, at: datetime, smallest: int) -> Select[*tuple[Any, ...]]:
    """Return the query for the evaluations below the line of which that may be said.

    Below it nothing is closed without a plan what will be done better, so only those that have one, or are not
    closed yet, are added up.
    """
    satisfied = func.sum(case((SurveyAnswer.overall >= 4, 1), else_=0))
    each = (
        select(
            Survey.project_id.label("project_id"),
            Survey.closes_at.label("closes_at"),
            func.count(SurveyAnswer.id).label("answers"),
            satisfied.label("satisfied"),
        )
        .join(Project, Project.id == Survey.project_id)
        .join(SurveyAnswer, SurveyAnswer.survey_id == Survey.id)
        .where(
            Survey.closes_at <= at,
            or_(Survey.improvement != "", Project.state == State.EVALUATING),
            *place.then(Survey.closes_at),
            *place.there(),
        )
        .group_by(Survey.id, Survey.project_id, Survey.closes_at)
        .subquery()
    )
    rating = indicators.rating(each.c.answers, each.c.satisfied, smallest)
    share = case((rating == Rating.FEW.value, None), else_=each.c.satisfied * 100 // each.c.answers)
    found = columns(
        Kind.DISCONTENT,
        each.c.closes_at,
        each.c.project_id,
        subject(),
        Area.path,
        words=rating,
        number=share,
    )
    query = select(*found).select_from(each).join(Project, Project.id == each.c.project_id)
    return query.join(Area, Area.id == Project.area_id).where(
        rating.in_([Rating.FAIR.value, Rating.POOR.value, Rating.FEW.value])
    )


def _of_objections(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    query = query.select_from(Objection).join(Project, Project.id == Objection.project_id)
    return query.join(Area, Area.id == Project.area_id)


def _told() -> list[ColumnElement[bool]]:
    """Return the condition of the objections that the page of their project shows."""
    return [or_(Objection.withdrawn_at.is_(None), Objection.withdraw_reason != "")]


CONTRACT = "contract"  # what was published, where it is the text of a contract and no disclosure


def late_disclosures(place: Place) -> Select[*tuple[Any, ...]]:
    """Return the query for the versions of disclosures that were published after their last day, with what they tell.

    The version with the text of a contract is left out: for the text itself an earlier day holds, below.
    """
    at, due = Disclosure.published_at, Disclosure.due_at
    event = func.coalesce(Disclosure.body["event"].as_string(), "")
    found = columns(
        Kind.LATE_PUBLISHED,
        at,
        Disclosure.id,
        subject(),
        Area.path,
        words=Disclosure.kind + literal("/", String) + event,
        due_at=due,
    )
    query = select(*found).select_from(Disclosure).join(Project, Project.id == Disclosure.project_id)
    query = query.where(at > due, event != Event.CONTRACT_TEXT.value)
    return query.join(Area, Area.id == Project.area_id).where(*place.then(at), *place.there())


def late_texts(place: Place) -> Select[*tuple[Any, ...]]:
    """Return the query for the texts of contracts that were published after their last day."""
    at, due = Contract.published_at, Contract.publish_by
    found = columns(
        Kind.LATE_PUBLISHED,
        at,
        Contract.id,
        subject(),
        Area.path,
        words=literal(f"{CONTRACT}/", String),
        due_at=due,
    )
    query = select(*found).select_from(Contract).join(Project, Project.id == Contract.project_id)
    return query.join(Area, Area.id == Project.area_id).where(at > due, *place.then(at), *place.there())
