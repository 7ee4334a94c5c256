"""Paper ballots after the last one could come in: read by two people, decided by a third where they differ.

Readings leave no line in the journal, which would tell the count while it is made; the numbers
are in the line of the closing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import poll_specs
from microprojects.domain.actions import Action
from microprojects.domain.ballots import Choices
from microprojects.domain.errors import N_, BadValue, NotFound
from microprojects.domain.paper_serials import read_serial, read_serials
from microprojects.domain.paper_sheets import (
    DECIDED,
    NOT_IN_BOX,
    Reading,
    Sheet,
    UnknownSheet,
    Verdict,
    pass_of,
    require_reading_time,
    require_third,
    require_verdict,
)
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.uploads import PHOTOS, require_media, require_room
from microprojects.services._deed import permit
from microprojects.services._polls import held
from microprojects.store import paper_sheets, polls, uploads
from microprojects.store.db import db, transaction
from microprojects.store.paper_sheets import PaperPhoto
from microprojects.store.polls import Poll

MOST_PHOTOS = 4


@dataclass(frozen=True, kw_only=True)
class Read:
    """What somebody read on a sheet; `seen` is how often they had read it when the form was shown."""

    serial: str
    verdict: Verdict
    choices: Choices
    reason: str = ""
    seen: int = 0


def read(poll_id: int, told: Read, *, actor: Actor, at: datetime) -> int:
    """Write down what the actor reads on a sheet, as the first or the second to do so; return which.

    With `told.seen` it corrects what they read before, which stays written.

    Raises:
        NotFound, NotPermitted, PollMoment, StillVoting: there is no such poll, or it is not the time.
        UnknownSheet, SheetReturned, ReadAlready, ReadTwice, DecidedAlready: the sheet is not theirs to read.
        UnknownChoice, TooMany, TooFew, OverBudget, BadPoints, BadRanks, BadValue: it cannot say this.
    """
    with transaction() as session:
        poll, person = _reading(session, poll_id, Action.PAPER_READ, actor=actor, at=at)
        sheet = paper_sheets.sheet(session, poll_id, read_serial(told.serial))
        go = pass_of(sheet, person, seen=told.seen)
        paper_sheets.add_readings(session, poll_id, [(sheet, _made(poll, told, go, person))], at=at)
    return go


def read_rest(poll_id: int, *, serials: str, verdict: Verdict, actor: Actor, at: datetime) -> int:
    """Say of a stretch of sheets that they are not in the box; those that the actor has read are passed over.

    Return of how many sheets it is said.

    Raises:
        NotFound, NotPermitted, PollMoment, StillVoting: there is no such poll, or it is not the time.
        UnknownSheet, BadValue: a number is none, or the verdict is about a sheet in hand.
    """
    if verdict not in NOT_IN_BOX:
        raise BadValue(field=N_("是哪一种"), why=N_("票箱里的票要一张一张录"))
    wanted = read_serials(serials)
    with transaction() as session:
        _poll, person = _reading(session, poll_id, Action.PAPER_READ, actor=actor, at=at)
        found = {sheet.serial: sheet for sheet in paper_sheets.sheets(session, poll_id)}
        unknown = next((serial for serial in wanted if serial not in found), None)
        if unknown:
            raise UnknownSheet(serial=unknown)
        new = [(found[serial], person) for serial in wanted if _waits(found[serial], person)]
        read = [
            (sheet, Reading(go=pass_of(sheet, who, seen=0), by=who, verdict=verdict, choices={}))
            for sheet, who in new
        ]
        paper_sheets.add_readings(session, poll_id, read, at=at)
    return len(read)


def decide(poll_id: int, told: Read, *, actor: Actor, at: datetime) -> None:
    """Decide with the sheet in hand what it says; who has read it may not.

    Raises:
        NotFound, NotPermitted, PollMoment, StillVoting: there is no such poll, or it is not the time.
        UnknownSheet, SheetReturned, NotReadTwice, SameHands: there is nothing to decide, or somebody else has to.
        UnknownChoice, TooMany, TooFew, OverBudget, BadPoints, BadRanks, BadValue: it cannot say this.
    """
    with transaction() as session:
        poll, person = _reading(session, poll_id, Action.PAPER_DECIDE, actor=actor, at=at)
        sheet = paper_sheets.sheet(session, poll_id, read_serial(told.serial))
        require_third(sheet, person)
        paper_sheets.add_readings(session, poll_id, [(sheet, _made(poll, told, DECIDED, person))], at=at)


def add_photo(poll_id: int, serial: str, *, upload: bytes, name: str, actor: Actor, at: datetime) -> None:
    """Keep a photo of a sheet, drawn anew and without metadata, for the office alone.

    Raises:
        NotFound, NotPermitted, PollMoment, StillVoting: there is no such poll, or it is not the time.
        UnknownSheet: the sheet is not one of this poll.
        EmptyFile, KindNotTaken, FileTooLarge, BrokenPicture, TooManyPixels, TooManyFiles: it cannot be taken.
    """
    media = require_media(name or N_("照片"), upload, PHOTOS)
    # Asked once before the costly drawing, so that only those who may add a photo cause it.
    poll = polls.get(db.session(), poll_id)
    permit(actor, Action.PAPER_READ, Target(poll.area.path), at=at)
    require_reading_time(poll.stands, poll.closes_at, at=at)
    kept = uploads.keep(media, upload)
    with transaction() as session:
        _poll, person = _reading(session, poll_id, Action.PAPER_READ, actor=actor, at=at)
        sheet = paper_sheets.sheet(session, poll_id, read_serial(serial))
        there = len(paper_sheets.photos(session, poll_id, sheet.serial))
        require_room(there, MOST_PHOTOS)
        session.add(
            PaperPhoto(
                poll_id=poll_id,
                serial=sheet.serial,
                place=there + 1,
                sha256=kept.sha256,
                media_type=media.value,
                added_by_id=person,
                added_at=at,
            )
        )


def _reading(
    session: Session, poll_id: int, action: Action, *, actor: Actor, at: datetime
) -> tuple[Poll, int]:
    """Return the poll, its row held, and who reads."""
    poll = held(session, poll_id, action, actor=actor, at=at)
    require_reading_time(poll.stands, poll.closes_at, at=at)
    if actor.person_id is None:
        raise NotFound
    return poll, actor.person_id


def _made(poll: Poll, told: Read, go: int, person: int) -> Reading:
    rule = poll_specs.ballot_rule(poll.spec)
    choices = require_verdict(told.verdict, told.choices, told.reason, rule)
    return Reading(go=go, by=person, verdict=told.verdict, reason=told.reason, choices=choices)


def _waits(sheet: Sheet, person: int) -> bool:
    """Return whether a sheet is not read twice, and not by that person."""
    return not (sheet.returned or sheet.last(2) or sheet.by(person))
