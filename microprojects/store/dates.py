"""Meetings and gatherings as calendars show them: those to come, and those that were called off before their day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from microprojects.store.agendas import COMING
from microprojects.store.areas import Area
from microprojects.store.councils import Council
from microprojects.store.gatherings import Gathering
from microprojects.store.meetings import Meeting

_CALLED_OFF = "cancelled"


def meetings(session: Session, at: datetime, *, community: str = "", limit: int) -> list[Meeting]:
    """Return the meetings that are to come or run, and those called off whose day has not come; the nearest first."""
    off = and_(Meeting.state == _CALLED_OFF, Meeting.starts_at >= at)
    query = (
        select(Meeting)
        .join(Area, Area.id == Meeting.area_id)
        .where(or_(Meeting.state.in_(COMING), off))
        .options(joinedload(Meeting.council).joinedload(Council.area))
    )
    if community:
        query = query.where(Area.slug == community)
    return list(session.scalars(query.order_by(Meeting.starts_at, Meeting.id).limit(limit)))


def gatherings(session: Session, at: datetime, *, community: str = "", limit: int) -> list[Gathering]:
    """Return the gatherings that are to come or run, and those called off whose day has not come; the nearest first."""
    off = and_(Gathering.state == _CALLED_OFF, Gathering.starts_at >= at)
    query = (
        select(Gathering)
        .join(Area, Area.id == Gathering.area_id)
        .where(or_(Gathering.state.not_in((_CALLED_OFF, "closed")), off))
    )
    if community:
        query = query.where(Area.slug == community)
    return list(session.scalars(query.order_by(Gathering.starts_at, Gathering.id).limit(limit)))
