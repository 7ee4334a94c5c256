"""An absent member's vote is put into the hands of one who is there, by a written consent, and ends."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import delegations as rules
from microprojects.domain.actions import Action
from microprojects.domain.casting import NotInOffice, VoteStillOpen
from microprojects.domain.errors import N_
from microprojects.domain.people import Actor
from microprojects.domain.texts import line, needed
from microprojects.domain.workdays import local_day
from microprojects.services._room import permit_in, require_in_session, tell
from microprojects.store import councils, delegations, meetings, rulebooks, votes
from microprojects.store.db import transaction
from microprojects.store.delegations import Delegation
from microprojects.store.meetings import Meeting


def record(
    meeting_id: int, *, principal_id: int, delegate_id: int, paper: str, actor: Actor, at: datetime
) -> int:
    """Write down that an absent member gives their vote to a present one for this meeting, and return its number.

    `paper` is the number of the paper with the written consent. The vote counts in what is
    opened from now on; it makes nobody present.

    Raises:
        NotFound, NotPermitted: there is no such meeting, or the actor does not keep its desk.
        NotInSession, VoteStillOpen: the meeting is not open, or a vote is under way.
        NoProxies: the rules of the council or of an item let nobody vote for another.
        NotInOffice: one of the two has no seat on this day.
        PrincipalIsHere, DelegateIsAway, DelegateIsTaken, DelegatedAlready: these two cannot.
        BadValue: the number of the paper is missing.
    """
    with transaction() as session:
        meeting = meetings.get(session, meeting_id, for_update=True)
        permit_in(meeting, Action.DELEGATION_RECORD, actor=actor, at=at)
        require_in_session(meeting)
        if not rulebooks.allows_proxies(session, meeting):
            raise rules.NoProxies
        position = votes.still_open(session, meeting_id)
        if position is not None:
            raise VoteStillOpen(position=position)
        _require_pair(session, meeting, principal_id, delegate_id, at=at)
        label = N_("委托书编号")
        number = unicodedata.normalize("NFC", needed(label, line(label, paper, limit=60)))
        code = rules.digest(meeting=meeting_id, principal=principal_id, delegate=delegate_id, paper=number)
        given = Delegation(
            meeting_id=meeting_id,
            principal_id=principal_id,
            delegate_id=delegate_id,
            paper=number,
            digest=code,
            given_at=at,
            given_by_id=actor.person_id,
        )
        session.add(given)
        session.flush()
        tell(
            session,
            meeting,
            Action.DELEGATION_RECORD,
            actor=actor,
            at=at,
            facts={"step": "give"},
            detail=code,
        )
        return given.id


def end(delegation_id: int, *, actor: Actor, at: datetime) -> None:
    """End a delegation; in a vote that is under way it still counts as when that was opened.

    Raises:
        NotFound, NotPermitted: there is none such, or the actor does not keep the desk.
        NotInSession: the meeting is over.
        DelegationOver: it has ended.
    """
    with transaction() as session:
        meeting = meetings.get(session, delegations.get(session, delegation_id).meeting_id, for_update=True)
        permit_in(meeting, Action.DELEGATION_RECORD, actor=actor, at=at)
        require_in_session(meeting)
        given = delegations.get(session, delegation_id, for_update=True)
        if given.ended_at is not None:
            raise rules.DelegationOver
        given.ended_at = max(at, given.given_at)
        facts, code = {"step": "take-back"}, given.digest
        tell(session, meeting, Action.DELEGATION_RECORD, actor=actor, at=at, facts=facts, detail=code)


def _require_pair(
    session: Session, meeting: Meeting, principal_id: int, delegate_id: int, *, at: datetime
) -> None:
    """Refuse two members of whom the one cannot give, or the other cannot take."""
    day = local_day(at)
    for person_id in (principal_id, delegate_id):
        if not councils.sits(session, meeting.council_id, person_id, day):
            raise NotInOffice(day=day.isoformat(), council=meeting.council.name)
    present = meetings.room(session, meeting.id).present
    if principal_id in present:
        raise rules.PrincipalIsHere
    if delegate_id not in present:
        raise rules.DelegateIsAway
    for given in delegations.standing(session, meeting.id):
        if given.delegate_id == delegate_id:
            raise rules.DelegateIsTaken
        if given.principal_id == principal_id:
            raise rules.DelegatedAlready
