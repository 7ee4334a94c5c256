"""What a search engine may look at: the list of all public pages in parts, and what is not for it.

Source: the protocol of sitemaps.org (at most 50,000 addresses in a part); RFC 9309 (robots.txt).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from math import ceil
from xml.etree import ElementTree as Xml

from flask import Blueprint, Response, abort, url_for
from flask.typing import ResponseReturnValue

from microprojects.store import addresses, journal
from microprojects.store.db import db
from microprojects.web.guard import anyone
from microprojects.web.page_heads import site

bp = Blueprint("public_sitemaps", __name__)

SIZE = 50_000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = (
    "public_home.district", "public_projects.project_list", "public_disclosures.index", "public_meetings.meeting_list",
    "public_gatherings.index", "public_polls.poll_list", "public_money.index", "public_journal.index",
    "public_rules.index", "public_scope.show", "public_overviews.index", "public_overviews.deals", "public_promises.index",
    "public_year_reports.index", "public_maps.index", "public_audits.index", "public_suppliers.index",
    "public_library.index", "public_prices.index", "public_problems.index",
)  # fmt: skip
# The page of each kind of thing, and what stands in its address.
PAGE_OF: Mapping[str, tuple[str, str]] = {
    "communities": ("public_home.community", "slug"),
    "projects": ("public_projects.project", "number"),
    "disclosures": ("public_disclosures.show", "disclosure_id"),
    "meetings": ("public_meetings.meeting", "meeting_id"),
    "gatherings": ("public_gatherings.gathering", "gathering_id"),
    "polls": ("public_polls.poll", "poll_id"),
}
# The counters of people who have something to do here, and the filters by which one list is many.
_NOT_FOR_ROBOTS = ("/auth/", "/council/", "/my/", "/office/", "/*?*q=")


@bp.get("/sitemap.xml")
@anyone
def index() -> ResponseReturnValue:
    """Send the list of the parts."""
    parts = [("pages", 1)]
    for kind, found in addresses.count(db.session()).items():
        parts += [(kind, number) for number in range(1, ceil(found / SIZE) + 1)]
    last = _last()
    return _sent(
        "sitemapindex",
        "sitemap",
        [(url_for(".some", listed=kind, part=number), last) for kind, number in parts],
    )


@bp.get("/sitemaps/<listed>-<int:part>.xml")
@anyone
def some(listed: str, part: int) -> ResponseReturnValue:
    """Send one part of the list."""
    if listed == "pages" and part == 1:
        last = _last()
        return _sent("urlset", "url", [(url_for(endpoint), last) for endpoint in PAGES])
    if listed not in PAGE_OF or part < 1:
        abort(404)
    endpoint, name = PAGE_OF[listed]
    rows = addresses.page(db.session(), listed, limit=SIZE, offset=(part - 1) * SIZE)
    if not rows:
        abort(404)
    return _sent("urlset", "url", ((url_for(endpoint, **{name: key}), at) for key, at in rows))


@bp.get("/robots.txt")
@anyone
def robots() -> ResponseReturnValue:
    """Say where the list is, and which counters are not for robots."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_ROBOTS)]
    lines += ["", f"Sitemap: {site()}{url_for('.index')}", ""]
    return Response("\n".join(lines), mimetype="text/plain")


def _last() -> datetime | None:
    """Return when the record last grew."""
    latest = journal.page(db.session(), limit=1)
    return latest[0].at if latest else None


def _sent(root: str, each: str, rows: Iterable[tuple[str, datetime | None]]) -> Response:
    made = Xml.Element(root, xmlns=NAMESPACE)
    for path, at in rows:
        entry = Xml.SubElement(made, each)
        Xml.SubElement(entry, "loc").text = site() + path
        if at is not None:
            Xml.SubElement(entry, "lastmod").text = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Response(Xml.tostring(made, encoding="utf-8", xml_declaration=True), mimetype="application/xml")
