"""The grids of a community come as a sheet: chosen, looked at, then written; below it the grids as they are."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.grids import Column, GridsWrong, Plan
from microprojects.services import grids as deeds
from microprojects.store import areas, grids
from microprojects.store.db import db
from microprojects.web import roll_words
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.choices import options
from microprojects.web.forms.grids import GridSheetForm
from microprojects.web.forms.rolls import ApplyForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.language import sentence
from microprojects.web.office._whose import communities_for
from microprojects.web.roll_words import Line, Told
from microprojects.web.spreadsheets import as_csv

bp = Blueprint("office_grids", __name__, url_prefix="/office/grids")

BOTH = ["GET", "POST"]
MOST_SHOWN = 100


@bp.route("", methods=BOTH)
@permit(Action.GRIDS_IMPORT)
def choose() -> ResponseReturnValue:
    """Ask for a sheet; a good one is kept for its preview, of another every bad line is told."""
    form, status, wrong = GridSheetForm(), 200, None
    here = communities_for(Action.GRIDS_IMPORT)
    form.community.choices = options((area.slug, area.name) for area in here)
    if form.validate_on_submit():
        try:
            kept = deeds.keep(
                form.upload.data.read(), community=form.community.data or "", actor=current_actor(), at=now()
            )
        except GridsWrong as no:
            status, wrong = no.status, (sentence(no), roll_words.errors(no.errors))
        except Refusal as no:
            status = refused(form, no, "upload")
        else:
            return redirect(url_for(".look", sheet_id=kept), 303)
    elif form.is_submitted():
        status = 422
    found = grids.of_communities(db.session(), [area.id for area in here])
    shown = [(area, [_row(each) for each in found[area.id]]) for area in here if area.id in found]
    return render_template("office/grids/choose.html", form=form, wrong=wrong, shown=shown), status


@bp.get("/template.csv")
@permit(Action.GRIDS_IMPORT)
def template() -> ResponseReturnValue:
    """Give an empty sheet with the heads, which are Chinese in every language, for they are read back."""
    return as_csv("grids-template.csv", [column.label for column in Column], lambda _session: ())


@bp.route("/<int:sheet_id>", methods=BOTH)
@permit(Action.GRIDS_IMPORT)
def look(sheet_id: int) -> ResponseReturnValue:
    """Show what a kept sheet would change, then write it."""
    form, status = ApplyForm(), 200
    if form.validate_on_submit():
        try:
            done = deeds.apply_kept(sheet_id, seen=form.seen.data or "", actor=current_actor(), at=now()).plan
        except Refusal as no:
            status = refused(form, no)
        else:
            told = {"grids": len(done.grids), "new": len(done.new), "changed": len(done.changed)}
            flash(_("网格导入好了：新建 %(grids)s 个网格，新归 %(new)s 栋楼，改归 %(changed)s 栋。", **told))
            return redirect(url_for(".choose"), 303)
    report = deeds.kept(sheet_id, actor=current_actor(), at=now())
    form.seen.data = report.seen
    page = render_template(
        "office/grids/look.html",
        form=form,
        report=report,
        plan=report.plan,
        changes=_changes(report.plan),
        errors=roll_words.errors(report.errors),
        ignored=roll_words.heads(report.reading.ignored),
        community=areas.by_slug(db.session(), report.community),
    )
    return page, status


def _row(grid: grids.Told) -> list[str]:
    return [grid.name, grid.worker or _("没写"), _("、").join(grid.buildings)]


def _changes(plan: Plan) -> Told:
    """Return what changes, by line."""
    found = [
        *((each.line, each.building, _("没有网格"), each.grid) for each in plan.new),
        *((each.entry.line, each.entry.building, each.old, each.entry.grid) for each in plan.changed),
    ]
    lines = [
        Line(line, building, _("%(old)s → %(new)s", old=old, new=new))
        for line, building, old, new in sorted(found)[:MOST_SHOWN]
    ]
    return Told(lines, max(0, len(found) - MOST_SHOWN))
