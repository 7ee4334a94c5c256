"""The disclosures: the list with its filters, one version with everything it says, its data and its sheet for the board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.canonical import canonical
from microprojects.domain.disclosure_fields import FRAME
from microprojects.domain.disclosures import differences
from microprojects.domain.schemes import DisclosureKind
from microprojects.domain.workdays import local_day
from microprojects.store import areas, disclosures, hangings, journal, ledger, publications, settlements
from microprojects.store.db import db
from microprojects.store.disclosures import Disclosure
from microprojects.web import disclosure_sheets, due_days, headline_words, linked_data, posters, told, windows
from microprojects.web.guard import anyone, can
from microprojects.web.paging import SIZE, asked, first_row, place
from microprojects.web.posters import Sheet
from microprojects.web.public import disclosure_words
from microprojects.web.public.money import SERIES, chart_rows
from microprojects.web.public.project_words import Picture

bp = Blueprint("public_disclosures", __name__, url_prefix="/disclosures")

_CODE = set("0123456789abcdef")
_SHORTEST_CODE = 8
# With more communities than these the chart would be most of the list; it stands on the page of the money.
MOST_IN_CHART = 20


@bp.get("")
@anyone
def index() -> ResponseReturnValue:
    """Show what was published, by community, disclosure, month and project."""
    session, at = db.session(), now()
    wanted, chosen = disclosure_words.wanted(request.args)
    number, found = asked(), publications.count(session, wanted)
    rows = publications.page(session, wanted, limit=SIZE, offset=first_row(number))
    places = areas.at_level(session, "community")
    return render_template(
        "public/disclosures/index.html",
        entries=disclosure_words.entries(rows),
        place=place(number, found, len(rows)),
        chosen=chosen,
        communities=[("", _("全部 %(n)s 个社区", n=len(places))), *((a.slug, a.name) for a in places)],
        kinds=disclosure_words.kind_options(),
        months=disclosure_words.month_options(publications.first_at(session), at),
        year=local_day(at).year,
        whose=next((a.name for a in places if a.slug == chosen["community"]), ""),
        money=chart_rows(ledger.balances(session, local_day(at).year, chosen["community"]))
        if chosen["community"] or len(places) <= MOST_IN_CHART
        else [],
        series=[(kind, _(words)) for kind, words in SERIES],
    )


@bp.get("/check")
@anyone
def check() -> ResponseReturnValue:
    """Find the disclosure of a 记账码 that somebody reads off a sheet of paper."""
    typed = request.args.get("code", "")
    code = "".join(c for c in typed.lower() if c in _CODE)
    enough = len(code) >= _SHORTEST_CODE
    found = publications.starting_with(db.session(), code[:64]) if enough else []
    if len(found) == 1:
        return redirect(url_for(".show", disclosure_id=found[0][0]), 303)
    return render_template("public/disclosures/check.html", typed=typed[:80], enough=enough, found=found)


@bp.get("/<int:disclosure_id>")
@anyone
def show(disclosure_id: int) -> ResponseReturnValue:
    """Show one version: every field, its window, its versions and what changed, and how to check it."""
    session, at = db.session(), now()
    row = disclosures.get(session, disclosure_id)
    versions = disclosures.versions(session, row.project_id, row.kind)
    before = next((each for each in versions if each.version == row.version - 1), None)
    window = disclosures.running_window(session, row.project_id)
    on_notice = window is not None and window.kind == row.kind and versions[0].id == row.id
    hidden = _is_hidden(row)
    shown = before is not None and not hidden and not _is_hidden(before)
    seal = disclosure_words.seal_of(row)
    photos = hangings.photos_of(session, row.project_id)
    pictures = [] if hidden else disclosure_words.pictures(row, photos)
    return render_template(
        "public/disclosures/show.html",
        row=row,
        about=linked_data.of_disclosure(row, seal.title),
        project=row.project,
        community=row.project.area,
        seal=seal,
        headline="" if hidden else headline_words.told(row.kind, row.body, row.project.title),
        versions=versions,
        hidden=hidden,
        fields=[] if hidden else told.fields(row.body, skip=_told_elsewhere(row, pictures)),
        pictures=pictures,
        changes=told.differences(differences(before.body, row.body)) if shown and before else [],
        clock=windows.clock(window, at) if on_notice and window else None,
        posts=disclosures.posts(session, row.id),
        photos=photos,
        due=due_days.of_disclosure(row, _settled_at(session, row)),
        listing=disclosure_words.listing_of(row),
        say=told.say,
    )


def _told_elsewhere(row: Disclosure, pictures: Sequence[Picture]) -> tuple[str, ...]:
    """Return the fields that the page tells in another place; photos are told as fields until all of them can be seen."""
    all_seen = len(pictures) == len(row.body.get("photos", ()))
    return (*FRAME, "attachments", *(("photos",) if all_seen else ()))


@bp.get("/<int:disclosure_id>.json")
@anyone
def data(disclosure_id: int) -> ResponseReturnValue:
    """Send the body in the very form that its fingerprint was made of."""
    row = disclosures.get(db.session(), disclosure_id)
    if _is_hidden(row):
        abort(410)
    response = Response(canonical(row.body), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(row)}"'
    return response


@bp.get("/<int:disclosure_id>/print")
@anyone
def sheet(disclosure_id: int) -> ResponseReturnValue:
    """Show the sheet that hangs on the paper board."""
    return posters.page(_sheet(disclosures.get(db.session(), disclosure_id)))


@bp.get("/<int:disclosure_id>/poster.pdf")
@anyone
def sheet_pdf(disclosure_id: int) -> ResponseReturnValue:
    """Give the same sheet as PDF on A4 or A3; where the machine has no Chinese type, show the page instead."""
    row = disclosures.get(db.session(), disclosure_id)
    name = _file_name(row).removesuffix(".json")
    return posters.answer(_sheet(row), name=name, instead=url_for(".sheet", disclosure_id=disclosure_id))


def _sheet(row: Disclosure) -> Sheet:
    """Return the sheet of a version that may hang on a board, with the days of its own notice."""
    if _is_hidden(row):
        abort(410)
    session = db.session()
    window = disclosures.window_of(session, row.id)
    entry = journal.get(session, row.journal_seq) if row.journal_seq else None
    here = current_app.extensions["settings"].base_url.rstrip("/") + url_for(".show", disclosure_id=row.id)
    return disclosure_sheets.sheet_of(row, disclosure_words.seal_of(row).mark, window, entry, here)


def _settled_at(session: Session, row: Disclosure) -> datetime | None:
    """Return when the final account was recorded that set off the days of a result."""
    if row.kind != DisclosureKind.RESULT or row.due_at is None:
        return None
    account = settlements.account(session, row.project_id)
    return account.recorded_at if account else None


def _is_hidden(row: Disclosure) -> bool:
    """Return whether a version was taken down and the visitor is no auditor of the place."""
    return row.taken_down_at is not None and not can(Action.AUDIT_READ, row.project.area.path)


def _file_name(row: Disclosure) -> str:
    return f"{row.project.number}-{row.kind}-{row.version}.json"
