"""A seat falls vacant and is given to a successor, in one act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.councils import KINDS
from microprojects.domain.elections import NotOfTheCouncil
from microprojects.domain.people import Actor
from microprojects.domain.successions import (
    SameMember,
    SeatFilled,
    require_kind,
    require_reason,
    require_turn,
)
from microprojects.services import _rosters
from microprojects.store import councils, elections, seatings
from microprojects.store.councils import Council, Seat
from microprojects.store.db import transaction
from microprojects.store.seatings import SeatOrigin


@dataclass(frozen=True, kw_only=True)
class Successor:
    """Who takes a seat, as what and from when; `other_kind` says that the seat changes its kind on purpose."""

    person_id: int
    kind: str
    since: date
    other_kind: bool = False
    name_public: bool = False
    election_id: int | None = None


def replace(
    seat_id: int, successor: Successor, *, last_day: date, reason: str, actor: Actor, at: datetime
) -> int:
    """End a seat and give the rest of its term to a successor; return the number of the new seat.

    A seat that has ended before may be filled too; its last day and its reason then stay as they are told again.

    Raises:
        NotFound, NotPermitted: there is no such seat or person, or the actor does not work there.
        RosterFixed: a meeting is in session.
        SeatFilled, SameMember: somebody took it before, or the successor is who leaves.
        BadValue, OtherKind: the reason or the kind is none, or the kind changes and nobody said so.
        BeginsTooSoon, NothingLeft: the successor begins while the other sits, or after the term.
        TermBackwards, TermOnlyShortened, SeatTaken: the days cannot be, or the successor sits there already.
        NotOfTheCouncil: the election is another council's, or was called wrong.
    """
    with transaction() as session:
        old = councils.seat(session, seat_id, for_update=True)
        council = _rosters.held(session, old.council_id, Action.SEAT_REPLACE, actor=actor, at=at)
        require_reason(reason)
        _require_free(session, old, successor)
        rest = _rest(session, old, last_day)
        ended = _rosters.end(session, old, last_day, reason, at=at)
        require_turn(last_day, successor.since, rest)
        made = _rosters.given(
            session,
            council,
            person_id=successor.person_id,
            kind=successor.kind,
            since=successor.since,
            until=rest,
            name_public=successor.name_public,
        )
        origin = SeatOrigin(
            seat_id=made.id, replaces_id=old.id, election_id=_election(session, council, successor)
        )
        session.add(origin)
        told = {**_rosters.facts_of(made), "replaces": old.id, "last_day": ended["until"]}
        told |= {"ended": ended["ended"]} if "ended" in ended else {}
        _rosters.tell(session, council, Action.SEAT_REPLACE, actor=actor, at=at, facts=told)
        return made.id


def _require_free(session: Session, old: Seat, successor: Successor) -> None:
    if seatings.successor(session, old.id) is not None:
        raise SeatFilled
    if successor.person_id == old.person_id:
        raise SameMember
    require_kind(old.kind, successor.kind, KINDS, said=successor.other_kind)


def _rest(session: Session, old: Seat, last_day: date) -> date | None:
    """Return the last day of what is left: the seat's own, else that of the council's term."""
    if old.until is not None and seatings.ending(session, old.id) is None:
        return old.until
    terms = elections.terms(session, old.council_id)
    return next((each.until for each in terms if each.since <= last_day < each.until), None)


def _election(session: Session, council: Council, successor: Successor) -> int | None:
    if successor.election_id is None:
        return None
    held = elections.get(session, successor.election_id)
    if held.council_id != council.id or held.annulled_at is not None:
        raise NotOfTheCouncil
    return held.id
