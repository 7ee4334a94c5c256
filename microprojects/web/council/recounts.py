"""A wrong count at the desk: the right one is written down, three people sign it."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.services import recounts as deeds
from microprojects.store import recounts
from microprojects.store.db import db
from microprojects.web.council import _room
from microprojects.web.council._room import BOTH, go, told
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.votes import RecountForm
from microprojects.web.guard import current_actor, permit

bp = Blueprint("council_recounts", __name__, url_prefix="/council")

VOTE = "council_votes.vote"


@bp.route("/votes/<int:vote_id>/recount", methods=BOTH)
@permit(Action.VOTE_CORRECT)
def propose(vote_id: int) -> ResponseReturnValue:
    """Ask for the right count and why it was wrong, then keep it for the other two to sign."""
    shown = _room.vote_of(vote_id)
    form, status = RecountForm(obj=shown), 200
    if form.validate_on_submit():
        counts = {"in_favour": form.in_favour.data or 0, "against": form.against.data or 0}
        try:
            deeds.propose(
                vote_id,
                **counts,
                abstain=form.abstain.data or 0,
                reason=form.reason.data or "",
                actor=current_actor(),
                at=now(),
            )
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(_("更正已写下，您已签字。还要另外两位签。"), VOTE, vote_id=vote_id)
    page = render_template("council/votes/recount.html", form=form, vote=_room.vote_of(vote_id))
    return page, told(form, status)


@bp.post("/recounts/<int:recount_id>/sign")
@permit(Action.VOTE_CORRECT)
def sign(recount_id: int) -> ResponseReturnValue:
    """Sign a correction."""
    vote = _vote(recount_id)
    made = deeds.sign(recount_id, actor=current_actor(), at=now())
    said = _("三个人都签了，票数已更正，新的一版已公开。") if made else _("已签字。还要一位签。")
    return go(said, VOTE, vote_id=vote)


@bp.post("/recounts/<int:recount_id>/drop")
@permit(Action.VOTE_CORRECT)
def drop(recount_id: int) -> ResponseReturnValue:
    """Drop a correction that was not made."""
    vote = _vote(recount_id)
    deeds.drop(recount_id, actor=current_actor(), at=now())
    return go(_("这份更正已撤掉，票数不变。"), VOTE, vote_id=vote)


def _vote(recount_id: int) -> int:
    """Return the vote of a correction in the visitor's own area."""
    vote_id = recounts.get(db.session(), recount_id).vote_id
    return _room.vote_of(vote_id).id
