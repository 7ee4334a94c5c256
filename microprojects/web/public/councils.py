"""The public roster: the councils of a community, and each with its members, elections, composition and attendance."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.councils import KINDS
from microprojects.domain.workdays import local_day
from microprojects.store import areas, councils
from microprojects.store.db import db
from microprojects.store.seatings import Seating
from microprojects.web import linked_data, register_words
from microprojects.web.guard import anyone, current_actor
from microprojects.web.register_words import Register, register

bp = Blueprint("public_councils", __name__)

_ORDER = tuple(KINDS)


@bp.get("/c/<slug>/council")
@anyone
def roster(slug: str) -> ResponseReturnValue:
    """List the councils of a community."""
    session = db.session()
    area = areas.by_slug(session, slug)
    every = councils.sitting(session, area.id, local_day(now()))
    return render_template(
        "public/councils/roster.html",
        community=area,
        bodies=[(council, len(seats)) for council, seats in every],
    )


@bp.get("/councils/<int:council_id>")
@anyone
def council(council_id: int) -> ResponseReturnValue:
    """Show who sits in a council, how they came in, which rules of its composition are met, and how often it meets in full."""
    shown, me = councils.get(db.session(), council_id), current_actor().person_id
    told = register(shown, at=now())
    ordered = sorted(told.sitting, key=lambda each: (_ORDER.index(each.seat.kind), each.seat.id))
    return render_template(
        "public/councils/council.html",
        council=shown,
        about=linked_data.of_council(shown),
        community=shown.area,
        register=told,
        kinds=_kinds(told),
        rows=[_row(told, each) for each in ordered],
        rules=[(register_words.asks(each), register_words.verdict(each)) for each in told.findings],
        elections=[(each, register_words.election(each)) for each in told.held if each.annulled_at is None],
        wrong=[(each, register_words.election(each)) for each in told.held if each.annulled_at is not None],
        meetings=register_words.meetings(told.past),
        own=[each for each in told.sitting if me and each.seat.person_id == me],
    )


def _kinds(told: Register) -> list[tuple[str, str]]:
    """Return how many seats there are of each kind."""
    counted = {kind: sum(1 for each in told.sitting if each.seat.kind == kind) for kind in _ORDER}
    return [(_(KINDS[kind]), _("%(n)s 席", n=n)) for kind, n in counted.items() if n]


def _row(told: Register, seating: Seating) -> list[Any]:
    before = register_words.left_because(told.every, seating)
    return [
        register_words.public_name(seating),
        register_words.kind(seating),
        {"text": register_words.came_by(seating), "small": before},
        register_words.term(seating),
    ]
