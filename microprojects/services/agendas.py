"""Projects go on an agenda, are presented, talked about and tabled."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import null
from sqlalchemy.orm import Session

from microprojects.domain import meetings as rules_of_meetings
from microprojects.domain.actions import Action
from microprojects.domain.drafts import require_seen
from microprojects.domain.errors import N_, AlreadyDone, BadValue
from microprojects.domain.meetings import MeetingElsewhere, NothingToRatify
from microprojects.domain.minutes import MinutesApproved
from microprojects.domain.people import Actor
from microprojects.domain.schemes import Kind, Scheme
from microprojects.domain.states import APPROVED_OR_LATER
from microprojects.domain.tabling import hands
from microprojects.domain.workdays import SHANGHAI
from microprojects.services._changes import to_vote_on
from microprojects.services._deed import move, permit, record, subject_of
from microprojects.services._moment import unless_closed
from microprojects.services._observers import invite_proposers
from microprojects.services._room import permit_in, require_not_over, require_sitting, table, tell
from microprojects.services._words import public_line, public_text
from microprojects.store import meetings, minutes, projects, rulebooks, voided_votes, votes
from microprojects.store.cases import StoreCase
from microprojects.store.db import transaction
from microprojects.store.meetings import PURPOSES, AgendaItem, Meeting
from microprojects.store.projects import Project

LONGEST_DISCUSSION = 5000
RECONSIDERED = N_("方案重新商议后再次列入议程")


def put_on_agenda(
    meeting_id: int,
    number: str,
    *,
    special: bool = False,
    purpose: str = "decide",
    actor: Actor,
    at: datetime,
) -> int:
    """Put a project on the agenda of a planned meeting and return the item's number.

    From now on the rulebook of its round stands fixed for it, and who proposed it is invited. With `special` the
    vote needs the higher bar. With the purpose "ratify" a fast-track project comes
    to be ratified and keeps its state, with "change" the change of its contract that waits.

    Raises:
        NotFound, NotPermitted: there is no such meeting or project, or the actor does not chair it.
        MeetingElsewhere: this body does not decide on it now.
        WrongMoment, NoMeeting, NoticeTooShort, NothingToRatify, NothingToVote: the project or the meeting is not ready.
        OnAnotherAgenda: another meeting is to ratify it, or to vote on its change.
        AlreadyDone: it stands there already.
    """
    with transaction() as session:
        meeting = meetings.get(session, meeting_id, for_update=True)
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.PROJECT_SCHEDULE, project.target, at=at)
        if purpose not in PURPOSES:
            raise BadValue(field=N_("事由"), why=N_("不在可选的几种里"))
        stage = _require_body(meeting, project, purpose)
        if project.rulebook_id is None:
            project.rulebook = project.round.rulebook
        elif purpose == "decide":
            voided_votes.void_from(session, project, stage, at=at, reason=RECONSIDERED)
        item = _item(session, meeting, project)
        item.stage, item.purpose, item.special, item.added_at = stage, purpose, special, at
        session.flush()
        facts = _scheduled(meeting, item, project)
        if purpose == "decide":
            move(session, project, Action.PROJECT_SCHEDULE, actor=actor, at=at, facts=facts)
        else:
            _schedule_in_place(session, item, project, facts, actor=actor, at=at)
        invite_proposers(session, meeting, project, actor=actor, at=at)
        return item.id


def present_item(item_id: int, *, actor: Actor, at: datetime) -> None:
    """Note that an item was presented and its questions answered, so that it can be voted on.

    Raises:
        NotFound, NotPermitted, OwnItem: there is no such item, or the actor does not chair it.
        NotInSession: the meeting is not open.
        AlreadyDone: it was presented before.
    """
    with transaction() as session:
        item = meetings.item(session, item_id, for_update=True)
        permit(actor, Action.ITEM_PRESENT, item.project.target, at=at)
        require_sitting(item.meeting)
        if item.state != "waiting":
            raise AlreadyDone
        item.state = "presented"
        item.presented_at = at
        item.taken_up_at = item.taken_up_at or at
        facts = {"item": item.position, "project": item.project.number}
        tell(session, item.meeting, Action.ITEM_PRESENT, actor=actor, at=at, facts=facts)


def note_discussion(item_id: int, *, text: str, seen: str | None = None, actor: Actor, at: datetime) -> None:
    """Keep the secretary's summary of what was said on an item, for the minutes, until those are approved.

    `seen` is the mark of the text that the writer began with (`drafts.mark`).

    Raises:
        NotFound, NotPermitted: there is no such item, or the actor does not keep the record.
        MinutesApproved, FileClosed: the minutes stand, or the project is closed.
        WrittenMeanwhile: another person changed it since.
        BadValue: the text is too long.
    """
    with transaction() as session:
        item = meetings.item(session, item_id, for_update=True)
        permit_in(item.meeting, Action.MINUTES_DRAFT, actor=actor, at=at)
        unless_closed(item.project)
        if minutes.public_version(session, item.meeting_id) is not None:
            raise MinutesApproved
        require_seen(item.discussion, seen)
        item.discussion = public_text(N_("讨论摘要"), text, limit=LONGEST_DISCUSSION, needed=False)
        facts = {"item": item.position, "project": item.project.number, "discussion": True}
        tell(session, item.meeting, Action.MINUTES_DRAFT, actor=actor, at=at, facts=facts)


def table_item(
    item_id: int,
    *,
    reason: str,
    in_favour: int | None = None,
    against: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Take an item off the agenda for another meeting, by the hands counted for and against it.

    Where the quorum is gone nobody is asked, and a vote that is under way is void.

    Raises:
        NotFound, NotPermitted, OwnItem: there is no such item, or the actor does not chair it.
        MeetingOver: the meeting has ended.
        AlreadyDone: the item was decided or tabled.
        MotionMissing, MotionNotCarried, MotionDoesNotAddUp, VoteUnderWay: the room did not put it off.
        BadValue, PrivacyFinding: the reason is empty or cannot be published.
    """
    with transaction() as session:
        item = meetings.item(session, item_id, for_update=True)
        permit(actor, Action.PROJECT_TABLE, item.project.target, at=at)
        require_not_over(item.meeting)
        if item.state not in meetings.UNDECIDED:
            raise AlreadyDone
        said = public_line(N_("理由"), reason)
        item.table_for, item.table_against = hands(in_favour, against)
        vote = votes.open_on(session, item_id)
        if vote is not None:
            vote.voided_at = at
            vote.void_reason = said
        table(session, item, said, actor=actor, at=at)


