"""Seconding: neighbours stand behind a proposal until it goes on to the next deliberation."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, AlreadyDone
from microprojects.domain.people import Actor, Role
from microprojects.domain.secondings import (
    LONGEST_REASON,
    NotSeconded,
    OnlyNeighbours,
    RaisedAlready,
    SecondedAlready,
    require_urgent,
)
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.services._deed import move, permit
from microprojects.services._proposals import note, require_state
from microprojects.services._words import public_text, text_seal
from microprojects.store import projects, proposals
from microprojects.store.db import transaction
from microprojects.store.projects import Seconding


def second(number: str, *, actor: Actor, at: datetime) -> None:
    """Second a proposal as a resident of its community.

    Raises:
        NotFound: there is no such number.
        OnlyNeighbours: the actor was not verified in its community.
        OwnMatter: it is the actor's own.
        WrongMoment: it does not wait for seconders.
        SecondedAlready: the actor seconds it already.
    """
    try:
        with transaction() as session:
            project = projects.by_number(session, number, for_update=True)
            if Role.RESIDENT not in actor.roles(project.area.path, local_day(at)):
                raise OnlyNeighbours
            permit(actor, Action.PROJECT_SECOND, project.target, at=at)
            require_state(project, {State.ACCEPTED})
            person_id = actor.person_id or 0
            session.add(Seconding(project_id=project.id, person_id=person_id, seconded_at=at))
            session.flush()
            note(session, Action.PROJECT_SECOND, project, actor=actor, at=at)
    except SecondedAlready:
        raise
    except AlreadyDone as twice:
        raise SecondedAlready from twice


def unsecond(number: str, *, actor: Actor, at: datetime) -> None:
    """Take one's support back while the proposal waits for seconders.

    Raises:
        NotFound: there is no such number.
        NotPermitted: the actor is no resident there.
        WrongMoment: it has gone on, or not come so far.
        NotSeconded: the actor does not second it.
    """
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.PROJECT_UNSECOND, project.target, at=at)
        require_state(project, {State.ACCEPTED})
        support = proposals.seconding(session, project.id, actor.person_id or 0)
        if support is None:
            raise NotSeconded
        session.delete(support)
        note(session, Action.PROJECT_UNSECOND, project, actor=actor, at=at)


def raise_urgent(number: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """Raise a proposal as urgent, so that it goes on without waiting for seconders. The reason is public.

    Raises:
        NotFound: there is no such number.
        NotPermitted, OwnMatter: the actor may not, or proposed it.
        WrongMoment: it does not wait for seconders.
        OnlyUrgentSafety: it is neither about safety nor an emergency.
        RaisedAlready: somebody did.
        BadValue, PrivacyFinding: the reason is empty, too long, or names personal data.
    """
    why = public_text(N_("为什么急"), reason, limit=LONGEST_REASON)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.PROJECT_RAISE_URGENT, project.target, at=at)
        require_state(project, {State.ACCEPTED})
        require_urgent(project.theme)
        if project.urgent_by_id is not None:
            raise RaisedAlready
        project.urgent_by_id, project.urgent_reason = actor.person_id, why
        note(session, Action.PROJECT_RAISE_URGENT, project, text_seal(why), actor=actor, at=at)


def promote(number: str, *, actor: Actor, at: datetime) -> None:
    """Send a proposal on to the next deliberation.

    Raises:
        NotFound: there is no such number.
        NotPermitted, OwnMatter: the actor may not, or proposed it.
        WrongMoment: it does not wait for seconders.
        NotEnoughSeconders: too few, and neither urgent nor waiting long enough.
    """
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        facts = {"seconders": proposals.seconders(session, project.id)}
        move(session, project, Action.PROJECT_PROMOTE, actor=actor, at=at, facts=facts)
