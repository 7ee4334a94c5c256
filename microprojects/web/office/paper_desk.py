"""The desk on the days of a poll: who of the roll stands before it, how they took part, and a sheet for who wants one."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound, NotPermitted, Refusal
from microprojects.domain.masks import desk_name
from microprojects.domain.paper_desks import Stand, stand
from microprojects.domain.polls import is_taking
from microprojects.services import paper_desk as deeds
from microprojects.store import paper_sheets, people, poll_rolls
from microprojects.store.db import db
from microprojects.store.paper_sheets import PaperVoid
from microprojects.store.poll_rolls import Enrolled
from microprojects.store.polls import Poll
from microprojects.web.filters import day
from microprojects.web.forms.house import HouseForm
from microprojects.web.forms.paper import HandBackForm, ReplaceForm, VoterForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.language import sentence
from microprojects.web.office.polls import here

bp = Blueprint("office_paper_desk", __name__, url_prefix="/office/polls/<int:poll_id>/desk")

MOST = 50
_LONGEST = 40
_TAIL = 4  # digits of a telephone number that tell two neighbours apart


@dataclass(frozen=True)
class Row:
    """One voter as the desk sees them; `is_asked` where the online ballot waits for a second officer, `is_mine` to ask."""

    entry: str
    name: str
    building: str
    phone: str
    stands: str
    says: str
    is_asked: bool
    is_mine: bool


@bp.get("")
@permit(Action.PAPER_ISSUE)
def desk(poll_id: int) -> ResponseReturnValue:
    """Look for a voter by building and family name, and show where they stand."""
    return _page(here(poll_id, Action.PAPER_ISSUE)), 200


@bp.post("/issue")
@permit(Action.PAPER_ISSUE)
def issue(poll_id: int) -> ResponseReturnValue:
    """Mark that a voter takes a sheet."""

    def deed(form: VoterForm) -> None:
        deeds.issue(poll_id, form.entry.data or "", actor=current_actor(), at=now())

    done = _("记好了。请让居民从票堆里自己抽一张，不看号。")
    return _act(here(poll_id, Action.PAPER_ISSUE), VoterForm(), deed, done)


@bp.post("/hand-back")
@permit(Action.PAPER_ISSUE)
def hand_back(poll_id: int) -> ResponseReturnValue:
    """Take an unused sheet back."""

    def deed(form: HandBackForm) -> None:
        words = {"serial": form.serial.data or ""}
        deeds.hand_back(poll_id, form.entry.data or "", actor=current_actor(), at=now(), **words)

    done = _("收回了，这位居民可以在网上投，也可以再领。收回的票请单独放。")
    return _act(here(poll_id, Action.PAPER_ISSUE), HandBackForm(), deed, done)


@bp.post("/replace")
@permit(Action.PAPER_ISSUE)
def replace(poll_id: int) -> ResponseReturnValue:
    """Take a spoiled sheet back for another one."""

    def deed(form: ReplaceForm) -> None:
        deeds.replace(poll_id, serial=form.serial.data or "", actor=current_actor(), at=now())

    done = _("写坏的作废了。请让居民再抽一张，写坏的单独放。")
    return _act(here(poll_id, Action.PAPER_ISSUE), ReplaceForm(), deed, done)


@bp.post("/void")
@permit(Action.PAPER_VOID)
def ask_void(poll_id: int) -> ResponseReturnValue:
    """Ask that an online ballot be taken out of the box."""

    def deed(form: VoterForm) -> None:
        deeds.ask_void(poll_id, form.entry.data or "", actor=current_actor(), at=now())

    done = _("提出了。请另一位同事在自己的电脑上打开这一页，点“确认作废”。")
    return _act(here(poll_id, Action.PAPER_VOID), VoterForm(), deed, done)


@bp.post("/void/confirm")
@permit(Action.PAPER_VOID)
def confirm_void(poll_id: int) -> ResponseReturnValue:
    """Take the ballot out as another officer asked."""

    def deed(form: VoterForm) -> None:
        deeds.confirm_void(poll_id, form.entry.data or "", actor=current_actor(), at=now())

    done = _("网上的票作废了，已记为领纸质选票。请让居民从票堆里自己抽一张。")
    return _act(here(poll_id, Action.PAPER_VOID), VoterForm(), deed, done)


@bp.post("/void/drop")
@permit(Action.PAPER_VOID)
def drop_void(poll_id: int) -> ResponseReturnValue:
    """Let the ballot be after all."""

    def deed(form: VoterForm) -> None:
        deeds.drop_void(poll_id, form.entry.data or "", actor=current_actor(), at=now())

    return _act(here(poll_id, Action.PAPER_VOID), VoterForm(), deed, _("不作废了，网上的票照算。"))


def _act(poll: Poll, form: HouseForm, deed: Callable[..., None], done: str) -> ResponseReturnValue:
    """Do what a button of the desk asks, and go back to the search; where a rule says no, say it above the search."""
    poll_id = poll.id
    if not form.validate_on_submit():
        no = " ".join(str(words) for field in form for words in field.errors)
        return _page(here(poll_id, Action.PAPER_ISSUE), no), 422
    try:
        deed(form)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _page(here(poll_id, Action.PAPER_ISSUE), sentence(refusal)), refusal.status
    flash(done)
    building, surname = _wanted()
    return redirect(url_for(".desk", poll_id=poll_id, building=building, surname=surname), 303)


def _wanted() -> tuple[str, str]:
    """Return the building and the family name that are looked for, from the address or from a form."""
    found = (request.values.get(name, "") for name in ("building", "surname"))
    building, surname = (
        "".join(unicodedata.normalize("NFKC", text).replace("\x00", "").split())[:_LONGEST] for text in found
    )
    return building, surname


def _page(poll: Poll, no: str = "") -> str:
    session, (building, surname) = db.session(), _wanted()
    found = poll_rolls.voters(session, poll.id, building=building, surname=surname, limit=MOST + 1)
    asked = {each.entry: each for each in paper_sheets.voids(session, poll.id)}
    printed, issued = paper_sheets.printed(session, poll.id), paper_sheets.issued(session, poll.id)
    return render_template(
        "office/polls/paper/desk.html",
        poll=poll,
        no=no,
        building=building,
        surname=surname,
        rows=[_row(voter, asked.get(voter.entry)) for voter in found[:MOST]],
        is_cut=len(found) > MOST,
        most=MOST,
        waiting=[_row(poll_rolls.voter(session, poll.id, entry), each) for entry, each in asked.items()],
        is_taking=is_taking(poll.stands, poll.opens_at, poll.closes_at, at=now()),
        counts=[
            (_("印好"), _("%(n)s 张", n=printed)),
            (_("发出（连换的）"), _("%(n)s 张", n=issued)),
            (_("还剩"), _("%(n)s 张", n=printed - issued)),
        ],
        has_sheets=printed > issued,
        replacing=ReplaceForm(formdata=None),
    )


def _row(voter: Enrolled, asked: PaperVoid | None) -> Row:
    standing = stand(voter.channel, voter.part)
    says = _(standing.label)
    if voter.day is not None and standing is not Stand.OPEN:
        says = _("%(what)s，%(day)s", what=says, day=day(voter.day))
    digits = people.phone(voter.person)[-_TAIL:]
    return Row(
        entry=voter.entry,
        name=desk_name(voter.person.name),
        building=voter.building,
        phone=_("手机尾号 %(digits)s", digits=digits) if digits else "",
        stands=standing.value,
        says=says,
        is_asked=asked is not None,
        is_mine=asked is not None and asked.asked_by_id == current_actor().person_id,
    )
