"""The desk of objections: who said what, until when to reply, the replies, and what they lead to."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotPermitted, Refusal
from microprojects.domain.objections import CHANNELS, EFFECTS, GROUNDS, OUTCOMES
from microprojects.services import objections as deeds
from microprojects.store import disclosures, objections, rulebooks
from microprojects.store.db import db
from microprojects.store.objections import Objection
from microprojects.store.projects import Project
from microprojects.web import objection_words, windows
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.objections import ButtonForm, ReasonForm, ReplyForm, WrittenDownForm
from microprojects.web.guard import can, current_actor, permit
from microprojects.web.office._matters import BOTH, PREFIX, blocking, carried_out, matter

bp = Blueprint("office_objections", __name__)


@bp.get(f"{PREFIX}/objections")
@permit(Action.OBJECTION_REPLY)
def desk(number: str) -> ResponseReturnValue:
    """Show the objections to a project to those who reply."""
    return _desk(matter(number))


@bp.get(f"{PREFIX}/replies")
@permit(Action.OBJECTION_REVIEW)
def replies(number: str) -> ResponseReturnValue:
    """Show the objections to a project and their replies to the supervisor."""
    return _desk(matter(number))


@bp.route("/office/objections/<int:objection_id>/reply", methods=BOTH)
@permit(Action.OBJECTION_REPLY)
def reply(objection_id: int) -> ResponseReturnValue:
    """Ask for the written answer."""
    objection = objections.get(db.session(), objection_id)
    project = _handled(objection, Action.OBJECTION_REPLY)
    form = ReplyForm()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            _reply(objection_id, form)
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("答复已公开，等监督员看过。"))
            return redirect(url_for(".desk", number=project.number), 303)
    elif form.is_submitted():
        status = 422
    return render_template("office/objections/reply.html", form=form, **_shown(objection_id)), status


@bp.route("/office/objections/<int:objection_id>/withdraw", methods=BOTH)
@permit(Action.OBJECTION_WITHDRAW)
def withdraw(objection_id: int) -> ResponseReturnValue:
    """Ask why an objection is taken back for the one who made it."""
    objection = objections.get(db.session(), objection_id)
    if not can(Action.OBJECTION_WITHDRAW, objection.target):
        raise NotPermitted
    number, form = str(objection.project.number), ReasonForm()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            deeds.withdraw(objection_id, reason=form.reason.data or "", actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("已代为撤回，理由已公开。"))
            return redirect(url_for(".desk", number=number), 303)
    elif form.is_submitted():
        status = 422
    return render_template("office/objections/withdraw.html", form=form, **_shown(objection_id)), status


@bp.post("/office/objections/<int:objection_id>/review")
@permit(Action.OBJECTION_REVIEW)
def review(objection_id: int) -> ResponseReturnValue:
    """Note that the supervisor has looked at a reply."""
    number = objections.project_number(db.session(), objection_id)
    deeds.review(objection_id, actor=current_actor(), at=now())
    flash(_("记下了：这件答复您看过。"))
    return redirect(url_for(".replies", number=number), 303)


@bp.route(f"{PREFIX}/object", methods=BOTH)
@permit(Action.PROJECT_OBJECT)
def write_down(number: str) -> ResponseReturnValue:
    """Write down what somebody said at the desk or sent on paper."""
    project, form = matter(number), WrittenDownForm()
    if not can(Action.OBJECTION_ENTER, project.area.path):
        raise NotPermitted

    def file() -> None:
        deeds.file(
            number,
            ground=form.ground.data,
            facts=form.facts.data or "",
            wish=form.wish.data or "",
            contact=form.contact.data or "",
            channel=form.channel.data,
            name=form.name.data or "",
            actor=current_actor(),
            at=now(),
        )

    back, said = f"/office/projects/{number}", _("异议已登记，姓名不公开。")
    return carried_out(number, form, file, said, "office/objections/write_down.html", back=back)


@bp.route(f"{PREFIX}/resume-notice", methods=BOTH)
@permit(Action.PROJECT_RESUME_NOTICE)
def resume_notice(number: str) -> ResponseReturnValue:
    """Let a paused notice go on."""

    def go_on() -> None:
        deeds.resume_notice(number, actor=current_actor(), at=now())

    window = disclosures.running_window(db.session(), matter(number).id)
    return carried_out(
        number,
        ButtonForm(),
        go_on,
        _("公示接着走，公示过的天数都算。"),
        "office/objections/resume_notice.html",
        action=Action.PROJECT_RESUME_NOTICE,
        clock=windows.clock(window, now()) if window else None,
    )


@bp.route(f"{PREFIX}/reconsider", methods=BOTH)
@permit(Action.PROJECT_RECONSIDER)
def reconsider(number: str) -> ResponseReturnValue:
    """Take the project back, because the plan must change."""

    def take_back() -> None:
        deeds.reconsider(number, actor=current_actor(), at=now())

    said, template = (
        _("已退回再议。原来的表决作废，方案改好后重新表决。"),
        "office/objections/reconsider.html",
    )
    return carried_out(number, ButtonForm(), take_back, said, template, action=Action.PROJECT_RECONSIDER)


@bp.route(f"{PREFIX}/stop-upheld", methods=BOTH)
@permit(Action.PROJECT_STOP_UPHELD)
def stop_upheld(number: str) -> ResponseReturnValue:
    """End a project that may not or cannot be done."""
    form = ReasonForm()

    def stop() -> None:
        deeds.stop_upheld(number, reason=form.reason.data or "", actor=current_actor(), at=now())

    said, template = _("项目已终止，理由已公开。"), "office/objections/stop_upheld.html"
    return carried_out(number, form, stop, said, template, action=Action.PROJECT_STOP_UPHELD)


def _desk(project: Project) -> ResponseReturnValue:
    session, at = db.session(), now()
    window = disclosures.running_window(session, project.id)
    return render_template(
        "office/objections/desk.html",
        project=project,
        all=objection_words.shown(
            session, project.id, objections.of_project(session, project.id), rulebooks.of(project), at
        ),
        clock=windows.clock(window, at) if window else None,
        checks=blocking(project, Action.PROJECT_RESUME_NOTICE) if window and window.paused_at else [],
        **_words(project),
    )


def _handled(objection: Objection, action: Action) -> Project:
    """Return the project of an objection, if the visitor may do the deed on it.

    Raises:
        NotPermitted: they may not, so that nobody else reads who objected.
    """
    if not can(action, objection.project.target):
        raise NotPermitted
    return objection.project


def _reply(objection_id: int, form: ReplyForm) -> None:
    deeds.reply(
        objection_id,
        outcome=form.outcome.data,
        effect=form.effect.data,
        text=form.text.data or "",
        public_facts=form.public_facts.data or "",
        actor=current_actor(),
        at=now(),
    )


def _shown(objection_id: int) -> dict[str, object]:
    objection = objections.get(db.session(), objection_id)
    return {
        "objection": objection,
        "project": objection.project,
        "contact": objections.contact(objection),
        **_words(objection.project),
    }


def _words(project: Project) -> dict[str, object]:
    days = rulebooks.of(project).number("objection.reply_working_days")
    return {
        "grounds": GROUNDS,
        "outcomes": OUTCOMES,
        "effects": EFFECTS,
        "channels": CHANNELS,
        "due_words": lambda each: windows.due_words(each.filed_at, each.reply_due_at, days),
    }
