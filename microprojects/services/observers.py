"""The list of those who come to a meeting without a vote: invited, come, gone, taken off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import observers as rules
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, AlreadyDone
from microprojects.domain.floor import Speaker
from microprojects.domain.meetings import its_day_has_come
from microprojects.domain.observers import LONGEST, TYPED, require_name
from microprojects.domain.people import Actor
from microprojects.domain.texts import line, needed
from microprojects.services._room import permit_in, require_not_over, tell
from microprojects.store import floor, meetings, observers
from microprojects.store.db import transaction
from microprojects.store.meetings import Meeting
from microprojects.store.observers import Observer


def invite(meeting_id: int, *, kind: str, name: str, actor: Actor, at: datetime) -> int:
    """Invite somebody by name to a meeting and return their number on the list; the name is never published.

    Raises:
        NotFound, NotPermitted: there is no such meeting, or the actor does not keep its list.
        MeetingOver: it has ended or was called off.
        NoSuchObserver, BadValue, NameTooShort: the kind or the name cannot be.
        ObserverListed: they are on the list.
    """
    with transaction() as session:
        meeting = meetings.get(session, meeting_id, for_update=True)
        permit_in(meeting, Action.OBSERVER_INVITE, actor=actor, at=at)
        require_not_over(meeting)
        if kind not in TYPED:
            raise rules.NoSuchObserver(given=kind[:20])
        label = N_("姓名")
        called = require_name(needed(label, line(label, name, limit=LONGEST)))
        if observers.named(session, meeting_id, kind, called):
            raise rules.ObserverListed(name=called)
        invited = Observer(
            meeting_id=meeting_id, kind=kind, name=called, invited_at=at, invited_by_id=actor.person_id
        )
        session.add(invited)
        session.flush()
        tell(session, meeting, Action.OBSERVER_INVITE, actor=actor, at=at, facts={"observer": kind})
        return invited.id


def take_off(observer_id: int, *, actor: Actor, at: datetime) -> None:
    """Take somebody off the list who has not come.

    Raises:
        NotFound, NotPermitted: there is no such person, or the actor does not keep the list.
        MeetingOver: the meeting has ended or was called off.
        ObserverCame, ProposerStays: they came, or must be heard.
    """
    with transaction() as session:
        found, meeting = _found(session, observer_id, Action.OBSERVER_INVITE, actor=actor, at=at)
        if found.came_at is not None:
            raise rules.ObserverCame
        if found.person_id in observers.must_be_heard(session, meeting.id):
            raise rules.ProposerStays
        facts = {"observer": found.kind, "dropped": True}
        session.delete(found)
        tell(session, meeting, Action.OBSERVER_INVITE, actor=actor, at=at, facts=facts)


def note_come(observer_id: int, *, actor: Actor, at: datetime) -> None:
    """Note that somebody came, or came back. They neither count for the quorum nor vote.

    Raises:
        NotFound, NotPermitted: there is no such person, or the actor does not keep the list.
        MeetingOver, TooEarly: the meeting has ended, or its day has not come.
        AlreadyDone: they are here.
    """
    with transaction() as session:
        found, meeting = _found(session, observer_id, Action.OBSERVER_NOTE, actor=actor, at=at)
        its_day_has_come(meeting.starts_at, at=at)
        if found.is_here:
            raise AlreadyDone
        found.came_at, found.left_at = found.came_at or at, None
        facts = {"observer": found.kind, "step": "come"}
        tell(session, meeting, Action.OBSERVER_NOTE, actor=actor, at=at, facts=facts)


def note_gone(observer_id: int, *, actor: Actor, at: datetime) -> None:
    """Note that somebody went before the end; they wait to speak no longer.

    Raises:
        NotFound, NotPermitted: there is no such person, or the actor does not keep the list.
        MeetingOver: the meeting has ended.
        ObserverAbsent: they are not here.
    """
    with transaction() as session:
        found, meeting = _found(session, observer_id, Action.OBSERVER_NOTE, actor=actor, at=at)
        if not found.is_here or found.came_at is None:
            raise rules.ObserverAbsent
        found.left_at = max(at, found.came_at)
        floor.silence(session, meeting.id, Speaker(observer_id=observer_id), at=at)
        facts = {"observer": found.kind, "step": "go"}
        tell(session, meeting, Action.OBSERVER_NOTE, actor=actor, at=at, facts=facts)


def _found(
    session: Session, observer_id: int, action: Action, *, actor: Actor, at: datetime
) -> tuple[Observer, Meeting]:
    """Return somebody on the list of a meeting that is not over, for one who keeps it."""
    found = observers.get(session, observer_id)
    meeting = meetings.get(session, found.meeting_id, for_update=True)
    permit_in(meeting, action, actor=actor, at=at)
    require_not_over(meeting)
    return observers.get(session, observer_id, for_update=True), meeting
