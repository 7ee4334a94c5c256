"""Counting a poll by its frozen rule: what goes in, the run that is kept, and what it means for each project."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.canonical import canonical
from microprojects.domain.commitments import Opening
from microprojects.domain.tally import spec_files
from microprojects.domain.tally.counting import count as count_votes
from microprojects.domain.tally.elections import Candidate, Election, election
from microprojects.domain.tally.needed import votes_needed
from microprojects.domain.tally.outcomes import Outcome, record
from microprojects.domain.tally.specs import Spec
from microprojects.store import ballots, polls
from microprojects.store.ballots import TallyRun
from microprojects.store.polls import Poll


def count(
    session: Session, poll: Poll, opened: Sequence[Opening], *, run: int, at: datetime
) -> tuple[Outcome, TallyRun]:
    """Count ballots by the frozen rule and keep the run with every step.

    Raises:
        LotNotDrawn: equals can only be told apart by the lot, which was not drawn.
    """
    counted = _to_count(session, poll, opened)
    outcome = count_votes(*counted)
    more = {code: votes_needed(*counted, code) for code in outcome.losses}
    told = {**record(outcome), "needed": more}
    return outcome, _kept(session, poll, opened, told, run=run, at=at)


def _to_count(session: Session, poll: Poll, opened: Sequence[Opening]) -> tuple[Election, Spec]:
    """Return the ballots as they are counted, and the frozen rule with the lot, if one was drawn."""
    lot = ballots.lot(session, poll.id)
    spec = replace(spec_files.read(poll.spec.encode()).spec, seed=lot.seed if lot else "")
    groups = poll.categories
    candidates = [
        Candidate(option.code, option.cost_fen, groups[option.code])
        for option in polls.options(session, poll.id)
    ]
    return election(poll.budget_fen, candidates, (o.choices for o in opened)), spec


def _kept(
    session: Session,
    poll: Poll,
    opened: Sequence[Opening],
    told: Mapping[str, object],
    *,
    run: int,
    at: datetime,
) -> TallyRun:
    lot = ballots.lot(session, poll.id)
    output = canonical(told)
    listed = "\n".join(opening.commitment for opening in opened)
    kept = TallyRun(
        poll_id=poll.id,
        run=run,
        spec_hash=poll.spec_hash,
        ballots_hash=hashlib.sha256(listed.encode()).hexdigest(),
        seed=lot.seed if lot else "",
        output=output.decode(),
        output_hash=hashlib.sha256(output).hexdigest(),
        counted_at=at,
    )
    session.add(kept)
    return kept


def mark_options(poll: Poll, outcome: Outcome, opened: Sequence[Opening]) -> None:
    """Write the place and votes of every project on the ballot: the chosen in their order, then the rest by votes."""
    chosen = list(outcome.selected)
    votes = {
        option.code: sum(option.code in opening.choices for opening in opened) for option in poll.options
    }
    rest = sorted((o for o in poll.options if o.code not in chosen), key=lambda o: (-votes[o.code], o.number))
    places = {code: place for place, code in enumerate([*chosen, *(o.code for o in rest)], start=1)}
    for option in poll.options:
        option.selected = option.code in chosen
        option.place, option.votes = places[option.code], votes[option.code]
