"""The terms of a council and its elections, written down by the community."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.councils import KINDS
from microprojects.domain.errors import Refusal
from microprojects.domain.workdays import local_day
from microprojects.services import elections as deeds
from microprojects.services.elections import Poll
from microprojects.store import elections, rulebooks
from microprojects.store.db import db
from microprojects.web import register_words
from microprojects.web.council import _room
from microprojects.web.council._room import BOTH, go, told
from microprojects.web.filters import date_iso
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.choices import options
from microprojects.web.forms.registers import AnnulForm, ElectionForm, TermForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.register_words import Register, register

bp = Blueprint("council_elections", __name__, url_prefix="/council")

ROSTER = "council_councils.roster"


@bp.route("/councils/<int:council_id>/terms/new", methods=BOTH)
@permit(Action.ELECTION_RECORD)
def term(council_id: int) -> ResponseReturnValue:
    """Ask which term begins and when, then record it."""
    council = _room.council_of(council_id)
    form, status = TermForm(), 200
    if form.validate_on_submit() and form.since.data:
        try:
            number, since = form.number.data or 0, form.since.data
            deeds.open_term(council_id, number, since=since, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(_("这一届已登记。现在登记选举。"), ROSTER, council_id=council_id)
    council = _room.council_of(council_id)
    rules = rulebooks.of_community(db.session(), council.area_id, local_day(now()))
    years = rules.number("council.term_years")
    page = render_template("council/councils/term.html", form=form, council=council, years=years)
    return page, told(form, status)


@bp.route("/councils/<int:council_id>/elections/new", methods=BOTH)
@permit(Action.ELECTION_RECORD)
def election(council_id: int) -> ResponseReturnValue:
    """Ask how members came in, then record it."""
    whole = register(_room.council_of(council_id), at=now())
    form, status = ElectionForm(), 200
    form.term.choices = options((str(each.id), _term(each)) for each in whole.terms)
    waiting = _without_election(whole)
    if form.validate_on_submit() and form.held_on.data:
        poll = Poll(
            held_on=form.held_on.data,
            way=str(form.way.data),
            due=form.due.data,
            voted=form.voted.data,
            document=form.document.data or "",
        )
        picked = next((each.id for each in whole.terms if str(each.id) == form.term.data), 0)
        try:
            deeds.record_election(picked, poll, form.results, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(_("选举已登记，公开名册会写明。"), ROSTER, council_id=council_id)
    elif not form.is_submitted():
        form.fill(waiting)
    form.name_rows({str(seat_id): name for seat_id, name in waiting})
    council = _room.council_of(council_id)
    page = render_template(
        "council/councils/election.html", form=form, council=council, has_terms=bool(form.term.choices)
    )
    return page, told(form, status)


@bp.route("/elections/<int:election_id>/annul", methods=BOTH)
@permit(Action.ELECTION_RECORD)
def annul(election_id: int) -> ResponseReturnValue:
    """Ask what is wrong with a recorded election, then call it wrong."""
    council_id = elections.get(db.session(), election_id).council_id
    _room.council_of(council_id)
    form, status = AnnulForm(), 200
    if form.validate_on_submit():
        try:
            deeds.annul(election_id, reason=form.reason.data or "", actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(_("这次登记已作废。请登记对的。"), ROSTER, council_id=council_id)
    held = elections.get(db.session(), election_id)
    page = render_template(
        "council/councils/annul.html",
        form=form,
        council=_room.council_of(council_id),
        says=register_words.election(held),
    )
    return page, told(form, status)


def _term(each: elections.CouncilTerm) -> str:
    days = {"since": date_iso(each.since), "until": date_iso(each.until)}
    return _("第 %(n)s 届，%(since)s 至 %(until)s", n=each.number, **days)


def _without_election(whole: Register) -> list[tuple[int, str]]:
    """Return the seats that are not over and of which no election is recorded, with whose they are."""
    return [
        (each.seat.id, f"{each.seat.person.name}（{_(KINDS[each.seat.kind])}）")
        for each in whole.every
        if each.election is None and (each.seat.until is None or each.seat.until >= whole.today)
    ]
