"""Age bands are counted by the system when a poll was counted or a survey is over, and only then."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain import ages as rules
from microprojects.domain.actions import Action
from microprojects.domain.people import SYSTEM
from microprojects.services._deed import record
from microprojects.store import ages, areas, indicators
from microprojects.store.ages import AgeCounting
from microprojects.store.db import db, transaction


def count_due(*, at: datetime) -> int:
    """Count, for the system, every community and year in which something ended since it was counted; return how many.

    Dates of birth are opened here and nowhere else for it. What is kept is what may be told to everybody.
    """
    session = db.session()
    smallest = indicators.smallest(session)
    due = ages.due(session, smallest, at=at)
    for (community_id, year), events in due.items():
        _count(community_id, year, events=events, smallest=smallest, at=at)
    return len(due)


def _count(community_id: int, year: int, *, events: int, smallest: int, at: datetime) -> None:
    with transaction() as session:
        area = areas.get(session, community_id)
        told = rules.told(ages.counted(session, community_id, year, at=at), smallest)
        counting = AgeCounting(
            community_id=community_id, year=year, events=events, smallest=smallest, counted_at=at
        )
        ages.keep(session, counting, told)
        record(
            session, Action.AGES_COUNT, f"ages/{area.slug}/{year}", actor=SYSTEM, at=at, area=area.path,
            facts={"year": year},
        )  # fmt: skip
