"""An item is taken up, members ask to speak, the chair calls them and closes the debate."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.casting import VoteStillOpen
from microprojects.domain.errors import AlreadyDone
from microprojects.domain.floor import (
    MORE_SECONDS,
    MayNotSpeak,
    NobodySpeaks,
    NobodyWaits,
    NotUnderDebate,
    NotWaiting,
    Speaker,
    may_speak,
    require_heard,
    require_side,
    require_turn,
)
from microprojects.domain.people import Actor
from microprojects.services._deed import permit
from microprojects.services._room import permit_for, permit_in, require_in_session, require_sitting, tell
from microprojects.store import floor, meetings, observers, projects, rulebooks, votes
from microprojects.store.db import transaction
from microprojects.store.floor import Speech
from microprojects.store.meetings import AgendaItem


def take_up(item_id: int, *, actor: Actor, at: datetime) -> None:
    """Bring an item before the room; screens and phones turn to it.

    Raises:
        NotFound, NotPermitted, OwnItem: there is no such item, or the actor does not chair it.
        NotInSession, InRecess: the meeting does not sit.
        VoteStillOpen: another item is being voted on.
        AlreadyDone: the item was decided, tabled or removed.
    """
    with transaction() as session:
        item = meetings.item(session, item_id, for_update=True)
        permit(actor, Action.ITEM_TAKE_UP, item.project.target, at=at)
        require_sitting(item.meeting)
        position = votes.still_open(session, item.meeting_id)
        if position is not None and position != item.position:
            raise VoteStillOpen(position=position)
        if item.state not in meetings.NOT_VOTED:
            raise AlreadyDone
        item.taken_up_at = at
        _tell(session, item, Action.ITEM_TAKE_UP, {}, actor=actor, at=at)


def ask(
    item_id: int,
    *,
    person_id: int | None = None,
    observer_id: int | None = None,
    side: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Put somebody on the list of those who wait to speak: a member themself, or the desk that saw the hand.

    Who came without a vote is put there by the desk; order, time and turns are theirs as a member's.

    Raises:
        NotFound, NotPermitted, NotForAnother: there is no such item, or it is not for the actor to do.
        NotInSession, NotUnderDebate: nobody speaks on it now.
        NoSuchSide: the side is none.
        MayNotSpeak: the person is not in the room, stands aside, or is not on the list of this meeting.
        WaitsAlready, TurnsUsedUp: they stand there, or have spoken as often as the rules allow.
    """
    with transaction() as session:
        item = meetings.item(session, item_id, for_update=True)
        permit_in(item.meeting, Action.FLOOR_ASK, actor=actor, at=at)
        permit_for(item.meeting, person_id or 0, actor=actor, at=at)
        _require_debate(item)
        require_side(side)
        speaker = Speaker(person_id, observer_id)
        facts = {"side": side} | _require_voice(session, item, speaker)
        asked = floor.speeches(session, item_id)
        limit = rulebooks.of(item.project).number("meeting.speak_turns")
        waits = floor.open_one(asked, speaker) is not None
        require_turn(floor.turns(asked, speaker), limit, waits=waits)
        session.add(
            Speech(item_id=item_id, person_id=person_id, observer_id=observer_id, side=side, asked_at=at)
        )
        _tell(session, item, Action.FLOOR_ASK, facts, actor=actor, at=at)


