"""A meeting from the call to its end; coming and going, and the single items, stand in files of their own."""

from __future__ import annotations

from datetime import datetime, timedelta

from microprojects.domain.actions import Action
from microprojects.domain.calls import Asked
from microprojects.domain.casting import VoteStillOpen
from microprojects.domain.errors import N_, AlreadyDone, BadValue
from microprojects.domain.meetings import (
    AlreadyDecided,
    QuorumIsThere,
    TooEarlyToGiveUp,
    earliest_start,
    notice_kept,
)
from microprojects.domain.openings import its_hour_has_come
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.votes import needed
from microprojects.domain.workdays import SHANGHAI, local_day
from microprojects.services._calls import facts_of, ground_of
from microprojects.services._deed import permit
from microprojects.services._room import (
    permit_in,
    require_in_session,
    require_planned,
    table_rest,
    tell,
)
from microprojects.services._words import public_line

# One door: whoever holds a meeting finds every deed of it here.
from microprojects.services.agendas import note_discussion as note_discussion
from microprojects.services.agendas import present_item as present_item
from microprojects.services.agendas import put_on_agenda as put_on_agenda
from microprojects.services.agendas import table_item as table_item
from microprojects.services.attendances import recuse as recuse
from microprojects.services.attendances import rejoin as rejoin
from microprojects.services.attendances import sign_in as sign_in
from microprojects.services.attendances import sign_out as sign_out
from microprojects.store import attendances, calls, councils, meetings, pairs, rulebooks, votes
from microprojects.store.db import transaction
from microprojects.store.meetings import Meeting

FURTHEST = timedelta(days=730)
AS_USUAL = Asked()
INQUORATE = N_("未达法定人数，未开会")
UNDECIDED = N_("散会时没有议完")


def call(
    council_id: int,
    *,
    title: str,
    place: str,
    starts_at: datetime,
    asked: Asked = AS_USUAL,
    actor: Actor,
    at: datetime,
) -> int:
    """Call a meeting of a council in public and return its number; the ground of the call is kept with it.

    Raises:
        NotFound, NotPermitted: there is no such council, or the actor may not call it.
        TooFewMembersAsk, TooFewResidentsAsk, PopulationUnknown: too few ask for it, or nobody can tell.
        NoSuchGround, GroundUnclear, AskerNotInOffice, MoreThanLiveHere: the ground cannot be.
        BadValue, PrivacyFinding: the title or the place cannot be published, or the time is not ahead.
    """
    with transaction() as session:
        council = councils.get(session, council_id)
        permit(actor, Action.MEETING_CALL, Target(council.area.path), at=at)
        if not at < starts_at <= at + FURTHEST:
            raise BadValue(field=N_("开会时间"), why=N_("要在现在以后、两年以内"))
        ground = ground_of(session, council, asked, at=at)
        meeting = Meeting(
            council_id=council.id,
            area_id=council.area_id,
            title=public_line(N_("会议名称"), title),
            place=public_line(N_("地点"), place),
            starts_at=starts_at,
            called_at=at,
            called_by_id=actor.person_id,
        )
        meeting.council = council
        session.add(meeting)
        session.flush()
        pairs.index_meeting(session, meeting.id, meeting.title, meeting.place)
        calls.keep(session, meeting.id, ground, asked.members)
        starts = starts_at.astimezone(SHANGHAI).isoformat(timespec="minutes")
        facts = {"starts_at": starts, **facts_of(ground)}
        tell(session, meeting, Action.MEETING_CALL, actor=actor, at=at, facts=facts)
        return meeting.id


def send_dossier(meeting_id: int, *, actor: Actor, at: datetime) -> None:
    """Send the dossiers of the agenda to the members; what is added later is sent as it is added.

    Raises:
        NotFound, NotPermitted: there is no such meeting, or the actor may not.
        NotPlanned: it has begun or was called off.
        AlreadyDone: the dossier was sent.
        DossierNotSent: it is too late for the notice that the rules ask for.
    """
    with transaction() as session:
        meeting = meetings.get(session, meeting_id, for_update=True)
        permit_in(meeting, Action.MEETING_SEND_DOSSIER, actor=actor, at=at)
        require_planned(meeting)
        if meeting.dossier_sent_at is not None:
            raise AlreadyDone
        agenda = meetings.items(session, meeting_id, ("waiting",))
        days = max((_notice_days(item) for item in agenda), default=0)
        notice_kept(meeting.starts_at, at, days, at=at)
        meeting.dossier_sent_at = at
        facts = {"items": len(agenda), "earliest": local_day(earliest_start(at, days)).isoformat()}
        tell(session, meeting, Action.MEETING_SEND_DOSSIER, actor=actor, at=at, facts=facts)


