"""What the deeds of a meeting share: whose room it is, its line in the journal, and items left undecided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.departures import Decided
from microprojects.domain.meetings import MeetingOver, NotForAnother, NotInSession, NotPlanned
from microprojects.domain.motions import InRecess
from microprojects.domain.people import SYSTEM, Actor, Role
from microprojects.domain.permissions import Target
from microprojects.domain.tabling import may_be_tabled
from microprojects.domain.workdays import local_day
from microprojects.services._deed import move, permit, record
from microprojects.services._departures import note
from microprojects.store import floor, meetings
from microprojects.store.cases import StoreCase
from microprojects.store.journal import JournalEntry
from microprojects.store.meetings import AgendaItem, Meeting

DESK = frozenset({Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY})


def area_of(meeting: Meeting) -> str:
    """Return the path of the area whose council meets."""
    return meeting.council.area.path


def permit_in(meeting: Meeting, action: Action, *, actor: Actor, at: datetime) -> None:
    """Let the act pass if the permission table allows it in the area of the meeting's council.

    Raises:
        NotPermitted: it does not.
    """
    permit(actor, action, Target(area_of(meeting)), at=at)


def permit_for(meeting: Meeting, person_id: int, *, actor: Actor, at: datetime) -> None:
    """Let members act for themselves, and the secretary and the chair note down what others say.

    Raises:
        NotForAnother: neither holds.
    """
    if actor.person_id != person_id and not actor.roles(area_of(meeting), local_day(at)) & DESK:
        raise NotForAnother


def tell(
    session: Session,
    meeting: Meeting,
    action: Action,
    *,
    actor: Actor,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    detail: str = "",
) -> JournalEntry:
    """Append the act to the journal as one of the meeting."""
    return record(
        session,
        action,
        f"meeting/{meeting.id}",
        actor=actor,
        at=at,
        area=area_of(meeting),
        facts=facts,
        detail=detail,
    )


def require_planned(meeting: Meeting) -> None:
    """Refuse once the meeting has begun, ended or been called off."""
    if meeting.state != "planned":
        raise NotPlanned


def require_in_session(meeting: Meeting) -> None:
    """Refuse outside an open meeting."""
    if meeting.state != "in_session":
        raise NotInSession


def require_sitting(meeting: Meeting) -> None:
    """Refuse outside an open meeting, and while it is broken off."""
    require_in_session(meeting)
    if meeting.recess_since is not None:
        raise InRecess


def require_not_over(meeting: Meeting) -> None:
    """Refuse after the end of a meeting."""
    if meeting.state not in ("planned", "in_session"):
        raise MeetingOver


def table_rest(session: Session, meeting: Meeting, reason: str, *, at: datetime) -> int:
    """Table every item that was not decided, so that its project can go on another agenda; return how many.

    Nobody decides this: it follows from the end of the meeting, so the system does it
    whoever proposed the project. Each project's move is its own entry in the journal.
    """
    rest = meetings.items(session, meeting.id, meetings.NOT_VOTED)
    for item in rest:
        table(session, item, reason, actor=SYSTEM, at=at)
    return len(rest)


def table(session: Session, item: AgendaItem, reason: str, *, actor: Actor, at: datetime) -> None:
    """Table one item; a project that only waits to be ratified, or for a change, stays in its state."""
    facts: dict[str, object] = {"meeting": item.meeting_id, "item": item.position, "reason": reason}
    if item.table_for is not None:
        facts |= {"for": item.table_for, "against": item.table_against}
    if item.purpose == "decide":
        move(session, item.project, Action.PROJECT_TABLE, actor=actor, at=at, facts=facts)
    else:
        session.flush()
        may_be_tabled(StoreCase(session, item.project, at))
        record(
            session,
            Action.PROJECT_TABLE,
            f"project/{item.project.number}",
            actor=actor,
            at=at,
            area=item.project.area.path,
            facts={**facts, "purpose": item.purpose},
        )
    if item.table_for is not None and item.purpose != "change":
        note(session, item, Decided.TABLED, at=at)
    floor.end_all(session, item.id, at=at)
    item.state = "tabled"
    item.tabled_reason = reason
