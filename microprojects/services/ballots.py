"""Casting a ballot: one a person, signed in or with a pass, replaced until the poll closes, taken back within minutes.

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

from sqlalchemy import Connection

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
from microprojects.domain.polls import PollState, is_taking, wall
from microprojects.domain.voters import PassOver, Voter
from microprojects.domain.workdays import local_day
from microprojects.store import ballots, booths, box_keys, poll_rolls
from microprojects.store.booths import Booth, Kept
from microprojects.store.db import statements, transaction


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
    """What the voter is given: the opening of the commitment, and its number; `again` when the form came before.

    `booth` is the poll as it was when the ballot came in.
    """

    booth: Booth
    opening: Opening
    commitment: str
    version: int
    again: bool = False

    @property
    def code(self) -> str:
        """Return the receipt's number."""
        return tracking_code(self.commitment)


def cast(poll_id: int, wanted: Cast, *, voter: Voter, at: datetime) -> Receipt:
    """Cast a ballot, or replace one's own; the receipt is returned after the commit.

    Raises:
        NotFound: there is no such poll.
        NotOnRoll, PassOver, NotTaking, VotedOtherwise: the voter may not, or not now, or not this way.
        RuleChanged, ChangedElsewhere: something else was shown than what holds.
        BadWord, UnknownChoice, TooMany, TooFew, OverBudget, BadPoints, BadRanks: the ballot may not be like this.
        KeyGone: the key of the box is not where it was left.
    """
    word, once = require_word(wanted.word), hashlib.sha256(wanted.once.encode()).hexdigest()
    with statements() as connection:
        booth, entry = _enter(connection, poll_id, voter, at=at)
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
        ballot = booths.Sealed(
            poll_id=poll_id,
            entry=entry,
            channel=booth.channel,
            day=local_day(at),
            tag=keys.tag(entry),
            sealed=keys.seal(opening.padded()),
            commitment=opening.commitment,
            once=once,
            seen=wanted.seen,
            holder=voter.holder,
            person_id=voter.drafter_id,
        )
        if not booths.put(connection, ballot):
            return _same_again(booth, keys, booths.kept(connection, poll_id, ballot.tag), once)
    return Receipt(booth=booth, opening=opening, commitment=ballot.commitment, version=wanted.seen + 1)


def _enter(connection: Connection, poll_id: int, voter: Voter, *, at: datetime) -> tuple[Booth, str]:
    """Return the booth and the voter's entry, if a ballot of theirs may come in from here now.

    Raises:
        NotFound, NotOnRoll, PassOver, NotTaking, VotedOtherwise: it may not.
    """
    booth = booths.enter(connection, poll_id, voter, at=at)
    if not is_taking(PollState(booth.state), booth.opens_at, booth.closes_at, at=at):
        raise NotTaking(opens=wall(booth.opens_at), closes=wall(booth.closes_at))
    stands = booth.voter
    if stands.entry is None:
        raise PassOver if voter.secret else NotOnRoll
    if not stands.may_cast:
        raise VotedOtherwise(channel=CHANNELS[stands.channel or "online"])
    return booth, stands.entry


def _same_again(booth: Booth, keys: box_keys.BoxKeys, kept: Kept | None, once: str) -> Receipt:
    """Return the receipt of a form that came twice.

    Raises:
        ChangedElsewhere: what is in the box came by another form.
    """
    if kept is None or kept.once != once:
        raise ChangedElsewhere
    opening = Opening.from_bytes(keys.open(kept.sealed))
    return Receipt(booth=booth, opening=opening, commitment=kept.commitment, version=kept.version, again=True)


def take_back(poll_id: int, *, commitment: str, voter: Voter, at: datetime) -> None:
    """Take back one's ballot of that receipt, as if one had not voted; the caller has checked the minutes.

    Raises:
        NotFound, NotOnRoll, PassOver, NotTaking, VotedOtherwise: as for casting.
        NothingToTakeBack: it was replaced or taken back before.
        KeyGone: the key of the box is not where it was left.
    """
    with transaction() as session:
        booth, entry = _enter(session.connection(), poll_id, voter, at=at)
        tag = box_keys.of(poll_id, booth.name).tag(entry)
        if not ballots.take_out(session, poll_id, tag, commitment):
            raise NothingToTakeBack
        poll_rolls.leave(session, poll_id, entry)
