"""Votes that bind no more, each with the vote that stands instead of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, contains_eager

from microprojects.store.meetings import AgendaItem
from microprojects.store.projects import Project
from microprojects.store.votes import Vote


@dataclass(frozen=True)
class Overtaken:
    """A vote that binds no more, and the one that stands instead, None while the council has not voted again."""

    vote: Vote
    instead: Vote | None


def void_from(session: Session, project: Project, stage: int, *, at: datetime, reason: str) -> None:
    """Void every vote on a project at a stage or later: what was decided of an earlier plan binds no more."""
    bound = (Vote.project_id == project.id, Vote.stage >= stage, Vote.voided_at.is_(None))
    session.execute(update(Vote).where(*bound).values(voided_at=at, void_reason=reason))


def overtaken(session: Session, vote: Vote) -> Overtaken | None:
    """Return a vote with the one that stands instead of it, None where it stands itself."""
    if vote.voided_at is None:
        return None
    query = (
        select(Vote)
        .join(Vote.item)
        .join(AgendaItem.meeting)
        .options(contains_eager(Vote.item).contains_eager(AgendaItem.meeting))
        .where(
            Vote.project_id == vote.project_id,
            Vote.stage == vote.stage,
            AgendaItem.purpose == vote.item.purpose,
            Vote.id > vote.id,
            Vote.voided_at.is_(None),
        )
        .order_by(Vote.id.desc())
    )
    return Overtaken(vote, session.scalar(query.limit(1)))


def among(votes: Iterable[Vote], vote: Vote) -> Overtaken | None:
    """Return the same of the closed votes on a project that are at hand: one that is still open stands for none yet."""
    if vote.voided_at is None:
        return None
    later = (
        each
        for each in votes
        if (each.stage, each.item.purpose) == (vote.stage, vote.item.purpose)
        and each.id > vote.id
        and each.voided_at is None
    )
    return Overtaken(vote, max(later, key=lambda each: each.id, default=None))


def in_meeting(session: Session, meeting_id: int) -> dict[int, Overtaken]:
    """Return by item the decisions of a meeting that bind no more: decided there, and no vote of it stands."""
    query = (
        select(Vote)
        .join(Vote.item)
        .options(contains_eager(Vote.item))
        .where(
            AgendaItem.meeting_id == meeting_id,
            AgendaItem.state.in_(("passed", "rejected")),
            Vote.voided_at.is_not(None),
        )
        .order_by(Vote.id)
    )
    found = {vote.item_id: overtaken(session, vote) for vote in session.scalars(query).all()}
    return {
        item_id: each
        for item_id, each in found.items()
        if each is not None and (each.instead is None or each.instead.item_id != item_id)
    }
