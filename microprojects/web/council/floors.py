"""The floor of a meeting: an item is taken up, speakers are called, motions decided, the debate closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.services import floor as deeds
from microprojects.services import motions
from microprojects.store import meetings
from microprojects.store.db import db
from microprojects.web.council import _people, _room
from microprojects.web.council._room import BOTH, go, told
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.meetings import MotionForm, PersonForm, SpeakerForm
from microprojects.web.guard import can, current_actor, permit

bp = Blueprint("council_floor", __name__, url_prefix="/council")

ITEM = "council_items.item"
CONSOLE = "council_live.console"


@bp.post("/items/<int:item_id>/take-up")
@permit(Action.ITEM_TAKE_UP)
def take_up(item_id: int) -> ResponseReturnValue:
    """Bring the item before the room."""
    return _do(item_id, deeds.take_up, _("进入这一项。大屏和手机都转到这一项了。"))


@bp.route("/items/<int:item_id>/speakers/new", methods=BOTH)
@permit(Action.FLOOR_ASK)
def ask(item_id: int) -> ResponseReturnValue:
    """Ask who wants to speak and for which side, then put them on the list."""
    shown = _room.item_of(item_id)
    me = None if can(Action.MINUTES_DRAFT, shown.meeting.council.area.path) else current_actor().person_id
    form, status = SpeakerForm(person=str(me or "")), 200
    found = _people.speakers(db.session(), shown, only=me)
    form.person.choices = _people.nobody_yet(found)
    if form.validate_on_submit():
        who = _people.picked(form.person.data)
        try:
            deeds.ask(item_id, **asdict(who), side=str(form.side.data), actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(_("已排进等着发言的名单。"), ITEM, item_id=item_id)
    page = render_template(
        "council/live/ask.html", form=form, item=_room.item_of(item_id), any_there=bool(found)
    )
    return page, told(form, status)


@bp.post("/items/<int:item_id>/speakers/step-back")
@permit(Action.FLOOR_STEP_BACK)
def step_back(item_id: int) -> ResponseReturnValue:
    """Take a person off the list."""
    who = _people.picked(PersonForm().person.data)
    deeds.step_back(item_id, **asdict(who), actor=current_actor(), at=now())
    return go(_("已从名单里取下。"), ITEM, item_id=item_id)


@bp.post("/items/<int:item_id>/speakers/call")
@permit(Action.FLOOR_LEAD)
def call_next(item_id: int) -> ResponseReturnValue:
    """Give the floor to the next on the list."""
    return _do(item_id, deeds.call_next, _("请下一位发言，开始计时。"))


@bp.post("/items/<int:item_id>/speakers/pause")
@permit(Action.FLOOR_LEAD)
def pause(item_id: int) -> ResponseReturnValue:
    """Stop the clock, or let it run on."""
    return _do(item_id, deeds.pause, _("计时已改。"))


@bp.post("/items/<int:item_id>/speakers/lengthen")
@permit(Action.FLOOR_LEAD)
def lengthen(item_id: int) -> ResponseReturnValue:
    """Give the speaker half a minute more."""
    return _do(item_id, deeds.lengthen, _("加了 30 秒。"))


@bp.post("/items/<int:item_id>/speakers/end")
@permit(Action.FLOOR_LEAD)
def end_speech(item_id: int) -> ResponseReturnValue:
    """End the speech that runs."""
    return _do(item_id, deeds.end_speech, _("发言结束。"))


@bp.post("/items/<int:item_id>/close-debate")
@permit(Action.DEBATE_CLOSE)
def close_debate(item_id: int) -> ResponseReturnValue:
    """Close the debate."""
    return _do(item_id, deeds.close_debate, _("讨论结束，可以开始表决。"))


@bp.route("/items/<int:item_id>/motions/new", methods=BOTH)
@permit(Action.MOTION_DECIDE)
def motion(item_id: int) -> ResponseReturnValue:
    """Ask for a motion and its hands, then record what the room decided."""
    shown = _room.item_of(item_id)
    session = db.session()
    form, status = MotionForm(kind=request.args.get("kind")), 200
    base = meetings.room(session, shown.meeting_id, item_id).may_vote
    form.mover.choices = _people.nobody_yet(_people.named(_room.seats_of(session, shown.meeting), base))
    if form.validate_on_submit():
        try:
            carried = motions.decide(
                item_id,
                str(form.kind.data),
                hands=form.hands,
                text=form.text.data or "",
                moved_by_id=int(form.mover.data),
                actor=current_actor(),
                at=now(),
            )
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(
                _("动议通过，已记下。") if carried else _("动议没有通过，已记下。"), ITEM, item_id=item_id
            )
    page = render_template("council/live/motion.html", form=form, item=_room.item_of(item_id), base=len(base))
    return page, told(form, status)


@bp.post("/meetings/<int:meeting_id>/resume")
@permit(Action.MEETING_RESUME)
def resume(meeting_id: int) -> ResponseReturnValue:
    """Let the meeting go on."""
    motions.resume(meeting_id, actor=current_actor(), at=now())
    return go(_("会议继续。"), CONSOLE, meeting_id=meeting_id)


def _do(item_id: int, deed: Callable[..., None], said: str) -> ResponseReturnValue:
    deed(item_id, actor=current_actor(), at=now())
    return go(said, ITEM, item_id=item_id)
