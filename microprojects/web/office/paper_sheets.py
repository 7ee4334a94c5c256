"""Paper ballots of a poll before they go out: batches with their numbers, each as one PDF to print."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound, Refusal
from microprojects.domain.paper_serials import letter, serial
from microprojects.domain.polls import PollState
from microprojects.services import paper_desk as deeds
from microprojects.store import paper_sheets, polls
from microprojects.store.db import db
from microprojects.web import ballot_sheets
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.paper import BatchForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office.polls import here
from microprojects.web.qr_codes import qr_svg

bp = Blueprint("office_paper_sheets", __name__, url_prefix="/office/polls/<int:poll_id>/sheets")


@bp.route("", methods=["GET", "POST"])
@permit(Action.PAPER_PRINT)
def batches(poll_id: int) -> ResponseReturnValue:
    """List the batches with their PDFs, and number a further one."""
    found, form, at = here(poll_id, Action.PAPER_PRINT), BatchForm(), now()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            made = deeds.print_batch(poll_id, sheets=form.sheets.data or 0, actor=current_actor(), at=at)
        except Refusal as no:
            status = refused(form, no, "sheets" if no.status == 422 else None)
        else:
            flash(_("%(name)s 批编好了号。现在下载、打印，一张打一份，不要重复打。", name=letter(made)))
            return redirect(url_for(".batches", poll_id=poll_id), 303)
    elif form.is_submitted():
        status = 422
    session, found = db.session(), polls.get(db.session(), poll_id)
    rows = [
        (letter(row.batch), serial(row.batch, 1), serial(row.batch, row.sheets), row)
        for row in paper_sheets.batches(session, poll_id)
    ]
    return render_template(
        "office/polls/paper/batches.html",
        form=form,
        poll=found,
        rows=rows,
        may_print=found.stands is PollState.OPEN and at < found.closes_at,
    ), status


@bp.get("/<int:batch>.pdf")
@permit(Action.PAPER_PRINT)
def pdf(poll_id: int, batch: int) -> ResponseReturnValue:
    """Send all sheets of a batch to the printer; without Chinese type, back to the list."""
    session, found = db.session(), here(poll_id, Action.PAPER_PRINT)
    row = next((each for each in paper_sheets.batches(session, poll_id) if each.batch == batch), None)
    if row is None:
        raise NotFound
    page = current_app.extensions["settings"].base_url.rstrip("/") + url_for(
        "public_polls.poll", poll_id=poll_id
    )
    serials = [serial(batch, number) for number in range(1, row.sheets + 1)]
    code = qr_svg(page, _("二维码，指向这次投票的网页"))
    made = ballot_sheets.sheets(found, polls.options(session, poll_id), serials, code)
    if made is None:
        flash(_("这台服务器没有中文字体，印不出 PDF。请管理员装上，例如 fonts-noto-cjk。"))
        return redirect(url_for(".batches", poll_id=poll_id), 303)
    headers = {"Content-Disposition": f'inline; filename="ballots-{poll_id}-{letter(batch)}.pdf"'}
    return Response(made, mimetype="application/pdf", headers={**headers, "Cache-Control": "no-store"})
