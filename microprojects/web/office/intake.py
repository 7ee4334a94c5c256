"""Assisted entry: find or enroll a resident who walks in, then the same form as everybody's."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound, NotPermitted, Refusal
from microprojects.domain.masks import mask_phone
from microprojects.domain.permissions import areas_where
from microprojects.domain.phones import BadPhone, fold_phone
from microprojects.domain.workdays import local_day
from microprojects.services import library as library_deeds
from microprojects.services import proposals
from microprojects.services import residents as deeds
from microprojects.services.residents import Seen, WalkIn
from microprojects.store import areas, library, people, projects, residents, wordings
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.people import Person
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.choices import options
from microprojects.web.forms.intake import EntryForm, FindForm, WalkInForm
from microprojects.web.guard import can, current_actor, permit
from microprojects.web.office._whose import communities_for

bp = Blueprint("office_intake", __name__, url_prefix="/office/intake")

BOTH = ["GET", "POST"]


@bp.route("", methods=BOTH)
@permit(Action.PROJECT_ENTER)
def find() -> ResponseReturnValue:
    """Search for a resident by name or phone."""
    form, found = FindForm(), None
    if form.validate_on_submit():
        found = [(person, area, _shown_phone(person)) for person, area in _search(form.wanted.data or "")]
    may = {"may_enroll": can(Action.PERSON_VERIFY), "may_erase": can(Action.PERSON_ERASE)}
    page = render_template("office/intake/find.html", form=form, found=found, after=_after(), **may)
    return page, status_of(form)


def _search(wanted: str) -> list[tuple[Person, Area]]:
    phone = ""
    with suppress(BadPhone):
        phone = fold_phone(wanted)
    name = "" if phone else " ".join(wanted.split())
    return residents.find(db.session(), _paths(Action.PROJECT_ENTER), name=name, phone=phone)


@bp.route("/residents/new", methods=BOTH)
@permit(Action.PERSON_VERIFY)
def enroll() -> ResponseReturnValue:
    """Ask who walked in, and what proves where they live."""
    form = WalkInForm()
    form.community.choices = options((area.slug, area.name) for area in communities_for(Action.PERSON_VERIFY))
    status = status_of(form)
    if form.validate_on_submit():
        try:
            made = deeds.enroll(_told(form), actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("登记好了，已核实。"))
            return redirect(url_for(".start", person_id=made), 303)
    elif form.is_submitted():
        status = 422
    return render_template("office/intake/enroll.html", form=form), status


@bp.route("/residents/<int:person_id>", methods=BOTH)
@permit(Action.PROJECT_ENTER)
def start(person_id: int) -> ResponseReturnValue:
    """Ask for the first line of what the resident proposes, then begin the draft."""
    person, community = _handled(person_id)
    form = EntryForm()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            draft_id = _begun(person_id, community.slug, form.title.data or "")
            return redirect(url_for("my_proposals.edit", draft_id=draft_id), 303)
        except Refusal as no:
            status = refused(form, no, "title")
    elif form.is_submitted():
        status = 422
    person, community = _handled(person_id)
    if _after() and not form.is_submitted():
        form.title.data = _title_of(_after())
    page = render_template("office/intake/start.html", form=form, person=person, community=community)
    return page, status


def _begun(person_id: int, community: str, title: str) -> int:
    """Return the draft that is begun for a resident: empty but for its title, or after an entry of the library."""
    words: dict[str, Any] = {"proposer_id": person_id, "title": title, "actor": current_actor(), "at": now()}
    if _after():
        return library_deeds.copy(_after(), community, **words)
    return proposals.start_draft(community, **words)


def _after() -> str:
    """Return the number of the project after which is written, from the address; nothing where after none."""
    return request.args.get("after", "").replace("\x00", "")[:40]


def _title_of(number: str) -> str:
    """Return the title of a project as the public reads it.

    Raises:
        NotFound: there is none of that number in the library.
    """
    session = db.session()
    project = projects.by_number(session, number)
    if not library.versions(session, project.id):
        raise NotFound
    return wordings.of(session, project.id).read(project.title)


def _told(form: WalkInForm) -> WalkIn:
    return WalkIn(
        name=form.name.data or "",
        community=form.community.data or "",
        building=form.building.data or "",
        phone=form.phone.data or "",
        seen=Seen(form.seen.data),
        of_age=form.of_age.data,
        consents=form.consents.data,
    )


def _handled(person_id: int) -> tuple[Person, Area]:
    """Return a resident of the visitor's own communities; of anybody else nothing is told."""
    session = db.session()
    person = people.get(session, person_id)
    community = areas.get(session, person.community_id or 0)
    if not can(Action.PROJECT_ENTER, community.path):
        raise NotFound
    if person.id == current_actor().person_id:
        raise NotPermitted
    return person, community


def _paths(action: Action) -> tuple[str, ...]:
    return areas_where(current_actor(), action, at=local_day(now()))


def _shown_phone(person: Person) -> str:
    phone = people.phone(person)
    return mask_phone(phone) if phone else ""
