"""One seat of a council: what is told of it, what its member lets be counted, and who takes it over."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.composition import FACTS
from microprojects.domain.errors import Refusal
from microprojects.domain.successions import REASONS
from microprojects.domain.workdays import local_day
from microprojects.services import compositions, successions
from microprojects.services.compositions import Told
from microprojects.services.successions import Successor
from microprojects.store import councils, elections, people, seatings
from microprojects.store.councils import Council
from microprojects.store.db import db
from microprojects.store.people import Person
from microprojects.store.seatings import SeatFacts
from microprojects.web import register_words
from microprojects.web.council import _room
from microprojects.web.council._room import BOTH, go, told
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.choices import options
from microprojects.web.forms.registers import FactsForm, ReplaceForm
from microprojects.web.guard import can, current_actor, permit, signed_in
from microprojects.web.register_words import register

bp = Blueprint("council_registers", __name__, url_prefix="/council/seats/<int:seat_id>")

SEAT = "council_registers.show"


@bp.get("/")
@permit(Action.COUNCIL_READ)
def show(seat_id: int) -> ResponseReturnValue:
    """Show one seat; what its member lets be counted is for themself and who keeps the register."""
    seat, council = _room.seat_of(seat_id)
    whole = register(council, at=now())
    seating = next(each for each in whole.every if each.seat.id == seat_id)
    is_mine = seat.person_id == current_actor().person_id
    keeps = can(Action.COUNCIL_EDIT, council.area.path)
    return render_template(
        "council/councils/show_seat.html",
        seating=seating,
        seat=seat,
        council=council,
        area=council.area.path,
        is_mine=is_mine,
        holds=seat.holds(whole.today),
        pairs=[
            (_("席位"), register_words.kind(seating)),
            (_("任期"), register_words.term(seating)),
            (_("怎么来的"), register_words.came_by(seating)),
            (_("最近的会议"), register_words.came(whole.record_of(seating))),
        ],
        facts=_facts(seating.facts) if is_mine or keeps else None,
        left=_(REASONS[seating.ending.reason]) if keeps and seating.ending else "",
    )


@bp.route("/facts", methods=BOTH)
@permit(Action.COUNCIL_EDIT)
def record(seat_id: int) -> ResponseReturnValue:
    """Ask what the member lets be counted, then record it."""
    seat, council = _room.seat_of(seat_id)
    form, status = FactsForm(), 200
    if form.validate_on_submit():
        answers = {name: form.answer(name) for name in FACTS}
        try:
            agreed = bool(form.agreed.data)
            compositions.record_facts(
                seat_id, Told(**answers), agreed=agreed, actor=current_actor(), at=now()
            )
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(_("已登记，只用来算构成，不公开。"), SEAT, seat_id=seat_id)
    elif not form.is_submitted():
        form.fill(seatings.facts(db.session(), seat_id))
    seat, council = _room.seat_of(seat_id)
    page = render_template("council/councils/facts.html", form=form, seat=seat, council=council)
    return page, told(form, status)


@bp.post("/facts/forget")
@signed_in
def forget(seat_id: int) -> ResponseReturnValue:
    """Delete what was recorded of a member, who takes their consent back."""
    council_id = councils.seat(db.session(), seat_id).council_id
    compositions.forget_facts(seat_id, actor=current_actor(), at=now())
    flash(_("登记的性别、年龄段、户籍已经删掉。"))
    return redirect(url_for("public_councils.council", council_id=council_id), 303)


@bp.route("/replace", methods=BOTH)
@permit(Action.SEAT_REPLACE)
def replace(seat_id: int) -> ResponseReturnValue:
    """Ask why a seat falls vacant and who takes it, then do both at once."""
    seat, council = _room.seat_of(seat_id)
    form, status = ReplaceForm(kind=seat.kind, last_day=seat.until), 200
    namesakes = people.named(db.session(), (form.name.data or "").strip(), council.area)
    form.person.choices = _room.namesakes(namesakes)
    form.election.choices = _elections(council)
    if form.validate_on_submit():
        council_id = council.id
        try:
            _hand_over(seat_id, form, namesakes)
        except Refusal as no:
            status = refused(form, no)
        except LookupError as nobody:
            form.name.errors = (str(nobody),)
            status = 422
        else:
            return go(_("席位已递补，公开名册会写明。"), "council_councils.roster", council_id=council_id)
    seat, council = _room.seat_of(seat_id)
    page = render_template(
        "council/councils/replace.html",
        form=form,
        seat=seat,
        council=council,
        has_namesakes=len(namesakes) > 1,
    )
    return page, told(form, status)


def _hand_over(seat_id: int, form: ReplaceForm, namesakes: list[Person]) -> None:
    today = local_day(now())
    successor = Successor(
        person_id=_room.meant(form.person.data, namesakes).id,
        kind=str(form.kind.data),
        since=form.since.data or today,
        other_kind=bool(form.other_kind.data),
        name_public=bool(form.name_public.data),
        election_id=form.election_id,
    )
    successions.replace(
        seat_id,
        successor,
        last_day=form.last_day.data or today,
        reason=str(form.reason.data),
        actor=current_actor(),
        at=now(),
    )


def _elections(council: Council) -> list[tuple[str, str]]:
    every = elections.of_council(db.session(), council.id)
    held = [each for each in every if each.annulled_at is None]
    return options(
        [("", _("没有另外选举"))] + [(str(each.id), register_words.election(each)) for each in held]
    )


def _facts(known: SeatFacts | None) -> list[tuple[str, str]]:
    words = {True: _("是"), False: _("不是"), None: _("没有登记")}
    return [(_(label), words[getattr(known, name, None)]) for name, label in FACTS.items()]
