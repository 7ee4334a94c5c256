"""The resident's own page: their proposals with what each waits for, and what they second."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.people import Role
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.store import areas, desks, hidden_comments, people, proposals, reminders
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.guard import can, current_actor, is_own, signed_in

bp = Blueprint("my_home", __name__)

# What the proposer can do next, in the words of a link.
_NEXT = {State.DRAFT, State.RETURNED}
_ON_SITE = {
    State.CONTRACTED,
    State.IMPLEMENTING,
    State.CHANGING,
    State.SUSPENDED,
    State.INSPECTING,
    State.RECTIFYING,
}


@dataclass(frozen=True)
class Card:
    """One proposal as a card; see the macro `card_project`."""

    title: str
    url: str
    state: State
    place: str
    words: str
    facts: tuple[str, ...]
    draft_id: int
    is_waiting: bool


@bp.get("/my/")
@signed_in
def show() -> ResponseReturnValue:
    """List what the visitor proposed and what they second."""
    session, actor = db.session(), current_actor()
    person = people.get(session, actor.person_id or 0)
    mine = [each for each in proposals.of_person(session, person.id) if is_own(each.target)]
    return render_template(
        "my/home/show.html",
        person=person,
        community=areas.get(session, person.community_id) if person.community_id else None,
        mine=[_card(project, person.id) for project in mine],
        seconded=[_seconded(project) for project in proposals.seconded_by(session, person.id)],
        works=_works(),
        reminders=reminders.of_person(session, person.id, now()),
        hidden=hidden_comments.count_of(session, person.id),
        enters=can(Action.PROJECT_ENTER),
        is_unit=Role.UNIT in actor.roles_anywhere(local_day(now())),
    )


def _works() -> list[Card]:
    """Return the sites in the areas of a contractor, those waiting longest first.

    A contractor's role is bound to an area, not to a supplier: it reports on the sites of others there too.
    """
    session, actor, today = db.session(), current_actor(), local_day(now())
    paths = [
        grant.area
        for grant in actor.grants
        if grant.role is Role.CONTRACTOR and grant.covers(grant.area, today)
    ]
    on_site = [each.project for each in desks.waiting(session, paths) if each.project.state in _ON_SITE]
    return [_public(project, project.summary) for project in on_site]


def _card(project: Project, person_id: int) -> Card:
    waiting = project.state in _NEXT
    facts = [project.number or _("草稿")]
    if project.proposer_id != person_id:
        facts.append(_("替 %(name)s 代录", name=project.proposer.name))
    return Card(
        title=project.title or _("还没有写题目"),
        url=url_for("my_proposals.edit" if waiting else "my_handed_in.show", draft_id=project.id),
        state=project.state,
        place=project.area.name,
        words=project.summary,
        facts=tuple(facts),
        draft_id=project.id,
        is_waiting=waiting,
    )


def _seconded(project: Project) -> Card:
    if project.state is not State.WITHDRAWN:
        return _public(project, project.summary)
    adopt = url_for("my_handed_in.adopt", number=project.number)
    return _public(project, _("提议人撤回了，您可以接手。"), url=adopt)


def _public(project: Project, words: str, *, url: str = "") -> Card:
    """Return a project of somebody else's as a card that leads to its public page."""
    return Card(
        title=project.title,
        url=url or f"/projects/{project.number}",
        state=project.state,
        place=project.area.name,
        words=words,
        facts=(project.number or "",),
        draft_id=project.id,
        is_waiting=False,
    )
