"""The desk of approval: filing, approving, the emergency, and the early end of a project."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.money import Fen
from microprojects.domain.workdays import local_day
from microprojects.services import approvals as deeds
from microprojects.store import consultations, ledger
from microprojects.store.db import db
from microprojects.web.forms.approvals import ButtonForm, CancelForm, FastTrackForm, FilingForm, StopForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office._matters import BOTH, PREFIX, carried_out, matter

bp = Blueprint("office_approvals", __name__, url_prefix=PREFIX)


@bp.route("/file", methods=BOTH)
@permit(Action.PROJECT_FILE)
def file_resolution(number: str) -> ResponseReturnValue:
    """Ask for the filing's number."""
    form = FilingForm()

    def file() -> None:
        deeds.file_resolution(
            number, filing_number=form.filing_number.data or "", actor=current_actor(), at=now()
        )

    return carried_out(number, form, file, _("已备案，备案号已公开。"), "office/approvals/file.html")


@bp.route("/approve", methods=BOTH)
@permit(Action.PROJECT_APPROVE)
def approve(number: str) -> ResponseReturnValue:
    """Show what an approval waits for and what it reserves, then approve."""
    project = matter(number)
    plan = consultations.plan_of(db.session(), project)
    fund = ledger.paying_fund(db.session(), project, local_day(now()))

    def grant() -> None:
        deeds.approve(number, actor=current_actor(), at=now())

    return carried_out(
        number,
        ButtonForm(),
        grant,
        _("已立项，资金已占用。"),
        "office/approvals/approve.html",
        action=Action.PROJECT_APPROVE,
        fiscal=plan.fiscal_fen if plan else Fen(0),
        social=plan.social_fen if plan else Fen(0),
        available=fund.available_fen if fund else Fen(0),
    )


@bp.route("/fast-track", methods=BOTH)
@permit(Action.PROJECT_FAST_TRACK)
def fast_track(number: str) -> ResponseReturnValue:
    """Ask why an emergency cannot wait, then approve it at once."""
    form = FastTrackForm()

    def hurry() -> None:
        deeds.fast_track(number, reason=form.reason.data or "", actor=current_actor(), at=now())

    said, template = _("已应急立项，并已公开。请尽快排进议事会追认。"), "office/approvals/fast_track.html"
    return carried_out(number, form, hurry, said, template, action=Action.PROJECT_FAST_TRACK)


@bp.route("/cancel", methods=BOTH)
@permit(Action.PROJECT_CANCEL)
def cancel(number: str) -> ResponseReturnValue:
    """Ask why a project ends early, then give its money back."""
    form = CancelForm()

    def end() -> None:
        deeds.cancel(
            number,
            reason=form.reason.data or "",
            recovery_plan=form.recovery_plan.data or "",
            actor=current_actor(),
            at=now(),
        )

    said, template = _("项目已终止，没付的钱退回社区。"), "office/approvals/cancel.html"
    return carried_out(number, form, end, said, template, action=Action.PROJECT_CANCEL)


@bp.route("/stop-unratified", methods=BOTH)
@permit(Action.PROJECT_STOP_UNRATIFIED)
def stop_unratified(number: str) -> ResponseReturnValue:
    """Stop an emergency that the council did not ratify."""
    form = StopForm()

    def stop() -> None:
        deeds.stop_unratified(number, reason=form.reason.data or "", actor=current_actor(), at=now())

    said, template = _("项目已停止，没付的钱退回社区。"), "office/approvals/stop_unratified.html"
    return carried_out(number, form, stop, said, template, action=Action.PROJECT_STOP_UNRATIFIED)
