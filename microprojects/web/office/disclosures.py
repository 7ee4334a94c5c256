"""The desk of what was published: correcting it, taking it down, noting that it hangs on a board."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.corrections import correctable, new_rows, rows_at
from microprojects.domain.errors import NotPermitted, Refusal
from microprojects.services import disclosures as deeds
from microprojects.services import files
from microprojects.store import disclosures, postings
from microprojects.store.db import db
from microprojects.store.disclosures import Disclosure
from microprojects.web import told
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.choices import options
from microprojects.web.forms.disclosures import BoardPostForm, CorrectionForm, TakeDownForm
from microprojects.web.forms.house import HouseForm
from microprojects.web.guard import can, current_actor, permit
from microprojects.web.public.disclosure_words import seal_of

bp = Blueprint("office_disclosures", __name__, url_prefix="/office/disclosures/<int:disclosure_id>")

BOTH = ["GET", "POST"]
_SHOWN = 30


@bp.route("/correct", methods=BOTH)
@permit(Action.DISCLOSURE_CORRECT)
def correct(disclosure_id: int) -> ResponseReturnValue:
    """Ask which wording is wrong and how it should read."""
    row, form = _handled(disclosure_id, Action.DISCLOSURE_CORRECT), CorrectionForm()
    wordings = dict(correctable(row.body))
    form.path.choices = options((path, _words(path, text)) for path, text in wordings.items())
    if request.method == "GET" and (path := request.args.get("path", "")) in wordings:
        form.path.data, form.text.data = path, wordings[path]

    def publish() -> int:
        changes = {form.path.data: form.text.data or ""}
        return deeds.correct(
            disclosure_id, changes=changes, reason=form.reason.data or "", actor=current_actor(), at=now()
        )

    said = _("更正已公开，原来的一版也留着。")
    return _done(row, form, publish, said, "office/disclosures/correct.html", wordings=_listed(wordings))


@bp.route("/take-down", methods=BOTH)
@permit(Action.DISCLOSURE_TAKE_DOWN)
def take_down(disclosure_id: int) -> ResponseReturnValue:
    """Ask why a version is hidden."""
    row, form = _handled(disclosure_id, Action.DISCLOSURE_TAKE_DOWN), TakeDownForm()
    wordings = {} if row.kind == "decision" else dict(correctable(row.body))
    form.hidden.choices = options((path, _words(path, text)) for path, text in wordings.items())
    if request.method == "GET":
        form.hidden.data = _told_first(row, wordings)

    def hide() -> None:
        deeds.take_down(
            disclosure_id,
            reason=form.reason.data or "",
            hidden=form.hidden.data or (),
            actor=current_actor(),
            at=now(),
        )

    said = _("这一版已撤下，页面上留下了痕迹。没有新版本的，请尽快发更正后的新版本。")
    return _done(row, form, hide, said, "office/disclosures/take_down.html")


@bp.route("/posted", methods=BOTH)
@permit(Action.DISCLOSURE_POSTED)
def post(disclosure_id: int) -> ResponseReturnValue:
    """Ask where it hangs, with a photograph."""
    row, form = _handled(disclosure_id, Action.DISCLOSURE_POSTED), BoardPostForm()
    form.board.choices = board_choices(row.project.area_id)

    def note() -> None:
        photo = _attached(str(row.project.number), form)
        deeds.record_board_post(
            disclosure_id,
            place=form.where,
            photo=photo,
            actor=current_actor(),
            at=now(),
            hung_at=form.hung_at,
        )

    return _done(row, form, note, _("张贴已登记。"), "office/disclosures/post.html")


def board_choices(area_id: int) -> list[Any]:
    """Return the boards of a community to choose from; the empty one is for a place that is typed."""
    names = [board.name for board in postings.boards(db.session(), area_id)]
    return options([*((name, name) for name in names), ("", _("别的地方"))])


def _told_first(row: Disclosure, paths: Iterable[str]) -> list[str]:
    """Return the texts of reports, notes and pictures that a version was the first to tell."""
    versions = disclosures.of_project(db.session(), row.project_id)
    fresh = new_rows(row.body, [each.body for each in versions if each.id < row.id])
    return [path for path in paths if rows_at(row.body, [path]) & fresh]


def _attached(number: str, form: BoardPostForm) -> int | None:
    """Attach the photograph of the board, if one was sent."""
    sent = form.photo.data
    if not sent:
        return None
    return files.attach(
        number,
        purpose=deeds.BOARD_PHOTO,
        upload=sent.read(),
        name=sent.filename or "",
        caption=_("公示栏"),
        actor=current_actor(),
        at=now(),
    )


def _handled(disclosure_id: int, action: Action) -> Disclosure:
    """Return a version that the visitor may handle.

    Raises:
        NotFound: there is none such.
        NotPermitted: it lies in somebody else's area.
    """
    row = disclosures.get(db.session(), disclosure_id)
    if not can(action, row.project.target):
        raise NotPermitted
    return row


def _done(
    row: Disclosure, form: HouseForm, deed: Callable[[], int | None], said: str, template: str, **more: Any
) -> ResponseReturnValue:
    """Do the deed if the form is right and show the version that stands then; else show the form again."""
    disclosure_id, status = row.id, status_of(form)
    if form.validate_on_submit():
        try:
            standing = deed() or disclosure_id
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(said)
            return redirect(url_for("public_disclosures.show", disclosure_id=standing), 303)
    elif form.is_submitted():
        status = 422
    fresh = disclosures.get(db.session(), disclosure_id)
    return render_template(
        template, form=form, row=fresh, project=fresh.project, seal=seal_of(fresh), **more
    ), status


def _words(path: str, text: str) -> str:
    """Name a wording in a list of choices: what it is called, and how it begins."""
    return f"{told.path_words(path)}：{text[:_SHOWN]}"


def _listed(wordings: dict[str, str]) -> list[tuple[str, str, str]]:
    return [(path, told.path_words(path), text) for path, text in wordings.items()]
