"""The desk of the community: people who registered and wait to be verified."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain import permissions
from microprojects.domain.actions import Action
from microprojects.domain.permissions import Target, areas_where
from microprojects.domain.workdays import local_day
from microprojects.services import residents as deeds
from microprojects.services.residents import Seen
from microprojects.store import areas, people, rulebooks
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.people import Person
from microprojects.web import paging
from microprojects.web.auth.ways import status_of
from microprojects.web.forms.residents import VerifyForm
from microprojects.web.guard import current_actor, permit

bp = Blueprint("office_residents", __name__, url_prefix="/office/residents")


@bp.get("")
@permit(Action.PERSON_VERIFY)
def queue() -> ResponseReturnValue:
    """List who waits to be verified in the communities of the clerk."""
    paths = areas_where(current_actor(), Action.PERSON_VERIFY, at=local_day(now()))
    number = paging.asked()
    rows = people.unverified(db.session(), paths, limit=paging.SIZE + 1, offset=paging.first_row(number))
    return render_template("office/residents/queue.html", page=paging.page(rows, number))


@bp.route("/<int:person_id>/verify", methods=["GET", "POST"])
@permit(Action.PERSON_VERIFY)
def verify(person_id: int) -> ResponseReturnValue:
    """Show what the person told, and ask what the clerk saw."""
    person, community = _handled(person_id)
    form = VerifyForm()
    form.ask_age(rulebooks.age_to_propose(db.session(), community.id, local_day(now())))
    if form.validate_on_submit():
        seen, of_age = Seen(form.seen.data), form.of_age.data
        deeds.verify(person_id, seen=seen, of_age=of_age, actor=current_actor(), at=now())
        flash(_("已经核实。这位居民现在可以提议、附议、投票了。"))
        return redirect(url_for(".queue"), 303)
    told = {"phone": people.phone(person), "shared": people.sharing_phone(db.session(), person)}
    page = render_template(
        "office/residents/verify.html", form=form, person=person, community=community, **told
    )
    return page, status_of(form)


def _handled(person_id: int) -> tuple[Person, Area]:
    """Return a person of the clerk's own communities, with the community; nobody else's data are shown."""
    person = people.get(db.session(), person_id)
    community = areas.get(db.session(), person.community_id or 0)
    target = Target(community.path)
    permissions.require(current_actor(), Action.PERSON_VERIFY, target, at=local_day(now()))
    return person, community
