"""Screening: what waits, the sheet with its questions, the one return, acceptance, and what leads back to a neighbour's."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.merges import INTO
from microprojects.domain.permissions import areas_where
from microprojects.domain.screening import ADVICE, QUESTIONS
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.services import screening as deeds
from microprojects.services import secondings
from microprojects.store import cleared_names, proposals, similar
from microprojects.store.cases.proposals import public_words
from microprojects.store.db import db
from microprojects.web import paging
from microprojects.web.forms.screening import MergeForm, PlainForm, ReturnForm, SheetForm, UrgentForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office import _first, first_rows, tasks

bp = Blueprint("office_screening", __name__)

_SEARCH = 60
_ASIDE = 20


@bp.get("/office/screening")
@permit(Action.OFFICE_READ)
def queue() -> ResponseReturnValue:
    """List what waits for screening, for a second signature, for an answer, and for seconders."""
    session, at = db.session(), now()
    paths = areas_where(current_actor(), Action.OFFICE_READ, at=local_day(at))
    number = paging.asked()
    new = proposals.waiting(
        session, paths, {State.SUBMITTED}, limit=paging.SIZE + 1, offset=paging.first_row(number)
    )
    others = {
        _("请街道复核的"): proposals.appealed(session, paths, limit=_ASIDE),
        _("等附议的"): proposals.waiting(session, paths, {State.ACCEPTED}, limit=_ASIDE),
        _("等提议人补的"): proposals.waiting(session, paths, {State.RETURNED}, limit=_ASIDE),
    }
    page = paging.page(new, number)
    groups = [(_("等审查的"), first_rows.rows(page.rows, at))]
    groups += [(words, first_rows.rows(found, at)) for words, found in others.items() if found]
    return render_template("office/screening/queue.html", page=page, groups=groups)


@bp.route(f"{_first.PREFIX}/screen", methods=_first.BOTH)
@permit(Action.PROJECT_SCREEN)
def screen(number: str) -> ResponseReturnValue:
    """Show a proposal beside the sheet, and keep the answers."""
    project, form = _first.handled(number), SheetForm()
    sheet = proposals.screening(db.session(), project.id)
    if request.method == "GET" and sheet is not None:
        form.fill(sheet.answers)

    def keep() -> None:
        deeds.screen(number, answers=form.answers, actor=current_actor(), at=now())

    return _first.done(
        number,
        form,
        keep,
        _("审查表已存好。"),
        "office/screening/sheet.html",
        action=Action.PROJECT_ACCEPT,
        questions=list(QUESTIONS),
        advice=frozenset(ADVICE),
        similar=_first.alike(project),
        deadline=tasks.deadline_of(project),
        named=cleared_names.named_in(db.session(), "\n".join(public_words(project)), project.area.path),
    )


@bp.route(f"{_first.PREFIX}/return", methods=_first.BOTH)
@permit(Action.PROJECT_RETURN)
def return_for_fixing(number: str) -> ResponseReturnValue:
    """Ask for everything that is to be mended."""
    form = ReturnForm()

    def send_back() -> None:
        deeds.return_for_fixing(
            number, items=form.listed, reason=form.reason.data or "", actor=current_actor(), at=now()
        )

    said = _("已退回，提议人会看到要补的清单。")
    template = "office/screening/return.html"
    return _first.done(number, form, send_back, said, template, action=Action.PROJECT_RETURN)


@bp.route(f"{_first.PREFIX}/accept", methods=_first.BOTH)
@permit(Action.PROJECT_ACCEPT)
def accept(number: str) -> ResponseReturnValue:
    """Show what blocks acceptance, or accept."""
    said = _("已受理，开始等附议。")

    def take() -> None:
        deeds.accept(number, actor=current_actor(), at=now())

    template = "office/screening/accept.html"
    return _first.done(number, PlainForm(), take, said, template, action=Action.PROJECT_ACCEPT)


@bp.route(f"{_first.PREFIX}/merge", methods=_first.BOTH)
@permit(Action.PROJECT_MERGE)
def merge(number: str) -> ResponseReturnValue:
    """Search for the project into which this one goes."""
    project, form = _first.handled(number), MergeForm()
    wanted = request.args.get("q", "").strip()[:_SEARCH]
    if request.method == "GET":
        form.into.data = request.args.get("into", "")[:20]
    hidden = frozenset(State) - INTO
    found = similar.like(
        db.session(), project.area_id, wanted or project.title, but=project.id, hidden=hidden, limit=8
    )

    def join() -> None:
        deeds.merge(
            number,
            into=form.into.data or "",
            proposer_agrees=form.agrees.data,
            actor=current_actor(),
            at=now(),
        )

    return _first.done(
        number,
        form,
        join,
        _("已合并，附议转了过去。"),
        "office/screening/merge.html",
        action=Action.PROJECT_MERGE,
        field="into",
        found=found,
        wanted=wanted,
    )


@bp.route(f"{_first.PREFIX}/promote", methods=_first.BOTH)
@permit(Action.PROJECT_PROMOTE)
def promote(number: str) -> ResponseReturnValue:
    """Show how many seconders are missing, or send the proposal on."""
    said = _("已送到下一议。")

    def send_on() -> None:
        secondings.promote(number, actor=current_actor(), at=now())

    template = "office/screening/promote.html"
    return _first.done(number, PlainForm(), send_on, said, template, action=Action.PROJECT_PROMOTE)


@bp.route(f"{_first.PREFIX}/raise-urgent", methods=_first.BOTH)
@permit(Action.PROJECT_RAISE_URGENT)
def raise_urgent(number: str) -> ResponseReturnValue:
    """Ask why it cannot wait."""
    form = UrgentForm()

    def call() -> None:
        secondings.raise_urgent(number, reason=form.reason.data or "", actor=current_actor(), at=now())

    return _first.done(
        number,
        form,
        call,
        _("已提为急事，不用等附议。"),
        "office/screening/raise_urgent.html",
        action=Action.PROJECT_RAISE_URGENT,
        field="reason",
    )
