"""Minutes in the council room: drafted, edited, approved and signed."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.drafts import mark
from microprojects.domain.errors import Refusal
from microprojects.domain.kept_minutes import WISHES
from microprojects.domain.people import Role
from microprojects.services import minutes as deeds
from microprojects.store import departures, kept_minutes, minutes, recounts
from microprojects.store.db import db
from microprojects.store.meetings import Meeting
from microprojects.store.minutes import Minutes
from microprojects.web.council import _room
from microprojects.web.council._room import BOTH, go, told
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.minutes import MinutesForm
from microprojects.web.guard import current_actor, permit

bp = Blueprint("council_minutes", __name__, url_prefix="/council")

PAGE = "council_minutes.show"


@bp.get("/meetings/<int:meeting_id>/minutes")
@permit(Action.COUNCIL_READ)
def show(meeting_id: int) -> ResponseReturnValue:
    """Show the latest minutes with their signatures, and the versions before."""
    session, meeting = db.session(), _room.meeting_of(meeting_id)
    versions = minutes.of_meeting(session, meeting_id)
    latest = versions[0] if versions else None
    signed = minutes.signatures(session, latest.id) if latest else []
    return render_template(
        "council/minutes/show.html",
        meeting=meeting,
        area=meeting.council.area.path,
        latest=latest,
        owed=departures.owed_in(db.session(), meeting.id),
        earlier=versions[1:],
        signed=[(Role(signature.role), name, signature.signed_at) for signature, name in signed],
        scans=kept_minutes.scans_of_meeting(session, meeting_id),
        rulings=kept_minutes.rulings_of_meeting(session, meeting_id),
        wishes=WISHES,
        outdated=latest is not None and recounts.made_since(session, meeting_id, latest.drafted_at),
        has_signed=any(signature.person_id == current_actor().person_id for signature, _name in signed),
    )


@bp.post("/meetings/<int:meeting_id>/minutes")
@permit(Action.MINUTES_DRAFT)
def draft(meeting_id: int) -> ResponseReturnValue:
    """Draft the minutes from the record."""
    deeds.draft(meeting_id, actor=current_actor(), at=now())
    return go(_("纪要已按记录起草。请核对、补充，再请主持人确认。"), PAGE, meeting_id=meeting_id)


@bp.route("/minutes/<int:minutes_id>/edit", methods=BOTH)
@permit(Action.MINUTES_DRAFT)
def edit(minutes_id: int) -> ResponseReturnValue:
    """Show the text to edit, then keep it."""
    found, meeting = _found(minutes_id)
    form, status = MinutesForm(text=found.text, seen=mark(found.text)), 200
    if form.validate_on_submit():
        try:
            words, seen = form.text.data or "", form.seen.data
            deeds.edit(minutes_id, text=words, seen=seen, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
            form.seen.data = mark(_found(minutes_id)[0].text)  # it has been shown now
        else:
            return go(_("纪要已存。"), PAGE, meeting_id=meeting.id)
    found, meeting = _found(minutes_id)
    page = render_template("council/minutes/edit.html", form=form, minutes=found, meeting=meeting)
    return page, told(form, status)


@bp.post("/minutes/<int:minutes_id>/approve")
@permit(Action.MINUTES_APPROVE)
def approve(minutes_id: int) -> ResponseReturnValue:
    """Approve the minutes."""
    meeting_id = _found(minutes_id)[1].id
    deeds.approve(minutes_id, actor=current_actor(), at=now())
    return go(_("纪要已确认，遮住名字的一版已公开。"), PAGE, meeting_id=meeting_id)


@bp.post("/minutes/<int:minutes_id>/sign")
@permit(Action.MINUTES_SIGN)
def sign(minutes_id: int) -> ResponseReturnValue:
    """Sign the minutes."""
    meeting_id = _found(minutes_id)[1].id
    deeds.sign(minutes_id, actor=current_actor(), at=now())
    return go(_("已签字。"), PAGE, meeting_id=meeting_id)


def _found(minutes_id: int) -> tuple[Minutes, Meeting]:
    found = minutes.get(db.session(), minutes_id)
    return found, _room.meeting_of(found.meeting_id)
