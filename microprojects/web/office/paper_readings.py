"""Paper ballots after the last vote: read sheet by sheet by two people, compared, decided, and summed up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound, Refusal
from microprojects.domain.paper_balances import Numbers, numbers
from microprojects.domain.paper_serials import read_serial, stretches
from microprojects.domain.paper_sheets import (
    DECIDED,
    FIRST,
    SECOND,
    Sheet,
    UnknownSheet,
    Verdict,
    require_reading_time,
    require_third,
)
from microprojects.services import paper_readings as deeds
from microprojects.store import paper_sheets, poll_rolls, polls
from microprojects.store.db import db
from microprojects.store.polls import Poll
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.house import HouseForm
from microprojects.web.forms.paper import RestForm, choice_words, filled, made_for
from microprojects.web.guard import current_actor, permit
from microprojects.web.language import sentence
from microprojects.web.office.polls import here

bp = Blueprint("office_paper_readings", __name__, url_prefix="/office/polls/<int:poll_id>/sheets")

BOTH = ["GET", "POST"]
_MINE = 10
_LONGEST = 20
_LISTED = 40  # stretches of numbers that a page names


@bp.route("/read", methods=BOTH)
@permit(Action.PAPER_READ)
def read(poll_id: int) -> ResponseReturnValue:
    """Ask what stands on a sheet, and then on the next one."""
    found = here(poll_id, Action.PAPER_READ)
    if wanted := request.args.get("serial"):
        return redirect(url_for(".again", poll_id=poll_id, serial=read_serial(wanted[:_LONGEST])), 303)
    form = made_for(found, polls.options(db.session(), poll_id))()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            go = deeds.read(poll_id, form.read(), actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no, "serial" if isinstance(no, UnknownSheet) else None)
        else:
            flash(_("录好了（第 %(n)s 遍）。下一张。", n=go))
            return redirect(url_for(".read", poll_id=poll_id), 303)
    elif form.is_submitted():
        status = 422
    found, person = polls.get(db.session(), poll_id), current_actor().person_id or 0
    mine = [
        (row.serial, choice_words(found, paper_sheets.reading(row)))
        for row in paper_sheets.read_by(db.session(), poll_id, person, limit=_MINE)
    ]
    return render_template("office/polls/paper/read.html", **told(found, form), mine=mine), status


@bp.route("/<serial>/again", methods=BOTH)
@permit(Action.PAPER_READ)
def again(poll_id: int, serial: str) -> ResponseReturnValue:
    """Show what the visitor read on a sheet, and ask for it again; what was read before stays written."""
    found, person = here(poll_id, Action.PAPER_READ), current_actor().person_id or 0
    sheet = sheet_of(poll_id, serial)
    mine = sheet.by(person)
    if not mine:
        raise NotFound
    kind = made_for(found, polls.options(db.session(), poll_id), is_one=True)
    form = kind(**filled(found, mine[-1]))
    status = status_of(form)
    if form.validate_on_submit():
        try:
            words = form.read(serial=serial, seen=len(mine))
            deeds.read(poll_id, words, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("改好了，原来录的留着。"))
            return redirect(url_for(".read", poll_id=poll_id), 303)
    elif form.is_submitted():
        status = 422
    return render_template(
        "office/polls/paper/again.html", **told(polls.get(db.session(), poll_id), form), serial=serial
    ), status


@bp.route("/rest", methods=BOTH)
@permit(Action.PAPER_READ)
def rest(poll_id: int) -> ResponseReturnValue:
    """Ask which sheets are not in the box: never given out, or not brought back."""
    here(poll_id, Action.PAPER_READ)
    form = RestForm()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            said = deeds.read_rest(
                poll_id,
                serials=form.serials.data or "",
                verdict=Verdict(form.verdict.data),
                actor=current_actor(),
                at=now(),
            )
        except Refusal as no:
            status = refused(form, no, "serials" if no.status == 422 else None)
        else:
            flash(_("记好了 %(n)s 张。", n=said))
            return redirect(url_for(".balance", poll_id=poll_id), 303)
    elif form.is_submitted():
        status = 422
    return render_template(
        "office/polls/paper/rest.html", **told(polls.get(db.session(), poll_id), form)
    ), status


@bp.get("/balance")
@permit(Action.PAPER_READ)
def balance(poll_id: int) -> ResponseReturnValue:
    """Show the sum of the paper, what is missing, and what two people read differently."""
    session, found = db.session(), here(poll_id, Action.PAPER_READ)
    sheets = paper_sheets.sheets(session, poll_id)
    counts = numbers(sheets, marked=poll_rolls.turnout(session, poll_id).get("paper", 0))
    person = current_actor().person_id or 0
    return render_template(
        "office/polls/paper/balance.html",
        poll=found,
        told=counts,
        lines=_lines(counts),
        differing=[(sheet.serial, _may_decide(sheet, person)) for sheet in sheets if sheet.differs],
        once=_named([sheet for sheet in sheets if len(_passes(sheet)) == 1]),
        unread=_named([sheet for sheet in sheets if not (sheet.returned or sheet.readings)]),
        is_over=not _why_not(found),
    )


@bp.route("/<serial>/decide", methods=BOTH)
@permit(Action.PAPER_DECIDE)
def decide(poll_id: int, serial: str) -> ResponseReturnValue:
    """Show both readings to somebody who made neither, and ask what the sheet in their hand says."""
    found, person = here(poll_id, Action.PAPER_DECIDE), current_actor().person_id or 0
    sheet = sheet_of(poll_id, serial)
    require_third(sheet, person)
    form = made_for(found, polls.options(db.session(), poll_id), is_one=True)()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            deeds.decide(poll_id, form.read(serial=serial), actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("定好了。"))
            return redirect(url_for(".balance", poll_id=poll_id), 303)
    elif form.is_submitted():
        status = 422
    found = polls.get(db.session(), poll_id)
    pairs = [
        (words, choice_words(found, sheet.last(go)))
        for words, go in ((_("第一遍"), FIRST), (_("第二遍"), SECOND), (_("第三人定的"), DECIDED))
        if sheet.last(go)
    ]
    return render_template(
        "office/polls/paper/decide.html", **told(found, form), serial=serial, pairs=pairs
    ), status


def sheet_of(poll_id: int, serial: str) -> Sheet:
    """Return a sheet of which an address speaks.

    Raises:
        NotFound: none of that number was printed.
    """
    try:
        return paper_sheets.sheet(db.session(), poll_id, serial.replace("\x00", ""))
    except UnknownSheet as unknown:
        raise NotFound from unknown


def told(poll: Poll, form: HouseForm) -> dict[str, Any]:
    """Return what every page with a form has."""
    return {"form": form, "poll": poll, "why_not": _why_not(poll)}


def _why_not(poll: Poll) -> str:
    """Return why no sheet is read now, nothing where one may be."""
    try:
        require_reading_time(poll.stands, poll.closes_at, at=now())
    except Refusal as no:
        return sentence(no)
    return ""


def _may_decide(sheet: Sheet, person: int) -> bool:
    try:
        require_third(sheet, person)
    except Refusal:
        return False
    return True


def _passes(sheet: Sheet) -> set[int]:
    return {each.go for each in sheet.readings}


def _named(sheets: Sequence[Sheet]) -> tuple[str, int]:
    """Return the numbers of some sheets as a page names them, and how many there are."""
    names = stretches([sheet.serial for sheet in sheets])
    return "、".join(names[:_LISTED]) + ("…" if len(names) > _LISTED else ""), len(sheets)


def _lines(told: Numbers) -> list[tuple[str, int, str]]:
    """Return the sum as it is written on paper: a sign, a number and what it is."""
    return [
        ("", told.valid, _("有效")),
        ("+", told.blank, _("都不选，仅参加投票")),
        ("+", told.null, _("废票")),
        ("+", told.spoiled, _("写坏，换过的")),
        ("+", told.handed_back, _("没有用，交还的")),
        ("+", told.unreturned, _("发了没交回")),
        ("=", told.found, _("找到下落的")),
    ]