def step_back(
    item_id: int,
    *,
    person_id: int | None = None,
    observer_id: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Take somebody off the list, or end their own speech early.

    Raises:
        NotFound, NotPermitted, NotForAnother: there is no such item, or it is not for the actor to do.
        NotWaiting: they neither wait nor speak.
    """
    with transaction() as session:
        item = meetings.item(session, item_id, for_update=True)
        permit_in(item.meeting, Action.FLOOR_STEP_BACK, actor=actor, at=at)
        permit_for(item.meeting, person_id or 0, actor=actor, at=at)
        speech = floor.open_one(floor.speeches(session, item_id), Speaker(person_id, observer_id))
        if speech is None:
            raise NotWaiting
        speech.ended_at = at
        _tell(session, item, Action.FLOOR_STEP_BACK, {"side": speech.side}, actor=actor, at=at)


def call_next(item_id: int, *, actor: Actor, at: datetime) -> None:
    """End the speech that runs and give the floor to the next on the list.

    Raises:
        NotFound, NotPermitted, OwnItem: there is no such item, or the actor does not chair it.
        NotInSession, InRecess, NotUnderDebate: nobody speaks on it now.
        NobodyWaits: there is nobody to call.
    """
    with transaction() as session:
        item = _leading(session, item_id, actor=actor, at=at)
        _require_debate(item)
        asked = floor.speeches(session, item_id)
        waiting = floor.waiting(asked)
        if not waiting:
            raise NobodyWaits
        speaking = floor.speaking(asked)
        if speaking is not None:
            speaking.ended_at = at
            session.flush()  # before the next has the floor
        following, turn = waiting[0]
        following.called_at = at
        following.allowed_seconds = 60 * rulebooks.of(item.project).number("meeting.speak_minutes")
        facts = {"step": "call", "side": following.side, "turn": turn}
        _tell(session, item, Action.FLOOR_LEAD, facts, actor=actor, at=at)


def pause(item_id: int, *, actor: Actor, at: datetime) -> None:
    """Stop the clock of the speech that runs, or let it run on if it stands.

    Raises:
        NotFound, NotPermitted, OwnItem: there is no such item, or the actor does not chair it.
        NotInSession, InRecess: the meeting does not sit.
        NobodySpeaks: no speech runs.
    """
    with transaction() as session:
        item = _leading(session, item_id, actor=actor, at=at)
        speech = _speaking(session, item_id)
        if speech.paused_at is None:
            speech.paused_at = at
        else:
            speech.paused_seconds += max(int((at - speech.paused_at).total_seconds()), 0)
            speech.paused_at = None
        step = "go-on" if speech.paused_at is None else "pause"
        _tell(session, item, Action.FLOOR_LEAD, {"step": step}, actor=actor, at=at)


def lengthen(item_id: int, *, actor: Actor, at: datetime) -> None:
    """Give the speech that runs half a minute more.

    Raises:
        NotFound, NotPermitted, OwnItem: there is no such item, or the actor does not chair it.
        NotInSession, InRecess: the meeting does not sit.
        NobodySpeaks: no speech runs.
    """
    with transaction() as session:
        item = _leading(session, item_id, actor=actor, at=at)
        _speaking(session, item_id).allowed_seconds += MORE_SECONDS
        _tell(session, item, Action.FLOOR_LEAD, {"step": "lengthen"}, actor=actor, at=at)


def end_speech(item_id: int, *, actor: Actor, at: datetime) -> None:
    """End the speech that runs, without calling anybody.

    Raises:
        NotFound, NotPermitted, OwnItem: there is no such item, or the actor does not chair it.
        NotInSession, InRecess: the meeting does not sit.
        NobodySpeaks: no speech runs.
    """
    with transaction() as session:
        item = _leading(session, item_id, actor=actor, at=at)
        _speaking(session, item_id).ended_at = at
        _tell(session, item, Action.FLOOR_LEAD, {"step": "end"}, actor=actor, at=at)


def close_debate(item_id: int, *, actor: Actor, at: datetime) -> None:
    """Close the debate once everybody was heard; while somebody waits only the room can close it, by a motion.

    Raises:
        NotFound, NotPermitted, OwnItem: there is no such item, or the actor does not chair it.
        NotInSession, InRecess, NotUnderDebate: there is no debate.
        DebateOpen: somebody speaks or waits to.
    """
    with transaction() as session:
        item = meetings.item(session, item_id, for_update=True)
        permit(actor, Action.DEBATE_CLOSE, item.project.target, at=at)
        require_sitting(item.meeting)
        _require_debate(item)
        require_heard(floor.unheard(session, item_id))
        item.debate_closed_at = at
        _tell(session, item, Action.DEBATE_CLOSE, {}, actor=actor, at=at)


def _leading(session: Session, item_id: int, *, actor: Actor, at: datetime) -> AgendaItem:
    item = meetings.item(session, item_id, for_update=True)
    permit(actor, Action.FLOOR_LEAD, item.project.target, at=at)
    require_sitting(item.meeting)
    return item


def _speaking(session: Session, item_id: int) -> Speech:
    speech = floor.speaking(floor.speeches(session, item_id))
    if speech is None:
        raise NobodySpeaks
    return speech


def _require_debate(item: AgendaItem) -> None:
    """Refuse outside the debate of an item: after it was presented, before the debate is closed."""
    require_in_session(item.meeting)
    if not item.under_debate:
        raise NotUnderDebate


def _require_voice(session: Session, item: AgendaItem, speaker: Speaker) -> dict[str, object]:
    """Let those in the room speak who may, and return what the journal tells of an observer: of which kind."""
    if speaker.observer_id is not None:
        observer = observers.get(session, speaker.observer_id)
        if observer.meeting_id != item.meeting_id or not observer.is_here:
            raise MayNotSpeak
        return {"observer": observer.kind}
    room = meetings.room(session, item.meeting_id, item.id)
    voices = may_speak(room.present, room.recused, projects.proposers(session, item.project))
    if speaker.person_id not in voices:
        raise MayNotSpeak
    return {}


def _tell(
    session: Session,
    item: AgendaItem,
    action: Action,
    facts: dict[str, object],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    facts = {"item": item.position, "project": item.project.number, **facts}
    tell(session, item.meeting, action, actor=actor, at=at, facts=facts)
