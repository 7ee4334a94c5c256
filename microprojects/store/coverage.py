"""Who of a community took part in a year, counted by building in one statement: that they did, never how."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from microprojects.domain.coverage import Reached
from microprojects.domain.proposals import RESIDENT
from microprojects.store.erased_people import Erasure
from microprojects.store.people import Person
from microprojects.store.poll_rolls import Participation, RollEntry
from microprojects.store.polls import Poll
from microprojects.store.programmes import Round
from microprojects.store.projects import Project, Seconding
from microprojects.store.settlements import Survey, SurveyParticipation


def reached(session: Session, community_id: int, year: int | None, *, at: datetime) -> list[Reached]:
    """Return how many verified residents each building has as it is written, and how many took part in which way.

    A poll counts once it is counted and a survey once it is over, so that no number moves with
    somebody who is voting or answering now. Without a year all years count.
    """
    found = session.execute(by_building(community_id, year, at))
    return sorted((Reached(building, *counts) for building, *counts in found), key=lambda each: each.building)


def by_building(community_id: int, year: int | None, at: datetime) -> Select[*tuple[Any, ...]]:
    """Return the query for each building as it is written, with the numbers in the order of the columns."""
    counted = _counted(community_id)
    ways = [counted.c.id.in_(people) for people in who(community_id, year, at)]
    return select(counted.c.building, func.count(), *(_count(way) for way in (or_(*ways), *ways))).group_by(
        counted.c.building
    )


def _counted(community_id: int) -> Subquery:
    """Return everybody who counts: the verified, and who took part and was deleted since, whose number stays."""
    verified = select(Person.id, Person.building).where(
        Person.community_id == community_id, Person.verified_at.is_not(None)
    )
    gone = select(Erasure.person_id, Erasure.building).where(Erasure.community_id == community_id)
    return union_all(verified, gone).subquery("counted")


def who(community_id: int, year: int | None, at: datetime) -> tuple[Select[int], ...]:
    """Return the queries for who proposed, who seconded, who voted, who answered, in the order of the numbers."""
    projects = [Project.area_id == community_id, Project.submitted_at.is_not(None)]
    polls = [Poll.area_id == community_id, Poll.counted_at.is_not(None)]
    if year is not None:
        rounds = select(Round.id).where(Round.year == year)
        projects.append(Project.round_id.in_(rounds))
        polls.append(Poll.round_id.in_(rounds))
    here = select(Project.id).where(*projects)
    return (
        select(Project.proposer_id).where(*projects, Project.proposer_kind == RESIDENT),
        select(Seconding.person_id).where(Seconding.project_id.in_(here)),
        select(RollEntry.person_id)
        .join(
            Participation,
            and_(Participation.poll_id == RollEntry.poll_id, Participation.entry == RollEntry.entry),
        )
        .where(Participation.state != "void", RollEntry.poll_id.in_(select(Poll.id).where(*polls))),
        select(SurveyParticipation.person_id)
        .join(Survey, Survey.id == SurveyParticipation.survey_id)
        .where(Survey.closes_at <= at, Survey.project_id.in_(here)),
    )


def _count(way: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(func.sum(case((way, 1), else_=0)), BigInteger)  # PostgreSQL sums whole numbers to decimals
