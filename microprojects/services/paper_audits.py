"""The sample of paper ballots after the lot: what came of holding it against the sheets goes into the journal."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain.actions import Action
from microprojects.domain.paper_audits import require_counts, sample
from microprojects.domain.people import Actor
from microprojects.domain.polls import PollState, require_state
from microprojects.services._polls import held, tell
from microprojects.store import ballots, paper_sheets
from microprojects.store.db import transaction


def note(poll_id: int, *, differing: int, actor: Actor, at: datetime) -> None:
    """Write into the journal how many sheets of the sample differ from what was read; numbers only.

    Raises:
        NotFound, NotPermitted, PollMoment: there is no such poll, or it is not closed.
        NoSeed: no lot was drawn.
        BadAudit: more differ than were sampled.
    """
    with transaction() as session:
        poll = held(session, poll_id, Action.PAPER_AUDIT, actor=actor, at=at)
        require_state(poll.stands, PollState.CLOSED, PollState.COUNTED)
        lot = ballots.lot(session, poll_id)
        sampled = len(sample(paper_sheets.sheets(session, poll_id), lot.seed if lot else ""))
        require_counts(sampled=sampled, differing=differing)
        facts = {"sampled": sampled, "sampled_differing": differing}
        tell(session, poll, Action.PAPER_AUDIT, facts, actor=actor, at=at)
