"""Photos of paper ballots: added while sheets are read, and shown to nobody but the office that reads them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound, Refusal
from microprojects.domain.uploads import Media
from microprojects.services import paper_readings as deeds
from microprojects.store import paper_sheets, polls
from microprojects.store.db import db
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.paper import PhotoForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office.paper_readings import sheet_of, told
from microprojects.web.office.polls import here
from microprojects.web.sent_files import sent

bp = Blueprint(
    "office_paper_photos", __name__, url_prefix="/office/polls/<int:poll_id>/sheets/<serial>/photos"
)


@bp.route("", methods=["GET", "POST"])
@permit(Action.PAPER_READ)
def photos(poll_id: int, serial: str) -> ResponseReturnValue:
    """Show the photos of a sheet, and add one."""
    here(poll_id, Action.PAPER_READ)
    sheet_of(poll_id, serial)
    form = PhotoForm()
    status = status_of(form)
    if form.validate_on_submit():
        given = form.photo.data
        words = {"upload": given.read(), "name": given.filename or ""}
        try:
            deeds.add_photo(poll_id, serial, actor=current_actor(), at=now(), **words)
        except Refusal as no:
            status = refused(form, no, "photo" if no.status == 422 else None)
        else:
            flash(_("照片存好了。"))
            return redirect(url_for(".photos", poll_id=poll_id, serial=serial), 303)
    elif form.is_submitted():
        status = 422
    found = polls.get(db.session(), poll_id)
    rows = paper_sheets.photos(db.session(), poll_id, serial)
    return render_template(
        "office/polls/paper/photos.html", **told(found, form), serial=serial, rows=rows
    ), status


@bp.get("/<int:place>")
@permit(Action.PAPER_READ)
def photo(poll_id: int, serial: str, place: int) -> ResponseReturnValue:
    """Send one photo."""
    here(poll_id, Action.PAPER_READ)
    rows = paper_sheets.photos(db.session(), poll_id, sheet_of(poll_id, serial).serial)
    row = next((each for each in rows if each.place == place), None)
    if row is None:
        raise NotFound
    return sent(f"{serial}-{place}", row.sha256, Media(row.media_type), public=False)
