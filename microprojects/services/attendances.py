"""Members come, go, and stand aside."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain.actions import Action
from microprojects.domain.casting import NotInOffice, VoteStillOpen
from microprojects.domain.errors import N_, AlreadyDone
from microprojects.domain.floor import Speaker
from microprojects.domain.meetings import NotForAnother, NotSignedIn, its_day_has_come
from microprojects.domain.people import Actor, Role
from microprojects.domain.workdays import local_day
from microprojects.services import _attempts
from microprojects.services._doors import door_code as door_code
from microprojects.services._doors import require_door_code
from microprojects.services._room import area_of, permit_for, permit_in, require_not_over, tell
from microprojects.services._words import public_line
from microprojects.store import councils, delegations, floor, meetings, rulebooks, votes
from microprojects.store.db import transaction
from microprojects.store.meetings import Attendance, Meeting, Recusal


def sign_in(meeting_id: int, *, person_id: int, code: str = "", actor: Actor, at: datetime) -> None:
    """Sign a member into the room: by themself, or by the secretary or the chair who sees them.

    By themself they type the code at the door, where the rules ask for it.

    Raises:
        NotFound, NotPermitted, NotForAnother: there is no such meeting, or it is not for the actor to do.
        MeetingOver, TooEarly: the meeting has ended, or its day has not come.
        NotInOffice: the person has no seat on this day.
        DoorCodeNeeded, WrongDoorCode, LockedOut: the code is missing, wrong, or was wrong too often.
        AlreadyDone: they are in the room.
    """
    own = actor.person_id == person_id
    guessing = _attempts.way("door", f"{meeting_id}:{person_id}")
    if own and code:
        _attempts.count(guessing, address=None, at=at)
    with transaction() as session:
        meeting = meetings.get(session, meeting_id, for_update=True)
        permit_in(meeting, Action.MEETING_SIGN_IN, actor=actor, at=at)
        permit_for(meeting, person_id, actor=actor, at=at)
        require_not_over(meeting)
        its_day_has_come(meeting.starts_at, at=at)
        _require_seat(meeting, councils.sits(session, meeting.council_id, person_id, local_day(at)), at)
        if meetings.stay(session, meeting_id, person_id) is not None:
            raise AlreadyDone
        if own and (code or rulebooks.asks_for_door_code(session, meeting)):
            require_door_code(meeting_id, code, at=at)
            _attempts.forgive(session, guessing, address=None, at=at)
        session.add(
            Attendance(
                meeting_id=meeting_id, person_id=person_id, arrived_at=at, signed_by_id=actor.person_id
            )
        )
        delegations.end(session, meeting_id, principal_id=person_id, at=at)
        facts = {"self": own} | ({"door_code": True} if own and code else {})
        tell(session, meeting, Action.MEETING_SIGN_IN, actor=actor, at=at, facts=facts)


def sign_out(meeting_id: int, *, person_id: int, actor: Actor, at: datetime) -> None:
    """Sign a member out of the room; until they come back they neither count nor vote.

    Raises:
        NotFound, NotPermitted, NotForAnother: there is no such meeting, or it is not for the actor to do.
        MeetingOver: the meeting has ended.
        NotSignedIn: they are not in the room.
    """
    with transaction() as session:
        meeting = meetings.get(session, meeting_id, for_update=True)
        permit_in(meeting, Action.MEETING_SIGN_OUT, actor=actor, at=at)
        permit_for(meeting, person_id, actor=actor, at=at)
        require_not_over(meeting)
        stay = meetings.stay(session, meeting_id, person_id)
        if stay is None:
            raise NotSignedIn
        stay.left_at = max(at, stay.arrived_at)
        floor.silence(session, meeting_id, Speaker(person_id), at=at)
        facts = {"self": actor.person_id == person_id}
        tell(session, meeting, Action.MEETING_SIGN_OUT, actor=actor, at=at, facts=facts)


def recuse(
    item_id: int, *, person_id: int, reason: str, by_ruling: bool = False, actor: Actor, at: datetime
) -> None:
    """Let a member stand aside on one item: by their own word, noted by the desk, or by the chair's ruling.

    Raises:
        NotFound, NotPermitted, NotForAnother: there is no such item, or it is not for the actor to do.
        MeetingOver: the meeting has ended.
        NotInOffice: the person has no seat on this day.
        VoteStillOpen: the vote on the item has begun, so its base is fixed.
        AlreadyDone: they stand aside, or the item was decided.
        BadValue, PrivacyFinding: the reason is empty or cannot be shown.
    """
    with transaction() as session:
        item = meetings.item(session, item_id, for_update=True)
        meeting = item.meeting
        permit_in(meeting, Action.MEMBER_RECUSE, actor=actor, at=at)
        permit_for(meeting, person_id, actor=actor, at=at)
        if by_ruling and Role.COUNCIL_CHAIR not in actor.roles(area_of(meeting), local_day(at)):
            raise NotForAnother
        require_not_over(meeting)
        _require_seat(meeting, councils.sits(session, meeting.council_id, person_id, local_day(at)), at)
        if votes.open_on(session, item_id) is not None:
            raise VoteStillOpen(position=item.position)
        if item.state not in meetings.NOT_VOTED:
            raise AlreadyDone
        session.add(
            Recusal(
                item_id=item_id,
                person_id=person_id,
                reason=public_line(N_("回避理由"), reason),
                recused_at=at,
                by_ruling=by_ruling,
            )
        )
        floor.silence(session, meeting.id, Speaker(person_id), at=at)
        facts = {"item": item.position, "project": item.project.number, "by_ruling": by_ruling}
        tell(session, meeting, Action.MEMBER_RECUSE, actor=actor, at=at, facts=facts)


def rejoin(item_id: int, *, person_id: int, actor: Actor, at: datetime) -> None:
    """Take back that a member stands aside, before the vote: they themself, or the chair, who alone lifts a ruling.

    Raises:
        NotFound, NotPermitted, NotForAnother: nobody stands aside so, or it is not for the actor to do.
        MeetingOver: the meeting has ended.
        AlreadyDone: the item is being voted on, or was decided.
    """
    with transaction() as session:
        item = meetings.item(session, item_id, for_update=True)
        meeting = item.meeting
        permit_in(meeting, Action.MEMBER_REJOIN, actor=actor, at=at)
        recusal = meetings.recusal(session, item_id, person_id)
        chairs = Role.COUNCIL_CHAIR in actor.roles(area_of(meeting), local_day(at))
        if not chairs and (recusal.by_ruling or actor.person_id != person_id):
            raise NotForAnother
        require_not_over(meeting)
        if item.state not in meetings.NOT_VOTED:
            raise AlreadyDone
        session.delete(recusal)
        facts = {"item": item.position, "project": item.project.number, "by_ruling": recusal.by_ruling}
        tell(session, meeting, Action.MEMBER_REJOIN, actor=actor, at=at, facts=facts)


def _require_seat(meeting: Meeting, sits: bool, at: datetime) -> None:  # noqa: FBT001 - the answer of a query
    if not sits:
        raise NotInOffice(council=meeting.council.name, day=local_day(at).isoformat())
