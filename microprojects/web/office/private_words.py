"""The desk for private words: files and photos of boards that wait for a second pair of eyes, and names that may stand in public."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.attachments import PURPOSES, NothingToLookAt
from microprojects.domain.errors import NotPermitted, Refusal
from microprojects.domain.names import GROUNDS
from microprojects.domain.permissions import Target, areas_where
from microprojects.domain.workdays import local_day
from microprojects.services import cleared_names as name_deeds
from microprojects.services import files as file_deeds
from microprojects.services import postings as sheet_deeds
from microprojects.store import areas, cleared_names, files, looks, postings, projects
from microprojects.store.db import db
from microprojects.store.postings import SheetPost
from microprojects.web import paging
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.choices import options
from microprojects.web.forms.private_words import LookForm, NameForm
from microprojects.web.guard import can, current_actor, permit
from microprojects.web.office._whose import communities_for
from microprojects.web.office.boards import KINDS

bp = Blueprint("office_private_words", __name__, url_prefix="/office/private")

_MOST_NAMES, _MOST_SHEETS = 200, 50


@bp.get("")
@permit(Action.ATTACHMENT_LOOK)
def queue() -> ResponseReturnValue:
    """List the files that wait to be looked at, and the names that wait to be confirmed or may stand."""
    session, paths = db.session(), areas_where(current_actor(), Action.ATTACHMENT_LOOK, at=local_day(now()))
    number = paging.asked()
    rows = looks.waiting(session, paths, limit=paging.SIZE + 1, offset=paging.first_row(number))
    return render_template(
        "office/private_words/queue.html",
        page=paging.page(rows, number),
        sheets=[
            (row, area, _kind(row)) for row, area in looks.waiting_sheets(session, paths, limit=_MOST_SHEETS)
        ],
        names=cleared_names.of_areas(session, paths, limit=_MOST_NAMES),
        me=current_actor().person_id,
        purposes={code: _(words) for code, (words, _action) in PURPOSES.items()},
        grounds={code: _(words) for code, words in GROUNDS.items()},
    )


@bp.route("/files/<int:attachment_id>", methods=["GET", "POST"])
@permit(Action.ATTACHMENT_LOOK)
def look(attachment_id: int) -> ResponseReturnValue:
    """Show a file, and ask what was seen on it."""
    form = LookForm()
    done, status = _looked(form, file_deeds.look, attachment_id)
    if done is not None:
        return done
    session = db.session()
    file = files.get(session, attachment_id)
    project = projects.get(session, file.project_id)
    if project.number is None or not can(Action.ATTACHMENT_LOOK, project.target):
        raise NotPermitted
    if status == 200 and not looks.is_waiting(session, attachment_id):
        raise NothingToLookAt
    words = _(PURPOSES[file.purpose][0])
    page = render_template(
        "office/private_words/look.html", form=form, file=file, project=project, purpose=words
    )
    return page, status if status != 200 else status_of(form)


@bp.route("/sheets/<int:post_id>", methods=["GET", "POST"])
@permit(Action.ATTACHMENT_LOOK)
def look_at_sheet(post_id: int) -> ResponseReturnValue:
    """Show the photo of a board, and ask what was seen on it."""
    form = LookForm()
    done, status = _looked(form, sheet_deeds.look, post_id)
    if done is not None:
        return done
    session = db.session()
    row = postings.post(session, post_id)
    area = areas.get(session, row.area_id)
    if not can(Action.ATTACHMENT_LOOK, Target(area.path)):
        raise NotPermitted
    if status == 200 and looks.of_sheet(session, post_id) is None:
        raise NothingToLookAt
    page = render_template(
        "office/private_words/look_at_sheet.html", form=form, row=row, area=area, kind=_kind(row)
    )
    return page, status if status != 200 else status_of(form)


def _looked(form: LookForm, look: Callable[..., None], number: int) -> tuple[ResponseReturnValue | None, int]:
    """Write down what was seen, and return where it goes on, or with which status the form is shown again."""
    if not form.validate_on_submit():
        return None, 200
    shows = form.shows.data == "yes"
    try:
        look(number, shows=shows, is_clear=form.is_clear.data, actor=current_actor(), at=now())
    except Refusal as no:
        return None, refused(form, no)
    flash(_("看过了，已公开。") if shows else _("看过了，不公开。"))
    return redirect(url_for(".queue"), 303), 303


def _kind(row: SheetPost) -> str:
    """Return what kind of sheet hangs there."""
    return _(KINDS[row.subject.partition("/")[0]])


@bp.route("/names/new", methods=["GET", "POST"])
@permit(Action.NAME_ASK)
def ask() -> ResponseReturnValue:
    """Ask for a name, and why it may stand in public texts."""
    form, status = NameForm(), 200
    here = communities_for(Action.NAME_ASK)
    form.community.choices = options([(each.slug, each.name) for each in here])
    if form.validate_on_submit():
        told = {"name": form.name.data or "", "ground": form.ground.data or ""}
        try:
            name_deeds.ask(form.community.data or "", actor=current_actor(), at=now(), **told)
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("已登记，等另一位同事核对。"))
            return redirect(url_for(".queue"), 303)
    page = render_template("office/private_words/ask.html", form=form)
    return page, status if status != 200 else status_of(form)


@bp.post("/names/<int:name_id>/confirm")
@permit(Action.NAME_CONFIRM)
def confirm(name_id: int) -> ResponseReturnValue:
    """Confirm a name as the second person."""
    return _named(name_deeds.confirm, name_id, _("已核对，可以写进公开的文字。"))


@bp.post("/names/<int:name_id>/withdraw")
@permit(Action.NAME_WITHDRAW)
def withdraw(name_id: int) -> ResponseReturnValue:
    """Take a name from the list."""
    return _named(name_deeds.withdraw, name_id, _("已撤回。以前公开的文字里还有的，请更正。"))


def _named(deed: Callable[..., None], name_id: int, said: str) -> ResponseReturnValue:
    deed(name_id, actor=current_actor(), at=now())
    flash(said)
    return redirect(url_for(".queue"), 303)
