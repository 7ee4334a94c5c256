"""The publication of a poll's commitments by the batch, which its deeds and its closing share."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.commit_batches import list_hash
from microprojects.domain.people import Actor
from microprojects.services._polls import tell
from microprojects.store import poll_boards
from microprojects.store.poll_boards import PollBatch
from microprojects.store.polls import Poll


def publish_new(session: Session, poll: Poll, *, actor: Actor, at: datetime) -> int:
    """Publish every commitment that is not published as the next batch, and return how many; none is no batch."""
    last = poll_boards.last_batch(session, poll.id)
    number = last.batch + 1 if last else 1
    commits = poll_boards.publish(session, poll.id, number)
    if not commits:
        return 0
    batch = PollBatch(
        poll_id=poll.id,
        batch=number,
        commitments=len(commits),
        list_hash=list_hash(commits),
        published_at=at,
    )
    session.add(batch)
    session.flush()
    facts = {"batch": number, "commitments": len(commits), "list": batch.list_hash}
    tell(session, poll, Action.POLL_PUBLISH, facts, actor=actor, at=at)
    return len(commits)
