"""Changing a signed contract: asked for, agreed to by whom its size asks for, or refused."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.change_sizes import BODIES, Body, Wish, needs_higher_bar, way_of
from microprojects.domain.changes import (
    LONGEST_REASON,
    LONGEST_SCOPE,
    NoChangeAsked,
    SameWish,
    days_words,
    require_change,
)
from microprojects.domain.errors import N_, AlreadyDone
from microprojects.domain.money import Fen, yuan
from microprojects.domain.people import Actor
from microprojects.domain.ratifications import NotRatified
from microprojects.domain.spending import Event, News
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.services import _notices
from microprojects.services._changes import facts_of, standing_of, take_effect, waiting
from microprojects.services._deed import acting_role, move, permit, record, require_step, subject_of
from microprojects.services._moment import during, unless_closed
from microprojects.services._spending import tell
from microprojects.services._words import public_text, text_seal
from microprojects.store import changes, projects, rulebooks
from microprojects.store.changes import ContractChange
from microprojects.store.db import transaction
from microprojects.store.projects import Project


def ask(
    number: str,
    *,
    reason: str,
    fiscal_fen: Fen,
    social_fen: Fen,
    days: int,
    scope: str = "",
    actor: Actor,
    at: datetime,
) -> int:
    """Ask for a change of the contract and return its number; from now on it waits for whom its size asks for.

    The amounts in fen and the days say how much more, below zero how much less. `scope`
    says what is done otherwise or elsewhere, empty where nothing is.

    Raises:
        NotFound, NotPermitted: no such project, or not for this actor.
        WrongMoment: no work is under way, or another change waits.
        NotRatified: the council has not ratified an emergency.
        ContractMissing, ContractTextMissing: there is no contract, or it should be public by now.
        NothingChanges, ContractGone, BelowPaid, EndsBeforeStart: what is asked for cannot be kept.
        BadValue, PrivacyFinding: a number or a text cannot stand.
    """
    why = public_text(N_("变更的原因"), reason, limit=LONGEST_REASON)
    words = public_text(N_("内容变化"), scope, limit=LONGEST_SCOPE, needed=False)
    wish = Wish(fiscal_fen, social_fen, days, words)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.CHANGE_ASK, project.target, at=at)
        during(project, (State.IMPLEMENTING,))
        if project.fast_track_at is not None and project.ratified_at is None:
            raise NotRatified
        change = _asked(session, project, wish, why, by_id=actor.person_id or 0, at=at)
        facts = {**facts_of(change), "reason": why, **text_seal(words)}
        move(session, project, Action.CHANGE_ASK, actor=actor, at=at, facts=facts)
        return change.id


def agree(number: str, *, actor: Actor, at: datetime) -> None:
    """Agree to a small change as an officer of the street; the contract is changed and the spending tells it.

    Raises:
        NotFound, NotPermitted, OwnMatter: no such project, or not for this actor.
        WrongMoment, NoChangeAsked: nothing waits.
        SameWish: the actor asked for it.
        TooLargeToAgree: it needs a higher body.
        BelowPaid, BalanceTooSmall: the money does not allow it.
    """
    _let_take_effect(number, Action.CHANGE_AGREE, actor=actor, at=at)


def agree_large(number: str, *, actor: Actor, at: datetime) -> None:
    """Agree to a change as a leader of the street, who also may agree to a small one; the supervisor is told of a larger one.

    Raises:
        NotFound, NotPermitted, OwnMatter: no such project, or not for this actor.
        WrongMoment, NoChangeAsked: nothing waits.
        SameWish: the actor asked for it.
        TooLargeToAgree: the council decides.
        BelowPaid, BalanceTooSmall: the money does not allow it.
    """
    _let_take_effect(number, Action.CHANGE_AGREE_LARGE, actor=actor, at=at)


def enact(number: str, *, actor: Actor, at: datetime) -> None:
    """Let a change take effect to which the council agreed, after its notice.

    Raises:
        NotFound, NotPermitted, OwnMatter: no such project, or not for this actor.
        WrongMoment, NoChangeAsked, NotVotedYet: nothing waits, or the council has not agreed.
        SameWish: the actor asked for it.
        NoVersionStands, WindowRunning, WindowPaused, ObjectionsOpen, ReviewMissing, UpheldInSubstance,
            ResolutionMissing: the notice stands in the way.
        BelowPaid, BalanceTooSmall: the money does not allow it.
    """
    _let_take_effect(number, Action.CHANGE_ENACT, actor=actor, at=at)


def refuse(number: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """Refuse a change with a public reason; the work goes on under the contract as it is.

    Raises:
        NotFound, NotPermitted, OwnMatter: no such project, or not for this actor.
        WrongMoment, NoChangeAsked: nothing waits.
        SameWish: the actor asked for it.
        VotedAlready, ObjectionsOpen, ReviewMissing: the council agreed, and no objection was upheld.
        BadValue, PrivacyFinding: the reason cannot stand.
    """
    words = public_text(N_("理由"), reason, limit=LONGEST_REASON)
    with transaction() as session:
        project, change = _held(session, number, Action.CHANGE_REFUSE, actor=actor, at=at)
        _decided(change, project, Action.CHANGE_REFUSE, actor=actor, at=at)
        change.state, change.decided_at, change.refuse_reason = "refused", at, words
        facts = {"change": change.position, "reason": words}
        move(session, project, Action.CHANGE_REFUSE, actor=actor, at=at, facts=facts)
        _notices.end(session, project, at=at)
        _notices.settle(session, project, at=at)


def note_seen(number: str, *, actor: Actor, at: datetime) -> None:
    """Note that the supervisor knows of the changes that hold and were not small.

    Raises:
        NotFound, NotPermitted: no such project, or not a supervisor here.
        FileClosed: the project is closed.
        AlreadyDone: there is none that was not seen.
    """
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.CHANGE_SEEN, project.target, at=at)
        unless_closed(project)
        found = changes.unseen(session, project.id)
        if not found:
            raise AlreadyDone
        for change in found:
            change.seen_at, change.seen_by_id = at, actor.person_id
        facts = {"change": found[-1].position}
        subject, area = subject_of(project), project.area.path
        record(session, Action.CHANGE_SEEN, subject, actor=actor, at=at, area=area, facts=facts)


def _asked(
    session: Session, project: Project, wish: Wish, reason: str, *, by_id: int, at: datetime
) -> ContractChange:
    contract, stand = standing_of(session, project, at=at)
    require_change(stand, wish)
    rules = rulebooks.of(project)
    way = way_of(stand, wish, rules)
    change = ContractChange(
        contract_id=contract.id,
        project_id=project.id,
        position=len(changes.of_project(session, project.id)) + 1,
        reason=reason,
        amount_fen=Fen(wish.amount),
        fiscal_fen=Fen(wish.fiscal),
        social_fen=Fen(wish.social),
        days=wish.days,
        scope=wish.scope,
        fiscal_before_fen=contract.fiscal_fen,
        social_before_fen=contract.social_fen,
        ends_before=contract.ends_on,
        body=way.body.value,
        why=way.why,
        special=needs_higher_bar(stand, wish, rules),
        asked_at=at,
        asked_by_id=by_id,
    )
    session.add(change)
    session.flush()
    return change


def _held(
    session: Session, number: str, action: Action, *, actor: Actor, at: datetime
) -> tuple[Project, ContractChange]:
    """Return a project and its change, both held, if this actor may decide on it.

    Raises:
        NotFound, NotPermitted, WrongMoment, NoChangeAsked, SameWish.
    """
    project = projects.by_number(session, number, for_update=True)
    permit(actor, action, project.target, at=at)
    if project.state is State.IMPLEMENTING:
        raise NoChangeAsked
    during(project, (State.CHANGING,))
    change = waiting(session, project)
    if change.asked_by_id == actor.person_id:
        raise SameWish
    return project, change


def _decided(change: ContractChange, project: Project, action: Action, *, actor: Actor, at: datetime) -> None:
    role = acting_role(actor, action, project.area.path, at=at)
    change.decided_by_id, change.decided_role = actor.person_id, role.value if role else ""


def _let_take_effect(number: str, action: Action, *, actor: Actor, at: datetime) -> None:
    with transaction() as session:
        project, change = _held(session, number, action, actor=actor, at=at)
        require_step(session, project, action, at=at)
        _decided(change, project, action, actor=actor, at=at)
        take_effect(session, project, change, at=at, by_id=actor.person_id or 0)
        words = {
            "was": yuan(change.before_fen),
            "now": yuan(change.after_fen),
            "by": BODIES[Body(change.body)],
            "then": days_words(change.days),
        }
        news = News(Event.CHANGE, local_day(at), change.after_fen, words)
        told = tell(session, project, news, actor=actor, at=at)
        facts = {**facts_of(change), **told.facts}
        told.tie(move(session, project, action, actor=actor, at=at, facts=facts))
        _notices.end(session, project, at=at)
        _notices.settle(session, project, at=at)
