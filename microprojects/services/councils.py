"""Councils are founded and their seats given and ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.councils import BODIES, NoSuchBody
from microprojects.domain.errors import N_, AlreadyDone
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.services import _rosters
from microprojects.services._deed import permit
from microprojects.services._words import public_line
from microprojects.store import areas, councils
from microprojects.store.councils import Council
from microprojects.store.db import transaction


def found(community_slug: str, *, body: str, name: str, hall: str = "", actor: Actor, at: datetime) -> int:
    """Found a council of a community and return its number; `body` is the scheme's word for it.

    Raises:
        NotFound, NotPermitted: there is no such community, or the actor does not work there.
        NoSuchBody: no scheme has such a body.
        AlreadyDone: the community has that body already.
        BadValue, PrivacyFinding: the name cannot be published.
    """
    with transaction() as session:
        area = areas.by_slug(session, community_slug)
        permit(actor, Action.COUNCIL_EDIT, Target(area.path), at=at)
        if body not in BODIES:
            raise NoSuchBody(body=body[:40])
        if any(council.body == body for council in councils.of_area(session, area.id)):
            raise AlreadyDone
        council = Council(
            area_id=area.id,
            body=body,
            name=public_line(N_("名称"), name),
            hall=public_line(N_("地点"), hall, needed=False),
        )
        session.add(council)
        session.flush()
        _tell(session, council, {"founded": body}, actor=actor, at=at)
        return council.id


def seat(
    council_id: int,
    *,
    person_id: int,
    kind: str,
    since: date,
    until: date | None = None,
    name_public: bool = False,
    actor: Actor,
    at: datetime,
) -> int:
    """Give a person one seat for a term and return its number; `until` is the last day.

    `name_public` says that the person agreed to stand in the public roster by name.

    Raises:
        NotFound, NotPermitted: there is no such council or person, or the actor does not work there.
        BadValue, TermBackwards: the kind or the term is not one.
        SeatTaken: the person sits there at that time already.
        RosterFixed: a meeting is in session.
    """
    with transaction() as session:
        council = _rosters.held(session, council_id, Action.COUNCIL_EDIT, actor=actor, at=at)
        made = _rosters.given(
            session,
            council,
            person_id=person_id,
            kind=kind,
            since=since,
            until=until,
            name_public=name_public,
        )
        _tell(session, council, _rosters.facts_of(made), actor=actor, at=at)
        return made.id


def unseat(seat_id: int, *, until: date, reason: str = "", actor: Actor, at: datetime) -> None:
    """End the term of a seat on a day, which is its last; why is kept, and told only as far as that is public.

    Raises:
        NotFound, NotPermitted: there is no such seat, or the actor does not work there.
        BadValue: the reason is none of those known.
        TermBackwards, TermOnlyShortened: the day is before the term began, or after it was to end.
        RosterFixed: a meeting is in session.
    """
    with transaction() as session:
        ended = councils.seat(session, seat_id, for_update=True)
        council = _rosters.held(session, ended.council_id, Action.COUNCIL_EDIT, actor=actor, at=at)
        _rosters.require_changeable(session, council.id)
        facts = _rosters.end(session, ended, until, reason, at=at)
        _tell(session, council, facts, actor=actor, at=at)


def show_name(seat_id: int, *, shown: bool, actor: Actor, at: datetime) -> None:
    """Let the public roster show a member's name, or hide it again; the member decides, or tells the community.

    Raises:
        NotFound, NotPermitted: there is no such seat, or it is another's and the actor does not work there.
    """
    with transaction() as session:
        own = councils.seat(session, seat_id, for_update=True)
        council = councils.get(session, own.council_id)
        if own.person_id != actor.person_id:
            permit(actor, Action.COUNCIL_EDIT, Target(council.area.path), at=at)
        own.name_public = shown
        facts = {"seat": own.id, "name_public": shown}
        _tell(session, council, facts, actor=actor, at=at)


def _tell(
    session: Session, council: Council, facts: Mapping[str, object], *, actor: Actor, at: datetime
) -> None:
    _rosters.tell(session, council, Action.COUNCIL_EDIT, actor=actor, at=at, facts=facts)
