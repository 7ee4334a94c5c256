"""Paper ballots at the desk: handed out in a secret vote, and what two people counted."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.paper_votes import FIELDS, agreed
from microprojects.services import paper_votes as deeds
from microprojects.store import delegations, paper_votes
from microprojects.store.db import db
from microprojects.web.council import _room
from microprojects.web.council._room import BOTH, go, told
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.choices import options
from microprojects.web.forms.votes import PaperCountForm, PaperForm
from microprojects.web.guard import current_actor, permit

bp = Blueprint("council_papers", __name__, url_prefix="/council/votes/<int:vote_id>/paper")

VOTE = "council_votes.vote"


@bp.route("/new", methods=BOTH)
@permit(Action.BALLOT_HAND_OUT)
def hand_out(vote_id: int) -> ResponseReturnValue:
    """Ask who takes a paper ballot, then note that they did."""
    shown = _room.vote_of(vote_id)
    form, status = PaperForm(), 200
    session = db.session()
    both = [*paper_votes.still_to_vote(session, shown), *delegations.holders(session, shown)]
    left = {str(person.id): person.name for person in both}
    form.person.choices = options(left.items())
    if form.validate_on_submit():
        try:
            deeds.hand_out(vote_id, person_id=int(form.person.data), actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(_("已发纸票。这位不能再用手机投。"), VOTE, vote_id=vote_id)
    page = render_template(
        "council/votes/hand_out.html", form=form, vote=_room.vote_of(vote_id), left=len(left)
    )
    return page, told(form, status)


@bp.post("/rest")
@permit(Action.BALLOT_HAND_OUT)
def hand_out_rest(vote_id: int) -> ResponseReturnValue:
    """Hand a paper ballot to everybody in the room who has not voted."""
    _room.vote_of(vote_id)
    many = deeds.hand_out(vote_id, actor=current_actor(), at=now())
    return go(_("发了 %(n)s 张纸票。", n=many), VOTE, vote_id=vote_id)


@bp.route("/count", methods=BOTH)
@permit(Action.BALLOT_KEY)
def count(vote_id: int) -> ResponseReturnValue:
    """Ask what one counted of the paper, then keep it; what another counted is not shown."""
    shown = _room.vote_of(vote_id)
    session = db.session()
    mine = paper_votes.count_of(session, vote_id, current_actor().person_id)
    form, status = PaperCountForm(obj=mine), 200
    if form.validate_on_submit():
        try:
            deeds.key(vote_id, form.count, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(_kept(vote_id), VOTE, vote_id=vote_id)
    page = render_template(
        "council/votes/paper.html",
        form=form,
        vote=_room.vote_of(vote_id),
        out=paper_votes.handed_out(session, shown.id),
        names=[getattr(form, name) for name in FIELDS],
    )
    return page, told(form, status)


def _kept(vote_id: int) -> str:
    """Return what is said to who counted: that both agree, or that the other still has to."""
    session = db.session()
    keyed = [each.count for each in paper_votes.counts(session, vote_id)]
    try:
        agreed(keyed, paper_votes.handed_out(session, vote_id))
    except Refusal:
        return _("您数的已记下。另一位也录完、一样了，才能结束表决。")
    return _("您数的已记下。两遍一样，可以结束表决了。")
