"""What the deeds of a poll share: whose it is, and its line in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.ballots import NotTaking
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.poll_import_noes import ImportedPoll
from microprojects.domain.polls import is_taking, wall
from microprojects.services._deed import permit, record
from microprojects.store import polls
from microprojects.store.polls import Poll


def held(session: Session, poll_id: int, action: Action, *, actor: Actor, at: datetime) -> Poll:
    """Return a poll, its row held, if the actor may do the act in its community.

    Raises:
        NotFound, NotPermitted: there is none, or the actor may not.
        ImportedPoll: it came from a file and is over.
    """
    found = polls.get(session, poll_id, for_update=True)
    permit(actor, action, Target(found.area.path), at=at)
    if found.source is not None:
        raise ImportedPoll
    return found


def taking(session: Session, poll_id: int, at: datetime) -> Poll:
    """Return a poll that takes ballots now.

    Raises:
        NotFound, NotTaking: there is none, or not now.
    """
    poll = polls.public(session, poll_id)
    if not is_taking(poll.stands, poll.opens_at, poll.closes_at, at=at):
        raise NotTaking(opens=wall(poll.opens_at), closes=wall(poll.closes_at))
    return poll


def tell(
    session: Session,
    poll: Poll,
    action: Action,
    facts: Mapping[str, object] | None = None,
    *,
    actor: Actor,
    at: datetime,
    detail: str = "",
) -> None:
    """Append an act to the journal under the poll's number."""
    record(
        session,
        action,
        f"poll/{poll.id}",
        actor=actor,
        at=at,
        area=poll.area.path,
        facts=facts,
        detail=detail,
    )
