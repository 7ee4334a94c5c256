"""The roster of a council: founded by the community, with its seats, terms and names."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.permissions import areas_where
from microprojects.domain.workdays import local_day
from microprojects.services import councils as deeds
from microprojects.store import areas, councils, people
from microprojects.store.councils import Council
from microprojects.store.db import db
from microprojects.store.people import Person
from microprojects.store.seatings import Seating
from microprojects.web import register_words
from microprojects.web.council import _room
from microprojects.web.council._room import BOTH, go, told
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.choices import options
from microprojects.web.forms.councils import EndForm, FoundForm, SeatForm
from microprojects.web.guard import current_actor, permit, signed_in
from microprojects.web.register_words import Register, register

bp = Blueprint("council_councils", __name__, url_prefix="/council")

ROSTER = "council_councils.roster"


@bp.route("/councils/new", methods=BOTH)
@permit(Action.COUNCIL_EDIT)
def found() -> ResponseReturnValue:
    """Ask which body a community founds, then found it."""
    paths = areas_where(current_actor(), Action.COUNCIL_EDIT, at=local_day(now()))
    own = [area for area in areas.at_level(db.session(), "community") if area.path in paths]
    form, status = FoundForm(), 200
    form.community.choices = options((area.slug, area.name) for area in own)
    if form.validate_on_submit():
        words = {"body": form.body.data, "name": form.name.data or "", "hall": form.hall.data or ""}
        try:
            made = deeds.found(str(form.community.data), **words, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(_("议事机构已建好。现在排席位。"), ROSTER, council_id=made)
    return render_template("council/councils/found.html", form=form), told(form, status)


@bp.get("/councils/<int:council_id>")
@permit(Action.COUNCIL_READ)
def roster(council_id: int) -> ResponseReturnValue:
    """Show who sits and who sat."""
    council = _room.council_of(council_id)
    told = register(council, at=now())
    return render_template(
        "council/councils/roster.html",
        council=council,
        area=council.area.path,
        register=told,
        findings=[
            (each, register_words.asks(each), register_words.says(each))
            for each in told.findings
            if not each.is_met
        ],
        missed=[each for each in told.sitting if told.is_missed(each)],
        rows=[_row(told, each) for each in told.sitting],
        others=[each for each in told.every if each not in told.sitting],
        elections=[(each, register_words.election(each)) for each in told.held],
    )


@bp.route("/councils/<int:council_id>/seats/new", methods=BOTH)
@permit(Action.COUNCIL_EDIT)
def seat(council_id: int) -> ResponseReturnValue:
    """Ask who sits and from when, then give the seat."""
    council = _room.council_of(council_id)
    form, status = SeatForm(since=local_day(now())), 200
    namesakes = people.named(db.session(), (form.name.data or "").strip(), council.area)
    form.person.choices = _room.namesakes(namesakes)
    if form.validate_on_submit():
        try:
            _give(council_id, form, namesakes)
        except Refusal as no:
            status = refused(form, no)
        except LookupError as nobody:
            form.name.errors = (str(nobody),)
            status = 422
        else:
            return go(_("席位已排好。"), ROSTER, council_id=council_id)
    page = render_template(
        "council/councils/seat.html",
        form=form,
        council=_room.council_of(council_id),
        has_namesakes=len(namesakes) > 1,
    )
    return page, told(form, status)


@bp.route("/seats/<int:seat_id>/end", methods=BOTH)
@permit(Action.COUNCIL_EDIT)
def end(seat_id: int) -> ResponseReturnValue:
    """Ask for the last day of a term, then end it."""
    given, council = _seat_of(seat_id)
    form, status = EndForm(until=local_day(now())), 200
    if form.validate_on_submit() and form.until.data:
        council_id = council.id
        try:
            why = str(form.reason.data)
            deeds.unseat(seat_id, until=form.until.data, reason=why, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(_("任期已定到那一天。"), ROSTER, council_id=council_id)
    given, council = _seat_of(seat_id)
    page = render_template("council/councils/end.html", form=form, seat=given, council=council)
    return page, told(form, status)


@bp.post("/seats/<int:seat_id>/name")
@signed_in
def show_name(seat_id: int) -> ResponseReturnValue:
    """Let the public roster show a member's name, or hide it."""
    shown = request.form.get("shown") == "1"
    council_id = councils.seat(db.session(), seat_id).council_id
    deeds.show_name(seat_id, shown=shown, actor=current_actor(), at=now())
    flash(_("公开名册里会写名字。") if shown else _("公开名册里不再写名字。"))
    return redirect(url_for("public_councils.council", council_id=council_id), 303)


def _seat_of(seat_id: int) -> tuple[councils.Seat, Council]:
    given = councils.seat(db.session(), seat_id)
    return given, _room.council_of(given.council_id)


def _row(told: Register, seating: Seating) -> list[Any]:
    seat = seating.seat
    return [
        {"text": seat.person.name, "url": url_for("council_registers.show", seat_id=seat.id)},
        {"text": register_words.kind(seating), "small": register_words.came_by(seating)},
        register_words.term(seating),
        register_words.came(told.record_of(seating)),
    ]


def _give(council_id: int, form: SeatForm, namesakes: list[Person]) -> None:
    """Give the seat to the one person who was meant.

    Raises:
        LookupError: nobody has that name here, or several do and none was picked; it says so.
    """
    deeds.seat(
        council_id,
        person_id=_room.meant(form.person.data, namesakes).id,
        kind=str(form.kind.data),
        since=form.since.data or local_day(now()),
        until=form.until.data,
        name_public=bool(form.name_public.data),
        actor=current_actor(),
        at=now(),
    )
