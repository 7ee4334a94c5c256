"""One's own proposal after it was handed in: where it stands, and what its proposer may do with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain import declines
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.proposal_words import REAL
from microprojects.domain.proposals import UNIT
from microprojects.domain.secondings import support
from microprojects.domain.states import FINAL, State
from microprojects.domain.withdrawals import COPYABLE, OnlySeconders
from microprojects.domain.workdays import due
from microprojects.services import proposals as deeds
from microprojects.services import screening
from microprojects.store import packaged, proposals
from microprojects.store.cases import StoreCase
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.proposals import AppealForm, PlainForm
from microprojects.web.guard import can, current_actor, permit, signed_in
from microprojects.web.my import _own

bp = Blueprint("my_handed_in", __name__, url_prefix="/my/proposals")

BOTH = ["GET", "POST"]


@bp.get(f"/{_own.ID}")
@signed_in
def show(draft_id: int) -> ResponseReturnValue:
    """Show where one's proposal stands and what can be done."""
    project = _own.own(draft_id)
    if project.state is State.DRAFT:
        return redirect(url_for("my_proposals.edit", draft_id=draft_id), 303)
    session, rules = db.session(), _own.rules_of(project)
    return render_template(
        "my/proposals/show.html",
        **_own.shown(project),
        returned=proposals.last_return(session, project.id) if project.state is State.RETURNED else None,
        ground=declines.GROUNDS.get(project.decline_code or ""),
        appeal=proposals.appeal(session, project.id),
        support=support(StoreCase(session, project, now())) if project.state is State.ACCEPTED else None,
        appeal_until=_appeal_until(project),
        days={key: rules.number(f"limits.{key}") for key in ("screen_working_days", "adopt_days")},
        may={
            "withdraw": _own.may(project, Action.PROJECT_WITHDRAW),
            "copy": project.state in COPYABLE,
            "appeal": _may_appeal(project),
            "name": _may_change_name(project),
        },
    )


@bp.route(f"/{_own.ID}/withdraw", methods=BOTH)
@signed_in
def withdraw(draft_id: int) -> ResponseReturnValue:
    """Ask once more, then take the proposal back."""
    project, form = _own.own(draft_id), PlainForm()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            deeds.withdraw(project.number or project.id, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("已撤回。"))
            return redirect(url_for("my_home.show"), 303)
    project = _own.own(draft_id)
    have = proposals.seconders(db.session(), project.id)
    page = render_template(
        "my/proposals/withdraw.html", form=form, project=project, community=project.area, have=have
    )
    return page, status


@bp.post(f"/{_own.ID}/copy")
@signed_in
def copy(draft_id: int) -> ResponseReturnValue:
    """Copy what did not get through into a new draft."""
    project = _own.own(draft_id)
    new = deeds.copy(project.number or project.id, actor=current_actor(), at=now())
    flash(_("抄好了一份新草稿，改好再交。"))
    return redirect(url_for("my_proposals.edit", draft_id=new), 303)


@bp.post(f"/{_own.ID}/name")
@signed_in
def name(draft_id: int) -> ResponseReturnValue:
    """Show one's real name in public, or mask it again."""
    shown = request.form.get("shown") == "1"
    number = _own.own(draft_id).number or ""
    deeds.show_name(number, shown=shown, actor=current_actor(), at=now())
    flash(_("从现在起公开真名。") if shown else _("从现在起只写姓。"))
    return redirect(url_for(".show", draft_id=draft_id), 303)


@bp.route(f"/{_own.ID}/appeal", methods=BOTH)
@signed_in
def appeal(draft_id: int) -> ResponseReturnValue:
    """Ask why the decline should be looked at again."""
    project, form = _own.own(draft_id), AppealForm()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            ground = form.ground.data or ""
            screening.appeal(project.number or "", ground=ground, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no, "ground" if no.status == 422 else None)
        else:
            flash(_("复核申请已交给街道。"))
            return redirect(url_for(".show", draft_id=draft_id), 303)
    elif form.is_submitted():
        status = 422
    words = _appeal_words(_own.own(draft_id))
    return render_template("my/proposals/appeal.html", form=form, **words), status


@bp.route("/take-over/<number>", methods=BOTH)
@permit(Action.PROJECT_ADOPT)
def adopt(number: str) -> ResponseReturnValue:
    """Ask once more, then take over a withdrawn proposal that one seconds."""
    session, form, actor = db.session(), PlainForm(), current_actor()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            deeds.adopt(number, actor=actor, at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("现在由您接着办这份提议。"))
            return redirect(f"/projects/{number}", 303)
    project = proposals.withdrawn(session, number)
    if proposals.seconding(session, project.id, actor.person_id or 0) is None:
        raise OnlySeconders
    days = _own.rules_of(project).number("limits.adopt_days")
    have = proposals.seconders(session, project.id)
    page = render_template(
        "my/proposals/adopt.html", form=form, project=project, community=project.area, have=have, days=days
    )
    return page, status


def _may_change_name(project: Project) -> bool:
    """Return whether the visitor may turn how the proposer is named: to the real name only the proposer."""
    if project.state in FINAL - {State.CLOSED} or project.proposer_kind == UNIT:
        return False
    shown = project.proposer_display == REAL
    return can(Action.PROPOSER_MASK_NAME if shown else Action.PROPOSER_SHOW_NAME, project.target)


def _may_appeal(project: Project) -> bool:
    if project.state is not State.DECLINED or proposals.appeal(db.session(), project.id) is not None:
        return False
    until = _appeal_until(project)
    return until is not None and now() < until


def _appeal_until(project: Project) -> datetime | None:
    """Return until when a decline can be appealed; None where there is none."""
    if project.state is not State.DECLINED:
        return None
    days = _own.rules_of(project).number("limits.appeal_working_days")
    return due(project.state_since, days, packaged.work_calendar())


def _appeal_words(project: Project) -> Mapping[str, object]:
    return {
        "project": project,
        "community": project.area,
        "ground": declines.GROUNDS.get(project.decline_code or ""),
        "until": _appeal_until(project),
    }
