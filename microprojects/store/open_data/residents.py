"""Rows of what residents said together: counted polls with their options, and surveys without small groups."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, String, case, cast, func, literal, select
from sqlalchemy.orm import aliased

from microprojects.domain.evaluations import HIGH, LOW, POINTS, QUESTIONS, TOGETHER, Count, Shown, shown
from microprojects.domain.masks import is_small_cell
from microprojects.domain.open_data.residents import COUNTED
from microprojects.domain.states import APPROVED_OR_LATER
from microprojects.store.areas import Area
from microprojects.store.open_data.deliberating import Found, of_project, place_of
from microprojects.store.open_data.sources import SMALLEST, Known, Source, by, by_moment, rulebook_id
from microprojects.store.poll_rolls import Participation
from microprojects.store.poll_sources import PollSource
from microprojects.store.polls import Poll, PollOption
from microprojects.store.programmes import Round
from microprojects.store.projects import Project
from microprojects.store.settlements import Survey, SurveyAnswer

_OVER = Poll.state.in_([state.value for state in COUNTED])
_POLL_FILTERS = {"community": by(Area.slug), "year": by(Round.year), "state": by(Poll.state)}


def _of_polls(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Return a query of counted polls with where and when they were; nothing of a poll that runs is in it."""
    return (
        select(
            Poll.id.label("poll_id"),
            Area.slug.label("community"),
            Area.name.label("community_name"),
            Round.year.label("year"),
            Poll.state.label("state"),
            PollSource.poll_id.label("source"),
            *columns,
        )
        .select_from(Poll)
        .join(Area, Area.id == Poll.area_id)
        .join(Round, Round.id == Poll.round_id)
        .outerjoin(PollSource, PollSource.poll_id == Poll.id)
        .where(_OVER)
    )


def _place(row: Found) -> dict[str, object]:
    return {
        "community": row.community,
        "community_name": row.community_name,
        "year": row.year,
        "state": row.state,
    }


def _polls(_at: datetime) -> Select[*tuple[Any, ...]]:
    took = select(func.count(Participation.entry)).where(
        Participation.poll_id == Poll.id, Participation.state != "void"
    )
    options = select(func.count(PollOption.id)).where(PollOption.poll_id == Poll.id)
    return _of_polls(
        Poll.title,
        Poll.ballot,
        Poll.budget_fen,
        Poll.opens_at,
        Poll.closes_at,
        Poll.counted_at,
        Poll.certified_at,
        Poll.voters_on_roll,
        func.coalesce(PollSource.voters, took.scalar_subquery()).label("took_part"),
        options.scalar_subquery().label("options"),
        options.where(PollOption.selected.is_(True)).scalar_subquery().label("chosen"),
        Poll.spec_hash,
    )


def _poll(row: Found, _known: Known) -> dict[str, object]:
    imported = row.source is not None
    roll = None if imported else row.voters_on_roll
    few, few_on_roll = (
        is_small_cell(row.took_part, SMALLEST),
        roll is not None and is_small_cell(roll, SMALLEST),
    )
    return {
        **_place(row),
        "id": row.poll_id,
        "title": row.title,
        "ballot": row.ballot,
        "imported": imported,
        "budget_fen": None if imported else row.budget_fen,
        "opens_at": row.opens_at,
        "closes_at": row.closes_at,
        "counted_at": row.counted_at,
        "certified_at": row.certified_at,
        "on_roll": None if few_on_roll else roll,
        "took_part": None if few else row.took_part,
        "took_part_withheld": "small-group" if few or few_on_roll else None,
        "options": row.options,
        "chosen": row.chosen,
        "spec_hash": row.spec_hash,
    }


POLLS = Source(
    _polls,
    _poll,
    Poll.id,
    Poll.id,
    func.coalesce(Poll.certified_at, Poll.counted_at),
    _POLL_FILTERS,
)

_Here = aliased(Project)
_OPTION = cast(Poll.id, String) + literal("-") + cast(PollOption.number, String)


