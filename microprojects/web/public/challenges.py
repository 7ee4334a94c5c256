"""Challenging the count of a residents' poll while its result is on show."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.errors import Refusal
from microprojects.services import challenges as deeds
from microprojects.store import polls
from microprojects.store.db import db
from microprojects.web import challenge_words
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.challenges import ChallengeForm
from microprojects.web.guard import current_actor, signed_in

bp = Blueprint("public_challenges", __name__, url_prefix="/polls/<int:poll_id>")


@bp.route("/challenge", methods=["GET", "POST"])
@signed_in
def challenge(poll_id: int) -> ResponseReturnValue:
    """Ask what is wrong with the count, then file and publish it."""
    found, form, at = polls.public(db.session(), poll_id), ChallengeForm(), now()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            deeds.file(
                poll_id, ground=form.ground.data, text=form.text.data or "", actor=current_actor(), at=at
            )
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("质疑已收到、已公开，没有写您的名字。答复也会写在这里。"))
            return redirect(url_for("public_polls.poll", poll_id=poll_id, _anchor="challenges"), 303)
    elif form.is_submitted():
        status = 422
    found = polls.public(db.session(), poll_id)
    return render_template(
        "public/polls/challenge.html",
        form=form,
        poll=found,
        community=found.area,
        challenges=challenge_words.of(db.session(), found, at),
    ), status
