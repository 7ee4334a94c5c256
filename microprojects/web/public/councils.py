"""The public roster of a community's councils: names of those who agreed, the others masked."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.councils import KINDS
from microprojects.domain.masks import public_name
from microprojects.domain.workdays import local_day
from microprojects.store import areas, councils
from microprojects.store.councils import Seat
from microprojects.store.db import db
from microprojects.web.filters import date_iso
from microprojects.web.guard import anyone, current_actor

bp = Blueprint("public_councils", __name__)


@bp.get("/c/<slug>/council")
@anyone
def roster(slug: str) -> ResponseReturnValue:
    """Show who sits in the councils of a community, until when, and for whom."""
    session, today = db.session(), local_day(now())
    area = areas.by_slug(session, slug)
    every = councils.sitting(session, area.id, today)
    me = current_actor().person_id
    return render_template(
        "public/councils/roster.html",
        community=area,
        bodies=[(council, [_row(seat) for seat in seats]) for council, seats in every],
        own=[seat for _council, seats in every for seat in seats if me and seat.person_id == me],
    )


def _row(seat: Seat) -> list[str]:
    name = seat.person.name if seat.name_public else public_name(seat.person.name)
    until = date_iso(seat.until) if seat.until else _("没有定")
    return [name, _(KINDS[seat.kind]), date_iso(seat.since), until]
