"""Objections: filed inside the window, answered in writing, seen by the supervisor, then acted upon."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import objections as law
from microprojects.domain.actions import Action
from microprojects.domain.cases import NoticeFacts
from microprojects.domain.errors import N_, AlreadyDone
from microprojects.domain.people import Actor
from microprojects.domain.permissions import OwnMatter
from microprojects.domain.states import State
from microprojects.services import _filings, _notices, _replies
from microprojects.services._deed import move, note, permit
from microprojects.services._moment import unless_closed
from microprojects.services._words import public_text, text_seal
from microprojects.store import (
    consultations,
    disclosures,
    objections,
    projects,
    rulebooks,
    voided_votes,
)
from microprojects.store.db import transaction
from microprojects.store.disclosures import NoticeWindow
from microprojects.store.objections import Objection
from microprojects.store.projects import Project

_ON_NOTICE = (State.NOTICING, State.OBJECTED, State.CHANGING, State.RESULT_NOTICE)


def file(
    number: str,
    *,
    ground: str,
    facts: str,
    actor: Actor,
    at: datetime,
    wish: str = "",
    contact: str = "",
    channel: str = "online",
    person_id: int | None = None,
    name: str = "",
) -> int:
    """Object to what is on notice, for oneself, or write it down for somebody who came or wrote.

    The first one pauses the notice where the programme says so; further ones, and
    those to a result, are filed beside it. For somebody else the clerk gives the
    `person_id` of a known person, or the `name` of one who has no account.

    Raises:
        NotFound: there is no such project.
        NotPermitted: not signed in, or not one who may write down for others here.
        NoWindow, WindowOver: nothing is on notice, or its last evening has passed.
        OpenAlready: the person's earlier objection has not been answered.
        WhoObjects: nobody is named.
        BadValue: a text is empty or too long. What it holds is read by the handlers alone.
    """
    filing = _filings.checked(ground, facts, wish, contact, channel)
    try:
        with transaction() as session:
            project = projects.by_number(session, number, for_update=True)
            permit(actor, Action.OBJECTION_FILE, project.target, at=at)
            window = disclosures.running_window(session, project.id)
            if window is None or project.state not in _ON_NOTICE:
                raise law.NoWindow
            law.require_running(NoticeFacts(window.ends_at, window.paused_at is not None), at)
            person = _filings.who(session, project, filing, person_id, name, actor=actor, at=at)
            objection = _filings.written(project, window, filing, person, actor=actor, at=at)
            session.add(objection)
            _told(session, project, window, objection, actor=actor, at=at)
            return objection.id
    except AlreadyDone as again:
        raise law.OpenAlready from again


def withdraw(objection_id: int, *, actor: Actor, at: datetime, reason: str = "") -> None:
    """Take one's own objection back before it was answered; the handler then lets the notice go on.

    Who wrote it down for somebody takes it back for them with a public `reason`, such
    as that the person came and signed.

    Raises:
        NotFound: there is none such.
        NotPermitted: it is somebody else's, and not written down by the actor.
        WithdrawnAlready, RepliedAlready: too late.
        BadValue, PrivacyFinding: it is taken back for somebody, and the reason cannot stand.
    """
    with transaction() as session:
        project, objection = _locked(session, objection_id)
        permit(actor, Action.OBJECTION_WITHDRAW, objection.target, at=at)
        _still_open(objection)
        facts: dict[str, object] = {"ground": objection.ground}
        if actor.person_id != objection.person_id:
            words = public_text(N_("代为撤回的理由"), reason, limit=law.LONGEST_REASON)
            objection.withdraw_reason = facts["reason"] = words
        objection.withdrawn_at, objection.withdrawn_by_id = at, actor.person_id
        objection.waits_for, objection.waits_until = None, None
        note(session, Action.OBJECTION_WITHDRAW, project, facts, actor=actor, at=at)


def reply(
    objection_id: int,
    *,
    outcome: str,
    text: str,
    actor: Actor,
    at: datetime,
    effect: str = "none",
    public_facts: str = "",
) -> None:
    """Answer an objection, and those put together with it; the answer is published at once, without a name.

    `effect` says what follows: none, substance (another plan, another vote) or
    unlawful (the end). `public_facts` is the handler's own summary of the objection,
    all that may be read of it; without it, nothing is.

    Raises:
        NotFound: there is none such.
        NotPermitted, OwnMatter: not a handler here, or one's own project or objection.
        WithdrawnAlready, RepliedAlready: there is nothing to answer any more.
        BadValue, EffectNeedsRight, PrivacyFinding: what was written cannot stand.
    """
    law.check_outcome(outcome, effect)
    words = public_text(N_("答复"), text, limit=law.LONGEST_REPLY)
    with transaction() as session:
        project, objection = _locked(session, objection_id)
        permit(actor, Action.OBJECTION_REPLY, project.target, at=at)
        _still_open(objection)
        alike = _replies.answered_together(session, objection)
        if actor.person_id in {each.person_id for each in alike}:
            raise OwnMatter
        told = public_text(N_("公开的事实"), public_facts, limit=law.LONGEST_FACTS, needed=False)
        for each in alike:
            each.outcome, each.effect, each.reply, each.public_facts = outcome, effect, words, told
            each.replied_at, each.replied_by_id = at, actor.person_id
        facts: dict[str, object] = {
            "ground": objection.ground,
            "outcome": outcome,
            "effect": effect,
            "sha256": hashlib.sha256(words.encode()).hexdigest(),
            **_replies.grouped(alike),
            **text_seal(objection.public_facts),
        }
        note(session, Action.OBJECTION_REPLY, project, facts, actor=actor, at=at)


def review(objection_id: int, *, actor: Actor, at: datetime) -> None:
    """Note that the supervisor has looked at a reply, whether to one objection or to a group.

    Raises:
        NotFound: there is none such.
        NotPermitted: not a supervisor here.
        NotRepliedYet: there is no reply.
        SameReviewer: who replied or objected does not review.
        AlreadyDone: it was reviewed before.
        FileClosed: the project is closed.
    """
    with transaction() as session:
        project, objection = _locked(session, objection_id)
        permit(actor, Action.OBJECTION_REVIEW, project.target, at=at)
        unless_closed(project)
        if objection.outcome is None:
            raise law.NotRepliedYet
        if objection.reviewed_at is not None:
            raise AlreadyDone
        alike = _replies.answered_together(session, objection)
        if actor.person_id in {objection.replied_by_id, *(each.person_id for each in alike)}:
            raise law.SameReviewer
        for each in alike:
            each.reviewed_at, each.reviewed_by_id = at, actor.person_id
        facts = {"ground": objection.ground, "outcome": objection.outcome, **_replies.grouped(alike)}
        note(session, Action.OBJECTION_REVIEW, project, facts, actor=actor, at=at)


def resume_notice(number: str, *, actor: Actor, at: datetime) -> None:
    """Let a paused notice go on: the days that were served stay served, the rest is laid out anew.

    Raises:
        NotFound: there is no such project.
        NotPermitted: not a handler here.
        WrongMoment: the notice is not paused.
        ObjectionsOpen, ReviewMissing, UpheldInSubstance, NoVersionStands: what stands in the way.
    """
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        window = disclosures.running_window(session, project.id)
        rest = _notices.rest_of(window, project, at)
        told = {"days_left": rest.days, "last_day": rest.last_day.isoformat()} if rest else {}
        move(session, project, Action.PROJECT_RESUME_NOTICE, actor=actor, at=at, facts=told)
        if window is not None and rest is not None:
            window.days, window.served, window.resumed_at = rest.days, rest.served, at
            window.first_day, window.last_day, window.ends_at = rest.first_day, rest.last_day, rest.ends_at
            window.stopped_at = window.paused_at
            window.paused_at, window.days_left = None, None
        _notices.settle(session, project, at=at)


def reconsider(number: str, *, actor: Actor, at: datetime) -> None:
    """Take the project back to the first deliberation after its proposal: the plan must change.

    The votes on it are set aside, so that it must be voted anew; the filing and the
    signatures under the old plan no longer count, and the rules are those of its round.

    Raises:
        NotFound: there is no such project.
        NotPermitted: not the street.
        WrongMoment: it is not on notice.
        ObjectionsOpen, ReviewMissing, NothingUpheld: what stands in the way.
    """
    with transaction() as session:
        project, plan = consultations.held(session, number)
        move(session, project, Action.PROJECT_RECONSIDER, actor=actor, at=at)
        _notices.end(session, project, at=at)
        _notices.settle(session, project, at=at)
        voided_votes.void_from(session, project, 1, at=at, reason=law.VOIDED)
        project.filed_at, project.filed_by_id, project.filing_number = None, None, ""
        project.rulebook_id = None
        if plan is not None:
            plan.party_agreed_at, plan.party_agreed_by_id = None, None
            plan.negative_signed_at, plan.negative_signed_by_id = None, None


def stop_upheld(number: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """End a project to which an objection was upheld as unlawful or impossible.

    Raises:
        NotFound: there is no such project.
        NotPermitted, OwnMatter: not a leader of the street, or one's own project.
        WrongMoment: it is not on notice.
        ObjectionsOpen, ReviewMissing, NothingUpheld: what stands in the way.
        BadValue, PrivacyFinding: the reason cannot stand.
    """
    words = public_text(N_("理由"), reason, limit=law.LONGEST_REASON)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        project.stop_reason = words
        move(session, project, Action.PROJECT_STOP_UPHELD, actor=actor, at=at, facts={"reason": words})
        _notices.end(session, project, at=at)
        _notices.settle(session, project, at=at)


def _told(
    session: Session,
    project: Project,
    window: NoticeWindow,
    objection: Objection,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Pause the notice by the first objection, or file it beside what runs or rests already."""
    told: dict[str, object] = {"ground": objection.ground, "channel": objection.channel}
    pauses = rulebooks.of(project).flag("objection.pauses_notice")
    if project.state is not State.NOTICING or not pauses:
        note(session, Action.OBJECTION_FILE, project, told, actor=actor, at=at)
        return
    _notices.pause(session, project, window, told, actor=actor, at=at)


def _locked(session: Session, objection_id: int) -> tuple[Project, Objection]:
    """Return an objection with its project, which is held first, as every deed on a project does."""
    number = objections.project_number(session, objection_id)
    project = projects.by_number(session, number, for_update=True)
    return project, objections.get(session, objection_id)


def _still_open(objection: Objection) -> None:
    if objection.withdrawn_at is not None:
        raise law.WithdrawnAlready
    if objection.outcome is not None or objection.standing_effect is not None:
        raise law.RepliedAlready
