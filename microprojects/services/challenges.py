"""Challenges of a poll's count: filed while the result is on show, answered by the supervisor, and counted anew if upheld."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import challenges as law
from microprojects.domain import texts
from microprojects.domain.actions import Action
from microprojects.domain.commitments import Opening
from microprojects.domain.errors import N_, AlreadyDone, NotPermitted
from microprojects.domain.people import Actor
from microprojects.domain.polls import PollState, require_state
from microprojects.services._deed import unnamed
from microprojects.services._polls import held, tell
from microprojects.services._tallies import count, mark_options
from microprojects.services._words import public_line, public_text, text_seal
from microprojects.store import ballots, challenges, paper_boxes
from microprojects.store.challenges import Challenge, PollRecount
from microprojects.store.db import transaction
from microprojects.store.people import Person
from microprojects.store.polls import Poll

LONGEST_NAME = 50


def file(
    poll_id: int,
    *,
    ground: str,
    text: str,
    channel: str = "online",
    name: str = "",
    actor: Actor,
    at: datetime,
) -> int:
    """Challenge a count, for oneself online, or write it down under the `name` of somebody who came or wrote.

    Its words are published at once, without a name.

    Raises:
        NotFound, NotPermitted: there is no such poll, not signed in, or not one who writes down for others here.
        ChallengeOver: nothing is counted, or the days are over.
        ChallengedAlready: the person's earlier challenge was not answered.
        WhoChallenges, BadValue, PrivacyFinding: what was written cannot stand.
    """
    law.check(ground, channel)
    is_online = channel == "online"
    words = public_text(N_("质疑的内容"), text, limit=law.LONGEST_TEXT)
    called = texts.line(N_("姓名"), name, limit=LONGEST_NAME)
    action = Action.CHALLENGE_FILE if is_online else Action.CHALLENGE_ENTER
    try:
        with transaction() as session:
            poll = held(session, poll_id, action, actor=actor, at=at)
            law.require_challengeable(
                poll.stands, poll.counted_at, poll.closes_at, poll.challenge_days, at=at
            )
            words = unnamed(session, words, action, actor=actor, at=at, area=poll.area.path)
            challenge = Challenge(
                poll_id=poll_id, channel=channel, ground=ground, text=words, filed_at=at,
                person_id=_myself(actor) if is_online else _noted(session, called, at=at),
                entered_by_id=None if is_online else actor.person_id,
            )  # fmt: skip
            session.add(challenge)
            session.flush()
            facts = {"number": challenge.id, "ground": ground, "channel": channel, **text_seal(words)}
            tell(session, poll, action, facts, actor=actor, at=at)
            return challenge.id
    except AlreadyDone as again:
        raise law.ChallengedAlready from again


def _myself(actor: Actor) -> int:
    if actor.person_id is None:
        raise NotPermitted
    return actor.person_id


def _noted(session: Session, name: str, *, at: datetime) -> int:
    """Note the name of somebody who came to the desk or wrote a letter."""
    if not name:
        raise law.WhoChallenges
    known = Person(name=name, created_at=at)
    session.add(known)
    session.flush()
    return known.id


def answer(challenge_id: int, *, outcome: str, text: str, actor: Actor, at: datetime) -> None:
    """Answer a challenge in writing as the supervisor; the answer is published at once and stays.

    Raises:
        NotFound, NotPermitted: there is none such, or the actor does not supervise here.
        OwnChallenge: they filed it or wrote it down.
        AnsweredAlready: it was answered.
        PollMoment: the result is final.
        BadValue, PrivacyFinding: what was written cannot stand.
    """
    law.require_outcome(outcome)
    words = public_text(N_("答复"), text, limit=law.LONGEST_ANSWER)
    with transaction() as session:
        poll_id = challenges.get(session, challenge_id).poll_id
        poll = held(session, poll_id, Action.CHALLENGE_ANSWER, actor=actor, at=at)
        challenge = challenges.get(session, challenge_id, for_update=True)
        require_state(poll.stands, PollState.COUNTED)
        if actor.person_id in (challenge.person_id, challenge.entered_by_id):
            raise law.OwnChallenge
        if challenge.outcome is not None:
            raise law.AnsweredAlready
        challenge.outcome, challenge.answer = outcome, words
        challenge.answered_at, challenge.answered_by_id = at, actor.person_id
        facts = {
            "number": challenge_id,
            "ground": challenge.ground,
            "outcome": outcome,
            "sha256": hashlib.sha256(words.encode()).hexdigest(),
        }
        tell(session, poll, Action.CHALLENGE_ANSWER, facts, actor=actor, at=at)


def recount(poll_id: int, *, reason: str, actor: Actor, at: datetime) -> bool:
    """Count the same ballots anew by the same frozen rule after an upheld challenge; say whether the result is the same.

    The new run stands beside the old one. Where it differs it holds, and the days of
    challenge and publicity begin anew.

    Raises:
        NotFound, NotPermitted, PollMoment: there is no such poll, or it is not to be counted anew.
        NothingToRecount: no upheld challenge waits for it.
        BallotsDiffer: the published ballots are not those of the box.
        BadValue, PrivacyFinding: the reason cannot be published.
    """
    words = public_line(N_("理由"), reason, limit=law.LONGEST_REASON)
    with transaction() as session:
        poll = held(session, poll_id, Action.POLL_RECOUNT, actor=actor, at=at)
        require_state(poll.stands, PollState.COUNTED)
        upheld, before = challenges.to_recount(session, poll_id), ballots.last_run(session, poll_id)
        if not upheld or before is None:
            raise law.NothingToRecount
        opened = _published(session, poll)
        outcome, run = count(session, poll, opened, run=before.run + 1, at=at)
        same = (run.output_hash, run.ballots_hash) == (before.output_hash, before.ballots_hash)
        if not same:
            mark_options(poll, outcome, opened)
            poll.counted_at = at
        session.add(
            PollRecount(
                poll_id=poll_id,
                run=run.run,
                reason=words,
                same=same,
                counted_at=at,
                counted_by_id=actor.person_id,
            )
        )
        for challenge in upheld:
            challenge.recounted = run.run
        facts = {"run": run.run, "same": same, "reason": words, "result": run.output_hash}
        tell(session, poll, Action.POLL_RECOUNT, facts, actor=actor, at=at)
        return same


def _published(session: Session, poll: Poll) -> list[Opening]:
    """Return the published ballots, each checked against its commitment, and all of them against the sealed box.

    Raises:
        BallotsDiffer: one is not what was committed to, or one is missing or too many.
    """
    opened = [
        Opening.from_data(
            {
                "choices": each.choices,
                "nonce": each.nonce,
                "round": poll.name,
                "spec": poll.spec_hash,
                "word": each.word,
            }
        )
        for each in ballots.finals(session, poll.id)
    ]
    commitments = [opening.commitment for opening in opened]
    kept = [each.commitment for each in ballots.finals(session, poll.id)]
    paper = [each.commitment for each in paper_boxes.openings(session, poll.id)]
    if not commitments == kept == sorted([*ballots.counted_commits(session, poll.id), *paper]):
        raise law.BallotsDiffer
    return opened
