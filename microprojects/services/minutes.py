"""Minutes are drafted from the record, edited, approved, and signed; what was approved stays."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.drafts import require_seen
from microprojects.domain.errors import N_, AlreadyDone
from microprojects.domain.minutes import (
    LONGEST,
    MeetingNotOver,
    MeetingRecord,
    MinutesApproved,
    MinutesNotApproved,
    compose,
)
from microprojects.domain.people import Actor, Role
from microprojects.domain.texts import needed, paragraphs
from microprojects.domain.workdays import local_day
from microprojects.services import _versions
from microprojects.services._departures import require_reasons
from microprojects.services._room import area_of, permit_in, tell
from microprojects.store import kept_minutes, meetings, minutes
from microprojects.store.db import transaction
from microprojects.store.meetings import Meeting
from microprojects.store.minutes import Signature

SIGNERS = (Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY, Role.SUPERVISOR)


def draft(meeting_id: int, *, actor: Actor, at: datetime) -> int:
    """Draft the minutes of a meeting that is over, and return their number.

    The first version is written from the record; after an approved one the next
    begins with its text, so that a correction is a version of its own.

    Raises:
        NotFound, NotPermitted: there is no such meeting, or the actor does not keep its record.
        MeetingNotOver: it has not ended.
        ReasonOwed: a decision against a residents' poll lacks its reason.
        AlreadyDone: a version waits for approval; edit that one.
    """
    with transaction() as session:
        meeting = meetings.get(session, meeting_id, for_update=True)
        permit_in(meeting, Action.MINUTES_DRAFT, actor=actor, at=at)
        if meeting.state not in ("closed", "inquorate"):
            raise MeetingNotOver
        require_reasons(session, meeting_id)
        versions = minutes.of_meeting(session, meeting_id)
        if versions and versions[0].approved_at is None:
            raise AlreadyDone
        text = versions[0].text if versions else compose(_record(session, meeting))
        drafted = _versions.begin(session, meeting, version=len(versions) + 1, text=text, actor=actor, at=at)
        facts = {"version": drafted.version, "sha256": drafted.sha256}
        tell(session, meeting, Action.MINUTES_DRAFT, actor=actor, at=at, facts=facts)
        return drafted.id


def edit(minutes_id: int, *, text: str, seen: str | None = None, actor: Actor, at: datetime) -> None:
    """Change the text of minutes that nobody has approved yet.

    `seen` is the mark of the text that the writer began with (`drafts.mark`).

    Raises:
        NotFound, NotPermitted: there are no such minutes, or the actor does not keep the record.
        MinutesApproved: they stand.
        WrittenMeanwhile: another person changed them since.
        BadValue: the text is empty or too long.
    """
    with transaction() as session:
        found = minutes.get(session, minutes_id, for_update=True)
        meeting = meetings.get(session, found.meeting_id)
        permit_in(meeting, Action.MINUTES_DRAFT, actor=actor, at=at)
        if found.approved_at is not None:
            raise MinutesApproved
        require_seen(found.text, seen)
        label = N_("纪要")
        _versions.write(session, meeting, found, needed(label, paragraphs(label, text, limit=LONGEST)))
        facts = {"version": found.version, "sha256": found.sha256}
        tell(session, meeting, Action.MINUTES_DRAFT, actor=actor, at=at, facts=facts)


def approve(minutes_id: int, *, actor: Actor, at: datetime) -> None:
    """Approve minutes: from now on they stand, and the public reads them masked.

    Raises:
        NotFound, NotPermitted: there are no such minutes, or the actor does not chair the council.
        AlreadyDone: they are approved.
        ReasonOwed: a decision against a residents' poll lacks its reason.
    """
    with transaction() as session:
        found = minutes.get(session, minutes_id, for_update=True)
        meeting = meetings.get(session, found.meeting_id)
        permit_in(meeting, Action.MINUTES_APPROVE, actor=actor, at=at)
        if found.approved_at is not None:
            raise AlreadyDone
        require_reasons(session, meeting.id)
        found.approved_at = at
        found.approved_by_id = actor.person_id
        facts = {
            "version": found.version,
            "sha256": found.sha256,
            "public_sha256": hashlib.sha256(found.public_text.encode()).hexdigest(),
        }
        tell(session, meeting, Action.MINUTES_APPROVE, actor=actor, at=at, facts=facts)


def sign(minutes_id: int, *, actor: Actor, at: datetime) -> None:
    """Sign approved minutes as chair, secretary or supervisor: one signature a role, one a person.

    Raises:
        NotFound, NotPermitted: there are no such minutes, or the actor holds none of the three roles.
        MinutesNotApproved: they are a draft.
        AlreadyDone: the role or the person has signed.
    """
    with transaction() as session:
        found = minutes.get(session, minutes_id, for_update=True)
        meeting = meetings.get(session, found.meeting_id)
        permit_in(meeting, Action.MINUTES_SIGN, actor=actor, at=at)
        if found.approved_at is None:
            raise MinutesNotApproved
        held = actor.roles(area_of(meeting), local_day(at))
        role = next(each for each in SIGNERS if each in held)
        session.add(
            Signature(minutes_id=minutes_id, role=role.value, person_id=actor.person_id, signed_at=at)
        )
        facts = {"version": found.version, "sha256": found.sha256, "role": role.value}
        tell(session, meeting, Action.MINUTES_SIGN, actor=actor, at=at, facts=facts)


def _record(session: Session, meeting: Meeting) -> MeetingRecord:
    """Return what minutes are drafted from, with what the meeting decided about earlier ones."""
    rulings = tuple(kept_minutes.ruled_in(session, meeting.id))
    return replace(minutes.record(session, meeting), rulings=rulings)
