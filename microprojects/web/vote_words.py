"""A vote in words, in the visitor's language, and as what the drawings of it need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from microprojects.domain.casting import BY_MEMBER, MODES, Voter, require_voter
from microprojects.domain.errors import Refusal
from microprojects.store.votes import Vote
from microprojects.web.drawings import Seats, seat_row
from microprojects.web.language import is_english, joined, sentence, translated


@dataclass(frozen=True)
class Result:
    """A closed vote; see the macro `vote_result`."""

    carried: bool
    sentence: str
    in_favour: int
    against: int
    abstain: int
    need_for: int
    missing: int
    mode: str


def result(vote: Vote | None) -> Result | None:
    """Return what a vote decided, None while it is open."""
    outcome = vote.outcome if vote else None
    if vote is None or outcome is None:
        return None
    words = joined(translated(message, dict(facts)) for message, facts in outcome.phrases)
    return Result(
        carried=bool(vote.carried),
        sentence=words if is_english() else vote.sentence,
        in_favour=outcome.tally.for_,
        against=outcome.tally.against,
        abstain=outcome.tally.abstain,
        need_for=vote.need_for,
        missing=max(0, vote.need_for - outcome.tally.for_),
        mode=_(MODES[vote.mode]),
    )


def received(vote: Vote | None, got: int) -> Seats | None:
    """Return a square for each who may vote, filled for each vote that came in."""
    return seat_row(["got"] * got + ["out"] * (vote.base - got)) if vote else None


def why_not(vote: Vote, voter: Voter, council: str, on: date) -> str:
    """Return why this person cannot vote here now, empty if they can."""
    if not vote.is_open or vote.mode not in BY_MEMBER:
        return ""
    try:
        require_voter(voter, council=council, day=on.isoformat())
    except Refusal as no:
        return sentence(no)
    return ""
