"""Gatherings for anyone: when they are, what stands on their list, what came of it; residents raise topics and sign up."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain import draws, permissions
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound, Refusal
from microprojects.domain.gathering_kinds import SIDES, Part
from microprojects.domain.gatherings import ANSWERS, STANCES, sign_up_ends
from microprojects.domain.permissions import Target
from microprojects.domain.workdays import local_day
from microprojects.services import gatherings as deeds
from microprojects.services import matters
from microprojects.store import areas, gatherings, hearings
from microprojects.store.db import db
from microprojects.store.gatherings import Gathering
from microprojects.web import paging
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.choices import options
from microprojects.web.forms.gatherings import SignUpForm, TopicForm
from microprojects.web.guard import anyone, current_actor, permit, signed_in

bp = Blueprint("public_gatherings", __name__)

BOTH = ["GET", "POST"]
PROMISES = 20


@bp.get("/gatherings")
@anyone
def index() -> ResponseReturnValue:
    """List the gatherings to come or past, and what was promised and is not done yet."""
    session = db.session()
    number, slug = paging.asked(), request.args.get("community", "")
    past = request.args.get("when") == "past"
    rows = gatherings.listed(
        session, past=past, community=slug, limit=paging.SIZE + 1, offset=paging.first_row(number)
    )
    return render_template(
        "public/gatherings/list.html",
        page=paging.page(rows, number),
        counts=gatherings.counts(session, [row.id for row in rows]),
        promised=gatherings.promised(session, community=slug, limit=PROMISES),
        past=past,
        slug=slug,
        communities=areas.at_level(session, "community"),
        today=local_day(now()),
    )


@bp.get("/gatherings/<int:gathering_id>")
@anyone
def gathering(gathering_id: int) -> ResponseReturnValue:
    """Show one gathering: notice, list, sign-up, what was said, and how each matter ended."""
    session, found = db.session(), gatherings.get(db.session(), gathering_id)
    listed = gatherings.matters(session, gathering_id)
    signed = hearings.sign_ups(session, gathering_id)
    me = current_actor().person_id
    return render_template(
        "public/gatherings/gathering.html",
        gathering=found,
        kind=found.made_of,
        community=found.area,
        matters=listed,
        warned=gatherings.warned(db.session(), found, listed),
        sign_ups=[(each, draws.lot(found.draw_seed, each.number)) for each in signed],
        sides=SIDES,
        stances=STANCES,
        answers=ANSWERS,
        mine=next((each for each in signed if me is not None and each.person_id == me), None),
        closes_at=sign_up_ends(found.made_of.sign_up, found.starts_at) if found.made_of.sign_up else None,
        now=now(),
        today=local_day(now()),
    )


@bp.route("/gatherings/<int:gathering_id>/topics/new", methods=BOTH)
@signed_in
def raise_topic(gathering_id: int) -> ResponseReturnValue:
    """Ask what somebody wants to talk about, then put it on the list."""
    _with(gathering_id, Part.TOPICS, Action.TOPIC_RAISE)
    form = TopicForm()
    status = status_of(form)
    if form.validate_on_submit():
        title, text = form.title.data or "", form.text.data or ""
        try:
            matters.raise_topic(gathering_id, title=title, text=text, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("话题收到了，会上当面说怎么办。"))
            return redirect(url_for(".gathering", gathering_id=gathering_id), 303)
    elif form.is_submitted():
        status = 422
    found = gatherings.get(db.session(), gathering_id)
    return render_template("public/gatherings/topic.html", form=form, gathering=found), status


@bp.route("/gatherings/<int:gathering_id>/sign-up", methods=BOTH)
@signed_in
def sign_up(gathering_id: int) -> ResponseReturnValue:
    """Ask as what somebody takes part, then sign them up."""
    found, form = _with(gathering_id, Part.SIGN_UP, Action.HEARING_SIGN_UP), SignUpForm()
    seats = found.made_of.sign_up.seats if found.made_of.sign_up else {}
    form.side.choices = options(
        (side, _("%(who)s（%(n)s 席）", who=_(SIDES[side]), n=n)) for side, n in seats.items()
    )
    status = status_of(form)
    if form.validate_on_submit():
        try:
            number = deeds.sign_up(gathering_id, side=str(form.side.data), actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("报上了，您是 %(n)s 号。页面上只写号码，不写名字。", n=number))
            return redirect(url_for(".gathering", gathering_id=gathering_id), 303)
    elif form.is_submitted():
        status = 422
    found = gatherings.get(db.session(), gathering_id)
    return render_template("public/gatherings/sign_up.html", form=form, gathering=found), status


@bp.post("/gatherings/<int:gathering_id>/step-back")
@permit(Action.HEARING_STEP_BACK)
def step_back(gathering_id: int) -> ResponseReturnValue:
    """Take one's own sign-up back."""
    deeds.step_back(gathering_id, actor=current_actor(), at=now())
    flash(_("已退出报名。"))
    return redirect(url_for(".gathering", gathering_id=gathering_id), 303)


def _with(gathering_id: int, part: Part, action: Action) -> Gathering:
    """Return a gathering of the visitor's community that has the part.

    Raises:
        NotFound: there is none, or its kind has no such part.
        NotANeighbour: it is another community's.
    """
    found = gatherings.get(db.session(), gathering_id)
    permissions.require(current_actor(), action, Target(found.area.path), at=local_day(now()))
    if not found.made_of.has(part):
        raise NotFound
    return found
