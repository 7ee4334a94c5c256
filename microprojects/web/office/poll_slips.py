"""Slips with codes at the desk: which were printed, printing more, printing anew, voiding."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound, Refusal
from microprojects.domain.masks import mask_name
from microprojects.domain.polls import PollState
from microprojects.services import poll_slips as deeds
from microprojects.services.poll_slips import Batch
from microprojects.store import poll_slips, polls
from microprojects.store.db import db
from microprojects.store.poll_slips import PollSlip
from microprojects.store.polls import Poll
from microprojects.web import paging
from microprojects.web import poll_slips as sheets
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.choices import options
from microprojects.web.forms.passes import EVERYBODY, SlipsForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office.polls import here

bp = Blueprint("office_poll_slips", __name__, url_prefix="/office/polls/<int:poll_id>/slips")


@bp.get("")
@permit(Action.POLL_PRINT_SLIPS)
def index(poll_id: int) -> ResponseReturnValue:
    """Show the batches that were printed, and ask for whom more are."""
    return _index(here(poll_id, Action.POLL_PRINT_SLIPS), _form(poll_id))


@bp.post("")
@permit(Action.POLL_PRINT_SLIPS)
def make(poll_id: int) -> ResponseReturnValue:
    """Print slips for a building, for everybody who has none, or for one entry that is named."""
    poll, entries = here(poll_id, Action.POLL_PRINT_SLIPS), request.form.getlist("entry")[:100]
    form = _form(poll_id)
    chosen = form.building.data if form.validate_on_submit() else None
    if chosen is None and not entries:
        return _index(poll, form), 422
    building = None if entries or chosen == EVERYBODY else (chosen or "").removeprefix("=")
    try:
        sheets.require_type()
        batch = deeds.make(poll_id, building=building, entries=entries, actor=current_actor(), at=now())
    except Refusal as no:
        status = refused(form, no)
        return _index(polls.get(db.session(), poll_id), form), status
    return _sent(poll_id, batch)


@bp.get("/batches/<int:batch>")
@permit(Action.POLL_PRINT_SLIPS)
def batch(poll_id: int, batch: int) -> ResponseReturnValue:
    """List the slips of one batch: for whom, and whether they are good; never a code."""
    poll, number = here(poll_id, Action.POLL_PRINT_SLIPS), paging.asked()
    first = paging.first_row(number)
    rows = poll_slips.of_batch(db.session(), poll_id, batch, limit=paging.SIZE + 1, offset=first)
    if not rows:
        raise NotFound
    page = paging.page([_line(*row) for row in rows], number)
    return render_template("office/polls/batch.html", poll=poll, batch=batch, page=page, prints=_prints(poll))


@bp.post("/batches/<int:batch>/reprint")
@permit(Action.POLL_PRINT_SLIPS)
def reprint_batch(poll_id: int, batch: int) -> ResponseReturnValue:
    """Print the good slips of a batch anew, with other codes."""
    return _reprinted(poll_id, lambda: deeds.reprint(poll_id, batch=batch, actor=current_actor(), at=now()))


@bp.post("/<int:slip_id>/reprint")
@permit(Action.POLL_PRINT_SLIPS)
def reprint(poll_id: int, slip_id: int) -> ResponseReturnValue:
    """Print one slip anew, with another code."""
    return _reprinted(
        poll_id, lambda: deeds.reprint(poll_id, slip_id=slip_id, actor=current_actor(), at=now())
    )


@bp.post("/batches/<int:batch>/void")
@permit(Action.POLL_VOID_SLIPS)
def void_batch(poll_id: int, batch: int) -> ResponseReturnValue:
    """Void every slip of a batch."""
    number = deeds.void(poll_id, batch=batch, actor=current_actor(), at=now())
    return _voided(poll_id, number)


@bp.post("/<int:slip_id>/void")
@permit(Action.POLL_VOID_SLIPS)
def void(poll_id: int, slip_id: int) -> ResponseReturnValue:
    """Void one slip."""
    number = deeds.void(poll_id, slip_id=slip_id, actor=current_actor(), at=now())
    return _voided(poll_id, number)


def _voided(poll_id: int, number: int) -> ResponseReturnValue:
    flash(_("作废了 %(n)s 张。用它们投出的票还在，代码不能再用。", n=number))
    return redirect(url_for(".index", poll_id=poll_id), 303)


def _reprinted(poll_id: int, deed: Callable[[], Batch]) -> ResponseReturnValue:
    here(poll_id, Action.POLL_PRINT_SLIPS)
    sheets.require_type()
    return _sent(poll_id, deed())


def _sent(poll_id: int, batch: Batch) -> Response:
    """Send the sheets of a batch: the only time that its codes are to be seen."""
    poll = polls.get(db.session(), poll_id)
    answer = Response(sheets.pdf(poll, batch), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="slips-{poll_id}-{batch.number}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _form(poll_id: int) -> SlipsForm:
    form, listed = SlipsForm(), poll_slips.buildings(db.session(), poll_id)
    missing = [(name, whole - good) for name, whole, good in listed if whole > good]
    everybody = _("所有还没有通知单的人（%(n)s 人）", n=sum(n for _name, n in missing))
    form.building.choices = options(
        [
            (EVERYBODY, everybody),
            *(
                (f"={name}", _("%(place)s（%(n)s 人）", place=name or _("没写楼栋的"), n=n))
                for name, n in missing
            ),
        ]
    )
    return form


def _index(poll: Poll, form: SlipsForm) -> str:
    session = db.session()
    listed = poll_slips.buildings(session, poll.id)
    return render_template(
        "office/polls/slips.html",
        poll=poll,
        form=form,
        batches=poll_slips.batches(session, poll.id),
        missing=sum(whole - good for _name, whole, good in listed),
        with_slip=sum(good for _name, _whole, good in listed),
        prints=_prints(poll),
    )


def _prints(poll: Poll) -> bool:
    """Return whether slips of the poll can be printed or voided now."""
    return poll.stands is PollState.OPEN and now() < poll.closes_at


def _line(slip: PollSlip, name: str, building: str) -> dict[str, object]:
    return {
        "id": slip.id,
        "entry": slip.entry,
        "number": slip.number,
        "who": mask_name(name),
        "building": building,
        "good": slip.voided_at is None,
        "used": slip.used,
    }
