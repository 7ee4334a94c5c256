"""Challenges of a count at the desks: written down for somebody, answered by the supervisor, counted anew."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.challenges import GROUNDS
from microprojects.domain.errors import Refusal
from microprojects.services import challenges as deeds
from microprojects.store import challenges, polls
from microprojects.store.db import db
from microprojects.web import challenge_words
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.challenges import AnswerForm, ChallengeWrittenDownForm, RecountForm
from microprojects.web.forms.house import HouseForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office.polls import here

bp = Blueprint("office_challenges", __name__, url_prefix="/office")

BOTH = ["GET", "POST"]


@bp.route("/polls/<int:poll_id>/challenges/new", methods=BOTH)
@permit(Action.CHALLENGE_ENTER)
def write_down(poll_id: int) -> ResponseReturnValue:
    """Write down what somebody said at the desk or sent on paper."""
    here(poll_id, Action.CHALLENGE_ENTER)
    form = ChallengeWrittenDownForm()

    def deed() -> str:
        deeds.file(
            poll_id,
            ground=form.ground.data,
            text=form.text.data or "",
            channel=form.channel.data,
            name=form.name.data or "",
            actor=current_actor(),
            at=now(),
        )
        return _("质疑已登记、已公开，姓名不公开。")

    return _asked("office/challenges/write_down.html", poll_id, form, deed)


@bp.route("/challenges/<int:challenge_id>/answer", methods=BOTH)
@permit(Action.CHALLENGE_ANSWER)
def answer(challenge_id: int) -> ResponseReturnValue:
    """Show a challenge with who made it, then publish the answer."""
    found = challenges.get(db.session(), challenge_id)
    poll_id, form = found.poll_id, AnswerForm()
    here(poll_id, Action.CHALLENGE_ANSWER)

    def deed() -> str:
        words = {"outcome": form.outcome.data, "text": form.text.data or ""}
        deeds.answer(challenge_id, actor=current_actor(), at=now(), **words)
        return _("答复已公开。")

    shown = {"text": found.text, "ground": _(GROUNDS[found.ground]), "who": found.person.name}
    return _asked("office/challenges/answer.html", poll_id, form, deed, **shown)


@bp.route("/polls/<int:poll_id>/recount", methods=BOTH)
@permit(Action.POLL_RECOUNT)
def recount(poll_id: int) -> ResponseReturnValue:
    """Say what a recount does, then count the same ballots anew."""
    here(poll_id, Action.POLL_RECOUNT)
    form = RecountForm()

    def deed() -> str:
        same = deeds.recount(poll_id, reason=form.reason.data or "", actor=current_actor(), at=now())
        if same:
            return _("重数完了：和上一遍完全一样。")
        return _("重数完了：和上一遍不一样。以这一遍为准，公示重新算起。")

    return _asked("office/challenges/recount.html", poll_id, form, deed)


def _asked(
    template: str, poll_id: int, form: HouseForm, deed: Callable[[], str], **shown: str
) -> ResponseReturnValue:
    """Ask what a deed needs, do it, say what came of it, and go to the result; where a rule says no, ask again."""
    status = status_of(form)
    if form.validate_on_submit():
        try:
            flash(deed())
        except Refusal as no:
            status = refused(form, no)
        else:
            return redirect(url_for("public_polls.poll", poll_id=poll_id, _anchor="challenges"), 303)
    elif form.is_submitted():
        status = 422
    found = polls.get(db.session(), poll_id)
    told = challenge_words.of(db.session(), found, now())
    return render_template(template, form=form, poll=found, challenges=told, **shown), status
