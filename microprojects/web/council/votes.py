"""A vote in the council room: members vote, hands are counted, the result is told at once."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.casting import BY_MEMBER, MODES
from microprojects.domain.errors import Refusal
from microprojects.domain.workdays import local_day
from microprojects.services import votes as deeds
from microprojects.store import delegations, recounts, voided_votes, votes
from microprojects.store.db import db
from microprojects.store.votes import Vote
from microprojects.web.council import _room
from microprojects.web.council._room import go, told
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.votes import CastForm, CountForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.vote_words import received, result, why_not

bp = Blueprint("council_votes", __name__, url_prefix="/council/votes/<int:vote_id>")


@bp.get("")
@permit(Action.COUNCIL_READ)
def vote(vote_id: int) -> ResponseReturnValue:
    """Show the vote: to a member their choice, to the chair the count, afterwards the result to all."""
    return _page(vote_id)


@bp.post("/cast")
@permit(Action.VOTE_CAST)
def cast(vote_id: int) -> ResponseReturnValue:
    """Take a member's vote."""
    form = CastForm()
    _room.vote_of(vote_id)
    if form.validate_on_submit():
        second = bool(form.second.data)
        deeds.cast(vote_id, choice=form.choice.data or "", second=second, actor=current_actor(), at=now())
        return go(_("您的票已投出，不能再改。"), "council_votes.vote", vote_id=vote_id)
    return _page(vote_id, cast_form=form, status=422)


@bp.post("/close")
@permit(Action.VOTE_CLOSE)
def close(vote_id: int) -> ResponseReturnValue:
    """Close the vote with the count of hands, or count what the members cast."""
    shown = _room.vote_of(vote_id)
    if shown.mode in BY_MEMBER:
        deeds.close_vote(vote_id, actor=current_actor(), at=now())
        return go(_("表决结束，结果已公开。"), "council_votes.vote", vote_id=vote_id)
    form, status = CountForm(), 200
    if form.validate_on_submit():
        counts = {
            "in_favour": form.in_favour.data,
            "against": form.against.data,
            "abstain": form.abstain.data,
        }
        try:
            deeds.close_vote(vote_id, **counts, witnesses=form.witnesses, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(_("表决结束，结果已公开。"), "council_votes.vote", vote_id=vote_id)
    return _page(vote_id, count_form=form, status=told(form, status))


def _page(
    vote_id: int,
    *,
    cast_form: CastForm | None = None,
    count_form: CountForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    session, shown = db.session(), _room.vote_of(vote_id)
    meeting, me = shown.item.meeting, current_actor().person_id or 0
    day = local_day(now())
    ballot = _room.ballot_now(session, shown, meeting, me, day)
    voter = ballot.voter
    got = votes.voted(session, vote_id)
    waiting = recounts.waiting(session, vote_id) if shown.closed_at else None
    page = render_template(
        "council/votes/vote.html",
        vote=shown,
        item=shown.item,
        meeting=meeting,
        kept_out=_room.kept_out(shown.item),
        mode=_(MODES[shown.mode]),
        by_member=shown.mode in BY_MEMBER,
        back=_room.live_back(),
        voter=voter,
        why_not=why_not(shown, voter, meeting.council.name, day),
        got=got,
        missing=shown.base - got,
        hands=shown.base - (_gone(session, shown) if shown.is_open else 0),
        ballot=ballot,
        row=received(shown, got),
        result=result(shown),
        void=voided_votes.overtaken(session, shown),
        recount=waiting,
        has_signed=waiting is not None and me in {each.person_id for each in waiting.signatures},
        cast_form=cast_form or CastForm(formdata=None, second="1" if ballot.is_second else ""),
        count_form=count_form or CountForm(formdata=None),
    )
    return page, status


def _gone(session: Session, shown: Vote) -> int:
    """Return how many votes cannot be counted by hand: of those who left, and of those whose vote they held."""
    return votes.who_left(session, shown) + delegations.lost(session, shown)
