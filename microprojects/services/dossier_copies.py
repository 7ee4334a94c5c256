"""Dossiers on paper are put into the hands of members who do not read them on the site."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain.actions import Action
from microprojects.domain.casting import NotInOffice
from microprojects.domain.dossier_copies import DossierNotOut, holds
from microprojects.domain.errors import AlreadyDone
from microprojects.domain.people import Actor
from microprojects.domain.workdays import local_day
from microprojects.services._room import permit_in, require_not_over, tell
from microprojects.store import councils, dossier_copies, meetings
from microprojects.store.db import transaction
from microprojects.store.dossier_copies import DossierCopy


def hand_over(meeting_id: int, *, person_id: int, actor: Actor, at: datetime) -> None:
    """Write down that a member got the dossiers of a meeting on paper, again where an item came after that.

    Raises:
        NotFound, NotPermitted: there is no such meeting, or the actor does not send its dossiers.
        MeetingOver: it is over.
        DossierNotOut: the dossiers have not been sent.
        NotInOffice: the person will have no seat on the day of the meeting.
        AlreadyDone: they have a copy with every item in it.
    """
    with transaction() as session:
        meeting = meetings.get(session, meeting_id, for_update=True)
        permit_in(meeting, Action.DOSSIER_HAND_OVER, actor=actor, at=at)
        require_not_over(meeting)
        if meeting.dossier_sent_at is None:
            raise DossierNotOut
        day = local_day(meeting.starts_at)
        if not councils.sits(session, meeting.council_id, person_id, day):
            raise NotInOffice(day=day.isoformat(), council=meeting.council.name)
        copy = dossier_copies.get(session, meeting_id, person_id)
        if copy is not None:
            if holds(copy.handed_at, dossier_copies.newest(session, meeting) or at):
                raise AlreadyDone
            session.delete(copy)
            session.flush()
        session.add(
            DossierCopy(
                meeting_id=meeting_id, person_id=person_id, handed_at=at, handed_by_id=actor.person_id
            )
        )
        session.flush()
        facts = {"copies": dossier_copies.handed(session, meeting_id)}
        tell(session, meeting, Action.DOSSIER_HAND_OVER, actor=actor, at=at, facts=facts)