def _options(_at: datetime) -> Select[*tuple[Any, ...]]:
    return (
        _of_polls(
            _OPTION.label("number"),
            PollOption.number.label("position"),
            _Here.id.label("project_id"),
            _Here.number.label("project_number"),
            func.coalesce(PollOption.own_title, _Here.title).label("title"),
            PollOption.cost_fen,
            PollOption.votes,
            PollOption.place,
            PollOption.selected,
        )
        .join(PollOption, PollOption.poll_id == Poll.id)
        .outerjoin(_Here, _Here.id == PollOption.project_id)
    )


def _option(row: Found, known: Known) -> dict[str, object]:
    return {
        **_place(row),
        "number": row.number,
        "poll_id": row.poll_id,
        "position": row.position,
        "project_number": row.project_number,
        "title": known.read(row.project_id, row.title) if row.project_id else row.title,
        "cost_fen": None if row.source is not None else row.cost_fen,
        "votes": row.votes or 0,
        "rank": row.place,
        "selected": bool(row.selected),
    }


POLL_OPTIONS = Source(
    _options,
    _option,
    PollOption.id,
    _OPTION,
    func.coalesce(Poll.certified_at, Poll.counted_at),
    _POLL_FILTERS,
    reworded=True,
)


def _running(at: datetime) -> ColumnElement[str]:
    return case((Survey.closes_at > at, "running"), else_="over")


def _satisfaction(at: datetime) -> Select[*tuple[Any, ...]]:
    """Return the surveys, each with how often each point was given to each question, counted in the database."""
    counts = [
        cast(func.sum(case((getattr(SurveyAnswer, question) == point, 1), else_=0)), BigInteger).label(
            f"{question}_{point}"
        )
        for question in QUESTIONS
        for point in range(1, 6)
    ]
    counted = select(SurveyAnswer.survey_id, *counts).group_by(SurveyAnswer.survey_id).subquery()
    told = [column for column in counted.c if column.name != "survey_id"]
    return (
        of_project(
            rulebook_id().label("rulebook_id"),
            _running(at).label("running"),
            Survey.opened_at,
            Survey.closes_at,
            *told,
        )
        .join(Survey, Survey.project_id == Project.id)
        .outerjoin(counted, counted.c.survey_id == Survey.id)
        .where(Project.state.in_(APPROVED_OR_LATER))
    )


def _survey(row: Found, known: Known) -> dict[str, object]:
    """Tell what the page of the survey shows, and nothing before it is over: a share would tell by its changes."""
    given = row._mapping
    points = {
        question: tuple(int(given[f"{question}_{point}"] or 0) for point in range(1, 6))
        for question in QUESTIONS
    }
    over = row.running == "over"
    seen = shown(Count(points), limit=known.limit(row.rulebook_id)) if over else Shown(None, None, ())
    bands = {band.label: band.number for band in seen.bands}
    each = {name: bands.get(POINTS[point]) for point, name in _BANDS.items()}
    return {
        **place_of(row, known),
        "state": row.running,
        "opened_at": row.opened_at,
        "closes_at": row.closes_at,
        "answers": seen.answers,
        **each,
        "upper": _together(bands, HIGH),
        "lower": _together(bands, LOW),
        **{f"percent_{question}": (seen.percents or {}).get(question) for question in QUESTIONS},
        "withheld": _why_empty(seen, over=over, whole=None not in each.values()),
    }


_BANDS = {
    5: "very_satisfied",
    4: "satisfied",
    3: "fair",
    2: "dissatisfied",
    1: "very_dissatisfied",
}


def _together(bands: dict[str, int | None], points: tuple[int, ...]) -> int | None:
    """Return how many chose one of some points, as far as that is told."""
    if TOGETHER[points] in bands:
        return bands[TOGETHER[points]]
    single = [bands.get(POINTS[point]) for point in points]
    return None if None in single else sum(number for number in single if number is not None)


def _why_empty(seen: Shown, *, over: bool, whole: bool) -> str | None:
    if not over:
        return "running"
    if seen.answers is None:
        return "small-group"
    if seen.verdict:
        return {"most": "few-dissatisfied", "few": "few-satisfied"}[seen.verdict]
    return None if whole else "small-cells"


SATISFACTION = Source(
    _satisfaction,
    _survey,
    Survey.id,
    Project.number,
    func.coalesce(Survey.signed_at, Survey.opened_at),
    {"community": by(Area.slug), "year": by(Round.year), "state": by_moment(_running)},
    reworded=True,
    limited=True,
)
