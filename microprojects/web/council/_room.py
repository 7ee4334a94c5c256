"""What the pages of the council room do alike: find the thing in the visitor's own area, do a deed, count the room."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms import Form

from microprojects.clock import now
from microprojects.domain import permissions
from microprojects.domain.actions import Action
from microprojects.domain.casting import Voter
from microprojects.domain.permissions import OwnItem, Target
from microprojects.domain.votes import Quorum, quorum
from microprojects.domain.workdays import local_day
from microprojects.store import councils, delegations, meetings, people, rulebooks, votes
from microprojects.store.councils import Council, Seat
from microprojects.store.db import db
from microprojects.store.meetings import AgendaItem, Meeting, Room
from microprojects.store.people import Person
from microprojects.store.votes import Vote
from microprojects.web.forms._attempt import status_of
from microprojects.web.forms.choices import options
from microprojects.web.guard import can, current_actor
from microprojects.web.language import sentence
from microprojects.web.next_page import safe_next

BOTH = ["GET", "POST"]
# The pages that follow a meeting: whoever acts there stays there.
LIVE = re.compile(r"/council/meetings/\d+/(console|seat)")


@dataclass(frozen=True)
class Strip:
    """The permanent strip of a meeting; see the macro `quorum`."""

    present: int
    due: int
    needed: int
    recused: int
    votable: int
    says: str
    note: str
    tone: str


@dataclass(frozen=True)
class Ballot:
    """A member as a vote sees them; `holds` is the name of the member whose vote they hold and have not cast."""

    voter: Voter
    holds: str = ""
    is_second: bool = False  # their own is cast, this one is the other's


def read_here(area: str) -> None:
    """Let those read who work in the area or sit in its councils.

    Raises:
        NotPermitted: the visitor does neither.
    """
    permissions.require(current_actor(), Action.COUNCIL_READ, Target(area), at=local_day(now()))


def council_of(council_id: int) -> Council:
    """Return a council of the visitor's own area."""
    council = councils.get(db.session(), council_id)
    read_here(council.area.path)
    return council


def meeting_of(meeting_id: int) -> Meeting:
    """Return a meeting of the visitor's own area."""
    meeting = meetings.get(db.session(), meeting_id)
    read_here(meeting.council.area.path)
    return meeting


def kept_by(meeting_id: int, action: Action) -> Meeting:
    """Return a meeting for which the visitor may do the act.

    Raises:
        NotFound, NotPermitted: there is no such meeting, or it is for others.
    """
    meeting = meeting_of(meeting_id)
    permissions.require(current_actor(), action, Target(meeting.council.area.path), at=local_day(now()))
    return meeting


def item_of(item_id: int) -> AgendaItem:
    """Return an item of a meeting in the visitor's own area."""
    item = meetings.item(db.session(), item_id)
    read_here(item.meeting.council.area.path)
    return item


def vote_of(vote_id: int) -> Vote:
    """Return a vote of a meeting in the visitor's own area."""
    vote = votes.get(db.session(), vote_id)
    read_here(vote.item.meeting.council.area.path)
    return vote


def kept_out(item: AgendaItem) -> str:
    """Return why a chair may not lead an item that is their own matter; nothing for everybody else."""
    target = item.project.target
    is_own = can(Action.VOTE_CLOSE, target.area) and not can(Action.VOTE_CLOSE, target)
    return sentence(OwnItem()) if is_own else ""


def go(said: str, endpoint: str, **where: Any) -> ResponseReturnValue:
    """Say what was done and go to the page that shows it, or back to the live page that asked for it."""
    flash(said)
    return redirect(live_back() or url_for(endpoint, **where), 303)


def live_back() -> str:
    """Return the live page that a form came from; nothing where it came from none. A refused form carries it on."""
    back = safe_next(request.values.get("back"))
    return back if back and LIVE.fullmatch(back) else ""


def told(form: Form, status: int) -> int:
    """Return the status of a page with a form: that of the rule that said no, 422 where it is wrong, else 200."""
    return status if status != 200 else status_of(form)


def seat_of(seat_id: int) -> tuple[Seat, Council]:
    """Return a seat with its council in the visitor's own area."""
    seat = councils.seat(db.session(), seat_id)
    return seat, council_of(seat.council_id)


def namesakes(people: list[Person]) -> list[tuple[str, str]]:
    """Return people of one name as the choices of a field, told apart by where they live."""
    return options(
        (str(each.id), f"{each.name}（{each.building}）" if each.building else each.name) for each in people
    )


def meant(picked: str | None, people: list[Person]) -> Person:
    """Return the one of several people of a name who was meant.

    Raises:
        LookupError: nobody has that name here, or several do and none was picked; it says so.
    """
    found = [each for each in people if str(each.id) == picked] or people
    if not found:
        raise LookupError(_("本社区没有核实过叫这个名字的人。请先到窗口核实，再排席位。"))
    if len(found) > 1:
        raise LookupError(_("有 %(n)s 个人叫这个名字，请在下面选是哪一位。", n=len(found)))
    return found[0]


def seats_of(session: Session, meeting: Meeting) -> list[Seat]:
    """Return the seats that are in office on the day of a meeting, today while it is planned."""
    day = now() if meeting.state == "planned" else meeting.opened_at or meeting.starts_at
    return councils.in_office(session, meeting.council_id, local_day(day))


def members(seats: list[Seat]) -> list[tuple[str, str]]:
    """Return the members as the choices of a field."""
    return options((str(seat.person_id), seat.person.name) for seat in seats)


def ballot_now(session: Session, vote: Vote, meeting: Meeting, me: int, on: date) -> Ballot:
    """Return a member's next ballot in a vote: their own, or the one that they hold for another."""
    voter = votes.voter(session, vote, meeting, me, on)
    held = delegations.still_held(session, vote, me) if vote.is_open else None
    if held is None:
        return Ballot(voter)
    return Ballot(replace(voter, voted=False), people.get(session, held).name, is_second=voter.voted)


def strip(session: Session, meeting: Meeting, room: Room, due: int) -> Strip | None:
    """Count the room for the strip; None where nobody can be in it any more."""
    if meeting.state not in ("planned", "in_session"):
        return None
    return counted_strip(meeting, room, count(session, meeting, room, due))


def count(session: Session, meeting: Meeting, room: Room, due: int) -> Quorum:
    """Count who may vote in the room against the quorum of a meeting."""
    return quorum(rulebooks.quorum_of(session, meeting), members=due, present=len(room.may_vote))


def counted_strip(meeting: Meeting, room: Room, counted: Quorum) -> Strip | None:
    """Put what was counted in words; None where nobody can be in the room any more."""
    if meeting.state not in ("planned", "in_session"):
        return None
    if not counted.met:
        says, note, tone = _("还差 %(n)s 人", n=counted.missing), _("不够法定人数，不能表决"), "short"
    elif counted.present == counted.needed:
        says, note, tone = _("人数正好够"), _("再少 1 人，就不能表决"), "edge"
    else:
        says, note, tone = _("够法定人数"), _("可以表决"), ""
    present, recused = len(room.present), len(room.recused)
    return Strip(present, counted.members, counted.needed, recused, len(room.may_vote), says, note, tone)
