"""The public report of each year: as it was published, and until then as the record stands, said to be provisional."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.errors import NotFound
from microprojects.domain.workdays import local_day
from microprojects.domain.year_ends import over_at
from microprojects.domain.year_reports import Figures, days_late, differences, due_on, is_empty
from microprojects.store import areas, year_reports
from microprojects.store.db import db
from microprojects.store.year_figures import Year, figures, place_figures
from microprojects.store.year_reports import ReportedDistrict, YearReport
from microprojects.web.guard import anyone
from microprojects.web.public import report_list
from microprojects.web.public import report_words as words

bp = Blueprint("public_year_reports", __name__)


@bp.get("/reports")
@anyone
def index() -> ResponseReturnValue:
    """Show every year of every district: published, waiting, or late."""
    return render_template("public/year_reports/index.html", lines=report_list.lines(db.session(), now()))


@bp.get("/reports/<district>/<int:year>")
@anyone
def show(district: str, year: int) -> ResponseReturnValue:
    """Show the report of a district's year, or the figures of which it would be made now."""
    known, version, told = _told(district, year, figures)
    if is_empty(told):
        raise NotFound
    before = known.version(version.version - 1) if version else None
    return render_template(
        "public/year_reports/show.html",
        place=known.area,
        year=year,
        lead=words.lead(told),
        parts=words.parts(told),
        version=version,
        versions=known.versions,
        corrected=words.corrections(list(differences(before.data, told))) if before else [],
        as_of=told["as_of"],
        **_standing(year, known, version),
    )


@bp.get("/reports/<district>/<int:year>/<int:version>.json")
@anyone
def published(district: str, year: int, version: int) -> ResponseReturnValue:
    """Send the exact bytes of a version, of which the journal holds the digest."""
    found = year_reports.of_district(db.session(), district, year).version(version)
    if found is None:
        raise NotFound
    return Response(found.body, mimetype="application/json")


@bp.get("/c/<slug>/reports/<int:year>")
@anyone
def of_place(slug: str, year: int) -> ResponseReturnValue:
    """Show a community's part of its district's report."""
    community = areas.by_slug(db.session(), slug)
    if community.level != "community":
        raise NotFound
    known, version, told = _told(community.path.split("/")[0], year, place_figures)
    own = next((each for each in told["places"] if each["slug"] == slug), None)
    if own is None or is_empty(own):
        raise NotFound
    return render_template(
        "public/year_reports/place.html",
        place=known.area,
        community=community,
        year=year,
        lead=words.lead(own),
        parts=words.parts_of_place(own),
        version=version,
        as_of=told["as_of"],
        **_standing(year, known, version),
    )


def _told(
    slug: str, year: int, live: Callable[[Year], Figures]
) -> tuple[ReportedDistrict, YearReport | None, Figures]:
    """Return a district, the version of its report that is shown, and the figures: published ones or those of now.

    Raises:
        NotFound: there is no such district, version or year.
    """
    session, at = db.session(), now()
    known = year_reports.of_district(session, slug, year)
    if known.versions:
        version = _asked(known)
        return known, version, version.data
    if not 2000 <= year <= local_day(at).year:
        raise NotFound
    return known, None, live(Year(session, known.area, known.inside, year, at))


def _asked(known: ReportedDistrict) -> YearReport:
    """Return the version that is asked for, else the latest."""
    typed = request.args.get("version", "")
    if not typed:
        return known.versions[0]
    short = typed.isascii() and typed.isdigit() and len(typed) < 6
    found = known.version(int(typed)) if short else None
    if found is None:
        raise NotFound
    return found


def _standing(year: int, known: ReportedDistrict, version: YearReport | None) -> dict[str, Any]:
    """Return what is said above the figures while nothing is published: provisional, or late."""
    at = now()
    late, last = days_late(year, known.month_day, local_day(at)), due_on(year, known.month_day).isoformat()
    if version is not None:
        return {"standing": "", "late": 0}
    if late:
        standing = _("应当在 %(day)s 以前公布，已经晚了 %(n)s 天。", day=last, n=late)
    elif at >= over_at(year):
        standing = _("这一年过完了，%(day)s 以前公布定稿。", day=last)
    else:
        standing = _("这一年还没有过完，%(day)s 以前公布定稿。", day=last)
    return {"standing": standing, "late": late}
