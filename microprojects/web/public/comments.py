"""The discussion of a project: everyone reads, neighbours write, authors take back, anybody signed in reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain import comments as rules
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound, Refusal
from microprojects.services import comments as deeds
from microprojects.store import comments, listings, projects, rulebooks
from microprojects.store.comments import PAGE, Comment, Shown
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web import paging
from microprojects.web.comment_words import comment_author, role_label, stance_label
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.comments import CommentForm, ReplyForm, ReportForm
from microprojects.web.guard import anyone, can, current_actor, permit

bp = Blueprint("public_comments", __name__, url_prefix="/projects/<number>/comments")

# The page of a project shows comments with the same words.
for _filter in (comment_author, stance_label, role_label):
    bp.add_app_template_filter(_filter)


@bp.get("")
@anyone
def index(number: str) -> ResponseReturnValue:
    """Show what was said, newest first, with the form for one's own words."""
    return _index(number, CommentForm(), 200)


@bp.post("")
@permit(Action.COMMENT_WRITE)
def write(number: str) -> ResponseReturnValue:
    """Store a comment."""
    form = CommentForm()
    if not form.validate_on_submit():
        return _index(number, form, status_of(form))
    words = {"text": form.text.data or "", "stance": form.stance.data}
    try:
        comment_id = deeds.write(number, **words, actor=current_actor(), at=now())
    except Refusal as no:
        return _index(number, form, refused(form, no))
    return _written(number, comment_id)


@bp.get("/<int:comment_id>")
@anyone
def thread(number: str, comment_id: int) -> ResponseReturnValue:
    """Show one comment with all its replies, and what may be done to it."""
    return _thread(number, comment_id, ReplyForm(), 200)


@bp.post("/<int:comment_id>")
@permit(Action.COMMENT_WRITE)
def reply(number: str, comment_id: int) -> ResponseReturnValue:
    """Store a reply."""
    form = ReplyForm()
    if not form.validate_on_submit():
        return _thread(number, comment_id, form, status_of(form))
    words = {"text": form.text.data or "", "stance": "neutral"}
    try:
        deeds.write(number, **words, actor=current_actor(), at=now(), parent_id=comment_id)
    except Refusal as no:
        return _thread(number, comment_id, form, refused(form, no))
    return _written(number, comment_id)


@bp.route("/<int:comment_id>/report", methods=["GET", "POST"])
@permit(Action.COMMENT_REPORT)
def report(number: str, comment_id: int) -> ResponseReturnValue:
    """Ask what is wrong with a comment, and tell the community's staff."""
    form, status = ReportForm(), 200
    if form.validate_on_submit():
        try:
            deeds.report(comment_id, reason=form.reason.data or "", actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("已告诉社区工作人员，他们会来看。"))
            return redirect(url_for(".index", number=number), 303)
    comment, project = _comment(number, comment_id)
    page = render_template(
        "public/comments/report.html", form=form, comment=comment, project=project, community=project.area
    )
    return page, status if status != 200 else status_of(form)


@bp.post("/<int:comment_id>/withdraw")
@permit(Action.COMMENT_WITHDRAW)
def withdraw(number: str, comment_id: int) -> ResponseReturnValue:
    """Take one's own comment back."""
    deeds.withdraw(comment_id, actor=current_actor(), at=now())
    flash(_("已经撤回，原文没有留下。"))
    return redirect(url_for(".index", number=number), 303)


def _written(number: str, comment_id: int) -> ResponseReturnValue:
    """Say that the words are out and until when they can be taken back."""
    _comment_row, project = _comment(number, comment_id)
    minutes = rulebooks.of(project).number("ux.undo_minutes")
    flash(_("已经发出。%(minutes)s 分钟内可以撤回。", minutes=minutes))
    return redirect(url_for(".thread", number=number, comment_id=comment_id), 303)


def _index(number: str, form: CommentForm, status: int) -> ResponseReturnValue:
    session = db.session()
    project = _shown(projects.by_number(session, number))
    asked = paging.asked()
    found = comments.discussion(session, project.id, offset=(asked - 1) * PAGE)
    pages = paging.pages(asked, found.total, PAGE)
    return render_template(
        "public/comments/index.html",
        form=form,
        found=found,
        page=asked,
        pages=pages,
        earlier=url_for(".index", number=number, page=asked - 1) if asked > 1 else None,
        later=url_for(".index", number=number, page=asked + 1) if asked < pages else None,
        **_about(project),
    ), status


def _thread(number: str, comment_id: int, form: ReplyForm, status: int) -> ResponseReturnValue:
    session, at = db.session(), now()
    head, project = comments.thread(session, comment_id)
    if project.number != number:
        raise NotFound
    _shown(project)
    return render_template(
        "public/comments/thread.html",
        form=form,
        head=head,
        standing=[each for each in (head, *head.replies) if not each.is_gone],
        undo=[each.comment.id for each in (head, *head.replies) if _may_undo(each, project, at)],
        **_about(project),
    ), status


def _about(project: Project) -> dict[str, Any]:
    """Return what every page of a discussion says about its project and its visitor."""
    return {
        "project": project,
        "community": project.area,
        "is_open": rules.is_open(project.state),
        "may_write": can(Action.COMMENT_WRITE, project.target),
        "is_known": current_actor().person_id is not None,
    }


def _comment(number: str, comment_id: int) -> tuple[Comment, Project]:
    """Return a comment on the project of the address.

    Raises:
        NotFound: there is none, or the visitor may not know of the project.
    """
    comment, project = comments.get(db.session(), comment_id)
    if project.number != number:
        raise NotFound
    return comment, _shown(project)


def _shown(project: Project) -> Project:
    """Return the project if the public sees it.

    Raises:
        NotFound: it does not, or not yet.
    """
    if listings.is_hidden(project):
        raise NotFound
    return project


def _may_undo(each: Shown, project: Project, at: datetime) -> bool:
    minutes = rulebooks.of(project).number("ux.undo_minutes")
    own = each.comment.author_id == current_actor().person_id
    return own and not each.is_gone and rules.can_undo(each.comment.written_at, minutes, at)
