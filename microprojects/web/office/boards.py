"""The paper boards of a community: what should hang now, what is to come down, and the proof that it hung."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, NotFound, NotPermitted, Refusal
from microprojects.domain.permissions import Target
from microprojects.domain.workdays import local_day
from microprojects.services import postings as deeds
from microprojects.store import areas, hangings, postings
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.hangings import Hanging
from microprojects.web.filters import last_day, weekday_day
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.disclosures import BoardForm, BoardPostForm
from microprojects.web.guard import can, current_actor, permit
from microprojects.web.office.disclosures import board_choices

bp = Blueprint("office_boards", __name__, url_prefix="/office/board")

BOTH = ["GET", "POST"]
KINDS: dict[str, str] = {
    "decision": N_("项目公开"),
    "spending": N_("资金公开"),
    "result": N_("会议结果"),
    "call": N_("征集"),
    "notice": N_("会议通知"),
    "candidates": N_("上会项目名单"),
    "ballot": N_("投票项目名单"),
    "chosen": N_("投票结果"),
    "monthly": N_("每月公开"),
}
_PDFS = {
    "call": ("public_posters.call", "round_id"),
    "notice": ("public_posters.notice", "meeting_id"),
    "candidates": ("public_posters.candidates", "meeting_id"),
    "result": ("public_posters.result", "meeting_id"),
    "ballot": ("public_posters.ballot", "poll_id"),
    "chosen": ("public_posters.chosen", "poll_id"),
}


@dataclass(frozen=True)
class Line:
    """One sheet as the clerk sees it."""

    kind: str
    title: str
    until: str
    places: list[str]
    shouts: bool
    a4: str
    a3: str
    post: str


@bp.get("")
@permit(Action.SHEET_POSTED)
def index() -> ResponseReturnValue:
    """Lead to the board of the clerk's community; where there are several, show one and the ways to the others."""
    mine = _communities()
    if not mine:
        raise NotPermitted
    return redirect(url_for(".show", slug=mine[0].slug), 303)


@bp.route("/<slug>", methods=BOTH)
@permit(Action.SHEET_POSTED)
def show(slug: str) -> ResponseReturnValue:
    """Show what should hang now and what is to come down, each with its PDF; take one more board into the list."""
    area, form = _community(slug), BoardForm()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            deeds.add_board(slug, name=form.name.data or "", actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("公告栏已加进名单。"))
            return redirect(url_for(".show", slug=slug), 303)
    elif form.is_submitted():
        status = 422
    hang, down = _lines(area)
    return render_template(
        "office/boards/show.html",
        area=area,
        others=[each for each in _communities() if each.id != area.id],
        hang=hang,
        down=down,
        boards=postings.boards(db.session(), area.id),
        form=form,
        today=local_day(now()),
    ), status


@bp.post("/retire/<int:board_id>")
@permit(Action.BOARD_EDIT)
def retire(board_id: int) -> ResponseReturnValue:
    """Take a board out of the list."""
    area = areas.get(db.session(), postings.board(db.session(), board_id).area_id)
    deeds.retire_board(board_id, actor=current_actor(), at=now())
    flash(_("公告栏已停用，贴过的记录还在。"))
    return redirect(url_for(".show", slug=area.slug), 303)


@bp.route("/<slug>/posted/<path:subject>", methods=BOTH)
@permit(Action.SHEET_POSTED)
def post(slug: str, subject: str) -> ResponseReturnValue:
    """Ask where a sheet hangs, with a photograph."""
    area, form = _community(slug), BoardPostForm()
    if hangings.origin(db.session(), subject)[0].id != area.id:
        raise NotFound
    form.board.choices = board_choices(area.id)
    status = status_of(form)
    if form.validate_on_submit():
        sent = form.photo.data
        try:
            deeds.record_post(
                subject,
                place=form.where,
                photo=sent.read() if sent else b"",
                name=(sent.filename if sent else "") or "",
                actor=current_actor(),
                at=now(),
                hung_at=form.hung_at,
            )
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("张贴已登记。"))
            return redirect(url_for("public_boards.show", slug=slug), 303)
    elif form.is_submitted():
        status = 422
    kind = subject.partition("/")[0]
    return render_template("office/boards/post.html", form=form, area=area, kind=_(KINDS[kind])), status


def _lines(area: Area) -> tuple[list[Line], list[Line]]:
    """Return what should hang now, the most urgent first, and what hung and is to come down."""
    session, at = db.session(), now()
    found = hangings.sheets(session, area, at)
    posts = postings.of_sheets(session, [each.subject for each in found])
    ours = hangings.places_of(session, [each.disclosure_id for each in found if each.disclosure_id])
    hang, down = [], []
    for each in found:
        places = ours.get(each.disclosure_id or 0) or [row.place for row in posts[each.subject]]
        line = _line(area, each, places)
        if each.until is None or each.until > at:
            hang.append(line)
        elif places:
            down.append(line)
    return sorted(hang, key=lambda line: (not line.shouts, bool(line.places))), down


def _line(area: Area, each: Hanging, places: list[str]) -> Line:
    until = weekday_day(last_day(each.until)) if each.until else ""
    pdf, where = _pdf(each)
    post = (
        url_for("office_disclosures.post", disclosure_id=each.disclosure_id)
        if each.disclosure_id
        else url_for(".post", slug=area.slug, subject=each.subject)
    )
    kind = N_("结果公开") if each.disclosure_id and each.kind == "result" else KINDS[each.kind]
    shouts = each.waits and not places
    return Line(
        _(kind),
        each.title,
        until,
        places,
        shouts,
        url_for(pdf, **where),
        url_for(pdf, size="a3", **where),
        post,
    )


def _pdf(each: Hanging) -> tuple[str, dict[str, Any]]:
    if each.disclosure_id:
        return "public_disclosures.sheet_pdf", {"disclosure_id": each.disclosure_id}
    if each.kind == "monthly":
        slug, _slash, month = each.key.partition("/")
        return "public_posters.monthly", {"slug": slug, "month": month}
    endpoint, name = _PDFS[each.kind]
    return endpoint, {name: int(each.key)}


def _communities() -> list[Area]:
    return [
        each
        for each in areas.at_level(db.session(), "community")
        if can(Action.SHEET_POSTED, Target(each.path))
    ]


def _community(slug: str) -> Area:
    """Return a community whose boards the visitor looks after.

    Raises:
        NotFound: there is none such.
        NotPermitted: it is somebody else's.
    """
    area = areas.by_slug(db.session(), slug)
    if not can(Action.SHEET_POSTED, Target(area.path)):
        raise NotPermitted
    if area.level != "community":
        raise NotFound
    return area
