"""How the dossiers of a meeting reach each member, and the copy on paper."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.dossier_copies import holds
from microprojects.domain.workdays import local_day
from microprojects.services import dossier_copies as deeds
from microprojects.store import agenda_dossiers, calls, councils, dossier_copies, meetings, rulebooks
from microprojects.store.db import db
from microprojects.web import call_words, packs
from microprojects.web.council import _room, dossier_words
from microprojects.web.council._room import go
from microprojects.web.forms.meetings import PersonForm
from microprojects.web.guard import current_actor, permit

bp = Blueprint("council_dossiers", __name__, url_prefix="/council/meetings/<int:meeting_id>")

ROOM = "council_meetings.room"


@bp.get("/dossiers")
@permit(Action.COUNCIL_READ)
def reach(meeting_id: int) -> ResponseReturnValue:
    """Show of each member whether they read the dossiers on the site or have them on paper."""
    session, meeting = db.session(), _room.meeting_of(meeting_id)
    seats = councils.in_office(session, meeting.council_id, local_day(meeting.opened_at or meeting.starts_at))
    copies = dossier_copies.of_meeting(session, meeting_id)
    newest = dossier_copies.newest(session, meeting)
    return render_template(
        "council/meetings/dossiers.html",
        meeting=meeting,
        area=meeting.council.area.path,
        seats=seats,
        on_the_site=dossier_copies.on_the_site(session, [seat.person_id for seat in seats]),
        copies=copies,
        lacking=[person for person, at in copies.items() if newest and not holds(at, newest)],
        sent_later=dossier_words.sent_later(session, meeting),
    )


@bp.post("/dossiers")
@permit(Action.DOSSIER_HAND_OVER)
def hand_over(meeting_id: int) -> ResponseReturnValue:
    """Write down that a member got their copy."""
    deeds.hand_over(meeting_id, person_id=PersonForm().person_id, actor=current_actor(), at=now())
    return go(_("记下了：纸质材料已交到本人手里。"), "council_dossiers.reach", meeting_id=meeting_id)


@bp.get("/pack.pdf")
@permit(Action.COUNCIL_READ)
def pack(meeting_id: int) -> ResponseReturnValue:
    """Give everything on paper that a meeting needs when the network fails."""
    return _printed(meeting_id, whole=True)


@bp.get("/dossiers.pdf")
@permit(Action.COUNCIL_READ)
def copy(meeting_id: int) -> ResponseReturnValue:
    """Give agenda and dossiers on paper, for a member who does not read them on the site."""
    return _printed(meeting_id, whole=False)


def _printed(meeting_id: int, *, whole: bool) -> ResponseReturnValue:
    session, meeting = db.session(), _room.meeting_of(meeting_id)
    names = [seat.person.name for seat in _room.seats_of(session, meeting)]
    agenda = [
        (item, item.dossier or agenda_dossiers.of_item(session, item))
        for item in meetings.items(session, meeting_id)
    ]
    quorum, bar = rulebooks.quorum_of(session, meeting), rulebooks.bar_of(session, meeting)
    ground = call_words.said(calls.of_meeting(session, meeting_id))
    made = packs.pack(meeting, names, agenda, quorum, bar, ground, whole=whole)
    if made is None:
        flash(_("这台服务器没有中文字体，排不了版。请把各项材料逐页打印。"), "warn")
        return redirect(url_for(ROOM, meeting_id=meeting_id), 303)
    name = f"{'pack' if whole else 'dossiers'}-{meeting_id}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(made, mimetype="application/pdf", headers=headers)
