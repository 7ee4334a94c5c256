"""Declining a proposal by two people, and answering the appeal against it."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.declines import GROUNDS
from microprojects.services import screening as deeds
from microprojects.web.forms.screening import AnswerForm, DeclineForm, PlainForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office import _first

bp = Blueprint("office_declines", __name__, url_prefix=_first.PREFIX)


@bp.route("/propose-decline", methods=_first.BOTH)
@permit(Action.PROJECT_PROPOSE_DECLINE)
def propose(number: str) -> ResponseReturnValue:
    """Ask for the ground and the reason, the first of two signatures."""
    form = DeclineForm()

    def sign() -> None:
        deeds.propose_decline(
            number,
            code=form.code.data or "",
            reason=form.reason.data or "",
            actor=current_actor(),
            at=now(),
        )

    return _first.done(
        number,
        form,
        sign,
        _("已提出，等另一位同事确认。"),
        "office/screening/propose_decline.html",
        action=Action.PROJECT_PROPOSE_DECLINE,
        field="reason",
        grounds=GROUNDS,
    )


@bp.route("/confirm-decline", methods=_first.BOTH)
@permit(Action.PROJECT_DECLINE)
def confirm(number: str) -> ResponseReturnValue:
    """Show what the first person signed, and ask for the second signature."""
    said = _("已不予受理，理由和依据已公开。")

    def sign() -> None:
        deeds.confirm_decline(number, actor=current_actor(), at=now())

    template = "office/screening/confirm_decline.html"
    return _first.done(number, PlainForm(), sign, said, template, action=Action.PROJECT_DECLINE)


@bp.route("/drop-decline", methods=_first.BOTH)
@permit(Action.PROJECT_DROP_DECLINE)
def drop(number: str) -> ResponseReturnValue:
    """Drop a decline that nobody confirmed."""
    said = _("已撤下，可以接着审查。")

    def take_back() -> None:
        deeds.drop_decline(number, actor=current_actor(), at=now())

    template = "office/screening/drop_decline.html"
    return _first.done(number, PlainForm(), take_back, said, template, action=Action.PROJECT_DROP_DECLINE)


@bp.route("/answer-appeal", methods=_first.BOTH)
@permit(Action.APPEAL_UPHOLD)
def answer(number: str) -> ResponseReturnValue:
    """Show the appeal beside the decline, and ask for the answer."""
    form = AnswerForm()

    def write() -> None:
        deeds.answer_appeal(
            number,
            upheld=form.outcome.data == "upheld",
            answer=form.answer.data or "",
            actor=current_actor(),
            at=now(),
        )

    return _first.done(
        number,
        form,
        write,
        _("复核答复已公开。"),
        "office/screening/answer_appeal.html",
        action=Action.APPEAL_UPHOLD,
        field="answer",
    )
