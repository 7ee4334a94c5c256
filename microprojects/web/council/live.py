"""The live pages of a meeting: the console of chair and secretary, and a member's own seat on a phone."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.casting import BY_MEMBER, OWN_MATTERS
from microprojects.domain.doors import STEP_SECONDS
from microprojects.domain.workdays import local_day
from microprojects.services import attendances as deeds
from microprojects.store import councils, kept_minutes, rulebooks, sittings
from microprojects.store.db import db
from microprojects.store.sittings import Sitting
from microprojects.web import poll_said, watching
from microprojects.web.council import _room, live_words
from microprojects.web.forms.votes import CastForm, CountForm, OpenVoteForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.qr_codes import qr_svg
from microprojects.web.vote_words import received, result, why_not

bp = Blueprint("council_live", __name__, url_prefix="/council/meetings/<int:meeting_id>")


@bp.get("/console")
@permit(Action.COUNCIL_READ)
def console(meeting_id: int) -> ResponseReturnValue:
    """Show the chair what is before the room and the one next step."""
    sitting = sittings.of(db.session(), _room.meeting_of(meeting_id))
    return render_template(
        "council/live/console.html",
        **_shown(sitting),
        next_step=live_words.next_step(sitting, at=now()),
        own_matters={each: _(words) for each, words in OWN_MATTERS.items()},
        unconfirmed=_unconfirmed(sitting),
        ballot=_ballot(sitting),
        paper_says=live_words.paper(sitting),
        count_form=CountForm(formdata=None),
    )


@bp.get("/seat")
@permit(Action.MEETING_SIGN_IN)
def seat(meeting_id: int) -> ResponseReturnValue:
    """Show a member what is before the room, and what they can do now: come, vote, speak, stand aside."""
    session, me = db.session(), current_actor().person_id or 0
    sitting = watching.sitting(meeting_id)
    _room.read_here(sitting.meeting.council.area.path)
    vote, meeting, day = sitting.vote, sitting.meeting, local_day(now())
    ballot = _room.ballot_now(session, vote, meeting, me, day) if vote and vote.is_open else None
    voter = ballot.voter if ballot else None
    return render_template(
        "council/live/seat.html",
        **_shown(sitting),
        me=me,
        is_here=me in sitting.room.present,
        is_day=day >= local_day(meeting.starts_at),
        may_ask_leave=_may_ask_leave(sitting, me),
        voter=voter,
        held=ballot,
        no=why_not(vote, voter, meeting.council.name, day) if vote and voter else "",
        mine=next((each for each in sitting.speeches if each.person_id == me and not each.ended_at), None),
        asks_code=me not in sitting.room.present and rulebooks.asks_for_door_code(session, meeting),
        code=request.args.get("code", "")[:6],
        must_aside=me in {each.person_id for each in sitting.conflicts},
        aside=next((each for each in sitting.recusals if each.person_id == me), None),
        cast_form=CastForm(formdata=None),
    )


@bp.get("/door")
@permit(Action.MINUTES_DRAFT)
def door(meeting_id: int) -> ResponseReturnValue:
    """Show at the door the code with which members sign in; it changes every minute."""
    meeting = _room.meeting_of(meeting_id)
    at = now()
    code = deeds.door_code(meeting_id, at)
    address = url_for("council_live.seat", meeting_id=meeting_id, code=code, _external=True)
    return render_template(
        "council/live/door.html",
        sitting=sittings.of(db.session(), meeting),
        meeting=meeting,
        code=code,
        asks_code=rulebooks.asks_for_door_code(db.session(), meeting),
        left=STEP_SECONDS - int(at.timestamp()) % STEP_SECONDS,
        picture=qr_svg(address, _("签到码")),
    )


def _may_ask_leave(sitting: Sitting, me: int) -> bool:
    """Return whether a member may still say that they cannot come, or take it back."""
    meeting = sitting.meeting
    if meeting.state != "planned" or now() >= meeting.starts_at or me in sitting.room.present:
        return False
    return councils.sits(db.session(), meeting.council_id, me, local_day(meeting.starts_at))


def _shown(sitting: Sitting) -> dict[str, object]:
    """Return what both pages show."""
    return {
        "sitting": sitting,
        "meeting": sitting.meeting,
        "item": sitting.item,
        "area": sitting.meeting.council.area.path,
        "vote": sitting.vote,
        "by_member": bool(sitting.vote and sitting.vote.mode in BY_MEMBER),
        "row": received(sitting.vote, sitting.got),
        "missing": sitting.vote.base - sitting.got if sitting.vote else 0,
        "result": result(sitting.vote),
        "strip": _room.counted_strip(sitting.meeting, sitting.room, sitting.quorum),
        "floor": live_words.speech(sitting, at=now()),
        "side_word": live_words.side_word,
        "motion_word": live_words.motion_word,
        "poll_says": poll_said.said(sitting.poll_said),
        "departed": poll_said.departed(sitting.departure) if sitting.departure else "",
        "results": {line.id: result(line.vote) for line in sitting.agenda},
    }


def _unconfirmed(sitting: Sitting) -> bool:
    """Return whether minutes of an earlier meeting still wait for this one's word."""
    meeting = sitting.meeting
    return meeting.state == "in_session" and kept_minutes.next_pending(db.session(), meeting) is not None


def _ballot(sitting: Sitting) -> OpenVoteForm | None:
    """Return the ways to vote on the item before the room, once it may come to a vote."""
    if sitting.item is None or sitting.item.state != "presented":
        return None
    return OpenVoteForm(mode=str(rulebooks.of(sitting.item.project)["meeting.ballot"]))
