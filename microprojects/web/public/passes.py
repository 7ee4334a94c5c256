"""The way into a poll for people who are not signed in: the code on a slip, or one sent to their phone; and the way out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.errors import Refusal
from microprojects.domain.masks import mask_phone
from microprojects.domain.phones import BadPhone, fold_phone
from microprojects.domain.text_codes import WhichOfYou
from microprojects.domain.voters import GivenPass
from microprojects.services import poll_passes as deeds
from microprojects.services import poll_texts
from microprojects.store import polls, texting
from microprojects.store.db import db
from microprojects.store.polls import Poll
from microprojects.web import identity, voters
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.passes import PhoneForm, SlipForm, TextCodeForm
from microprojects.web.guard import anyone
from microprojects.web.public import pass_words, poll_words
from microprojects.web.public.ballots import draft_of, taken

bp = Blueprint("public_passes", __name__, url_prefix="/polls/<int:poll_id>/enter")

BOTH = ["GET", "POST"]


@bp.get("")
@anyone
def ways(poll_id: int) -> ResponseReturnValue:
    """Show the ways to prove that one is on the roll."""
    poll = taken(poll_id)
    listed = pass_words.ways(poll, url_for("public_castings.check", poll_id=poll_id))
    return _page("public/passes/ways.html", poll, ways=listed, held=voters.held(poll_id))


@bp.route("/slip", methods=BOTH)
@anyone
def slip(poll_id: int) -> ResponseReturnValue:
    """Ask for the code on a slip; a script reads it from what the square picture led to, which no server sees."""
    poll, form = taken(poll_id), SlipForm()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            given = deeds.redeem_slip(poll_id, form.code.data or "", address=_address(), at=now())
        except Refusal as no:
            status = refused(form, no, "code")
        else:
            return _in(poll_id, given)
    elif form.is_submitted():
        status = 422
    return _page("public/passes/slip.html", poll, form=form), status


@bp.route("/text", methods=BOTH)
@anyone
def text(poll_id: int) -> ResponseReturnValue:
    """Ask for a phone number and send a code there; what is told does not depend on whether the number is known."""
    poll, form = taken(poll_id), PhoneForm()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            poll_texts.ask(poll_id, form.phone.data or "", address=_address(), at=now())
        except Refusal as no:
            status = refused(form, no, "phone" if isinstance(no, BadPhone) else None)
        else:
            number = fold_phone(form.phone.data or "")
            return _code_page(poll, TextCodeForm(formdata=None, phone=number), sent=True)
    elif form.is_submitted():
        status = 422
    return _page("public/passes/text.html", poll, form=form, is_on=texting.is_on()), status


@bp.post("/text/code")
@anyone
def text_code(poll_id: int) -> ResponseReturnValue:
    """Take the code that was sent."""
    poll, form = taken(poll_id), TextCodeForm()
    status = 422
    if form.validate_on_submit():
        try:
            given = poll_texts.redeem(
                poll_id,
                form.phone.data or "",
                form.code.data or "",
                name=form.name.data or "",
                address=_address(),
                at=now(),
            )
        except Refusal as no:
            status = refused(form, no, "name" if isinstance(no, WhichOfYou) else "code")
        else:
            return _in(poll_id, given)
    return _code_page(poll, form), status


def _code_page(poll: Poll, form: TextCodeForm, *, sent: bool = False) -> str:
    return _page(
        "public/passes/text_code.html", poll, form=form, shown=mask_phone(form.phone.data or ""), sent=sent
    )


@bp.post("/leave")
@anyone
def leave(poll_id: int) -> ResponseReturnValue:
    """End the pass of this browser and forget what was picked with it."""
    lent = voters.is_lent()
    if voters.secret(poll_id):
        deeds.end(poll_id, voter=voters.voter(poll_id), at=now())
    if lent:
        identity.let_go()
        return redirect(url_for(".over", poll_id=poll_id), 303)
    voters.let_go()
    flash(_("已经退出这次投票。投出的票都在。"))
    return redirect(url_for("public_polls.poll", poll_id=poll_id), 303)


@bp.get("/over")
@anyone
def over(poll_id: int) -> ResponseReturnValue:
    """Say that a lent machine goes back to the desk; whatever was on it is gone."""
    poll = polls.public(db.session(), poll_id)
    if voters.held(poll_id) is not None:
        return redirect(url_for("public_ballots.pick", poll_id=poll_id), 303)
    if voters.is_lent():
        identity.let_go()
    session.pop(voters.KEY, None)
    return _page("public/passes/over.html", poll)


def _in(poll_id: int, given: GivenPass) -> ResponseReturnValue:
    """Keep the pass and go on to the ballot, or to the check where something was picked before."""
    voters.hold(poll_id, given)
    there = "public_castings.check" if draft_of(poll_id).is_said else "public_ballots.pick"
    return redirect(url_for(there, poll_id=poll_id), 303)


def _page(name: str, poll: Poll, **words: object) -> str:
    return render_template(
        name,
        poll=poll,
        community=poll.area,
        step_names=poll_words.steps(),
        **words,
    )


def _address() -> str:
    return request.remote_addr or ""
