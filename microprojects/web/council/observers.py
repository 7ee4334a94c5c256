"""The list of those who come to a meeting without a vote, as chair and secretary keep it."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.observers import KINDS
from microprojects.domain.workdays import local_day
from microprojects.services import observers as deeds
from microprojects.store import observers
from microprojects.store.db import db
from microprojects.web.council import _room
from microprojects.web.council._room import BOTH, go, told
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.meetings import ObserverForm
from microprojects.web.guard import current_actor, permit

bp = Blueprint("council_observers", __name__, url_prefix="/council")

LIST = "council_observers.people"


@bp.route("/meetings/<int:meeting_id>/observers", methods=BOTH)
@permit(Action.OBSERVER_INVITE)
def people(meeting_id: int) -> ResponseReturnValue:
    """Show who is invited and who came, and ask whom to invite."""
    meeting = _room.kept_by(meeting_id, Action.OBSERVER_INVITE)
    form, status = ObserverForm(), 200
    if form.validate_on_submit():
        words = {"kind": str(form.kind.data), "name": form.name.data or ""}
        try:
            deeds.invite(meeting_id, **words, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(_("已列入列席名单。"), LIST, meeting_id=meeting_id)
    meeting = _room.kept_by(meeting_id, Action.OBSERVER_INVITE)
    listed = observers.of_meeting(db.session(), meeting_id)
    page = render_template(
        "council/observers/people.html",
        form=form,
        meeting=meeting,
        listed=[(each, _(KINDS[each.kind])) for each in listed],
        here=sum(each.is_here for each in listed),
        must=observers.must_be_heard(db.session(), meeting_id),
        is_day=local_day(now()) >= local_day(meeting.starts_at),
        is_over=meeting.state not in ("planned", "in_session"),
    )
    return page, told(form, status)


@bp.post("/observers/<int:observer_id>/come")
@permit(Action.OBSERVER_NOTE)
def come(observer_id: int) -> ResponseReturnValue:
    """Note that somebody came."""
    meeting_id = observers.get(db.session(), observer_id).meeting_id
    deeds.note_come(observer_id, actor=current_actor(), at=now())
    return go(_("已登记到会。列席的人不计入法定人数，不投票。"), LIST, meeting_id=meeting_id)


@bp.post("/observers/<int:observer_id>/gone")
@permit(Action.OBSERVER_NOTE)
def gone(observer_id: int) -> ResponseReturnValue:
    """Note that somebody went."""
    meeting_id = observers.get(db.session(), observer_id).meeting_id
    deeds.note_gone(observer_id, actor=current_actor(), at=now())
    return go(_("已登记走了。"), LIST, meeting_id=meeting_id)


@bp.post("/observers/<int:observer_id>/take-off")
@permit(Action.OBSERVER_INVITE)
def take_off(observer_id: int) -> ResponseReturnValue:
    """Take somebody off the list."""
    meeting_id = observers.get(db.session(), observer_id).meeting_id
    deeds.take_off(observer_id, actor=current_actor(), at=now())
    return go(_("已从名单上去掉。"), LIST, meeting_id=meeting_id)
