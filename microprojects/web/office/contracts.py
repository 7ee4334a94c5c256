"""The contract at the desk: signing, publishing its text, beginning the work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.money import Fen
from microprojects.domain.tranches import tranches
from microprojects.domain.workdays import local_day
from microprojects.services import contracts as deeds
from microprojects.store import consultations, procurements, rulebooks
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.forms.contracts import SigningForm, TextForm
from microprojects.web.forms.procurements import ButtonForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office import evidence_words
from microprojects.web.office._works import BOTH, PREFIX, day_of, done, matter

bp = Blueprint("office_contracts", __name__, url_prefix=PREFIX)


@bp.route("/sign-contract", methods=BOTH)
@permit(Action.PROJECT_SIGN_CONTRACT)
def sign(number: str) -> ResponseReturnValue:
    """Ask for the terms of the signed contract."""
    form = SigningForm()
    if request.method == "GET":
        _suggest(form, matter(number))

    def write_down() -> None:
        deeds.sign(
            number,
            contract_number=form.contract_number.data or "",
            amount_fen=form.amount.data or Fen(0),
            fiscal_fen=form.fiscal.data or Fen(0),
            social_fen=form.social.data or Fen(0),
            signed_on=day_of(form.signed_on),
            starts_on=day_of(form.starts_on),
            ends_on=day_of(form.ends_on),
            public_text=form.public_text.data or "",
            actor=current_actor(),
            at=now(),
        )

    said, template = _("合同已登记，节约的钱已退回社区。"), "office/contracts/sign.html"
    return done(number, form, write_down, said, template, action=Action.PROJECT_SIGN_CONTRACT, show=_award)


@bp.route("/publish-contract", methods=BOTH)
@permit(Action.CONTRACT_PUBLISH)
def publish(number: str) -> ResponseReturnValue:
    """Ask for the redacted text."""
    form = TextForm()

    def tell() -> None:
        deeds.publish(number, public_text=form.public_text.data or "", actor=current_actor(), at=now())

    return done(number, form, tell, _("合同文本已公开。"), "office/contracts/publish.html")


@bp.route("/start-work", methods=BOTH)
@permit(Action.PROJECT_START)
def start_work(number: str) -> ResponseReturnValue:
    """Show which papers a start needs, then begin the work."""

    def begin() -> None:
        deeds.start_work(number, actor=current_actor(), at=now())

    template = "office/contracts/start_work.html"
    return done(
        number,
        ButtonForm(),
        begin,
        _("已开工，进度会公开。"),
        template,
        action=Action.PROJECT_START,
        show=evidence_words.shown,
    )


def _suggest(form: SigningForm, project: Project) -> None:
    """Fill in what follows from the award and the plan, so that nothing is typed twice."""
    running = procurements.open_one(db.session(), project.id)
    quote = procurements.chosen(running) if running else None
    plan, today = consultations.plan_of(db.session(), project), local_day(now())
    if quote is not None:
        social = min(project.approved_social_fen, quote.amount_fen)
        form.amount.data = Fen(quote.amount_fen)
        form.social.data, form.fiscal.data = Fen(social), Fen(quote.amount_fen - social)
    form.signed_on.data = form.starts_on.data = today
    if plan is not None and plan.starts_on and plan.ends_on:
        form.starts_on.data = max(today, plan.starts_on)
        form.ends_on.data = form.starts_on.data + (plan.ends_on - plan.starts_on)
    else:
        form.ends_on.data = today + timedelta(days=60)


def _award(project: Project) -> dict[str, Any]:
    """Return who was chosen, and how the contract will be paid."""
    running = procurements.open_one(db.session(), project.id)
    quote = procurements.chosen(running) if running else None
    shares = rulebooks.of(project)[f"payment.{project.type}"]
    laid_out = tranches(project.type, Fen(quote.amount_fen), shares) if quote else ()
    return {"quote": quote, "tranches": laid_out}
