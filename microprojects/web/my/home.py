"""The resident's own page: their proposals with what each waits for, and what they second."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.domain.actions import Action
from microprojects.domain.states import State
from microprojects.store import areas, people, proposals
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.guard import can, current_actor, signed_in

bp = Blueprint("my_home", __name__)

# What the proposer can do next, in the words of a link.
_NEXT = {State.DRAFT, State.RETURNED}


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
    mine = proposals.of_person(session, person.id)
    return render_template(
        "my/home/show.html",
        person=person,
        community=areas.get(session, person.community_id) if person.community_id else None,
        mine=[_card(project, person.id) for project in mine],
        seconded=[_seconded(project) for project in proposals.seconded_by(session, person.id)],
        enters=can(Action.PROJECT_ENTER),
    )


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
    withdrawn = project.state is State.WITHDRAWN
    url = url_for("my_handed_in.adopt", number=project.number) if withdrawn else f"/projects/{project.number}"
    return Card(
        title=project.title,
        url=url,
        state=project.state,
        place=project.area.name,
        words=_("提议人撤回了，您可以接手。") if withdrawn else project.summary,
        facts=(project.number or "",),
        draft_id=project.id,
        is_waiting=withdrawn,
    )
