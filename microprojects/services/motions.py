"""Motions of procedure on the item before the room, and the end of a recess."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.casting import NotInTheRoom, VoteStillOpen
from microprojects.domain.errors import N_
from microprojects.domain.floor import NotUnderDebate
from microprojects.domain.meetings import require_quorum
from microprojects.domain.motions import Hands, NotInRecess, require_motion
from microprojects.domain.people import Actor
from microprojects.services._deed import permit
from microprojects.services._room import permit_in, require_in_session, require_sitting, tell
from microprojects.services._words import public_line, text_seal
from microprojects.store import floor, meetings, rulebooks, votes
from microprojects.store.db import transaction
from microprojects.store.floor import Motion
from microprojects.store.meetings import AgendaItem


def decide(
    item_id: int,
    kind: str,
    *,
    hands: Hands,
    text: str = "",
    moved_by_id: int,
    actor: Actor,
    at: datetime,
) -> bool:
    """Record a motion with the hands counted for, against and abstaining; return whether it carried.

    A carried amendment becomes part of what is voted on; a carried end of debate sends
    those who wait back to their seats; a carried recess breaks the meeting off.

    Raises:
        NotFound, NotPermitted, OwnItem: there is no such item, or the actor does not chair it.
        NotInSession, InRecess, VoteStillOpen, NotUnderDebate: the room cannot decide this now.
        NoSuchMotion, MotionWithoutText: the motion is none, or says nothing.
        NotInTheRoom: who moves it is not in the room, or stands aside.
        QuorumMissing: too few are in the room to decide anything.
        HandsDoNotAddUp: the hands are not those in the room.
        BadValue, PrivacyFinding: the text cannot be published.
    """
    with transaction() as session:
        item = meetings.item(session, item_id, for_update=True)
        meeting = item.meeting
        permit(actor, Action.MOTION_DECIDE, item.project.target, at=at)
        require_sitting(meeting)
        require_motion(kind, text)
        base = _room(session, item, kind, moved_by_id)
        motion = Motion(
            item_id=item_id,
            kind=kind,
            text=public_line(N_("动议内容"), text, needed=False),
            moved_by_id=moved_by_id,
            decided_at=at,
            in_favour=hands.in_favour,
            against=hands.against,
            abstain=hands.abstain,
            carried=hands.carried(base),
        )
        session.add(motion)
        if motion.carried:
            _follow(session, item, kind, at=at)
        tell(session, meeting, Action.MOTION_DECIDE, actor=actor, at=at, facts=_told(item, motion))
        return motion.carried


def _room(session: Session, item: AgendaItem, kind: str, moved_by_id: int) -> int:
    """Return how many may raise a hand, if the room may decide this motion now."""
    meeting = item.meeting
    position = votes.still_open(session, meeting.id)
    if position is not None:
        raise VoteStillOpen(position=position)
    if item.state != "presented" or (kind != "recess" and not item.under_debate):
        raise NotUnderDebate
    may_vote = meetings.room(session, meeting.id, item.id).may_vote
    if moved_by_id not in may_vote:
        raise NotInTheRoom
    share = rulebooks.quorum_of(session, meeting)
    require_quorum(share, due=meeting.members_due, present=len(may_vote))
    return len(may_vote)


def _told(item: AgendaItem, motion: Motion) -> dict[str, object]:
    return {
        "item": item.position,
        "project": item.project.number,
        "motion": motion.kind,
        **text_seal(motion.text),
        "for": motion.in_favour,
        "against": motion.against,
        "abstain": motion.abstain,
        "carried": motion.carried,
    }


def _follow(session: Session, item: AgendaItem, kind: str, *, at: datetime) -> None:
    """Do what a carried motion asks for; an amendment is taken up when the dossier is frozen."""
    if kind == "close_debate":
        floor.end_all(session, item.id, at=at)
        item.debate_closed_at = at
    elif kind == "recess":
        item.meeting.recess_since = at


def resume(meeting_id: int, *, actor: Actor, at: datetime) -> None:
    """Let a meeting go on that was broken off.

    Raises:
        NotFound, NotPermitted: there is no such meeting, or the actor does not chair it.
        NotInSession, NotInRecess: it is not open, or was not broken off.
    """
    with transaction() as session:
        meeting = meetings.get(session, meeting_id, for_update=True)
        permit_in(meeting, Action.MEETING_RESUME, actor=actor, at=at)
        require_in_session(meeting)
        if meeting.recess_since is None:
            raise NotInRecess
        meeting.recess_since = None
        tell(session, meeting, Action.MEETING_RESUME, actor=actor, at=at)
