"""What an office or an open matter holds back of a person, and the deletion of the rest."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal, or_, select, union_all
from sqlalchemy.orm import Session

from microprojects.domain.erasures import Duty, Matter, Waiting
from microprojects.domain.people import Role
from microprojects.domain.polls import PollState
from microprojects.domain.proposals import UNIT
from microprojects.domain.states import State
from microprojects.store import coverage
from microprojects.store.areas import Area
from microprojects.store.challenges import Challenge
from microprojects.store.councils import Council, Seat
from microprojects.store.gatherings import Gathering
from microprojects.store.hearings import SignedUp
from microprojects.store.objections import Objection
from microprojects.store.people import RoleGrant
from microprojects.store.poll_rolls import RollEntry
from microprojects.store.polls import Poll
from microprojects.store.projects import Project

# The proposer may be asked to mend it, and may take it back, until it is on an agenda.
ASKED_ABOUT = (State.SUBMITTED, State.RETURNED, State.ACCEPTED, State.CONSULTING, State.DEFERRED, State.READY)
_RUNNING = (PollState.OPEN.value, PollState.CLOSED.value)
_LATER = timedelta(days=3650)


def objection_over() -> ColumnElement[bool]:
    """Return the condition that nobody has anything to do about an objection any more."""
    answered = or_(Objection.outcome.is_not(None), Objection.standing_effect.is_not(None))
    seen = and_(answered, Objection.reviewed_at.is_not(None), Objection.waits_for.is_(None))
    return or_(Objection.withdrawn_at.is_not(None), seen)


def matters(session: Session, person_id: int) -> list[Matter]:
    """Return the matters under way for which a person must still be known, in one statement."""
    query = union_all(
        _named(Waiting.POLL, Poll.title)
        .join(RollEntry, RollEntry.poll_id == Poll.id)
        .where(RollEntry.person_id == person_id, Poll.state.in_(_RUNNING)),
        _named(Waiting.OBJECTION, Project.number)
        .join(Objection, Objection.project_id == Project.id)
        .where(Objection.person_id == person_id, ~objection_over()),
        _named(Waiting.CHALLENGE, Poll.title)
        .join(Challenge, Challenge.poll_id == Poll.id)
        .where(Challenge.person_id == person_id, Challenge.outcome.is_(None)),
        _named(Waiting.PROPOSAL, Project.number).where(
            Project.proposer_id == person_id, Project.state.in_(ASKED_ABOUT)
        ),
        _named(Waiting.GATHERING, Gathering.title)
        .join(SignedUp, SignedUp.gathering_id == Gathering.id)
        .where(SignedUp.person_id == person_id, SignedUp.withdrawn_at.is_(None))
        .where(Gathering.state.in_(("planned", "open"))),
    )
    return sorted(
        (Matter(Waiting(kind), what or "") for kind, what in session.execute(query)),
        key=lambda each: (list(Waiting).index(each.kind), each.what),
    )


def _named(kind: Waiting, what: Any) -> Select[str, str]:
    return select(literal(kind.value), what)


def duties(session: Session, person_id: int, on: date) -> list[Duty]:
    """Return the offices and seats that a person holds on a day, or will hold after it."""
    held = session.execute(
        select(RoleGrant.role, Area.name, RoleGrant.until)
        .join(Area, Area.id == RoleGrant.area_id)
        .where(RoleGrant.person_id == person_id, or_(RoleGrant.until.is_(None), RoleGrant.until >= on))
        .order_by(RoleGrant.id)
    )
    found = [Duty(Role(role).label, area, until) for role, area, until in held]
    seated = session.execute(
        select(Council.name, Area.name, Seat.until)
        .join(Council, Council.id == Seat.council_id)
        .join(Area, Area.id == Council.area_id)
        .where(Seat.person_id == person_id, or_(Seat.until.is_(None), Seat.until >= on))
        .order_by(Seat.id)
    )
    return found + [Duty(council, area, until) for council, area, until in seated]


def ever_served(session: Session, person_id: int) -> bool:
    """Return whether a person ever held an office or a seat, so that files tell by whom something was done."""
    grant = exists(select(RoleGrant.id).where(RoleGrant.person_id == person_id))
    seat = exists(select(Seat.id).where(Seat.person_id == person_id))
    return bool(session.scalar(select(or_(grant, seat))))


def took_part(session: Session, person_id: int, community_id: int, at: datetime) -> bool:
    """Return whether a person is counted among those who took part in something of their community."""
    ways = coverage.who(community_id, None, at + _LATER)
    return bool(session.scalar(select(or_(*(literal(person_id).in_(way) for way in ways)))))


def named_projects(session: Session, person_id: int, display: str) -> list[Project]:
    """Return the handed-in proposals on which a person is named in full, held until the transaction ends."""
    query = select(Project).where(Project.proposer_id == person_id, Project.proposer_display == display)
    query = query.where(Project.proposer_kind != UNIT, Project.number.is_not(None)).order_by(Project.id)
    return list(session.scalars(query.with_for_update(of=Project)))
