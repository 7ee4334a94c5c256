"""The window deletes what is kept about a resident who asked for it on paper."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound, Refusal
from microprojects.services import erasures as deeds
from microprojects.store import areas, people
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.people import Person
from microprojects.web import erasure_words
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.erasures import EraseForForm
from microprojects.web.guard import can, current_actor, permit

bp = Blueprint("office_erasures", __name__, url_prefix="/office/residents")


@bp.route("/<int:person_id>/erase", methods=["GET", "POST"])
@permit(Action.PERSON_ERASE)
def erase(person_id: int) -> ResponseReturnValue:
    """Show what would go and what would wait, and ask for the number of the signed request."""
    _handled(person_id)
    form, at = EraseForForm(), now()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            waits = deeds.erase_for(person_id, paper=form.paper.data or "", actor=current_actor(), at=at)
            flash(erasure_words.done(waits))
            return redirect(url_for("office_intake.find"), 303)
        except Refusal as no:
            status = refused(form, no, "paper" if no.status == 422 else None)
    elif form.is_submitted():
        status = 422
    person, community = _handled(person_id)
    shown = erasure_words.shown(person_id, at)
    page = render_template(
        "office/residents/erase.html", form=form, person=person, community=community, shown=shown
    )
    return page, status


def _handled(person_id: int) -> tuple[Person, Area]:
    """Return a resident of the visitor's own communities; of anybody else nothing is told."""
    session = db.session()
    person = people.get(session, person_id)
    community = areas.get(session, person.community_id or 0)
    if not can(Action.PERSON_ERASE, community.path):
        raise NotFound
    return person, community
