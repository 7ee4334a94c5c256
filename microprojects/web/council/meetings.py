"""A meeting in the council room: called, filled with an agenda, opened, attended and ended."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.meetings import earliest_start
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.services import meetings as deeds
from microprojects.store import (
    agendas,
    calls,
    councils,
    departures,
    leaves,
    meetings,
    minutes,
    projects,
    rulebooks,
    voided_votes,
)
from microprojects.store.db import db
from microprojects.store.meetings import Meeting
from microprojects.web import call_words
from microprojects.web.council import _room, dossier_words, opening_words
from microprojects.web.council._room import BOTH, go, told
from microprojects.web.filters import date_iso
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.choices import options
from microprojects.web.forms.meetings import AgendaForm, CallForm, PersonForm, ScheduleForm, WhyForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.vote_words import result

bp = Blueprint("council_meetings", __name__, url_prefix="/council")

ROOM = "council_meetings.room"


@bp.route("/councils/<int:council_id>/meetings/new", methods=BOTH)
@permit(Action.MEETING_CALL)
def call(council_id: int) -> ResponseReturnValue:
    """Ask when and where, then call the meeting."""
    council = _room.council_of(council_id)
    form, status = CallForm(place=council.hall), 200
    form.members.choices = _room.members(councils.in_office(db.session(), council_id, local_day(now())))
    if form.validate_on_submit():
        words = {"title": form.title.data or "", "place": form.place.data or ""}
        try:
            made = deeds.call(
                council_id,
                **words,
                starts_at=form.starts_at,
                asked=form.asked,
                actor=current_actor(),
                at=now(),
            )
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(_("会议已召集，时间、地点已公开。现在排议程。"), ROOM, meeting_id=made)
    council, at = _room.council_of(council_id), now()
    days = rulebooks.of_community(db.session(), council.area_id, local_day(at)).number("meeting.notice_days")
    page = render_template(
        "council/meetings/call.html", form=form, council=council, days=days, earliest=earliest_start(at, days)
    )
    return page, told(form, status)


@bp.get("/meetings/<int:meeting_id>")
@permit(Action.COUNCIL_READ)
def room(meeting_id: int) -> ResponseReturnValue:
    """Show the meeting: who is there, what is on the agenda, what comes next."""
    session, meeting = db.session(), _room.meeting_of(meeting_id)
    seats = _room.seats_of(session, meeting)
    agenda = agendas.items(session, meeting_id)
    now_on = next((line for line in agenda if line.state in ("voting", "presented")), None)
    inside = meetings.room(session, meeting_id, now_on.id if now_on else None)
    stays = [] if meeting.state in ("planned", "in_session") else meetings.attendances(session, meeting_id)
    on_leave = leaves.of_meeting(session, meeting_id)
    counted = _room.count(session, meeting, inside, meeting.members_due or len(seats))
    return render_template(
        "council/meetings/room.html",
        meeting=meeting,
        area=meeting.council.area.path,
        strip=_room.counted_strip(meeting, inside, counted),
        few=opening_words.few(counted),
        day_over=opening_words.day_over(meeting, at=now(), short=not counted.met),
        agenda=[(line, result(line.vote)) for line in agenda],
        void=voided_votes.in_meeting(session, meeting_id),
        owed=departures.owed_in(session, meeting_id),
        now_on=now_on,
        sent_later=dossier_words.sent_later(session, meeting),
        seats=seats,
        inside=inside,
        came=len({stay.person_id for stay in stays}),
        came_ids=frozenset(stay.person_id for stay in stays),
        undecided=any(line.state in meetings.UNDECIDED for line in agenda),
        ground=call_words.said(calls.of_meeting(session, meeting_id)),
        proxies=meeting.state == "in_session" and rulebooks.allows_proxies(session, meeting),
        leaves=on_leave,
        away=len(on_leave - inside.present),
        may_ask_leave=meeting.state == "planned" and now() < meeting.starts_at,
        has_minutes=bool(minutes.of_meeting(session, meeting_id)),
        is_day=local_day(now()) >= local_day(meeting.starts_at),
        me=current_actor().person_id,
    )


@bp.route("/meetings/<int:meeting_id>/agenda", methods=BOTH)
@permit(Action.PROJECT_SCHEDULE)
def agenda(meeting_id: int) -> ResponseReturnValue:
    """Ask which project goes on the agenda, then put it there."""
    meeting = _room.meeting_of(meeting_id)
    waiting = agendas.candidates(db.session(), meeting.council)
    promise = dossier_words.promise(db.session(), meeting, now())
    form, status = AgendaForm(), 200
    form.project.choices = options((each.number, _candidate(each)) for each in waiting)
    if form.validate_on_submit():
        number = str(form.project.data)
        purpose = next(each.purpose for each in waiting if each.number == number)
        try:
            deeds.put_on_agenda(
                meeting_id,
                number,
                special=bool(form.special.data),
                purpose=purpose,
                actor=current_actor(),
                at=now(),
            )
        except Refusal as no:
            status = refused(form, no)
        else:
            return _on_the_agenda(meeting_id, number)
    page = render_template(
        "council/meetings/agenda.html",
        form=form,
        meeting=_room.meeting_of(meeting_id),
        waiting=waiting,
        promise=promise,
    )
    return page, told(form, status)


@bp.route("/projects/<number>/schedule", methods=BOTH)
@permit(Action.PROJECT_SCHEDULE)
def schedule(number: str) -> ResponseReturnValue:
    """Ask at which planned meeting a project, or a change of its contract, is decided on, then put it there."""
    project = projects.by_number(db.session(), number)
    _room.read_here(project.area.path)
    planned = agendas.planned_for(db.session(), project)
    form, status = ScheduleForm(), 200
    form.meeting.choices = options(
        (str(each.id), f"{date_iso(each.starts_at)} {each.title}") for each in planned
    )
    if form.validate_on_submit():
        meeting_id = int(str(form.meeting.data))
        special = bool(form.special.data)
        purpose = "change" if project.state is State.CHANGING else "decide"
        try:
            deeds.put_on_agenda(
                meeting_id, number, special=special, purpose=purpose, actor=current_actor(), at=now()
            )
        except Refusal as no:
            status = refused(form, no)
        else:
            return _on_the_agenda(meeting_id, number)
    project = projects.by_number(db.session(), number)
    page = render_template(
        "council/meetings/schedule.html",
        form=form,
        project=project,
        has_meetings=bool(planned),
        promises=_promises(agendas.planned_for(db.session(), project)),
    )
    return page, told(form, status)


@bp.post("/meetings/<int:meeting_id>/send-dossier")
@permit(Action.MEETING_SEND_DOSSIER)
def send_dossier(meeting_id: int) -> ResponseReturnValue:
    """Send the dossiers to the members."""
    deeds.send_dossier(meeting_id, actor=current_actor(), at=now())
    return go(_("材料已发出，发出时间已公开。"), ROOM, meeting_id=meeting_id)


@bp.post("/meetings/<int:meeting_id>/open")
@permit(Action.MEETING_OPEN)
def open_meeting(meeting_id: int) -> ResponseReturnValue:
    """Open the meeting."""
    deeds.open_meeting(meeting_id, actor=current_actor(), at=now())
    return go(_("会议开始，应到人数已定。"), ROOM, meeting_id=meeting_id)


@bp.route("/meetings/<int:meeting_id>/close", methods=BOTH)
@permit(Action.MEETING_CLOSE)
def close_meeting(meeting_id: int) -> ResponseReturnValue:
    """Say what was not decided and would be tabled, then end the meeting."""
    if request.method == "GET":
        meeting = _room.meeting_of(meeting_id)
        left = meetings.items(db.session(), meeting_id, meetings.UNDECIDED)
        owed = departures.owed_in(db.session(), meeting_id)
        return render_template("council/meetings/close.html", meeting=meeting, left=left, owed=owed)
    deeds.close_meeting(meeting_id, actor=current_actor(), at=now())
    return go(_("已散会。没议完的各项已搁置，等下次会议。"), ROOM, meeting_id=meeting_id)


@bp.post("/meetings/<int:meeting_id>/inquorate")
@permit(Action.MEETING_CLOSE)
def mark_inquorate(meeting_id: int) -> ResponseReturnValue:
    """Record that the meeting failed for want of members."""
    deeds.mark_inquorate(meeting_id, actor=current_actor(), at=now())
    return go(_("已记为“未达法定人数，未开会”。各项等下次会议。"), ROOM, meeting_id=meeting_id)


@bp.route("/meetings/<int:meeting_id>/cancel", methods=BOTH)
@permit(Action.MEETING_CANCEL)
def cancel_meeting(meeting_id: int) -> ResponseReturnValue:
    """Ask why the meeting is called off, then call it off."""
    form, status = WhyForm(), 200
    _room.meeting_of(meeting_id)
    if form.validate_on_submit():
        try:
            deeds.cancel_meeting(meeting_id, reason=form.reason.data or "", actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(_("会议已取消，理由已公开。"), ROOM, meeting_id=meeting_id)
    page = render_template("council/meetings/cancel.html", form=form, meeting=_room.meeting_of(meeting_id))
    return page, told(form, status)


@bp.post("/meetings/<int:meeting_id>/sign-in")
@permit(Action.MEETING_SIGN_IN)
def sign_in(meeting_id: int) -> ResponseReturnValue:
    """Sign a member into the room."""
    form = PersonForm()
    code = form.code.data or ""
    deeds.sign_in(meeting_id, person_id=form.person_id, code=code, actor=current_actor(), at=now())
    return go(_("已签到。"), ROOM, meeting_id=meeting_id)


@bp.post("/meetings/<int:meeting_id>/sign-out")
@permit(Action.MEETING_SIGN_OUT)
def sign_out(meeting_id: int) -> ResponseReturnValue:
    """Sign a member out of the room."""
    deeds.sign_out(meeting_id, person_id=PersonForm().person_id, actor=current_actor(), at=now())
    return go(_("已签退。"), ROOM, meeting_id=meeting_id)


def _on_the_agenda(meeting_id: int, number: str) -> ResponseReturnValue:
    """Go to the meeting and say that the project stands there, and to whom its dossier went at once."""
    session = db.session()
    item = meetings.item_of(session, meeting_id, projects.by_number(session, number).id)
    sent = dossier_words.sent(session, item) if item else ""
    return go(_("已列入议程，公众能看到。") + sent, ROOM, meeting_id=meeting_id)


def _promises(planned: list[Meeting]) -> list[tuple[str, str]]:
    """Return of each meeting whose dossiers are out to whom an item goes that is added now."""
    session, at = db.session(), now()
    told = [(each.title, dossier_words.promise(session, each, at)) for each in planned]
    return [(title, words) for title, words in told if words]


def _candidate(each: agendas.Candidate) -> str:
    words = f"{each.title}（{each.number}）"
    if each.purpose == "change":
        return _("合同变更：%(what)s", what=words)
    return _("追认：%(what)s", what=words) if each.purpose == "ratify" else words
