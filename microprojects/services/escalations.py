"""An objection is taken to the street and to the district, and answered there."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import escalations as law
from microprojects.domain import objections, texts
from microprojects.domain.actions import Action
from microprojects.domain.calendar import due
from microprojects.domain.errors import N_, BadValue
from microprojects.domain.people import Actor
from microprojects.domain.states import State
from microprojects.domain.workdays import day_that_ends, days_over
from microprojects.services import _notices
from microprojects.services._deed import note, permit
from microprojects.services._moment import unless_closed
from microprojects.services._words import public_text
from microprojects.store import disclosures, escalations, packaged, projects, rulebooks
from microprojects.store import objections as kept
from microprojects.store.db import transaction
from microprojects.store.escalations import Escalation
from microprojects.store.objections import Objection
from microprojects.store.projects import Project

_ANSWERS = {"street": Action.OBJECTION_ANSWER_STREET, "district": Action.OBJECTION_ANSWER_DISTRICT}


def escalate(objection_id: int, *, why: str, actor: Actor, at: datetime) -> str:
    """Take an objection to the street, or from there to the district; return which of the two it was.

    Who wrote it down for somebody takes it further for them. While the notice runs to
    which it belongs, it holds the notice up again until the answer (T15, T19); a project
    that has gone on is not stopped any more.

    Raises:
        NotFound: there is none such.
        NotPermitted: it is somebody else's, and not written down by the actor.
        WithdrawnAlready: it was taken back.
        TooEarly, WaitsAlready, TooLate, LastStep: what the days say.
        FileClosed: the project is closed.
        BadValue: the words are empty or too long. They are read by the handlers alone.
    """
    words = texts.needed(N_("为什么不服"), texts.paragraphs(N_("为什么不服"), why, limit=law.LONGEST_WHY))
    with transaction() as session:
        project, objection, steps = _held(session, objection_id)
        permit(actor, Action.OBJECTION_ESCALATE, objection.target, at=at)
        unless_closed(project)
        rules, calendar = rulebooks.of(project), packaged.work_calendar()
        days = rules.number("objection.escalate_working_days")
        step = law.next_step(escalations.standing(objection, steps), at, days=days, cal=calendar)
        due_at = due(at, rules.number(law.ANSWER_DAYS[step]), calendar)
        session.add(
            Escalation(
                objection_id=objection.id,
                step=step,
                why=words,
                asked_at=at,
                entered_by_id=actor.person_id if actor.person_id != objection.person_id else None,
                due_at=due_at,
            )
        )
        objection.waits_for, objection.waits_until = step, due_at
        told: dict[str, object] = {"ground": objection.ground, "step": step, "objection": objection.id}
        told["answer_by"] = day_that_ends(due_at).isoformat()
        note(session, Action.OBJECTION_ESCALATE, project, told, actor=actor, at=at)
        _hold_up(session, project, objection, actor=actor, at=at)
        return step


def answer(
    objection_id: int,
    step: str,
    *,
    outcome: str,
    text: str,
    actor: Actor,
    at: datetime,
    effect: str = "none",
) -> None:
    """Answer for the street or the district; the answer is published at once and stands above the reply.

    Raises:
        NotFound: there is none such.
        NotPermitted, OwnMatter: not an officer of that step, or one's own project.
        SameAnswerer: who replied below, objected, or wrote the objection down.
        NotThere: it does not wait for that step.
        FileClosed: the project is closed.
        BadValue, EffectNeedsRight, PrivacyFinding: what was written cannot stand.
    """
    if step not in law.STEPS:
        raise BadValue(field=N_("哪一级"), why=N_("请从列出的几种里选一种"))
    objections.check_outcome(outcome, effect)
    words = public_text(N_("答复"), text, limit=law.LONGEST_ANSWER)
    with transaction() as session:
        project, objection, steps = _held(session, objection_id)
        permit(actor, _ANSWERS[step], project.target, at=at)
        unless_closed(project)
        if objection.waits_for != step:
            raise law.NotThere(step=law.STEPS[step])
        took_part = {objection.person_id, objection.entered_by_id, objection.replied_by_id}
        took_part |= {each for row in steps for each in (row.answered_by_id, row.entered_by_id)}
        if actor.person_id in took_part:
            raise law.SameAnswerer
        row = steps[-1]
        row.outcome, row.effect, row.answer = outcome, effect, words
        row.answered_at, row.answered_by_id = at, actor.person_id
        objection.waits_for, objection.waits_until, objection.standing_effect = None, None, effect
        facts = {
            "ground": objection.ground,
            "outcome": outcome,
            "effect": effect,
            "sha256": hashlib.sha256(words.encode()).hexdigest(),
            "objection": objection.id,
            "late_days": days_over(row.due_at, at, packaged.work_calendar()),
        }
        note(session, _ANSWERS[step], project, facts, actor=actor, at=at)


def _held(session: Session, objection_id: int) -> tuple[Project, Objection, Sequence[Escalation]]:
    """Return an objection that stands, with its steps and its project, which is held first.

    Raises:
        NotFound: there is none such.
        WithdrawnAlready: it was taken back.
    """
    number = kept.project_number(session, objection_id)
    project = projects.by_number(session, number, for_update=True)
    objection = kept.get(session, objection_id)
    if objection.withdrawn_at is not None:
        raise objections.WithdrawnAlready
    return project, objection, escalations.of_objections(session, [objection_id]).get(objection_id, [])


def _hold_up(session: Session, project: Project, objection: Objection, *, actor: Actor, at: datetime) -> None:
    """Let the objection hold up the notice again to which it was made, if that still waits for its end."""
    if project.state not in (State.NOTICING, State.OBJECTED, State.RESULT_NOTICE):
        return
    window = disclosures.running_window(session, project.id)
    if window is None or window.disclosure_id != objection.disclosure_id:
        return
    objection.settled_at = None
    pauses = rulebooks.of(project).flag("objection.pauses_notice") and at < window.ends_at
    if project.state is State.NOTICING and pauses:
        told = {"ground": objection.ground, "channel": objection.channel, "objection": objection.id}
        told["step"] = objection.waits_for  # so that nobody takes it for another objection
        _notices.pause(session, project, window, told, actor=actor, at=at)
