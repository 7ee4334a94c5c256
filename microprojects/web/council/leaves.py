"""Leave from a meeting: asked for on a member's own page, or noted by the desk."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.services import leaves as deeds
from microprojects.web.council._room import go
from microprojects.web.forms.meetings import PersonForm
from microprojects.web.guard import current_actor, permit

bp = Blueprint("council_leaves", __name__, url_prefix="/council/meetings/<int:meeting_id>/leave")

ROOM = "council_meetings.room"


@bp.post("/")
@permit(Action.LEAVE_ASK)
def ask(meeting_id: int) -> ResponseReturnValue:
    """Note that a member cannot come."""
    deeds.ask(meeting_id, person_id=PersonForm().person_id, actor=current_actor(), at=now())
    return go(_("请假已登记。应到人数不变，不用写理由。"), ROOM, meeting_id=meeting_id)


@bp.post("/back")
@permit(Action.LEAVE_TAKE_BACK)
def take_back(meeting_id: int) -> ResponseReturnValue:
    """Take back that a member cannot come."""
    deeds.take_back(meeting_id, person_id=PersonForm().person_id, actor=current_actor(), at=now())
    return go(_("请假已收回，到时请来。"), ROOM, meeting_id=meeting_id)
