"""The sample of paper ballots at the office: which sheets to fetch, what was read on them, and what came of it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.paper_audits import sample
from microprojects.domain.polls import PollState, require_state
from microprojects.services import paper_audits as deeds
from microprojects.store import ballots, paper_sheets, polls
from microprojects.store.db import db
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.paper import AuditForm, choice_words
from microprojects.web.guard import current_actor, permit
from microprojects.web.office.polls import here

bp = Blueprint("office_paper_audits", __name__, url_prefix="/office/polls/<int:poll_id>/sheets")


@bp.route("/sample", methods=["GET", "POST"])
@permit(Action.PAPER_AUDIT)
def audit(poll_id: int) -> ResponseReturnValue:
    """Show the sampled sheets as they were read, and ask how many differ from the paper."""
    found, form = here(poll_id, Action.PAPER_AUDIT), AuditForm()
    require_state(found.stands, PollState.CLOSED, PollState.COUNTED)
    status = status_of(form)
    if form.validate_on_submit():
        try:
            deeds.note(poll_id, differing=form.differing.data or 0, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no, "differing" if no.status == 422 else None)
        else:
            flash(_("抽查的结果写进流水了。"))
            return redirect(url_for("office_polls.desk", poll_id=poll_id), 303)
    elif form.is_submitted():
        status = 422
    session, found = db.session(), polls.get(db.session(), poll_id)
    lot = ballots.lot(session, poll_id)
    drawn = sample(paper_sheets.sheets(session, poll_id), lot.seed) if lot else []
    pairs = [(sheet.serial, choice_words(found, sheet.settled)) for sheet in drawn]
    return render_template(
        "office/polls/paper/audit.html", form=form, poll=found, pairs=pairs, is_drawn=lot is not None
    ), status
