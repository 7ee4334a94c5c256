"""The ground of a call, judged by the rules in force where the council sits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.calls import (
    MEMBERS,
    RESIDENTS,
    Asked,
    AskerNotInOffice,
    Ground,
    by_members,
    by_residents,
    require_clear,
)
from microprojects.domain.workdays import local_day
from microprojects.store import councils, rulebooks
from microprojects.store.councils import Council


def ground_of(session: Session, council: Council, asked: Asked, *, at: datetime) -> Ground:
    """Return the ground of a call if enough asked for it on this day.

    Raises:
        NoSuchGround, GroundUnclear, AskerNotInOffice, MoreThanLiveHere: what was given cannot be.
        TooFewMembersAsk, TooFewResidentsAsk, PopulationUnknown: it is not enough, or nobody can tell.
    """
    require_clear(asked)
    day = local_day(at)
    if asked.kind == MEMBERS:
        seated = {seat.person_id for seat in councils.in_office(session, council.id, day)}
        strangers = asked.members - seated
        if strangers:
            raise AskerNotInOffice(n=len(strangers), council=council.name)
        share = rulebooks.share_in(session, council.area_id, "meeting.call_members", day)
        return by_members(len(asked.members), share, due=len(seated))
    if asked.kind == RESIDENTS:
        share = rulebooks.share_in(session, council.area_id, "meeting.call_residents", day)
        area = council.area
        return by_residents(asked.signatures, share, adults=area.adults, area=area.name)
    return Ground(asked.kind)


def facts_of(ground: Ground) -> dict[str, object]:
    """Return what the journal says of a ground: numbers, no names."""
    if not ground.needed:
        return {"ground": ground.kind}
    return {
        "ground": ground.kind,
        "asked": ground.asked,
        "asked_need": ground.needed,
        "asked_of": ground.counted,
    }
