"""The read API: every open table a page at a time or one row by its public number, to be asked by programs."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from microprojects.clock import now
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.open_data import asking
from microprojects.domain.open_data.catalogue import NOUNS
from microprojects.domain.open_data.nouns import Noun
from microprojects.store import publishers
from microprojects.store.db import db
from microprojects.store.open_data import reading
from microprojects.web.data import openapi
from microprojects.web.guard import anyone

bp = Blueprint("data_api", __name__, url_prefix=openapi.PREFIX)

_KEPT = "public, max-age=60"


class NoTable(Refusal):
    """There is no table of that name."""

    code = "no-table"
    status = 404
    message = N_("没有“%(name)s”这张表。有这些：%(names)s。请改好地址再查。")


def table(name: str) -> Noun:
    """Return an open table by its name.

    Raises:
        NoTable: there is none.
    """
    found = NOUNS.get(name)
    if found is None:
        raise NoTable(name=name[:40], names=", ".join(NOUNS))
    return found


@bp.get("/")
@anyone
def index() -> ResponseReturnValue:
    """Name every table, and where it is."""
    asking.once(request.args.items(multi=True), ())
    listed = [
        {
            "name": noun.name,
            "zh": noun.zh,
            "en": noun.en,
            "url": url_for(".listing", noun=noun.name),
            "csv": url_for("data_tables.csv_file", noun=noun.name),
            "json": url_for("data_tables.json_file", noun=noun.name),
        }
        for noun in NOUNS.values()
    ]
    return _answer({"tables": listed})


@bp.get("/openapi.json")
@anyone
def document() -> ResponseReturnValue:
    """Give the document that says what may be asked and what is answered."""
    return _answer(openapi.document(publishers.terms()["license"]))


@bp.get("/<noun>")
@anyone
def listing(noun: str) -> ResponseReturnValue:
    """Give some rows of a table, oldest first, and the address of the next ones."""
    found = table(noun)
    asked = asking.read(found, request.args.items(multi=True))
    page = reading.page(db.session(), found, asked.wanted, now(), limit=asked.limit, after=asked.after)
    following = None
    if page.after is not None:
        query: dict[str, Any] = {
            **asked.wanted,
            asking.LIMIT: asked.limit,
            asking.CURSOR: asking.cursor(found, page.after),
        }
        following = url_for(".listing", noun=noun, **query)
    response = _answer({"data": page.rows, "next": following})
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


@bp.get("/<noun>/<number>")
@anyone
def single(noun: str, number: str) -> ResponseReturnValue:
    """Give one row of a table by its public number."""
    found = table(noun)
    asking.once(request.args.items(multi=True), ())
    return _answer({"data": reading.one(db.session(), found, number, now())})


def _answer(told: dict[str, Any]) -> Response:
    """Return an answer that everybody may keep for a minute and then ask about again."""
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
    response = Response(body, mimetype="application/json")
    response.headers["Cache-Control"] = _KEPT
    # Nothing here is for one visitor, so pages of other sites may read it.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.add_etag(weak=True)
    response.make_conditional(request)
    return response
