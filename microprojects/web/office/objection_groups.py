"""Objections that say the same: put together for one reply, and taken apart again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound, NotPermitted, Refusal
from microprojects.domain.objections import GROUNDS
from microprojects.services import objection_groups as deeds
from microprojects.store import objections
from microprojects.store.db import db
from microprojects.store.objections import Objection
from microprojects.web.filters import day
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.choices import options
from microprojects.web.forms.objections import GroupForm, ReasonForm
from microprojects.web.guard import can, current_actor, permit
from microprojects.web.office._matters import BOTH, PREFIX, carried_out, matter

bp = Blueprint("office_objection_groups", __name__)


@bp.route(f"{PREFIX}/group-objections", methods=BOTH)
@permit(Action.OBJECTION_GROUP)
def group(number: str) -> ResponseReturnValue:
    """Ask which objections say the same, and why they are answered together."""
    project, form = matter(number), GroupForm()
    waiting = [each for each in objections.of_project(db.session(), project.id) if _is_loose(each)]
    form.chosen.choices = options((each.id, _line(each)) for each in waiting)

    def put_together() -> None:
        deeds.group(
            number, form.chosen.data or [], reason=form.reason.data or "", actor=current_actor(), at=now()
        )

    return carried_out(
        number,
        form,
        put_together,
        _("已合并，理由已公开。答复一份，每一件都算答复。"),
        "office/objections/group.html",
        back=url_for("office_objections.desk", number=number),
        waiting=waiting,
    )


@bp.route("/office/objections/<int:objection_id>/ungroup", methods=BOTH)
@permit(Action.OBJECTION_UNGROUP)
def ungroup(objection_id: int) -> ResponseReturnValue:
    """Ask why the objections with which this one was put together are taken apart."""
    objection, form = objections.get(db.session(), objection_id), ReasonForm()
    project, group_id = objection.project, objection.group_id
    if not can(Action.OBJECTION_UNGROUP, project.target):
        raise NotPermitted
    if group_id is None:
        raise NotFound
    number, status = str(project.number), status_of(form)
    if form.validate_on_submit():
        try:
            deeds.ungroup(group_id, reason=form.reason.data or "", actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("已拆开，理由已公开。请逐件答复。"))
            return redirect(url_for("office_objections.desk", number=number), 303)
    elif form.is_submitted():
        status = 422
    project = objections.get(db.session(), objection_id).project
    return render_template("office/objections/ungroup.html", form=form, project=project), status


def _is_loose(each: Objection) -> bool:
    return each.is_open and each.waits_for is None and each.group_id is None


def _line(each: Objection) -> str:
    """Return an objection as a line to tick; only handlers read it."""
    return f"{_(GROUNDS[each.ground])}{_('：')}{each.facts[:60]}{_('，')}{each.person.name}{_('，')}{day(each.filed_at)}"
