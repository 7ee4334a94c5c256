"""Votes that absent members give to members who are there, as chair and secretary write them down."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.delegations import NoProxies
from microprojects.domain.errors import Refusal
from microprojects.services import delegations as deeds
from microprojects.store import delegations, meetings, rulebooks
from microprojects.store.db import db
from microprojects.web.council import _room
from microprojects.web.council._room import BOTH, go, told
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.meetings import DelegationForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.language import sentence

bp = Blueprint("council_delegations", __name__, url_prefix="/council")

LIST = "council_delegations.given"


@bp.route("/meetings/<int:meeting_id>/delegations", methods=BOTH)
@permit(Action.DELEGATION_RECORD)
def given(meeting_id: int) -> ResponseReturnValue:
    """Show whose vote is in whose hands, and ask for one more."""
    session, meeting = db.session(), _room.kept_by(meeting_id, Action.DELEGATION_RECORD)
    room, seats = meetings.room(session, meeting_id), _room.seats_of(session, meeting)
    form, status = DelegationForm(), 200
    form.principal.choices = _room.members([each for each in seats if each.person_id not in room.present])
    form.delegate.choices = _room.members([each for each in seats if each.person_id in room.present])
    if form.validate_on_submit():
        pair = {"principal_id": int(form.principal.data), "delegate_id": int(form.delegate.data)}
        try:
            deeds.record(meeting_id, **pair, paper=form.paper.data or "", actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(
                _("委托已登记。受托人的票算两票；法定人数照旧只数到会的人。"), LIST, meeting_id=meeting_id
            )
    meeting = _room.kept_by(meeting_id, Action.DELEGATION_RECORD)
    allowed = rulebooks.allows_proxies(db.session(), meeting)
    page = render_template(
        "council/delegations/given.html",
        form=form,
        meeting=meeting,
        listed=delegations.of_meeting(db.session(), meeting_id),
        sits=meeting.state == "in_session",
        no="" if allowed else sentence(NoProxies()),
    )
    return page, told(form, status)


@bp.post("/delegations/<int:delegation_id>/end")
@permit(Action.DELEGATION_RECORD)
def end(delegation_id: int) -> ResponseReturnValue:
    """End one."""
    meeting_id = delegations.get(db.session(), delegation_id).meeting_id
    deeds.end(delegation_id, actor=current_actor(), at=now())
    return go(_("这份委托已结束。"), LIST, meeting_id=meeting_id)
