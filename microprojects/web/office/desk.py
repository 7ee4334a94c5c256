"""The clerk's desk: what is due, and one project with everything that may be done to it."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotPermitted
from microprojects.domain.people import OFFICE_ROLES, contains
from microprojects.domain.workdays import local_day
from microprojects.store import desks, escalations, poll_desks, projects, records, splittings
from microprojects.store.db import db
from microprojects.web import due_days
from microprojects.web.guard import current_actor, permit
from microprojects.web.office import (
    audit_tasks,
    escalation_tasks,
    library_tasks,
    next_steps,
    poll_tasks,
    report_tasks,
    retention_tasks,
    split_tasks,
    tasks,
)
from microprojects.web.office.splittings import shown as split_shown
from microprojects.web.public import histories, now_words, project_words
from microprojects.web.public.seals import seals

bp = Blueprint("office_desk", __name__, url_prefix="/office")


@bp.route("/")
@permit(Action.OFFICE_READ)
def inbox() -> ResponseReturnValue:
    """Show what waits for this person, by deadline."""
    actor, at = current_actor(), now()
    found, lying = desks.waiting(db.session(), _areas()), poll_desks.lying(db.session(), _areas())
    mine = request.args.get("all") is None
    asked = splittings.below(db.session(), _areas())
    above = escalations.waiting(db.session(), _areas())
    session = db.session()
    always = [
        *report_tasks.of(session, actor, at),
        *audit_tasks.of(session, actor, at),
        *library_tasks.of(session, actor, at),
        *retention_tasks.of(session, actor, at),
    ]

    def asides(*, only_mine: bool) -> list[tuple[datetime | None, tasks.Task]]:
        polls = poll_tasks.of(lying, actor, at, only_mine=only_mine)
        taken = escalation_tasks.of(above, actor, at, only_mine=only_mine)
        return [*polls, *split_tasks.of(asked, actor, at, only_mine=only_mine), *taken, *always]

    return render_template(
        "office/desk/inbox.html",
        groups=tasks.grouped(found, actor, at, only_mine=mine, more=asides(only_mine=mine)),
        mine=mine,
        total=len(found) + len(asides(only_mine=False)),
        today=local_day(at),
    )


@bp.route("/projects")
@permit(Action.OFFICE_READ)
def project_list() -> ResponseReturnValue:
    """Show every busy project of this person's areas."""
    found = desks.waiting(db.session(), _areas())
    return render_template("office/desk/projects.html", waiting=found)


@bp.route("/projects/<number>")
@permit(Action.OFFICE_READ)
def project(number: str) -> ResponseReturnValue:
    """Show one project with its next steps, what blocks them, and every other act that is possible."""
    session, actor, at = db.session(), current_actor(), now()
    found = projects.by_number(session, number)
    if not any(contains(path, found.area.path) for path in _areas()):
        raise NotPermitted
    record, limit = records.of(session, found), tasks.deadline_of(found)
    return render_template(
        "office/desk/project.html",
        project=found,
        record=record,
        steps=next_steps.of(session, found, actor, at),
        others=next_steps.others(session, found, actor, at),
        deadline=limit,
        counted=due_days.of_deadline(limit),
        due=due_days.of_project(record),
        history=histories.told(record.journal)[:12],
        seals=seals(record),
        plan=project_words.plan_pairs(record),
        costs=project_words.cost_rows(record),
        now_says=now_words.now_sentence(record),
        **split_shown(found),
    )


def _areas() -> list[str]:
    """Return the paths in which this person holds an office role today."""
    actor, today = current_actor(), local_day(now())
    return sorted({g.area for g in actor.grants if g.role in OFFICE_ROLES and g.covers(g.area, today)})