def _require_body(meeting: Meeting, project: Project, purpose: str) -> int:
    """Return the stage that is decided, if this body of this community decides it."""
    scheme: Scheme = rulebooks.of(project).scheme
    stage = project.stage if purpose == "decide" else len(scheme.deliberations)
    way = scheme.deliberation(stage)
    if meeting.area_id != project.area_id or (way.kind is Kind.VOTE and way.body != meeting.council.body):
        raise MeetingElsewhere(council=meeting.council.name)
    return stage


def _item(session: Session, meeting: Meeting, project: Project) -> AgendaItem:
    """Return the project's item on the agenda: a new one, or the one that was tabled before."""
    item = meetings.item_of(session, meeting.id, project.id)
    if item is None:
        position = meetings.next_position(session, meeting.id)
        item = AgendaItem(meeting_id=meeting.id, project_id=project.id, position=position)
        session.add(item)
        return item
    if item.state not in ("tabled", "removed"):
        raise AlreadyDone
    item.state, item.presented_at, item.tabled_reason = "waiting", None, ""
    item.taken_up_at = item.debate_closed_at = None
    item.table_for = item.table_against = None
    item.dossier, item.dossier_hash = cast(None, null()), None  # an SQL NULL, not JSON's null
    return item


def _scheduled(meeting: Meeting, item: AgendaItem, project: Project) -> dict[str, object]:
    """Return what the journal says of an item that goes on an agenda."""
    return {
        "meeting": meeting.id,
        "item": item.position,
        "starts_at": meeting.starts_at.astimezone(SHANGHAI).isoformat(timespec="minutes"),
        "special": item.special,
        "rules": rulebooks.of(project).hash,
    }


def _schedule_in_place(
    session: Session,
    item: AgendaItem,
    project: Project,
    facts: dict[str, object],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Put a project on the agenda that keeps its state: an emergency, or a change of a contract."""
    if item.purpose == "change":
        item.special = item.special or to_vote_on(session, project).special
    elif project.fast_track_at is None or project.ratified_at or project.state not in APPROVED_OR_LATER:
        raise NothingToRatify
    if meetings.waits_elsewhere(session, item.meeting_id, project.id):
        raise rules_of_meetings.OnAnotherAgenda
    case = StoreCase(session, project, at)
    rules_of_meetings.on_a_planned_agenda(case)
    rules_of_meetings.dossier_in_time(case)
    record(
        session,
        Action.PROJECT_SCHEDULE,
        subject_of(project),
        actor=actor,
        at=at,
        area=project.area.path,
        facts={**facts, "special": item.special, "purpose": item.purpose},
    )
