"""Publishing the report of a year at the desk: the figures are looked at, then fixed as they stand."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotPermitted
from microprojects.domain.year_ends import require_over
from microprojects.domain.year_reports import NothingToReport, differences, digest, is_empty
from microprojects.services import year_reports as deeds
from microprojects.store import year_reports
from microprojects.store.db import db
from microprojects.store.year_figures import Year, figures
from microprojects.web import asking
from microprojects.web.forms.year_ends import ReportForm
from microprojects.web.guard import can, current_actor, permit
from microprojects.web.office._matters import BOTH
from microprojects.web.public import report_words as words

bp = Blueprint("office_year_reports", __name__, url_prefix="/office/money/report")


@bp.route("/<district>/<int:year>", methods=BOTH)
@permit(Action.REPORT_PUBLISH)
def publish(district: str, year: int) -> ResponseReturnValue:
    """Show what would be published, or what a correction would change, and publish it."""
    form = ReportForm()
    if not can(Action.REPORT_PUBLISH, district):
        raise NotPermitted

    def put_out() -> None:
        told = {"seen": form.seen.data or "", "reason": form.reason.data or ""}
        deeds.publish(district, year, **told, actor=current_actor(), at=now())

    return asking.ask(
        form,
        put_out,
        back=url_for("public_year_reports.show", district=district, year=year),
        template="office/year_reports/publish.html",
        shown=lambda: _figures(form, district, year),
        said=_("%(year)s 年的年度报告已公布，不再改动；要更正另出一版。", year=year),
    )


def _figures(form: ReportForm, slug: str, year: int) -> dict[str, Any]:
    """Return what the page shows: the figures as they are now.

    Raises:
        NotFound, BadValue, YearRunning, NothingToReport: there is nothing to look at.
    """
    session, at = db.session(), now()
    known = year_reports.of_district(session, slug, year)
    require_over(year, at)
    found = figures(Year(session, known.area, known.inside, year, at))
    if is_empty(found):
        raise NothingToReport(place=known.area.name, year=year)
    form.seen.data = digest(found)
    before = known.versions[0] if known.versions else None
    return {
        "place": known.area,
        "year": year,
        "before": before,
        "corrected": words.corrections(list(differences(before.data, found))) if before else [],
        "lead": words.lead(found),
        "parts": words.parts(found),
    }
