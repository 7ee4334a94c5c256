"""Minutes are kept: printed for ink, scanned, and put to the next meeting."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.kept_minutes import ChangeWithoutText
from microprojects.domain.uploads import Media
from microprojects.services import kept_minutes as deeds
from microprojects.store import kept_minutes, meetings, minutes
from microprojects.store.db import db
from microprojects.web import typesetting
from microprojects.web.council import _room
from microprojects.web.council._room import BOTH, go, told
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.choices import options
from microprojects.web.forms.minutes import RulingForm, ScanForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.sent_files import sent

bp = Blueprint("council_kept_minutes", __name__, url_prefix="/council")

PAGE = "council_minutes.show"


@bp.get("/minutes/<int:minutes_id>/paper.pdf")
@permit(Action.COUNCIL_READ)
def paper(minutes_id: int) -> ResponseReturnValue:
    """Give the full text as PDF, with the lines on which three people sign in ink."""
    found = minutes.get(db.session(), minutes_id)
    meeting = _room.meeting_of(found.meeting_id)
    made = typesetting.paper_to_sign(meeting, found)
    if made is None:
        return redirect(url_for(PAGE, meeting_id=meeting.id), 303)
    headers = {"Content-Disposition": f'inline; filename="minutes-{meeting.id}-v{found.version}-sign.pdf"'}
    return Response(made, mimetype="application/pdf", headers=headers)


@bp.route("/minutes/<int:minutes_id>/scan", methods=BOTH)
@permit(Action.MINUTES_ATTACH_SCAN)
def attach(minutes_id: int) -> ResponseReturnValue:
    """Ask for the scan of the signed paper, then keep it."""
    found = minutes.get(db.session(), minutes_id)
    meeting = _room.meeting_of(found.meeting_id)
    form, status = ScanForm(), 200
    if form.validate_on_submit():
        upload = form.upload.data
        try:
            words = {"upload": upload.read(), "name": upload.filename or ""}
            deeds.attach_scan(minutes_id, **words, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no, "upload")
        else:
            return go(_("签字原件已存，公众看到它的记账码。"), PAGE, meeting_id=meeting.id)
    page = render_template(
        "council/kept_minutes/scan.html",
        form=form,
        minutes=minutes.get(db.session(), minutes_id),
        meeting=_room.meeting_of(meeting.id),
    )
    return page, told(form, status)


@bp.get("/scans/<int:scan_id>")
@permit(Action.COUNCIL_READ)
def scan(scan_id: int) -> ResponseReturnValue:
    """Send a scan to whoever may read the full minutes."""
    row, meeting = kept_minutes.scan(db.session(), scan_id)
    _room.read_here(meeting.council.area.path)
    return sent(f"minutes-{meeting.id}-scan-{row.id}", row.sha256, Media(row.media_type), public=False)


@bp.route("/meetings/<int:meeting_id>/earlier-minutes", methods=BOTH)
@permit(Action.MINUTES_RULE)
def rule(meeting_id: int) -> ResponseReturnValue:
    """Ask the room about the minutes of an earlier meeting, then record its hands."""
    session, meeting = db.session(), _room.meeting_of(meeting_id)
    form, status = RulingForm(), 200
    waiting = kept_minutes.pending(session, meeting)
    form.minutes.choices = options(
        (str(row.id), _("%(title)s，第 %(n)s 版", title=of.title, n=row.version)) for row, of in waiting
    )
    if form.minutes.data is None and waiting:
        form.minutes.data = str(waiting[0][0].id)
    if form.validate_on_submit():
        try:
            carried = deeds.rule(
                int(form.minutes.data),
                meeting_id,
                str(form.wish.data),
                hands=form.hands,
                text=form.text.data or "",
                actor=current_actor(),
                at=now(),
            )
        except Refusal as no:
            status = refused(form, no, "text" if isinstance(no, ChangeWithoutText) else None)
        else:
            return go(
                _said(str(form.wish.data), carried=carried), "council_live.console", meeting_id=meeting_id
            )
    session = db.session()
    page = render_template(
        "council/kept_minutes/rule.html",
        form=form,
        meeting=_room.meeting_of(meeting_id),
        waiting=kept_minutes.pending(session, meetings.get(session, meeting_id)),
        base=len(meetings.room(session, meeting_id).present),
    )
    return page, told(form, status)


def _said(wish: str, *, carried: bool) -> str:
    if not carried:
        return _("没有过半数，已记下。纪要照原样留着。")
    return (
        _("纪要已由会议通过，公众能看到。") if wish == "confirm" else _("已另起一版，请记录员照大家说的改。")
    )