def open_meeting(meeting_id: int, *, actor: Actor, at: datetime) -> None:
    """Open a meeting at its hour; those due are fixed now. Below the quorum it may talk, not vote.

    Raises:
        NotFound, NotPermitted: there is no such meeting, or the actor does not chair it.
        NotPlanned: it has begun or is over.
        TooEarly, TooEarlyToOpen, DayOver: its hour has not come, or its day is past.
        DossierNotSent: the members did not get the dossier in time.
    """
    with transaction() as session:
        meeting = meetings.get(session, meeting_id, for_update=True)
        permit_in(meeting, Action.MEETING_OPEN, actor=actor, at=at)
        require_planned(meeting)
        its_hour_has_come(meeting.starts_at, at=at)
        for item in meetings.items(session, meeting_id, ("waiting",)):
            notice_kept(meeting.starts_at, meeting.dossier_sent_at, _notice_days(item), at=at)
        councils.get(session, meeting.council_id, for_update=True)  # nobody is seated meanwhile
        today = local_day(at)
        attendances.send_out_unseated(session, meeting, today, at=at)
        meeting.members_due = councils.members_due(session, meeting.council_id, today)
        meeting.opened_at = at
        meeting.state = "in_session"
        facts = {"due": meeting.members_due}
        tell(session, meeting, Action.MEETING_OPEN, actor=actor, at=at, facts=facts)


def close_meeting(meeting_id: int, *, actor: Actor, at: datetime) -> None:
    """End a meeting: what was voted stands, what was not reached is tabled, everybody is signed out.

    Raises:
        NotFound, NotPermitted: there is no such meeting, or the actor does not chair it.
        NotInSession: it is not in session.
        VoteStillOpen: a vote has not been counted.
    """
    with transaction() as session:
        meeting = meetings.get(session, meeting_id, for_update=True)
        permit_in(meeting, Action.MEETING_CLOSE, actor=actor, at=at)
        require_in_session(meeting)
        position = votes.still_open(session, meeting_id)
        if position is not None:
            raise VoteStillOpen(position=position)
        meeting.state = "closed"
        tabled = table_rest(session, meeting, UNDECIDED, at=at)
        came = attendances.came(session, meeting_id)
        attendances.empty_room(session, meeting_id, at=at)
        meeting.closed_at = at
        facts = {"due": meeting.members_due, "present": came, "tabled": tabled}
        tell(session, meeting, Action.MEETING_CLOSE, actor=actor, at=at, facts=facts)


def cancel_meeting(meeting_id: int, *, reason: str = "", actor: Actor, at: datetime) -> None:
    """Call off a planned meeting; its items wait for another one.

    Raises:
        NotFound, NotPermitted: there is no such meeting, or the actor does not chair it.
        NotPlanned: it has begun or is over.
        BadValue, PrivacyFinding: the reason cannot be published.
    """
    with transaction() as session:
        meeting = meetings.get(session, meeting_id, for_update=True)
        permit_in(meeting, Action.MEETING_CANCEL, actor=actor, at=at)
        require_planned(meeting)
        said = public_line(N_("理由"), reason, needed=False) or N_("会议取消")
        meeting.state = "cancelled"
        tabled = table_rest(session, meeting, said, at=at)
        attendances.empty_room(session, meeting_id, at=at)
        meeting.closed_at = at
        meeting.note = said
        facts = {"reason": said, "tabled": tabled}
        tell(session, meeting, Action.MEETING_CANCEL, actor=actor, at=at, facts=facts)


def mark_inquorate(meeting_id: int, *, actor: Actor, at: datetime) -> None:
    """Record that a meeting failed for want of members; its items wait for another one.

    Raises:
        NotFound, NotPermitted: there is no such meeting, or the actor does not chair it.
        NotPlanned: it has ended or was called off.
        TooEarlyToGiveUp: its hour has not come.
        QuorumIsThere: enough members are in the room.
        AlreadyDecided, VoteStillOpen: a vote was taken, or is under way.
    """
    with transaction() as session:
        meeting = meetings.get(session, meeting_id, for_update=True)
        permit_in(meeting, Action.MEETING_CLOSE, actor=actor, at=at)
        if meeting.state != "in_session":
            require_planned(meeting)
        if at < meeting.starts_at:
            starts = meeting.starts_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
            raise TooEarlyToGiveUp(starts=starts)
        if votes.any_closed(session, meeting_id):
            raise AlreadyDecided
        position = votes.still_open(session, meeting_id)
        if position is not None:
            raise VoteStillOpen(position=position)
        attendances.send_out_unseated(session, meeting, local_day(at), at=at)
        due = meeting.members_due or councils.members_due(session, meeting.council_id, local_day(at))
        need = needed(rulebooks.quorum_of(session, meeting), due)
        present = len(meetings.room(session, meeting_id).present)
        if present >= need:
            raise QuorumIsThere(present=present, need=need)
        meeting.members_due = due
        meeting.state = "inquorate"
        tabled = table_rest(session, meeting, INQUORATE, at=at)
        attendances.empty_room(session, meeting_id, at=at)
        meeting.closed_at = at
        meeting.note = INQUORATE
        facts = {"inquorate": True, "due": due, "present": present, "need": need, "tabled": tabled}
        tell(session, meeting, Action.MEETING_CLOSE, actor=actor, at=at, facts=facts)


def _notice_days(item: meetings.AgendaItem) -> int:
    return rulebooks.of(item.project).number("meeting.notice_days")
