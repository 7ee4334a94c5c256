"""The plan of a consultation: the form with its cost lines, and the signatures under it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.money import Fen, yuan
from microprojects.domain.negative_list import NEGATIVE_LIST
from microprojects.domain.plans import CostWords, PlanWords
from microprojects.services import consultations as deeds
from microprojects.services.consultations import Edited
from microprojects.store.cases import StoreCase
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.consultations import (
    MORE_ROWS,
    NegativeListForm,
    OverCapForm,
    PlanForm,
    SignForm,
    version_of,
)
from microprojects.web.guard import current_actor, permit
from microprojects.web.office import consultation_words as words
from microprojects.web.office._consulting import BOTH, DESK, PREFIX, done, handled

bp = Blueprint("office_plans", __name__, url_prefix=PREFIX)


@bp.route("/plan", methods=BOTH)
@permit(Action.PLAN_EDIT)
def plan(number: str) -> ResponseReturnValue:
    """Show the plan as a form; one button adds rows, the other stores."""
    form = PlanForm()
    if request.method == "GET":
        _fill(form, number)
    if "more" in request.form:
        form.lines.grow(MORE_ROWS)
        return _plan_page(number, form, 200)
    if not form.validate_on_submit():
        return _plan_page(number, form, status_of(form))
    try:
        edited = deeds.edit_plan(
            number, words=form.words, actor=current_actor(), at=now(), version=version_of(form.version)
        )
    except Refusal as no:
        return _plan_page(number, form, refused(form, no))
    _tell(edited)
    return redirect(url_for(DESK, number=number), 303)


@bp.route("/sign-negative-list", methods=BOTH)
@permit(Action.PLAN_SIGN_NEGATIVE_LIST)
def negative_list(number: str) -> ResponseReturnValue:
    """Show the negative list beside the plan, to be signed."""
    form = NegativeListForm()

    def sign() -> None:
        deeds.sign_negative_list(number, actor=current_actor(), at=now(), version=version_of(form.version))

    return done(
        number, form, sign, _("负面清单核对已签字。"), "office/plans/negative_list.html", lines=NEGATIVE_LIST
    )


@bp.route("/allow-over-cap", methods=BOTH)
@permit(Action.PLAN_ALLOW_OVER_CAP)
def over_cap(number: str) -> ResponseReturnValue:
    """Ask the leader for the reason to go above the cap."""
    form = OverCapForm()

    def allow() -> None:
        deeds.allow_over_cap(
            number,
            reason=form.reason.data or "",
            actor=current_actor(),
            at=now(),
            version=version_of(form.version),
        )

    return done(number, form, allow, _("已同意超上限，理由会公开。"), "office/plans/over_cap.html")


@bp.route("/agree", methods=BOTH)
@permit(Action.PLAN_AGREE)
def agree(number: str) -> ResponseReturnValue:
    """Ask the party secretary to agree."""
    form = SignForm()

    def sign() -> None:
        deeds.agree(number, actor=current_actor(), at=now(), version=version_of(form.version))

    return done(number, form, sign, _("社区党委同意方案，已签字。"), "office/plans/agree.html")


def _fill(form: PlanForm, number: str) -> None:
    """Begin with the plan that stands, or with what the proposer wrote."""
    project, plan = handled(number)
    form.version.data = str(plan.version if plan else 0)
    form.fill(plan.words if plan else _from_proposal(project))


def _from_proposal(project: Project) -> PlanWords:
    """Return the proposer's words as the beginning of a plan, without money for the street to judge."""
    lines = tuple(CostWords(line.label, line.amount_fen, line.quantity) for line in project.lines)
    social = project.own_contribution_fen
    total = sum(line.amount_fen for line in lines)
    return PlanWords(
        place=project.place,
        content=project.content,
        fiscal_fen=Fen(max(0, total - social)),
        social_fen=social,
        needs_owner_consent=project.on_private_premises,
        lines=lines,
    )


def _plan_page(number: str, form: PlanForm, status: int) -> ResponseReturnValue:
    project, plan = handled(number)
    case = StoreCase(db.session(), project, now())
    page = render_template(
        "office/plans/plan.html",
        form=form,
        project=project,
        plan=plan,
        fallen=[_(each.label) for each in plan.signers] if plan else [],
        cap=yuan(Fen(case.cap_fen)),
        available=yuan(Fen(case.available_fen)),
        table=words.table_sentence(project.type, plan.total_fen) if plan and plan.lines else "",
    )
    return page, status


def _tell(edited: Edited) -> None:
    """Say that the plan is stored, and which signatures fell."""
    flash(_("方案已存，这是第 %(n)s 版。", n=edited.version))
    if edited.fallen:
        names = "、".join(_(each.label) for each in edited.fallen)
        flash(_("方案改了，原来的签字作废，要重新签：%(names)s。", names=names), "warn")
