"""Proposals: beginning a draft, keeping it, handing it in, and what their proposers do with them afterwards."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, BadValue, NotFound
from microprojects.domain.people import SYSTEM, Actor
from microprojects.domain.permissions import acts_for
from microprojects.domain.proposal_words import (
    REAL,
    EstimateWords,
    ProposalWords,
    require_no_private_data,
    require_whole_lines,
)
from microprojects.domain.proposals import RESIDENT, UNIT, UnitIsNamed
from microprojects.domain.states import State
from microprojects.domain.withdrawals import OnlySeconders, require_copyable, require_room
from microprojects.domain.workdays import local_day
from microprojects.services import _proposals
from microprojects.services._deed import move, permit, record, subject_of
from microprojects.services._spending import Told
from microprojects.services._take_down import mask_proposer
from microprojects.store import areas, packaged, people, projects, proposals, rulebooks
from microprojects.store.db import db, transaction
from microprojects.store.projects import Project

__all__ = [
    "EstimateWords",
    "ProposalWords",
    "adopt",
    "copy",
    "lapse_overdue",
    "resubmit",
    "save_draft",
    "show_name",
    "start_draft",
    "submit",
    "withdraw",
]


def start_draft(
    community_slug: str, *, actor: Actor, at: datetime, proposer_id: int | None = None, title: str = ""
) -> int:
    """Begin a draft in a community and return its id. With a `proposer_id` it is entered for that person.

    Raises:
        NotFound: there is no such community or person.
        BadValue: the area is not a community, or the title is too long.
        NotPermitted: nobody is signed in, or the actor may not enter proposals for others there.
        NotVerified: the proposer does not belong to the community, and is no unit there.
        RoundClosed: no round of the community has begun.
        TooManyDrafts: the proposer has enough of them.
    """
    words = ProposalWords(title=title).cleaned()
    with transaction() as session:
        community = areas.by_slug(session, community_slug)
        if community.level != "community":
            raise BadValue(field=N_("社区"), why=N_("请从名单里选一个社区"))
        proposer, kind = _proposals.proposer_of(session, community, proposer_id, actor=actor, at=at)
        require_room(proposals.open_drafts(session, proposer.id))
        project = _proposals.new_draft(session, community, proposer, words, kind=kind, actor=actor, at=at)
        entered = project.entered_by_id is not None
        action = Action.PROJECT_ENTER if entered else Action.PROJECT_DRAFT
        record(session, action, subject_of(project), actor=actor, at=at, area=community.path)
        return project.id


def save_draft(draft_id: int, *, actor: Actor, at: datetime, words: ProposalWords) -> None:
    """Keep what was typed into a draft or a returned proposal. Nothing of it is public, so nothing is journaled.

    Raises:
        NotFound: it is not the actor's.
        WrongMoment: it was handed in already.
        BadValue: something does not fit its box.
    """
    words = words.cleaned()
    with transaction() as session:
        project = _proposals.own(session, draft_id, actor=actor, at=at)
        permit(actor, Action.PROJECT_DRAFT, project.target, at=at)
        _require_own(project, actor=actor, at=at)
        _proposals.require_state(project, _proposals.EDITABLE)
        _proposals.write(session, project, words)


def submit(draft_id: int, *, actor: Actor, at: datetime, consent: bool) -> str:
    """Hand a draft in and return its public number. `consent` is to the privacy notice, by the proposer.

    Raises:
        NotFound: it is not the actor's.
        NotVerified: the proposer was not verified in the community, and is no unit there.
        Incomplete: a line of the estimate lacks its words or its amount.
        PrivacyFinding: a text names personal data; it says which.
        WrongMoment: it was handed in before.
        Refusal: a guard of the lifecycle says no.
    """
    with transaction() as session:
        project = _proposals.own(session, draft_id, actor=actor, at=at)
        _require_own(project, actor=actor, at=at)
        _proposals.require_state(project, {State.DRAFT})
        _proposals.require_verified(session, project, at)
        words = proposals.words_of(project)
        require_whole_lines(words)
        require_no_private_data(words)
        project.number = _proposals.number_for(session, project, at)
        project.consent_at = at if consent else None
        project.submitted_at = at
        _note_consent_to_name(project, at)
        facts = {
            "type": project.type,
            "theme": project.theme,
            "estimate": str(sum(line.amount_fen for line in project.lines)),
            "entered": project.entered_by_id is not None,
            "name": project.proposer_display,
        }
        move(session, project, Action.PROJECT_SUBMIT, actor=actor, at=at, facts=facts)
        return project.number


def resubmit(number: str, *, actor: Actor, at: datetime) -> None:
    """Hand a returned proposal in again, mended.

    Raises:
        NotFound: it is not the actor's.
        Incomplete, PrivacyFinding: as for handing it in.
        FixTooLate: the days for mending are over.
        Refusal: another guard says no.
    """
    with transaction() as session:
        project = _proposals.own(session, number, actor=actor, at=at)
        _proposals.require_state(project, {State.RETURNED})
        words = proposals.words_of(project)
        require_whole_lines(words)
        require_no_private_data(words)
        _note_consent_to_name(project, at)
        move(session, project, Action.PROJECT_RESUBMIT, actor=actor, at=at)


def withdraw(reference: int | str, *, actor: Actor, at: datetime) -> None:
    """Take a proposal back, by its number or its draft id, as long as it is on no agenda.

    Raises:
        NotFound: there is none, or it is somebody else's draft.
        NotPermitted: it is somebody else's.
        WrongMoment: it is on an agenda, or further.
    """
    with transaction() as session:
        project = _proposals.own(session, reference, actor=actor, at=at)
        seconders = proposals.seconders(session, project.id)
        move(session, project, Action.PROJECT_WITHDRAW, actor=actor, at=at, facts={"seconders": seconders})


def adopt(number: str, *, actor: Actor, at: datetime) -> None:
    """Take over a withdrawn proposal that one seconds; it stands where neighbours second it.

    The new proposer's own support is no longer counted. Their name is masked.

    Raises:
        NotFound: there is no such number.
        OnlySeconders: the actor does not second it.
        TooFewToAdopt, AdoptTooLate: too few neighbours do, or it is too late.
        WrongMoment: it was not withdrawn.
    """
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        _proposals.require_state(project, {State.WITHDRAWN})
        support = proposals.seconding(session, project.id, actor.person_id or 0)
        if support is None:
            raise OnlySeconders
        move(session, project, Action.PROJECT_ADOPT, actor=actor, at=at)
        project.proposer = people.get(session, support.person_id)
        project.proposer_kind, project.entered_by_id, project.consent_at = RESIDENT, None, at
        project.proposer_display = ProposalWords().display
        session.delete(support)


def copy(reference: int | str, *, actor: Actor, at: datetime) -> int:
    """Copy a proposal that did not get through into a new draft, linked to it, and return the draft's id.

    Raises:
        NotFound: there is none.
        NotPermitted: it is somebody else's.
        WrongMoment: it is on its way, or done.
        ResubmitTooEarly: it was rejected too short a time ago.
        TooManyDrafts: the proposer has enough of them.
    """
    with transaction() as session:
        old = _proposals.own(session, reference, actor=actor, at=at)
        permit(actor, Action.PROJECT_COPY, old.target, at=at)
        require_copyable(old.state, old.state_since, rulebooks.of(old), at, packaged.work_calendar())
        require_room(proposals.open_drafts(session, old.proposer_id))
        words = proposals.words_of(old)
        kind = old.proposer_kind
        draft = _proposals.new_draft(session, old.area, old.proposer, words, kind=kind, actor=actor, at=at)
        draft.copied_from_id = old.id
        record(
            session,
            Action.PROJECT_COPY,
            subject_of(draft),
            actor=actor,
            at=at,
            area=old.area.path,
            facts={"from": subject_of(old)},
        )
        return draft.id


def show_name(number: str, *, shown: bool, actor: Actor, at: datetime) -> None:
    """Show the proposer's real name in public from now on, or mask it again.

    To show it takes the proposer's own separate consent, given here in person or, before
    it was handed in, on paper. To mask it, whoever entered the proposal may be asked;
    what was published with the name is hidden, and published again without it.

    Raises:
        NotFound: there is no such number, or it is somebody else's draft.
        NotPermitted: it is somebody else's.
        UnitIsNamed: a unit is always named.

    Source: 个人信息保护法 arts. 15 and 25.
    """
    action = Action.PROPOSER_SHOW_NAME if shown else Action.PROPOSER_MASK_NAME
    with transaction() as session:
        project = _proposals.own(session, number, actor=actor, at=at)
        permit(actor, action, project.target, at=at)
        if project.proposer_kind == UNIT:
            raise UnitIsNamed
        project.proposer_display = REAL if shown else ProposalWords().display
        person = project.proposer
        if shown:
            person.name_shown_since = person.name_shown_since or at
        elif not proposals.shows_name_elsewhere(session, person.id, project.id, REAL):
            person.name_shown_since = None
        told, gone = (Told(), []) if shown else mask_proposer(session, project, actor=actor, at=at)
        facts = {"shown": shown, **told.facts, **({} if shown else {"taken_down": gone})}
        subject, area = subject_of(project), project.area.path
        told.tie(record(session, action, subject, actor=actor, at=at, area=area, facts=facts))


def lapse_overdue(*, at: datetime) -> int:
    """Withdraw each returned proposal whose days for mending are over, and return how many."""
    overdue = proposals.overdue_returns(db.session(), at)
    for project_id in overdue:
        with transaction() as session:
            project = projects.get(session, project_id, for_update=True)
            if project.state is State.RETURNED:
                move(session, project, Action.PROJECT_LAPSE, actor=SYSTEM, at=at)
    return len(overdue)


def _note_consent_to_name(project: Project, at: datetime) -> None:
    """Keep since when the proposer agrees to be named, where they chose so on what is handed in."""
    if project.proposer_kind != UNIT and project.proposer_display == REAL:
        project.proposer.name_shown_since = project.proposer.name_shown_since or at


def _require_own(project: Project, *, actor: Actor, at: datetime) -> None:
    if not acts_for(actor, project.target, at=local_day(at)):
        raise NotFound
