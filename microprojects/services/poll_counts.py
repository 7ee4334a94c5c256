"""After the last ballot: the poll closes, is counted by its frozen rule, and is confirmed by two people."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from microprojects.domain import closed_boxes, poll_specs
from microprojects.domain.actions import Action
from microprojects.domain.ballots import check
from microprojects.domain.challenges import require_settled
from microprojects.domain.commitments import Opening
from microprojects.domain.errors import N_, AlreadyDone, Refusal
from microprojects.domain.people import SYSTEM, Actor
from microprojects.domain.polls import (
    BoxDoesNotBalance,
    LotDrawnAlready,
    PollState,
    SignedTwice,
    TooEarly,
    challenge_ends,
    require_dice,
    require_over,
    require_state,
    wall,
)
from microprojects.domain.tally.ties import lot_seed
from microprojects.services import _paper, _tallies
from microprojects.services._boards import publish_new
from microprojects.services._deed import acting_role, move
from microprojects.services._polls import held, tell
from microprojects.services._words import public_line
from microprojects.store import (
    ballot_drafts,
    ballots,
    box_keys,
    challenges,
    poll_desks,
    poll_passes,
    poll_rolls,
    poll_texts,
    polls,
)
from microprojects.store.ballots import FinalBallot, Lot
from microprojects.store.box_keys import BoxBroken, BoxKeys
from microprojects.store.db import db, transaction
from microprojects.store.polls import Poll, PollSignature

SIGNATURES = 2


def close(poll_id: int, *, actor: Actor, at: datetime) -> None:
    """Close the box once its time is over, with the last commitments published; no ballot comes in from now on.

    Raises:
        NotFound, NotPermitted, PollMoment, NotYetOver: it is not there, or not to be closed now.
        BoxDoesNotBalance: not as many ballots as people who took part.
        PaperUnread, PaperUnbalanced: a sheet of paper is not read twice, or one too many or too few was found.
    """
    with transaction() as session:
        poll = held(session, poll_id, Action.POLL_CLOSE, actor=actor, at=at)
        require_over(poll.stands, poll.closes_at, at=at)
        took_part, commits = poll_rolls.turnout(session, poll_id), ballots.counted_commits(session, poll_id)
        cast = sum(took_part.values()) - took_part.get("paper", 0)
        if cast != len(commits):
            raise BoxDoesNotBalance(took_part=cast, ballots=len(commits))
        publish_new(session, poll, actor=actor, at=at)
        sheets, paper = _paper.close(session, poll)
        poll.closed_hash = closed_boxes.closed_hash(
            poll.name, poll.spec_hash, [*commits, *sheets], took_part, paper.as_data()
        )
        poll.state, poll.closed_at = PollState.CLOSED.value, at
        ballot_drafts.empty(session, poll_id)
        poll_passes.empty(session, poll_id)
        poll_texts.empty(session, poll_id)
        facts = {"took_part": sum(took_part.values()), "box": poll.closed_hash, **_paper.facts(paper)}
        tell(session, poll, Action.POLL_CLOSE, facts, actor=actor, at=at)


def close_due(*, at: datetime) -> int:
    """Close for the system every poll whose time is over; return how many."""
    closed = 0
    for poll_id in polls.due(db.session(), at):
        with suppress(Refusal):
            close(poll_id, actor=SYSTEM, at=at)
            closed += 1
    return closed


def draw_lot(poll_id: int, *, dice: str, witnesses: str, actor: Actor, at: datetime) -> None:
    """Write down twenty dice that were thrown in public after the box was closed; once and never again.

    Raises:
        NotFound, NotPermitted, PollMoment: it is not there, or not closed.
        BadDice, BadValue, PrivacyFinding: the dice or the witnesses cannot be used.
        LotDrawnAlready: the lot was drawn.
    """
    thrown = require_dice(dice)
    try:
        with transaction() as session:
            poll = held(session, poll_id, Action.POLL_DRAW_LOT, actor=actor, at=at)
            require_state(poll.stands, PollState.CLOSED)
            lot = Lot(
                poll_id=poll_id,
                dice=thrown,
                witnesses=public_line(N_("在场见证"), witnesses),
                seed=lot_seed(bytes.fromhex(poll.closed_hash), thrown.encode()),
                drawn_at=at,
                drawn_by_id=actor.person_id,
            )
            session.add(lot)
            session.flush()
            facts = {"dice": thrown, "seed": lot.seed}
            tell(session, poll, Action.POLL_DRAW_LOT, facts, actor=actor, at=at)
    except AlreadyDone as twice:
        raise LotDrawnAlready from twice


def count(poll_id: int, *, actor: Actor, at: datetime) -> None:
    """Open the box, count by the frozen rule, publish ballots and result, and let the projects go on (T9b).

    Raises:
        NotFound, NotPermitted, PollMoment: it is not there, or not closed.
        LotNotDrawn: equals can only be told apart by the lot, which was not drawn.
        KeyGone: the key of the box is not where it was left.
        BoxBroken: a ballot or a sheet is not what its commitment says; a fault that nobody may pass over.
    """
    with transaction() as session:
        poll = held(session, poll_id, Action.POLL_COUNT, actor=actor, at=at)
        require_state(poll.stands, PollState.CLOSED)
        online, paper = _opened(session, poll), _paper.opened(session, poll)
        opened = sorted([*online, *paper], key=lambda opening: opening.commitment)
        outcome, run = _tallies.count(session, poll, opened, run=1, at=at)
        _publish_ballots(session, poll, online, "online")
        _publish_ballots(session, poll, paper, "paper")
        _tallies.mark_options(poll, outcome, opened)
        poll.state, poll.counted_at = PollState.COUNTED.value, at
        session.flush()
        for option in polls.options(session, poll_id):
            facts = {"poll": poll_id, "rank": option.place or 0}
            move(session, option.project, Action.PROJECT_LEAVE_POLL, actor=actor, at=at, facts=facts)
        told = {"ballots": len(opened), "chosen": len(outcome.selected), "result": run.output_hash}
        tell(session, poll, Action.POLL_COUNT, told, actor=actor, at=at)


def _opened(session: Session, poll: Poll) -> list[Opening]:
    """Return every ballot in the box, each checked against its commitment and the rule, in order of commitments."""
    keys = box_keys.of(poll.id, poll.name)
    rule = poll_specs.ballot_rule(poll.spec)
    found = []
    for sealed, commitment in ballots.envelopes(session, poll.id):
        opening = _open(keys, sealed)
        if opening.commitment != commitment or (opening.poll, opening.spec) != (poll.name, poll.spec_hash):
            raise BoxBroken(f"the ballot {commitment} of poll {poll.id} is not what was committed to")
        check(opening.choices, rule, blank=True)
        found.append(opening)
    return found


def _open(keys: BoxKeys, sealed: bytes) -> Opening:
    return Opening.from_bytes(keys.open(sealed))


def _publish_ballots(session: Session, poll: Poll, opened: Sequence[Opening], source: str) -> None:
    rows = [
        {
            "poll_id": poll.id,
            "commitment": opening.commitment,
            "nonce": opening.as_data()["nonce"],
            "word": opening.word,
            "choices": dict(opening.choices),
            "source": source,
        }
        for opening in opened
    ]
    if rows:
        session.execute(insert(FinalBallot), rows)


def certify(poll_id: int, *, actor: Actor, at: datetime) -> bool:
    """Sign the counted result; the second signature makes it final and destroys the keys of the box.

    Return whether it is final now.

    Raises:
        NotFound, NotPermitted, PollMoment: it is not there, or not counted.
        TooEarly: it can still be challenged.
        ChallengesOpen: a challenge waits for its answer, or an upheld one for its recount.
        SignedTwice: the actor, or somebody of the same office, has signed.
    """
    try:
        with transaction() as session:
            poll = held(session, poll_id, Action.POLL_CERTIFY, actor=actor, at=at)
            require_state(poll.stands, PollState.COUNTED)
            ends = challenge_ends(poll.counted_at or at, poll.challenge_days)
            if at < ends:
                raise TooEarly(when=wall(ends))
            require_settled(
                waiting=challenges.waiting(session, poll_id),
                upheld=len(challenges.to_recount(session, poll_id)),
            )
            role = acting_role(actor, Action.POLL_CERTIFY, poll.area.path, at=at)
            session.add(
                PollSignature(
                    poll_id=poll_id, person_id=actor.person_id, role=role.value if role else "", signed_at=at
                )
            )
            session.flush()
            final = len(poll_desks.signatures(session, poll_id)) >= SIGNATURES
            if final:
                poll.state, poll.certified_at = PollState.CERTIFIED.value, at
                ballots.empty(session, poll_id)
            tell(session, poll, Action.POLL_CERTIFY, {"final": final}, actor=actor, at=at)
    except AlreadyDone as twice:
        raise SignedTwice from twice
    if final:
        box_keys.destroy(poll_id)
    return final


def forget_keys(*, at: datetime) -> int:
    """Destroy what a crash left of the keys of polls that are confirmed or called off; return of how many."""
    del at  # whenever it is found
    over = polls.over(db.session(), box_keys.kept())
    for poll_id in over:
        box_keys.destroy(poll_id)
    return len(over)
