"""Keeping the draft of a ballot: it is no act and no vote, so it leaves no line in the journal."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from microprojects.domain.ballot_drafts import Draft
from microprojects.domain.ballots import NotTaking
from microprojects.domain.people import Actor
from microprojects.domain.polls import is_taking, wall
from microprojects.domain.voters import Voter
from microprojects.store import ballot_drafts, polls
from microprojects.store.ballots import BallotDraft
from microprojects.store.db import transaction


def keep(poll_id: int, draft: Draft, *, voter: Voter, at: datetime) -> None:
    """Keep what somebody has picked, for the person or for their browser.

    Raises:
        NotFound: there is no such poll.
        NotTaking: it takes no ballots at this moment.
    """
    with transaction() as session:
        poll = polls.get(session, poll_id)
        if not is_taking(poll.stands, poll.opens_at, poll.closes_at, at=at):
            raise NotTaking(opens=wall(poll.opens_at), closes=wall(poll.closes_at))
        drafter = voter.drafter_id
        row = ballot_drafts.find(session, poll_id, holder=voter.holder, person_id=drafter)
        if draft.is_empty:
            if row is not None:
                session.delete(row)
            return
        if row is None:
            theirs = voter.holder if drafter is None else _nobodys()
            row = BallotDraft(poll_id=poll_id, holder=theirs, person_id=drafter, kept_at=at)
            session.add(row)
            session.flush()
        row.kept_at = at
        ballot_drafts.write(row, draft)


def claim(*, holder: str, actor: Actor, at: datetime) -> None:
    """Let the drafts of a browser follow the person who signed in there; they go before older ones of theirs.

    From now on the token of the browser opens none of them.
    """
    with transaction() as session:
        for row in ballot_drafts.of_holder(session, holder):
            ballot_drafts.forget(session, row.poll_id, holder="", person_id=actor.person_id or 0)
            row.person_id, row.holder, row.kept_at = actor.person_id, _nobodys(), at
            session.flush()


def _nobodys() -> str:
    """Return a holder that no browser has the token of."""
    return hashlib.sha256(secrets.token_bytes(32)).hexdigest()
