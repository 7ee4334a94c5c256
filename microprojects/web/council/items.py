"""One item of an agenda: its dossier, who stands aside, what was said, and the way to the vote."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.casting import (
    OWN_MATTERS,
    Conflict,
    ContractorMustStandAside,
    ProposerMustStandAside,
)
from microprojects.domain.drafts import mark
from microprojects.domain.errors import Refusal
from microprojects.domain.workdays import local_day
from microprojects.services import meetings as deeds
from microprojects.services import votes as voting
from microprojects.store import (
    agenda_dossiers,
    conflicts,
    departures,
    meetings,
    rulebooks,
    voided_votes,
    votes,
)
from microprojects.store.councils import Seat
from microprojects.store.db import db
from microprojects.store.meetings import AgendaItem
from microprojects.web import poll_said
from microprojects.web.council import _people, _room, dossier_words
from microprojects.web.council._room import BOTH, go, told
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.meetings import DiscussionForm, PersonForm, RecuseForm, TableForm
from microprojects.web.forms.votes import OpenVoteForm
from microprojects.web.guard import can, current_actor, permit
from microprojects.web.language import sentence
from microprojects.web.vote_words import result

bp = Blueprint("council_items", __name__, url_prefix="/council/items/<int:item_id>")

ITEM = "council_items.item"


@bp.get("")
@permit(Action.COUNCIL_READ)
def item(item_id: int) -> ResponseReturnValue:
    """Show the item and what can be done with it now."""
    session, shown = db.session(), _room.item_of(item_id)
    meeting = shown.meeting
    seats = _room.seats_of(session, meeting)
    inside = meetings.room(session, meeting.id, item_id)
    dossier = shown.dossier or agenda_dossiers.of_item(session, shown)
    taken = sorted(
        votes.of_meeting(session, meeting.id).get(item_id, []), key=lambda vote: bool(vote.voided_at)
    )
    ballot = OpenVoteForm(mode=str(rulebooks.of(shown.project)["meeting.ballot"]))
    departure = departures.of_item(session, item_id)
    return render_template(
        "council/items/item.html",
        item=shown,
        meeting=meeting,
        me=current_actor().person_id,
        kept_out=_room.kept_out(shown),
        area=meeting.council.area.path,
        strip=_room.strip(session, meeting, inside, meeting.members_due or len(seats)),
        aside=[each for each in meetings.recusals(session, meeting.id) if each.item_id == item_id],
        votes=[(vote, result(vote)) for vote in taken],
        open_vote=next((vote for vote in taken if vote.is_open), None),
        void=voided_votes.in_meeting(session, meeting.id).get(item_id),
        ballot=ballot,
        sent_later=dossier_words.sent(session, shown),
        conflicts=_conflicts(shown),
        own_matters={each: _(words) for each, words in OWN_MATTERS.items()},
        dossier=dossier,
        departure=departure,
        departed=poll_said.departed(departure) if departure else "",
        pairs=dossier_words.pairs(dossier),
        funds=dossier_words.funds(dossier),
        costs=dossier_words.costs(dossier),
        opinions=dossier_words.opinions(dossier),
    )


@bp.post("/present")
@permit(Action.ITEM_PRESENT)
def present(item_id: int) -> ResponseReturnValue:
    """Note that the item was presented and its questions answered."""
    deeds.present_item(item_id, actor=current_actor(), at=now())
    return go(_("介绍完了，开始讨论。"), ITEM, item_id=item_id)


@bp.route("/recuse", methods=BOTH)
@permit(Action.MEMBER_RECUSE)
def recuse(item_id: int) -> ResponseReturnValue:
    """Ask who stands aside and why, then note it."""
    shown = _room.item_of(item_id)
    seats = _room.seats_of(db.session(), shown.meeting)
    form, status = _recuse_form(shown, seats), 200
    if form.validate_on_submit():
        try:
            deeds.recuse(
                item_id,
                person_id=int(form.person.data),
                reason=form.reason.data or "",
                by_ruling=bool(form.by_ruling.data),
                actor=current_actor(),
                at=now(),
            )
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(_("已登记回避，不算在这一项可投票的人里。"), ITEM, item_id=item_id)
    page = render_template("council/items/recuse.html", form=form, item=_room.item_of(item_id))
    return page, told(form, status)


@bp.post("/rejoin")
@permit(Action.MEMBER_REJOIN)
def rejoin(item_id: int) -> ResponseReturnValue:
    """Let a member who stood aside take part again."""
    deeds.rejoin(item_id, person_id=PersonForm().person_id, actor=current_actor(), at=now())
    return go(_("已取消回避，算在这一项可投票的人里。"), ITEM, item_id=item_id)


@bp.route("/discussion", methods=BOTH)
@permit(Action.MINUTES_DRAFT)
def discussion(item_id: int) -> ResponseReturnValue:
    """Ask for the summary of what was said, then keep it."""
    shown = _room.item_of(item_id)
    form, status = DiscussionForm(text=shown.discussion, seen=mark(shown.discussion)), 200
    if form.validate_on_submit():
        try:
            deeds.note_discussion(
                item_id,
                text=form.text.data or "",
                seen=form.seen.data,
                actor=current_actor(),
                at=now(),
            )
        except Refusal as no:
            status = refused(form, no)
            form.seen.data = mark(_room.item_of(item_id).discussion)  # it has been shown now
        else:
            return go(_("摘要已记下，会写进纪要。"), ITEM, item_id=item_id)
    page = render_template("council/items/discussion.html", form=form, item=_room.item_of(item_id))
    return page, told(form, status)


@bp.route("/table", methods=BOTH)
@permit(Action.PROJECT_TABLE)
def table(item_id: int) -> ResponseReturnValue:
    """Ask why the item is tabled, then table it."""
    form, status = TableForm(), 200
    _room.item_of(item_id)
    if form.validate_on_submit():
        try:
            deeds.table_item(
                item_id,
                reason=form.reason.data or "",
                in_favour=form.in_favour.data,
                against=form.against.data,
                actor=current_actor(),
                at=now(),
            )
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(_("已搁置，等下次会议再议。"), ITEM, item_id=item_id)
    page = render_template("council/items/table.html", form=form, item=_room.item_of(item_id))
    return page, told(form, status)


@bp.post("/vote")
@permit(Action.PROJECT_OPEN_VOTE)
def open_vote(item_id: int) -> ResponseReturnValue:
    """Open the vote."""
    mode = OpenVoteForm().mode.data
    try:
        vote_id = voting.open_vote(item_id, mode=str(mode or ""), actor=current_actor(), at=now())
    except (ProposerMustStandAside, ContractorMustStandAside) as no:
        shown = _room.item_of(item_id)
        page = render_template(
            "council/items/aside_first.html",
            item=shown,
            sentence=sentence(no),
            conflicts=_conflicts(shown),
            back=_room.live_back(),
        )
        return page, no.status
    return go(_("表决开始。材料已定稿，不能再改。"), "council_votes.vote", vote_id=vote_id)


def _conflicts(item: AgendaItem) -> list[Conflict]:
    """Return who must stand aside before the vote on an item that is open to one."""
    if item.meeting.state != "in_session" or item.state not in meetings.NOT_VOTED:
        return []
    session = db.session()
    inside = meetings.room(session, item.meeting_id, item.id)
    return conflicts.in_the_room(session, item.project, inside, local_day(now()))


def _recuse_form(item: AgendaItem, seats: list[Seat]) -> RecuseForm:
    """Return the form about the member whom the link named, with the reason that the record knows.

    Without one a member finds themself there, and the desk nobody.
    """
    person = request.args.get("person", "")
    if not person and not can(Action.MINUTES_DRAFT, item.meeting.council.area.path):
        person = str(current_actor().person_id)
    known = {str(each.person_id): OWN_MATTERS[each.why] for each in _conflicts(item)}
    form = RecuseForm(person=person, reason=known.get(person, ""))
    aside = {each.person_id for each in meetings.recusals(db.session(), item.meeting_id, item.id)}
    left = [seat.person_id for seat in seats if seat.person_id not in aside]
    form.person.choices = _people.nobody_yet(_people.named(seats, left))
    return form
