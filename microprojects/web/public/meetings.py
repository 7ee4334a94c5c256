"""Meetings for anyone: what is to come, what was decided, and the minutes with masked names."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.clock import now
from microprojects.domain.calls import MEMBERS
from microprojects.domain.people import Role
from microprojects.domain.workdays import local_day
from microprojects.store import (
    agendas,
    areas,
    calls,
    dates,
    departures,
    dossier_copies,
    kept_minutes,
    leaves,
    meetings,
    minutes,
    observers,
    voided_votes,
)
from microprojects.store.db import db
from microprojects.store.meetings import Meeting
from microprojects.store.minutes import Minutes
from microprojects.web import calendars, call_words, linked_data, paging, poll_said, typesetting
from microprojects.web.filters import day_clock, full_day
from microprojects.web.guard import anyone
from microprojects.web.vote_words import result

bp = Blueprint("public_meetings", __name__)

IN_CALENDAR = 100


@bp.get("/meetings")
@anyone
def meeting_list() -> ResponseReturnValue:
    """List the meetings: those to come, or those past."""
    session = db.session()
    number, slug = paging.asked(), request.args.get("community", "")
    past = request.args.get("when") == "past"
    rows = agendas.meetings(
        session,
        past=past,
        community=slug,
        limit=paging.SIZE + 1,
        offset=paging.first_row(number),
    )
    return render_template(
        "public/meetings/list.html",
        page=paging.page(rows, number),
        past=past,
        slug=slug,
        communities=areas.at_level(session, "community"),
    )


@bp.get("/meetings/<int:meeting_id>")
@anyone
def meeting(meeting_id: int) -> ResponseReturnValue:
    """Show one meeting: notice, agenda, how many came, and what was decided, rejections too."""
    session, shown = db.session(), meetings.get(db.session(), meeting_id)
    text = minutes.public_version(session, meeting_id)
    return render_template(
        "public/meetings/meeting.html",
        meeting=shown,
        about=linked_data.of_meeting(shown),
        community=shown.council.area,
        agenda=[(line, result(line.vote)) for line in agendas.items(session, meeting_id)],
        void=voided_votes.in_meeting(session, meeting_id),
        against=poll_said.by_item(departures.of_meeting(session, meeting_id)),
        called=_notice(session, shown),
        observers=call_words.observers(observers.by_kind(session, shown)),
        **_away(session, shown),
        minutes=text,
        confirmed=kept_minutes.confirmation(session, text.id) if text else None,
    )


@bp.get("/meetings/<int:meeting_id>/minutes")
@anyone
def meeting_minutes(meeting_id: int) -> ResponseReturnValue:
    """Show the approved minutes as a sheet of paper."""
    shown, text, signed = _approved(meeting_id)
    return render_template(
        "public/meetings/minutes.html",
        meeting=shown,
        minutes=text,
        signed=signed,
        scans=kept_minutes.scans(db.session(), text.id),
        confirmed=kept_minutes.confirmation(db.session(), text.id),
    )


@bp.get("/meetings/<int:meeting_id>/minutes.pdf")
@anyone
def meeting_minutes_pdf(meeting_id: int) -> ResponseReturnValue:
    """Give the approved minutes as PDF; where the machine has no Chinese type, show the sheet instead."""
    shown, text, signed = _approved(meeting_id)
    made = typesetting.minutes(shown, text, signed, _confirmed(text))
    if made is None:
        return redirect(url_for(".meeting_minutes", meeting_id=meeting_id), 303)
    name = f"minutes-{meeting_id}-v{text.version}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(made, mimetype="application/pdf", headers=headers)


@bp.get("/meetings/<int:meeting_id>/meeting.ics")
@anyone
def calendar_entry(meeting_id: int) -> ResponseReturnValue:
    """Give one meeting as a calendar file."""
    date = calendars.of_meeting(meetings.get(db.session(), meeting_id))
    return Response(calendars.calendar([date]), mimetype="text/calendar")


@bp.get("/meetings.ics")
@anyone
def calendar() -> ResponseReturnValue:
    """Give the meetings and gatherings to come, and those called off, as a calendar that a phone can subscribe to."""
    session, slug, at = db.session(), request.args.get("community", ""), now()
    coming = dates.meetings(session, at, community=slug, limit=IN_CALENDAR)
    gathered = dates.gatherings(session, at, community=slug, limit=IN_CALENDAR)
    listed = [*map(calendars.of_meeting, coming), *map(calendars.of_gathering, gathered)]
    return Response(calendars.calendar(listed), mimetype="text/calendar")


def _away(session: Session, shown: Meeting) -> dict[str, int]:
    """Return how many came, were on leave and stayed away without it: together they are all that were due."""
    came, on_leave = leaves.there_and_absent(session, shown.id)
    return {"came": came, "on_leave": on_leave, "missed": max((shown.members_due or 0) - came - on_leave, 0)}


def _ground(session: Session, shown: Meeting) -> str:
    """Return why a meeting was called; of those who asked only the names that the roster shows today."""
    ground, names = calls.of_meeting(session, shown.id), list[str]()
    if ground is not None and ground.kind == MEMBERS:
        names = calls.shown_askers(session, shown.council, shown.id, local_day(now()))
    return call_words.said(ground, names)


def _notice(session: Session, shown: Meeting) -> list[tuple[str, str]]:
    """Return why and when a meeting was called, and when its dossiers went to the members, late ones apart."""
    ground, sent = _ground(session, shown), shown.dossier_sent_at
    rows = [
        (_("依据"), ground),
        (_("召集"), day_clock(shown.called_at)),
        (_("发材料"), day_clock(sent) if sent else _("还没有发")),
    ]
    late = dossier_copies.sent_later(session, shown)
    rows += [(_("后来列入的第 %(n)s 项", n=item.position), day_clock(item.added_at)) for item in late]
    return [(label, words) for label, words in rows if words]


def _approved(meeting_id: int) -> tuple[Meeting, Minutes, list[Role]]:
    """Return a meeting with its public minutes and the roles that signed them.

    Raises:
        NotFound: there is no such meeting, or its minutes are not approved.
    """
    session = db.session()
    shown = meetings.get(session, meeting_id)
    text = minutes.required_public_version(session, meeting_id)
    return shown, text, [Role(signature.role) for signature, _name in minutes.signatures(session, text.id)]


def _confirmed(text: Minutes) -> str:
    """Return by which meeting the minutes were confirmed, nothing where none has yet."""
    found = kept_minutes.confirmation(db.session(), text.id)
    if found is None:
        return ""
    return _("“%(meeting)s”通过，%(day)s", meeting=found.meeting.title, day=full_day(found.decided_at))
