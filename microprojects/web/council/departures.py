"""Why the council decided otherwise than the residents voted."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.departures import NoDeparture, ReasonGiven
from microprojects.domain.errors import Refusal
from microprojects.services import departures as deeds
from microprojects.store import departures
from microprojects.store.db import db
from microprojects.web import poll_said
from microprojects.web.council import _room
from microprojects.web.council._room import BOTH, go, told
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.meetings import DepartureForm
from microprojects.web.guard import current_actor, permit

bp = Blueprint("council_departures", __name__, url_prefix="/council/items/<int:item_id>")


@bp.route("/departure", methods=BOTH)
@permit(Action.DEPARTURE_EXPLAIN)
def explain(item_id: int) -> ResponseReturnValue:
    """Ask why the decision differs from the residents' poll, then publish the reason with what waited for it."""
    item, form, status = _room.item_of(item_id), DepartureForm(), 200
    found = departures.of_item(db.session(), item_id)
    if form.validate_on_submit():
        try:
            deeds.explain(item_id, reason=form.reason.data or "", actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            return go(_("理由已公开。"), "council_items.item", item_id=item_id)
    if found is None:
        raise NoDeparture
    if found.written_at is not None:
        raise ReasonGiven
    page = render_template(
        "council/items/departure.html",
        form=form,
        item=item,
        words=poll_said.departed(found),
        waits=found.decided == "passed",
    )
    return page, told(form, status)
