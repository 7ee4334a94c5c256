"""What follows from a vote that was closed: for a project, for an emergency that was to be ratified, for a change."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.departures import Decided
from microprojects.domain.people import Actor
from microprojects.services._changes import to_vote_on, vote_down
from microprojects.services._deed import move, record, subject_of
from microprojects.services._departures import note
from microprojects.services._resolution import publish_decision, publish_ratification
from microprojects.store import rulebooks
from microprojects.store.disclosures import Disclosure
from microprojects.store.projects import Project
from microprojects.store.votes import Vote


def end_vote(session: Session, vote: Vote, *, actor: Actor, at: datetime) -> None:
    """Do what was decided, by what the item was on the agenda for."""
    follow = {"ratify": _ratify, "change": _change}.get(vote.item.purpose, _resolve)
    follow(session, vote, actor=actor, at=at)


def _resolve(session: Session, vote: Vote, *, actor: Actor, at: datetime) -> None:
    """Move the project by what was decided; at the last deliberation the decision becomes public at once.

    Where it goes against a residents' poll, it waits for the reason.
    """
    project = vote.item.project
    disclosure: Disclosure | None = None
    is_last = vote.stage == len(rulebooks.of(project).scheme.deliberations)
    departure = None
    if is_last or not vote.carried:
        decided = Decided.PASSED if vote.carried else Decided.REJECTED
        departure = note(session, vote.item, decided, at=at)
    if vote.carried and is_last and departure is None:
        disclosure = publish_decision(session, vote, actor=actor, at=at)
    action = Action.PROJECT_PASS if vote.carried else Action.PROJECT_REJECT
    facts = _told(vote, disclosure)
    entry = move(session, project, action, actor=actor, at=at, facts=facts)
    if disclosure is not None:
        disclosure.journal_seq = entry.seq


def _ratify(session: Session, vote: Vote, *, actor: Actor, at: datetime) -> None:
    """Note the ratification of a fast-track project, or its refusal, without moving it."""
    project = vote.item.project
    disclosure: Disclosure | None = None
    if vote.carried:
        project.ratified_at = at
        disclosure = publish_ratification(session, vote, actor=actor, at=at)
    facts = {**_told(vote, disclosure), "purpose": "ratify", "carried": vote.carried}
    seq = note_act(session, project, Action.VOTE_CLOSE, facts, actor=actor, at=at)
    if disclosure is not None:
        disclosure.journal_seq = seq


def _told(vote: Vote, disclosure: Disclosure | None) -> dict[str, object]:
    facts: dict[str, object] = {
        "meeting": vote.item.meeting_id,
        "item": vote.item.position,
        "vote": vote.id,
        "for": vote.in_favour,
        "against": vote.against,
        "abstain": vote.abstain,
        "base": vote.base,
        "need": vote.need_for,
        "dossier": vote.dossier_hash,
    }
    return facts | ({"disclosure": disclosure.sha256} if disclosure else {})


def _change(session: Session, vote: Vote, *, actor: Actor, at: datetime) -> None:
    """Publish the decision on a change, whose notice begins; one that did not carry is dropped, and the work goes on."""
    project = vote.item.project
    change = to_vote_on(session, project)
    facts: dict[str, object] = {"purpose": "change", "change": change.position}
    if not vote.carried:
        vote_down(change, vote, at=at)
        move(
            session,
            project,
            Action.CHANGE_VOTE_DOWN,
            actor=actor,
            at=at,
            facts={**_told(vote, None), **facts},
        )
        return
    change.vote_id, change.vote = vote.id, vote
    disclosure = publish_decision(session, vote, actor=actor, at=at)
    facts |= {**_told(vote, disclosure), "carried": True}
    disclosure.journal_seq = note_act(session, project, Action.VOTE_CLOSE, facts, actor=actor, at=at)


def note_act(
    session: Session,
    project: Project,
    action: Action,
    facts: dict[str, object],
    *,
    actor: Actor,
    at: datetime,
) -> int:
    """Tell the journal of an act that moves nothing, and return the number of its entry."""
    area = project.area.path
    return record(session, action, subject_of(project), actor=actor, at=at, area=area, facts=facts).seq
