"""Work stands still for a while, and goes on."""

from __future__ import annotations

from datetime import date, datetime

from microprojects.domain.actions import Action
from microprojects.domain.changes import LONGEST_REASON, require_later
from microprojects.domain.errors import N_
from microprojects.domain.people import Actor
from microprojects.domain.spending import Event, News
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.services._deed import move, permit
from microprojects.services._moment import during
from microprojects.services._spending import tell
from microprojects.services._words import public_text
from microprojects.store import changes, projects
from microprojects.store.changes import Suspension
from microprojects.store.db import transaction


def suspend(number: str, *, reason: str, expected_on: date, actor: Actor, at: datetime) -> None:
    """Let work stand still, with a public reason and the day on which it is expected to go on.

    Raises:
        NotFound, NotPermitted, OwnMatter: no such project, or not for this actor.
        WrongMoment: no work is under way.
        ReturnsTooEarly: the day is not after today.
        BadValue, PrivacyFinding: the reason cannot stand.
    """
    words = public_text(N_("理由"), reason, limit=LONGEST_REASON)
    require_later(expected_on, today=local_day(at))
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.WORK_SUSPEND, project.target, at=at)
        during(project, (State.IMPLEMENTING,))
        session.add(
            Suspension(
                project_id=project.id,
                reason=words,
                expected_on=expected_on,
                suspended_at=at,
                suspended_by_id=actor.person_id or 0,
            )
        )
        news = News(Event.SUSPENDED, local_day(at), None, {"day": expected_on.isoformat()})
        told = tell(session, project, news, actor=actor, at=at)
        facts = {"reason": words, "expected_on": expected_on.isoformat(), **told.facts}
        told.tie(move(session, project, Action.WORK_SUSPEND, actor=actor, at=at, facts=facts))


def resume(number: str, *, actor: Actor, at: datetime) -> None:
    """Let suspended work go on; if it needs more days, a change asks for them.

    Raises:
        NotFound, NotPermitted, OwnMatter: no such project, or not for this actor.
        WrongMoment: work is not suspended.
    """
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.WORK_RESUME, project.target, at=at)
        during(project, (State.SUSPENDED,))
        stood = changes.suspended(session, project.id, for_update=True)
        if stood is not None:
            stood.resumed_at, stood.resumed_by_id = at, actor.person_id
        told = tell(session, project, News(Event.RESUMED, local_day(at)), actor=actor, at=at)
        told.tie(move(session, project, Action.WORK_RESUME, actor=actor, at=at, facts=told.facts))
