"""What a member lets be recorded, so that the composition of their council can be counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from microprojects.domain.actions import Action
from microprojects.domain.composition import require_facts
from microprojects.domain.people import SYSTEM, Actor
from microprojects.domain.permissions import Target
from microprojects.domain.workdays import local_day
from microprojects.services import _rosters
from microprojects.services._deed import permit
from microprojects.store import councils, seatings
from microprojects.store.db import db, transaction
from microprojects.store.seatings import SeatFacts


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody told of themself; None where they said nothing."""

    woman: bool | None = None
    under_35: bool | None = None
    over_60: bool | None = None
    non_local: bool | None = None


def record_facts(seat_id: int, told: Told, *, agreed: bool, actor: Actor, at: datetime) -> None:
    """Record what a member agreed to; the journal says that it was done, and nothing of what was said.

    Raises:
        NotFound, NotPermitted: there is no such seat, or the actor does not work there.
        NoConsent, BothAges: the member did not agree, or the facts cannot be true together.
    """
    with transaction() as session:
        seat = councils.seat(session, seat_id, for_update=True)
        council = _rosters.held(session, seat.council_id, Action.COUNCIL_EDIT, actor=actor, at=at)
        require_facts(agreed=agreed, under_35=told.under_35, over_60=told.over_60)
        kept = seatings.facts(session, seat_id)
        if kept is None:
            kept = SeatFacts(seat_id=seat_id, agreed_at=at)
            session.add(kept)
        kept.woman, kept.under_35, kept.over_60 = told.woman, told.under_35, told.over_60
        kept.non_local, kept.agreed_at = told.non_local, at
        facts = {"seat": seat_id, "counted_in": True}
        _rosters.tell(session, council, Action.COUNCIL_EDIT, actor=actor, at=at, facts=facts)


def forget_facts(seat_id: int, *, actor: Actor, at: datetime) -> None:
    """Delete what was recorded of a member: they take their consent back, or tell the community.

    Where nothing was recorded, nothing happens.

    Raises:
        NotFound, NotPermitted: there is no such seat, or it is another's and the actor does not work there.
    """
    with transaction() as session:
        seat = councils.seat(session, seat_id, for_update=True)
        council = councils.get(session, seat.council_id)
        if seat.person_id != actor.person_id:
            permit(actor, Action.COUNCIL_EDIT, Target(council.area.path), at=at)
        if seatings.forget_facts(session, seat_id):
            facts = {"seat": seat_id, "counted_in": False}
            _rosters.tell(session, council, Action.COUNCIL_EDIT, actor=actor, at=at, facts=facts)


def forget_past(*, at: datetime) -> int:
    """Delete what was recorded of members whose term is over, and return of how many."""
    over = seatings.facts_of_past(db.session(), local_day(at))
    for seat_id in over:
        with transaction() as session:
            seat = councils.seat(session, seat_id, for_update=True)
            council = councils.get(session, seat.council_id)
            if seatings.forget_facts(session, seat_id):
                facts = {"seat": seat_id, "counted_in": False}
                _rosters.tell(session, council, Action.COUNCIL_EDIT, actor=SYSTEM, at=at, facts=facts)
    return len(over)
