"""Trying out the ballot of a prepared poll: its rule answers as it will, and nothing is stored."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from microprojects.domain.actions import Action
from microprojects.domain.ballots import check
from microprojects.domain.errors import Refusal
from microprojects.domain.polls import PollState, require_state
from microprojects.store import polls
from microprojects.store.db import db
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.ballot_choices import rehearsal_for
from microprojects.web.guard import permit
from microprojects.web.office.polls import here
from microprojects.web.public import poll_words

bp = Blueprint("office_poll_rehearsals", __name__, url_prefix="/office/polls/<int:poll_id>/rehearsal")


@bp.route("", methods=["GET", "POST"])
@permit(Action.POLL_PREPARE)
def rehearse(poll_id: int) -> ResponseReturnValue:
    """Ask for a ballot, and say what would have been cast, or why it would have been refused."""
    found = here(poll_id, Action.POLL_PREPARE)
    require_state(found.stands, PollState.PREPARED)
    listed = polls.options(db.session(), poll_id)
    form = rehearsal_for(found, listed)()
    status, would = status_of(form), None
    if form.validate_on_submit():
        try:
            choices = check(form.choices, found.rule, blank=bool(form.blank.data))
        except Refusal as no:
            status = refused(form, no)
        else:
            would = [(option, choices[option.code]) for option in listed if option.code in choices]
    elif form.is_submitted():
        status = 422
    return render_template(
        "office/polls/rehearsal.html",
        form=form,
        poll=found,
        rules=poll_words.rules(found, listed),
        would=would,
    ), status
