"""The sampled audits as anybody reads them: the lists, the dice, what was drawn, how to draw it again, and what came of it."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from microprojects.domain.audits import text_of
from microprojects.store import audit_lists, audits, several_hands
from microprojects.store.db import db
from microprojects.web import audit_words as words
from microprojects.web import kept_figures
from microprojects.web.guard import anyone

bp = Blueprint("public_audits", __name__, url_prefix="/audits")

NEWEST = 100


@bp.get("")
@anyone
def index() -> ResponseReturnValue:
    """Say what is drawn and how, and list the lists, the newest first."""
    found = audit_lists.lists(db.session(), limit=NEWEST)
    return render_template(
        "public/audits/list.html",
        found=[(each.id, words.title(each), words.standing(each)) for each in found],
        several=[[str(year), str(n)] for year, n in _several()],
        minutes=kept_figures.minutes(),
    )


def _several() -> list[tuple[int, int]]:
    """Return of each year on how many projects one person acted in several roles: kept, as the whole journal is read."""
    return kept_figures.figure(lambda: several_hands.projects_by_year(db.session()), "several hands")


@bp.get("/<int:list_id>")
@anyone
def show(list_id: int) -> ResponseReturnValue:
    """Show one list with its draw and its results."""
    session, found = db.session(), audits.get(db.session(), list_id)
    listed = audit_lists.listed(session, found.id)
    return render_template(
        "public/audits/show.html",
        found=found,
        lot=found.lot,
        title=words.title(found),
        says=words.standing(found),
        columns=words.columns(),
        rows=words.rows(found, listed),
        results=words.results(listed) if found.lot else [],
        code=words.python_lines(found),
        subject=f"audit/{found.area.slug}/{found.year}/{found.quarter}",
    )


@bp.get("/<int:list_id>/list.txt")
@anyone
def text(list_id: int) -> ResponseReturnValue:
    """Send the list as it was hashed."""
    session, found = db.session(), audits.get(db.session(), list_id)
    answer = Response(text_of(audits.places(session, found.id)), mimetype="text/plain")
    answer.headers["Content-Disposition"] = "attachment; filename=list.txt"
    return answer
