"""Lending the machine at the desk to a voter: the clerk is signed out of it, and it opens one ballot alone."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.services import poll_passes as deeds
from microprojects.services import sign_in
from microprojects.web import identity, voters
from microprojects.web.guard import current_actor, permit

bp = Blueprint("office_poll_lending", __name__, url_prefix="/office/polls/<int:poll_id>/desk")


@bp.post("/<entry>/kiosk")
@permit(Action.POLL_LEND)
def lend(poll_id: int, entry: str) -> ResponseReturnValue:
    """Give the machine to somebody on the roll whose papers the clerk has seen; nothing of the clerk stays on it."""
    clerk = identity.require_presence()
    given = deeds.lend(poll_id, entry, actor=current_actor(), at=now())
    sign_in.sign_out(clerk.session_id, at=now())
    identity.let_go()
    voters.hold(poll_id, given)
    return redirect(url_for("public_ballots.pick", poll_id=poll_id), 303)
