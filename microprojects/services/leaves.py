"""Members ask leave from a meeting before it begins, and take it back."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain.actions import Action
from microprojects.domain.casting import NotInOffice
from microprojects.domain.errors import AlreadyDone, NotFound
from microprojects.domain.leaves import IsInTheRoom, LeaveTooLate
from microprojects.domain.people import Actor
from microprojects.domain.workdays import local_day
from microprojects.services._room import permit_for, permit_in, tell
from microprojects.store import councils, leaves, meetings
from microprojects.store.db import transaction
from microprojects.store.leaves import Leave
from microprojects.store.meetings import Meeting


def ask(meeting_id: int, *, person_id: int, actor: Actor, at: datetime) -> None:
    """Note that a member cannot come: they themself say so, or the desk notes it. No reason is asked for.

    Those due stay as many as they were.

    Raises:
        NotFound, NotPermitted, NotForAnother: there is no such meeting, or it is not for the actor to do.
        LeaveTooLate: the meeting was to have begun, or was called off.
        NotInOffice: the person has no seat on that day.
        IsInTheRoom: they have signed in.
        AlreadyDone: they have leave.
    """
    with transaction() as session:
        meeting = meetings.get(session, meeting_id, for_update=True)
        permit_in(meeting, Action.LEAVE_ASK, actor=actor, at=at)
        permit_for(meeting, person_id, actor=actor, at=at)
        _require_before(meeting, at)
        day = local_day(meeting.starts_at)
        if not councils.sits(session, meeting.council_id, person_id, day):
            raise NotInOffice(council=meeting.council.name, day=day.isoformat())
        if meetings.stay(session, meeting_id, person_id) is not None:
            raise IsInTheRoom
        if leaves.get(session, meeting_id, person_id) is not None:
            raise AlreadyDone
        noted = Leave(
            meeting_id=meeting_id, person_id=person_id, asked_at=at, noted_by_id=actor.person_id or 0
        )
        session.add(noted)
        facts = {"own": actor.person_id == person_id}
        tell(session, meeting, Action.LEAVE_ASK, actor=actor, at=at, facts=facts)


def take_back(meeting_id: int, *, person_id: int, actor: Actor, at: datetime) -> None:
    """Take back that a member cannot come, before the meeting begins.

    Raises:
        NotFound, NotPermitted, NotForAnother: nobody has leave so, or it is not for the actor to do.
        LeaveTooLate: the meeting was to have begun, or was called off.
    """
    with transaction() as session:
        meeting = meetings.get(session, meeting_id, for_update=True)
        permit_in(meeting, Action.LEAVE_TAKE_BACK, actor=actor, at=at)
        permit_for(meeting, person_id, actor=actor, at=at)
        _require_before(meeting, at)
        noted = leaves.get(session, meeting_id, person_id)
        if noted is None:
            raise NotFound
        session.delete(noted)
        facts = {"own": actor.person_id == person_id}
        tell(session, meeting, Action.LEAVE_TAKE_BACK, actor=actor, at=at, facts=facts)


def _require_before(meeting: Meeting, at: datetime) -> None:
    if meeting.state != "planned" or at >= meeting.starts_at:
        raise LeaveTooLate
