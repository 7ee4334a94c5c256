"""Casting a ballot: one a person, replaced until the poll closes, taken back within minutes.

These two deeds leave no line in the journal: lines in the order of arrival would let who watched
the door tell who voted what. `services/poll_boards.py` publishes the commitments, those of replaced
ballots and of ballots that were taken back among them: twenty or more at once, sorted, at most every ten
minutes, and the rest when the poll closes. Of turnout it tells one number for each day that is over.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import poll_specs
from microprojects.domain.ballots import (
    CHANNELS,
    ChangedElsewhere,
    Choices,
    NothingToTakeBack,
    NotOnRoll,
    NotTaking,
    RuleChanged,
    VotedOtherwise,
    check,
)
from microprojects.domain.commitments import Opening, nonce, require_word, tracking_code
from microprojects.domain.people import Actor
from microprojects.domain.polls import PollState, is_taking, wall
from microprojects.domain.workdays import local_day
from microprojects.store import ballot_drafts, ballots, box_keys, poll_rolls
from microprojects.store.ballots import Envelope, SeenCommit
from microprojects.store.db import transaction
from microprojects.store.poll_rolls import Booth


@dataclass(frozen=True, kw_only=True)
class Cast:
    """A ballot as a form brings it.

    `once` is a secret of the form that makes a second click the same act; `seen` the
    version of the voter's ballot when the form was shown, 0 for none; `spec` the hash
    of the rule that was shown; `client` at least 16 random bytes of the voter's side.
    """

    choices: Choices
    blank: bool
    word: str
    client: bytes
    once: str
    seen: int
    spec: str


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the voter is given: the opening of the commitment, and its number; `again` when the form came before."""

    opening: Opening
    commitment: str
    version: int
    again: bool = False

    @property
    def code(self) -> str:
        """Return the receipt's number."""
        return tracking_code(self.commitment)


def cast(poll_id: int, wanted: Cast, *, actor: Actor, at: datetime) -> Receipt:
    """Cast a ballot, or replace one's own; the receipt is returned after the commit.

    Raises:
        NotFound: there is no such poll.
        NotOnRoll, NotTaking, VotedOtherwise: the person may not, or not now, or not this way.
        RuleChanged, ChangedElsewhere: something else was shown than what holds.
        BadWord, UnknownChoice, TooMany, TooFew, OverBudget, BadPoints, BadRanks: the ballot may not be like this.
        KeyGone: the key of the box is not where it was left.
    """
    word, once = require_word(wanted.word), hashlib.sha256(wanted.once.encode()).hexdigest()
    with transaction() as session:
        booth, entry = _enter(session, poll_id, actor, at=at)
        if booth.spec_hash != wanted.spec:
            raise RuleChanged
        choices = check(wanted.choices, poll_specs.ballot_rule(booth.spec), blank=wanted.blank)
        keys = box_keys.of(poll_id, booth.name)
        opening = Opening(
            choices=choices,
            nonce=nonce(wanted.client, secrets.token_bytes(32)),
            poll=booth.name,
            spec=booth.spec_hash,
            word=word,
        )
        envelope = Envelope(
            poll_id=poll_id,
            tag=keys.tag(entry),
            sealed=keys.seal(opening.padded()),
            commitment=opening.commitment,
            once=once,
        )
        if booth.voter.part is None:
            poll_rolls.take_part(session, poll_id, entry, "online", day=local_day(at))
        if not ballots.put(session, envelope, seen=wanted.seen):
            return _same_again(session, poll_id, keys, envelope.tag, once)
        session.add(SeenCommit(poll_id=poll_id, commitment=opening.commitment))
        ballot_drafts.forget(session, poll_id, actor.person_id or 0)
    return Receipt(opening=opening, commitment=opening.commitment, version=wanted.seen + 1)


def _enter(session: Session, poll_id: int, actor: Actor, *, at: datetime) -> tuple[Booth, str]:
    """Return the booth and the voter's entry, if a ballot of theirs may come in from here now.

    Raises:
        NotFound, NotOnRoll, NotTaking, VotedOtherwise: it may not.
    """
    booth = poll_rolls.booth(session, poll_id, actor.person_id)
    if not is_taking(PollState(booth.state), booth.opens_at, booth.closes_at, at=at):
        raise NotTaking(opens=wall(booth.opens_at), closes=wall(booth.closes_at))
    voter = booth.voter
    if actor.person_id is None or voter.entry is None:
        raise NotOnRoll
    if voter.part is not None and (voter.part, voter.channel) != ("cast", "online"):
        raise VotedOtherwise(channel=CHANNELS[voter.channel or "online"])
    return booth, voter.entry


def _same_again(session: Session, poll_id: int, keys: box_keys.BoxKeys, tag: str, once: str) -> Receipt:
    """Return the receipt of a form that came twice.

    Raises:
        ChangedElsewhere: what is in the box came by another form.
    """
    kept = ballots.envelope(session, poll_id, tag)
    if kept is None or kept.once != once:
        raise ChangedElsewhere
    opening = Opening.from_bytes(keys.open(kept.sealed))
    return Receipt(opening=opening, commitment=kept.commitment, version=kept.version, again=True)


def take_back(poll_id: int, *, commitment: str, actor: Actor, at: datetime) -> None:
    """Take back one's ballot of that receipt, as if one had not voted; the caller has checked the minutes.

    Raises:
        NotFound, NotOnRoll, NotTaking, VotedOtherwise: as for casting.
        NothingToTakeBack: it was replaced or taken back before.
        KeyGone: the key of the box is not where it was left.
    """
    with transaction() as session:
        booth, entry = _enter(session, poll_id, actor, at=at)
        tag = box_keys.of(poll_id, booth.name).tag(entry)
        if not ballots.take_out(session, poll_id, tag, commitment):
            raise NothingToTakeBack
        poll_rolls.leave(session, poll_id, entry)
