"""Minutes are kept: the scan of the signed paper is attached, and a later meeting confirms them or asks for changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.attachments import file_name
from microprojects.domain.casting import VoteStillOpen
from microprojects.domain.errors import N_, AlreadyDone
from microprojects.domain.kept_minutes import (
    LONGEST_WISH,
    MOST_SCANS,
    SCANS,
    ConfirmedAlready,
    NewerVersion,
    NotALaterMeeting,
    NothingToScan,
    NotYetApproved,
    require_wish,
)
from microprojects.domain.meetings import require_quorum
from microprojects.domain.motions import Hands
from microprojects.domain.people import Actor
from microprojects.domain.uploads import require_media, require_room
from microprojects.services import _versions
from microprojects.services._room import permit_in, require_sitting, tell
from microprojects.services._words import public_line, text_seal
from microprojects.store import kept_minutes, meetings, minutes, rulebooks, uploads, votes
from microprojects.store.db import db, transaction
from microprojects.store.kept_minutes import MinutesRuling, MinutesScan
from microprojects.store.meetings import Meeting
from microprojects.store.minutes import Minutes


def attach_scan(minutes_id: int, *, upload: bytes, name: str, actor: Actor, at: datetime) -> int:
    """Keep the scan of approved minutes with ink signatures, and return its number; it replaces none before it.

    Nobody but the council and the offices sees it; the public reads its fingerprint.

    Raises:
        NotFound, NotPermitted: there are no such minutes, or the actor does not keep the record.
        NothingToScan: they are a draft.
        EmptyFile, KindNotTaken, FileTooLarge, BrokenPicture, TooManyPixels, BrokenPaper, LockedPaper: the
            file cannot be taken.
        TooManyFiles: there are enough of this version.
        AlreadyDone: this very file is kept.
    """
    media = require_media(file_name(name) or N_("文件"), upload, SCANS)
    # Asked once before the costly drawing, so that only those who may add a file cause it.
    _scannable(db.session(), minutes_id, actor=actor, at=at, held=False)
    kept = uploads.keep(media, upload)
    with transaction() as session:
        found, meeting = _scannable(session, minutes_id, actor=actor, at=at)
        if any(each.sha256 == kept.sha256 for each in kept_minutes.scans(session, minutes_id)):
            raise AlreadyDone
        row = MinutesScan(
            minutes_id=minutes_id,
            media_type=media.value,
            size=kept.size,
            sha256=kept.sha256,
            thumb_sha256=kept.thumb_sha256,
            added_at=at,
            added_by_id=actor.person_id,
        )
        session.add(row)
        session.flush()
        facts = {"version": found.version, "minutes_sha256": found.sha256, "sha256": kept.sha256}
        tell(session, meeting, Action.MINUTES_ATTACH_SCAN, actor=actor, at=at, facts=facts)
        return row.id


def rule(
    minutes_id: int,
    meeting_id: int,
    wish: str,
    *,
    hands: Hands,
    text: str = "",
    actor: Actor,
    at: datetime,
) -> bool:
    """Record by hands that a later meeting confirms minutes, or wants them changed; return whether it carried.

    A carried change opens the next version with the text of this one, for the secretary to edit.

    Raises:
        NotFound, NotPermitted: there are no such minutes or meeting, or the actor does not chair it.
        NotInSession, InRecess, VoteStillOpen: the room cannot decide this now.
        NoSuchWish, ChangeWithoutText: the wish is none, or says nothing.
        NotALaterMeeting, NotYetApproved, NewerVersion, ConfirmedAlready: these minutes are not for it.
        QuorumMissing: too few are in the room to decide anything.
        HandsDoNotAddUp: the hands are not those in the room.
        BadValue, PrivacyFinding: the text cannot be published.
    """
    with transaction() as session:
        meeting = meetings.get(session, meeting_id, for_update=True)
        permit_in(meeting, Action.MINUTES_RULE, actor=actor, at=at)
        require_wish(wish, text)
        found = minutes.get(session, minutes_id, for_update=True)
        of = meetings.get(session, found.meeting_id)
        _require_ruling(session, found, of, meeting)
        said = public_line(N_("改什么"), text, limit=LONGEST_WISH) if wish == "change" else ""
        ruling = MinutesRuling(
            minutes_id=minutes_id,
            meeting_id=meeting_id,
            wish=wish,
            text=said,
            in_favour=hands.in_favour,
            against=hands.against,
            abstain=hands.abstain,
            carried=hands.carried(_present(session, meeting)),
            decided_at=at,
            decided_by_id=actor.person_id,
        )
        session.add(ruling)
        if ruling.carried and wish == "change":
            _versions.begin(session, of, version=found.version + 1, text=found.text, actor=actor, at=at)
        tell(session, meeting, Action.MINUTES_RULE, actor=actor, at=at, facts=_told(found, ruling))
        return ruling.carried


def _scannable(
    session: Session, minutes_id: int, *, actor: Actor, at: datetime, held: bool = True
) -> tuple[Minutes, Meeting]:
    """Return the minutes and their meeting, if the actor may attach one more scan now."""
    found = minutes.get(session, minutes_id, for_update=held)
    meeting = meetings.get(session, found.meeting_id)
    permit_in(meeting, Action.MINUTES_ATTACH_SCAN, actor=actor, at=at)
    if found.approved_at is None:
        raise NothingToScan
    require_room(kept_minutes.scans_kept(session, minutes_id), MOST_SCANS)
    return found, meeting


def _require_ruling(session: Session, found: Minutes, of: Meeting, meeting: Meeting) -> None:
    """Let a sitting meeting decide about the latest minutes of an earlier one of its council."""
    require_sitting(meeting)
    later = of.council_id == meeting.council_id and of.starts_at < meeting.starts_at
    if of.id == meeting.id or not later or of.state not in kept_minutes.OVER:
        raise NotALaterMeeting
    latest = minutes.of_meeting(session, of.id)[0]
    if latest.id != found.id:
        raise NewerVersion(n=latest.version)
    if found.approved_at is None:
        raise NotYetApproved
    confirmed = kept_minutes.confirmation(session, found.id)
    if confirmed is not None:
        raise ConfirmedAlready(meeting=confirmed.meeting.title)
    position = votes.still_open(session, meeting.id)
    if position is not None:
        raise VoteStillOpen(position=position)


def _present(session: Session, meeting: Meeting) -> int:
    """Return how many may raise a hand, if they are enough to decide."""
    present = len(meetings.room(session, meeting.id).present)
    require_quorum(rulebooks.quorum_of(session, meeting), due=meeting.members_due, present=present)
    return present


def _told(found: Minutes, ruling: MinutesRuling) -> dict[str, object]:
    return {
        "minutes_of": found.meeting_id,
        "version": found.version,
        "minutes_sha256": found.sha256,
        "wish": ruling.wish,
        **text_seal(ruling.text),
        "for": ruling.in_favour,
        "against": ruling.against,
        "abstain": ruling.abstain,
        "carried": ruling.carried,
    }
