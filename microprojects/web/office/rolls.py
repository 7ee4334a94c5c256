"""The register of residents comes as a sheet: chosen, looked at, then written."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.electorate import Reason, counted
from microprojects.domain.errors import Refusal
from microprojects.domain.roll_columns import Column
from microprojects.domain.rolls import RowsWrong
from microprojects.domain.workdays import local_day
from microprojects.services import rolls as deeds
from microprojects.store import areas, registrations, rulebooks
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.web import roll_words
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.choices import options
from microprojects.web.forms.rolls import ApplyForm, SheetForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office._whose import communities_for
from microprojects.web.spreadsheets import as_csv

bp = Blueprint("office_rolls", __name__, url_prefix="/office/residents/import")

BOTH = ["GET", "POST"]


@bp.route("", methods=BOTH)
@permit(Action.ROLL_IMPORT)
def choose() -> ResponseReturnValue:
    """Ask for a sheet; a good one is kept for its preview, of another every bad line is told."""
    form, status, wrong = SheetForm(), 200, None
    form.community.choices = options((area.slug, area.name) for area in communities_for(Action.ROLL_IMPORT))
    if form.validate_on_submit():
        try:
            kept = deeds.keep(
                form.upload.data.read(), community=form.community.data or "", actor=current_actor(), at=now()
            )
        except RowsWrong as no:
            status, wrong = no.status, roll_words.wrong(no)
        except Refusal as no:
            status = refused(form, no, "upload")
        else:
            return redirect(url_for(".look", sheet_id=kept), 303)
    elif form.is_submitted():
        status = 422
    here = [(area, _standing(area)) for area in communities_for(Action.ROLL_IMPORT)]
    return render_template("office/rolls/choose.html", form=form, wrong=wrong, here=here), status


@bp.get("/template.csv")
@permit(Action.ROLL_IMPORT)
def template() -> ResponseReturnValue:
    """Give an empty sheet with the heads, which are Chinese in every language, for they are read back."""
    return as_csv("roll-template.csv", [column.label for column in Column], lambda _session: ())


@bp.route("/<int:sheet_id>", methods=BOTH)
@permit(Action.ROLL_IMPORT)
def look(sheet_id: int) -> ResponseReturnValue:
    """Show what a kept sheet would change, then write it."""
    form, status = ApplyForm(), 200
    if form.validate_on_submit():
        try:
            done = deeds.apply_kept(sheet_id, seen=form.seen.data or "", actor=current_actor(), at=now()).plan
        except Refusal as no:
            status = refused(form, no)
        else:
            told = {"new": len(done.new), "changed": len(done.changed)}
            flash(_("名册导入好了：新登记 %(new)s 人，改了 %(changed)s 人。", **told))
            return redirect(url_for(".choose"), 303)
    report = deeds.kept(sheet_id, actor=current_actor(), at=now())
    form.seen.data = report.seen
    page = render_template(
        "office/rolls/look.html",
        form=form,
        report=report,
        plan=report.plan,
        community=areas.by_slug(db.session(), report.community),
        words=roll_words,
    )
    return page, status


def _standing(community: Area) -> list[tuple[str, str]]:
    """Return how many are on the register, how many of them can vote today, and why the others cannot."""
    session, today = db.session(), local_day(now())
    franchise = rulebooks.franchise(session, community.id, today)
    found = registrations.electorate(session, community.id, today, franchise)
    told = counted(each.reason for each in found)
    rows = [(_("在册"), len(found)), (_("今天满足投票条件"), told[None])]
    rows += [(_(reason.label), told[reason]) for reason in Reason if told[reason]]
    return [(words, _("%(n)s 人", n=count)) for words, count in rows]
