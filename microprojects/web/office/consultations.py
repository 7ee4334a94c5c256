"""The desk of the second deliberation: what bodies say, and where the project goes from here."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain import plans
from microprojects.domain.actions import Action
from microprojects.domain.consultations import BODIES
from microprojects.domain.money import Fen
from microprojects.domain.workdays import local_day
from microprojects.services import consultations as deeds
from microprojects.store import consultations
from microprojects.store.cases import StoreCase
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.forms.choices import options
from microprojects.web.forms.consultations import ConcludeForm, OpinionForm, ReasonForm, ReferForm
from microprojects.web.guard import can, current_actor, permit
from microprojects.web.office import consultation_words as words
from microprojects.web.office._consulting import BOTH, PREFIX, done, handled, plan_shown

bp = Blueprint("office_consultations", __name__, url_prefix=PREFIX)


@bp.get("/consultation")
@permit(Action.OFFICE_READ)
def desk(number: str) -> ResponseReturnValue:
    """Show everything about one consultation, and what blocks its end."""
    session, at = db.session(), now()
    project, plan = handled(number)
    case = StoreCase(session, project, at)
    due_at, days = words.deadline_words(project, case)
    return render_template(
        "office/consultations/desk.html",
        **plan_shown(project, plan),
        checks=words.checklist(session, project, at),
        said=words.said(consultations.opinions(session, project), project, plan, case),
        signed=words.signed(session, plan, over_cap=plan.fiscal_fen > case.cap_fen) if plan else [],
        is_open=plans.is_open(case),
        can_speak=bool(_bodies(project, case)),
        due_at=due_at,
        days=days,
        cap=Fen(case.cap_fen),
        available=Fen(case.available_fen),
    )


@bp.route("/opinion", methods=BOTH)
@permit(Action.OPINION_GIVE)
def opinion(number: str) -> ResponseReturnValue:
    """Ask a body for its opinion."""
    project, _plan = handled(number)
    bodies = _bodies(project, StoreCase(db.session(), project, now()))
    form = OpinionForm()
    form.body.choices = options((body, _(BODIES[body])) for body in bodies)
    if request.method == "GET" and bodies:
        form.body.data = bodies[0]

    def give() -> None:
        deeds.give_opinion(
            number,
            body=form.body.data,
            conclusion=form.conclusion.data,
            text=form.text.data or "",
            actor=current_actor(),
            at=now(),
        )

    return done(
        number,
        form,
        give,
        _("意见已记下，会随方案公开。"),
        "office/consultations/opinion.html",
        bodies=bodies,
    )


@bp.route("/refer", methods=BOTH)
@permit(Action.PROJECT_REFER)
def refer(number: str) -> ResponseReturnValue:
    """Ask to whom the project is handed, and why."""
    form = ReferForm()

    def hand_over() -> None:
        deeds.refer(
            number,
            receiver=form.receiver.data or "",
            reason=form.reason.data or "",
            actor=current_actor(),
            at=now(),
        )

    return done(number, form, hand_over, _("已转办，去向和理由已公开。"), "office/consultations/refer.html")


@bp.route("/defer", methods=BOTH)
@permit(Action.PROJECT_DEFER)
def defer(number: str) -> ResponseReturnValue:
    """Ask why the project is put by."""
    form = ReasonForm()

    def put_by() -> None:
        deeds.defer(number, reason=form.reason.data or "", actor=current_actor(), at=now())

    return done(number, form, put_by, _("已暂缓，理由已公开。"), "office/consultations/defer.html")


@bp.route("/resume", methods=BOTH)
@permit(Action.PROJECT_RESUME_CONSULTING)
def resume(number: str) -> ResponseReturnValue:
    """Ask why the project is taken up again."""
    form = ReasonForm()

    def take_up() -> None:
        deeds.resume(number, reason=form.reason.data or "", actor=current_actor(), at=now())

    return done(number, form, take_up, _("已重新商议。"), "office/consultations/resume.html")


@bp.route("/conclude", methods=BOTH)
@permit(Action.PROJECT_CONCLUDE)
def conclude(number: str) -> ResponseReturnValue:
    """Show what is still missing, or end the consultation."""
    form = ConcludeForm()

    def end() -> None:
        deeds.conclude(number, actor=current_actor(), at=now())

    return done(
        number,
        form,
        end,
        _("商议完成，方案定了，进入下一议。"),
        "office/consultations/conclude.html",
        with_checks=True,
    )


def _bodies(project: Project, case: StoreCase) -> list[str]:
    """Return the bodies for which the visitor may speak now: of several only the one for which they spoke."""
    actor, session = current_actor(), db.session()
    if not can(Action.OPINION_GIVE, project.target):
        return []
    own = plans.speaks_for(actor, project.area.path, local_day(now()))
    spoken = consultations.spoke_for(session, project, actor.person_id)
    return [body for body in plans.bodies_asked(case) if body in (own & spoken if spoken else own)]
