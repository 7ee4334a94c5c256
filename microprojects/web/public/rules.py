"""The rules in force in a community, their fingerprint, and every change with its reason."""

from __future__ import annotations

import json

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.store import areas, programmes, rulebooks
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.programmes import Programme
from microprojects.web import rule_words
from microprojects.web.guard import anyone

bp = Blueprint("public_rules", __name__, url_prefix="/rules")

_DIGEST_LENGTH = 64


@bp.get("")
@anyone
def index() -> ResponseReturnValue:
    """Show what holds now, for a programme and one of its communities."""
    session = db.session()
    known = programmes.all_programmes(session)
    places = areas.at_level(session, "community")
    programme, place = _chosen(known), asked_place(places)
    if programme is None:
        return render_template("public/rules/index.html", programme=None, programmes=[], place=None)
    rules = rulebooks.in_force(session, programme, place.id if place else None)
    return render_template(
        "public/rules/index.html",
        programme=programme,
        programmes=[(str(each.id), each.name) for each in known],
        place=place,
        community=place,
        places=[("", _("全部社区通用的")), *((a.slug, a.name) for a in places)],
        rules=rules,
        digest=rules.hash,
        groups=rule_words.grouped(rules),
        changes=rule_words.history(programmes.history(session, programme.id)),
        is_frozen=rulebooks.is_frozen(session, rules.hash),
    )


@bp.get("/<digest>.json")
@anyone
def data(digest: str) -> ResponseReturnValue:
    """Send a rulebook that projects were decided under, in the form that its fingerprint was made of."""
    if len(digest) != _DIGEST_LENGTH:
        abort(404)
    body = rulebooks.by_hash(db.session(), digest).body
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    response = Response(text, mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="rules-{digest[:8]}.json"'
    return response


def _chosen(known: list[Programme]) -> Programme | None:
    wanted = request.args.get("programme", "")
    return next((each for each in known if str(each.id) == wanted), known[0] if known else None)


def asked_place(places: list[Area]) -> Area | None:
    """Return the community that is asked for; one that is not there is not found."""
    wanted = request.args.get("community", "")
    found = next((each for each in places if each.slug == wanted), None)
    if wanted and found is None:
        abort(404)
    return found
