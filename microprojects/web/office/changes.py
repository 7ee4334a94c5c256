"""Changes of a contract at the desk: asking, agreeing, refusing; and work that stands still."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.money import Fen
from microprojects.services import changes as deeds
from microprojects.services import suspensions
from microprojects.store import changes
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.change_words import shown, stood
from microprojects.web.forms.changes import ChangeForm, RefuseForm, SuspendForm
from microprojects.web.forms.procurements import ButtonForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office._works import BOTH, PREFIX, day_of, done

bp = Blueprint("office_changes", __name__, url_prefix=PREFIX)


@bp.route("/change", methods=BOTH)
@permit(Action.CHANGE_ASK)
def ask(number: str) -> ResponseReturnValue:
    """Ask what is to change in the contract, and why."""
    form = ChangeForm()

    def put() -> None:
        sign, way = (-1 if form.money.data == "less" else 1), (-1 if form.time.data == "less" else 1)
        deeds.ask(
            number,
            reason=form.reason.data or "",
            fiscal_fen=Fen(sign * (form.fiscal.data or 0)),
            social_fen=Fen(sign * (form.social.data or 0)),
            days=way * (form.days.data or 0),
            scope=form.scope.data or "",
            actor=current_actor(),
            at=now(),
        )

    said, template = _("变更已提交，等审批。"), "office/changes/ask.html"
    return done(number, form, put, said, template, action=Action.CHANGE_ASK, show=_shown)


@bp.route("/agree-change", methods=BOTH)
@permit(Action.CHANGE_AGREE)
def agree(number: str) -> ResponseReturnValue:
    """Show a small change, then agree to it as an officer of the street."""
    return _decide(number, deeds.agree, Action.CHANGE_AGREE)


@bp.route("/agree-large-change", methods=BOTH)
@permit(Action.CHANGE_AGREE_LARGE)
def agree_large(number: str) -> ResponseReturnValue:
    """Show a change, then agree to it as a leader of the street."""
    return _decide(number, deeds.agree_large, Action.CHANGE_AGREE_LARGE)


@bp.route("/enact-change", methods=BOTH)
@permit(Action.CHANGE_ENACT)
def enact(number: str) -> ResponseReturnValue:
    """Show a change to which the council agreed, then let it take effect."""
    return _decide(number, deeds.enact, Action.CHANGE_ENACT)


@bp.route("/refuse-change", methods=BOTH)
@permit(Action.CHANGE_REFUSE)
def refuse(number: str) -> ResponseReturnValue:
    """Ask why a change is not agreed to."""
    form = RefuseForm()

    def say_no() -> None:
        deeds.refuse(number, reason=form.reason.data or "", actor=current_actor(), at=now())

    said, template = _("没有同意，按原合同施工。"), "office/changes/refuse.html"
    return done(number, form, say_no, said, template, action=Action.CHANGE_REFUSE, show=_shown)


@bp.route("/changes-seen", methods=BOTH)
@permit(Action.CHANGE_SEEN)
def seen(number: str) -> ResponseReturnValue:
    """Show the changes that hold, then note that the supervisor knows of them."""

    def note() -> None:
        deeds.note_seen(number, actor=current_actor(), at=now())

    return done(number, ButtonForm(), note, _("已记下您知悉。"), "office/changes/seen.html", show=_shown)


@bp.route("/suspend-work", methods=BOTH)
@permit(Action.WORK_SUSPEND)
def suspend(number: str) -> ResponseReturnValue:
    """Ask why work stands still, and until when."""
    form = SuspendForm()

    def stop() -> None:
        suspensions.suspend(
            number,
            reason=form.reason.data or "",
            expected_on=day_of(form.expected_on),
            actor=current_actor(),
            at=now(),
        )

    said, template = _("已暂停施工，并已公开。"), "office/changes/suspend.html"
    return done(number, form, stop, said, template, action=Action.WORK_SUSPEND, show=_shown)


@bp.route("/resume-work", methods=BOTH)
@permit(Action.WORK_RESUME)
def resume(number: str) -> ResponseReturnValue:
    """Show since when work stands still, then let it go on."""

    def go_on() -> None:
        suspensions.resume(number, actor=current_actor(), at=now())

    said, template = _("已恢复施工，并已公开。"), "office/changes/resume.html"
    return done(number, ButtonForm(), go_on, said, template, action=Action.WORK_RESUME, show=_shown)


def _decide(number: str, deed: Callable[..., None], action: Action) -> ResponseReturnValue:
    def agreed() -> None:
        deed(number, actor=current_actor(), at=now())

    said, template = _("变更已生效，合同、付款和账目都按变更后的算，并已公开。"), "office/changes/agree.html"
    return done(number, ButtonForm(), agreed, said, template, action=action, show=_shown)


def _shown(project: Project) -> dict[str, Any]:
    """Return the change that waits, those before it, and when work stood still."""
    session = db.session()
    found = [shown(each, project) for each in changes.of_project(session, project.id)]
    return {
        "asked": next((each for each in found if each.is_open), None),
        "before": [each for each in found if not each.is_open],
        "stood": [stood(each) for each in changes.suspensions(session, project.id)],
    }
