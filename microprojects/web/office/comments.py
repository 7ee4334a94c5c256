"""The desk for reported comments: hide with a reason that the public reads, or leave standing."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain import permissions
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.permissions import areas_where
from microprojects.domain.workdays import local_day
from microprojects.services import comments as deeds
from microprojects.store import comments, hidden_comments
from microprojects.store.comments import Comment
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web import paging
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.comments import HideForm, RestoreForm
from microprojects.web.guard import current_actor, permit

bp = Blueprint("office_comments", __name__, url_prefix="/office/comments")


@bp.get("")
@permit(Action.COMMENT_HIDE)
def queue() -> ResponseReturnValue:
    """List the reported comments of the clerk's communities, the longest waiting first."""
    paths = areas_where(current_actor(), Action.COMMENT_HIDE, at=local_day(now()))
    number = paging.asked()
    rows = comments.reported(db.session(), paths, limit=paging.SIZE + 1, offset=paging.first_row(number))
    return render_template("office/comments/queue.html", page=paging.page(rows, number))


@bp.route("/<int:comment_id>/hide", methods=["GET", "POST"])
@permit(Action.COMMENT_HIDE)
def hide(comment_id: int) -> ResponseReturnValue:
    """Ask for the reason, then hide the comment."""
    form, status = HideForm(), 200
    if form.validate_on_submit():
        try:
            deeds.hide(comment_id, reason=form.reason, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("已隐藏，原处写着理由。"))
            return redirect(url_for(".queue"), 303)
    comment, project = _handled(comment_id, Action.COMMENT_HIDE)
    page = render_template("office/comments/hide.html", form=form, comment=comment, project=project)
    return page, status if status != 200 else status_of(form)


@bp.post("/<int:comment_id>/keep")
@permit(Action.COMMENT_KEEP)
def keep(comment_id: int) -> ResponseReturnValue:
    """Leave a reported comment standing."""
    deeds.keep(comment_id, actor=current_actor(), at=now())
    flash(_("看过了，意见保留。"))
    return redirect(url_for(".queue"), 303)


@bp.get("/hidden")
@permit(Action.COMMENT_RESTORE)
def hidden() -> ResponseReturnValue:
    """List the hidden comments of the clerk's communities, what was hidden last first."""
    paths = areas_where(current_actor(), Action.COMMENT_RESTORE, at=local_day(now()))
    number = paging.asked()
    rows = hidden_comments.listed(db.session(), paths, limit=paging.SIZE + 1, offset=paging.first_row(number))
    return render_template("office/comments/hidden.html", page=paging.page(rows, number))


@bp.route("/<int:comment_id>/restore", methods=["GET", "POST"])
@permit(Action.COMMENT_RESTORE)
def restore(comment_id: int) -> ResponseReturnValue:
    """Ask for the reason, then show the comment again."""
    form, status = RestoreForm(), 200
    if form.validate_on_submit():
        try:
            deeds.restore(comment_id, reason=form.reason.data or "", actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("已恢复，隐藏过和为什么恢复都写在原处。"))
            return redirect(url_for(".hidden"), 303)
    comment, project = _handled(comment_id, Action.COMMENT_RESTORE)
    page = render_template("office/comments/restore.html", form=form, comment=comment, project=project)
    return page, status if status != 200 else status_of(form)


def _handled(comment_id: int, action: Action) -> tuple[Comment, Project]:
    """Return a comment of the clerk's own communities, with its project.

    Raises:
        NotFound, NotPermitted: there is none, or it is somebody else's to look at.
    """
    comment, project = comments.get(db.session(), comment_id)
    permissions.require(current_actor(), action, project.target, at=local_day(now()))
    return comment, project
