"""The disclosures as feeds: of the whole district, of one community, of one project."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.domain.errors import NotFound
from microprojects.store import areas, listings, projects, publications
from microprojects.store.db import db
from microprojects.store.publications import Publication, Wanted
from microprojects.web.atom import MEDIA, Entry, Feed, atom
from microprojects.web.guard import anyone
from microprojects.web.public.disclosure_words import KINDS, headline, sentence

bp = Blueprint("public_feeds", __name__)

SIZE = 50


@bp.get("/disclosures.atom")
@anyone
def everything() -> ResponseReturnValue:
    """Send the latest disclosures of all projects."""
    return _feed(_("公开"), url_for(".everything"), url_for("public_disclosures.index"), Wanted())


@bp.get("/c/<slug>/disclosures.atom")
@anyone
def community(slug: str) -> ResponseReturnValue:
    """Send the latest disclosures of one community."""
    area = areas.by_slug(db.session(), slug)
    title = _("%(place)s的公开", place=area.name)
    page = url_for("public_disclosures.index", community=slug)
    return _feed(title, url_for(".community", slug=slug), page, Wanted(community=slug))


@bp.get("/projects/<number>/disclosures.atom")
@anyone
def project(number: str) -> ResponseReturnValue:
    """Send the latest disclosures of one project."""
    found = projects.by_number(db.session(), number)
    if listings.is_hidden(found):
        raise NotFound
    title = _("“%(title)s”的公开", title=found.title)
    page = url_for("public_projects.project", number=number)
    return _feed(title, url_for(".project", number=number), page, Wanted(), number)


def _feed(title: str, own_path: str, path: str, wanted: Wanted, number: str = "") -> Response:
    settings = current_app.extensions["settings"]
    rows = publications.news(db.session(), wanted, number, limit=SIZE)
    told = atom(
        Feed(title, own_path, path, settings.site_name), [_entry(row) for row in rows], settings.base_url
    )
    return Response(told, mimetype=MEDIA)


def _entry(row: Publication) -> Entry:
    """Return one version as news; that it was taken down is news of the same entry."""
    facts = {"number": row.number, "title": row.title, "kind": _(KINDS[row.kind]), "n": row.version}
    title, words = f"{row.number} {headline(row)}", sentence(row)
    words = _("%(kind)s第 %(n)s 版：%(words)s", kind=facts["kind"], n=row.version, words=words)
    if row.taken_down_at:
        words = sentence(row)
        title = _("%(number)s %(title)s：%(kind)s第 %(n)s 版，已撤下", **facts)
    return Entry(
        key=f"disclosures/{row.id}",
        title=title,
        words=words,
        path=url_for("public_disclosures.show", disclosure_id=row.id),
        author=row.community,
        published=row.published_at,
        updated=row.taken_down_at or row.published_at,
    )
