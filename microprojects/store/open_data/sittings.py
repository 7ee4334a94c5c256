"""Rows of the councils: their meetings, and the counts of their votes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from microprojects.domain.workdays import SHANGHAI, local_day
from microprojects.store.areas import Area
from microprojects.store.councils import Council
from microprojects.store.meetings import AgendaItem, Attendance, Meeting
from microprojects.store.open_data.deliberating import Found, of_project, place_of
from microprojects.store.open_data.sources import Known, Source, by, by_moment
from microprojects.store.programmes import Round
from microprojects.store.projects import Project
from microprojects.store.votes import Vote

_NOT_HELD = ("cancelled", "inquorate")


def _items(*states: str) -> ColumnElement[int]:
    query = select(func.count(AgendaItem.id)).where(AgendaItem.meeting_id == Meeting.id)
    return (query.where(AgendaItem.state.in_(states)) if states else query).scalar_subquery()


def _meetings(_at: datetime) -> Select[*tuple[Any, ...]]:
    came = select(func.count(func.distinct(Attendance.person_id))).where(Attendance.meeting_id == Meeting.id)
    return (
        select(
            Meeting.id.label("id"),
            Meeting.title,
            Council.name.label("council"),
            Area.slug.label("community"),
            Area.name.label("community_name"),
            Meeting.state,
            Meeting.place,
            Meeting.starts_at,
            Meeting.opened_at,
            Meeting.closed_at,
            Meeting.members_due,
            came.scalar_subquery().label("came"),
            _items().label("items"),
            _items("passed").label("passed"),
            _items("rejected").label("rejected"),
            Meeting.note,
        )
        .select_from(Meeting)
        .join(Council, Council.id == Meeting.council_id)
        .join(Area, Area.id == Meeting.area_id)
    )


def _meeting(row: Found, _known: Known) -> dict[str, object]:
    began = row.opened_at is not None
    return {
        "id": row.id,
        "title": row.title,
        "council": row.council,
        "community": row.community,
        "community_name": row.community_name,
        "year": local_day(row.starts_at).year,
        "state": row.state,
        "place": row.place,
        "starts_at": row.starts_at,
        "opened_at": row.opened_at,
        "closed_at": row.closed_at,
        "members_due": row.members_due if began else None,
        "members_came": row.came if began else None,
        "items": row.items,
        "passed": row.passed,
        "rejected": row.rejected,
        "note": row.note if row.state in _NOT_HELD else None,
    }


def _held_in(_at: datetime, year: int) -> ColumnElement[bool]:
    begin, end = (datetime(each, 1, 1, tzinfo=SHANGHAI) for each in (year, year + 1))
    return and_(Meeting.starts_at >= begin, Meeting.starts_at < end)


MEETINGS = Source(
    _meetings,
    _meeting,
    Meeting.id,
    Meeting.id,
    func.coalesce(Meeting.closed_at, Meeting.opened_at, Meeting.called_at),
    {"community": by(Area.slug), "year": _held_in, "state": by(Meeting.state)},
)


def _result(_at: datetime) -> ColumnElement[str]:
    return case(
        (Vote.voided_at.is_not(None), "set_aside"), (Vote.carried.is_(True), "carried"), else_="not_carried"
    )


def _votes(at: datetime) -> Select[*tuple[Any, ...]]:
    return (
        of_project(
            Vote,
            AgendaItem.meeting_id,
            AgendaItem.position,
            AgendaItem.purpose,
            AgendaItem.special,
            _result(at).label("result"),
        )
        .join(Vote, Vote.project_id == Project.id)
        .join(AgendaItem, AgendaItem.id == Vote.item_id)
        .where(Vote.closed_at.is_not(None))
    )


def _vote(row: Found, known: Known) -> dict[str, object]:
    """Tell the counts alone: how a member voted is in other tables, which no query here touches."""
    vote: Vote = row.Vote
    return {
        **place_of(row, known),
        "id": vote.id,
        "meeting_id": row.meeting_id,
        "position": row.position,
        "state": row.result,
        "purpose": row.purpose,
        "special": row.special,
        "mode": vote.mode,
        "due": vote.members_due,
        "present": vote.present,
        "delegated": vote.delegated,
        "recused": vote.recused,
        "base": vote.base,
        "need_for": vote.need_for,
        "in_favour": vote.in_favour,
        "against": vote.against,
        "abstain": vote.abstain,
        "carried": vote.carried,
        "closed_at": vote.closed_at,
    }


VOTES = Source(
    _votes,
    _vote,
    Vote.id,
    Vote.id,
    func.coalesce(Vote.voided_at, Vote.closed_at),
    {"community": by(Area.slug), "year": by(Round.year), "state": by_moment(_result)},
    reworded=True,
)
