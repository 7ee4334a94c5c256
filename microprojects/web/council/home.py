"""The council's home: the meetings to come and past, and the councils of the visitor's own areas."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.permissions import areas_where
from microprojects.domain.workdays import local_day
from microprojects.store import agendas, councils, departures, poll_desks
from microprojects.store.db import db
from microprojects.web import paging
from microprojects.web.guard import current_actor, permit

bp = Blueprint("council_home", __name__, url_prefix="/council")

SOON = 20


@bp.get("/")
@permit(Action.COUNCIL_READ)
def home() -> ResponseReturnValue:
    """List the meetings and the councils of the visitor's own areas."""
    session = db.session()
    actor, at = current_actor(), now()
    paths = areas_where(actor, Action.COUNCIL_READ, at=local_day(at))
    signing = areas_where(actor, Action.POLL_CERTIFY, at=local_day(at))
    writing = areas_where(actor, Action.DEPARTURE_EXPLAIN, at=local_day(at))
    number = paging.asked()
    past = agendas.meetings(
        session, past=True, paths=paths, limit=paging.SIZE + 1, offset=paging.first_row(number)
    )
    return render_template(
        "council/home/home.html",
        coming=agendas.meetings(session, past=False, paths=paths, limit=SOON) if number == 1 else [],
        page=paging.page(past, number),
        councils=councils.in_areas(session, paths),
        owed=[each.item for each in departures.owed_below(session, writing)],
        to_confirm=poll_desks.to_confirm(session, signing, actor.person_id),
    )
