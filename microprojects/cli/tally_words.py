"""What `tally` prints: an outcome as a JSON document and as lines in plain words, sums in the file's own unit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from microprojects.domain.tally.outcomes import Loss, Outcome, Why, record
from microprojects.domain.tally.poll_files import PollFile, written
from microprojects.domain.tally.spec_files import SpecFile
from microprojects.domain.tally.specs import TieBreak, Utility

COUNTED_IN_VOTES = frozenset({Why.FEW_VOTES, Why.SMALL_SHARE})
SUMS = ("cost", "left_before", "left_after", "price")
SUMS_OF_A_LOSS = ("needed", "had", "missing")
PARTED = {
    TieBreak.LOWEST_COST: "the lower cost",
    TieBreak.MOST_VOTES: "more votes",
    TieBreak.LOT: "the lot",
}


def document(file: str, poll: PollFile, stated: SpecFile, outcome: Outcome) -> dict[str, Any]:
    """Return the outcome for programs."""
    told = record(outcome)
    return {
        "file": file,
        "rule": stated.spec.rule.value,
        "spec_hash": stated.hash(),
        "budget": poll.money(outcome.budget),
        "currency": poll.said("currency"),
        "projects": len(poll.rows),
        "voters": poll.cast.voters,
        "selected": told["selected"],
        "spent": poll.money(outcome.spent),
        "ties": told["ties"],
        "steps": [_step(step, poll.scale, stated.spec.utility) for step in told["steps"]],
    }


def _step(step: dict[str, Any], scale: int, utility: Utility) -> dict[str, Any]:
    sums = {key: _sum(step[key], scale) for key in SUMS if key in step}
    if "rho" in step and utility == Utility.CARDINALITY:
        sums["rho"] = _sum(step["rho"], scale)
    loss = step.get("loss", {})
    if loss and loss["why"] not in COUNTED_IN_VOTES:
        sums["loss"] = loss | {key: _sum(loss[key], scale) for key in SUMS_OF_A_LOSS if key in loss}
    return step | sums


def _sum(text: str, scale: int) -> str:
    """Write a sum, given in smallest units, in the file's own unit; a fraction stays exact."""
    amount = Fraction(text)
    return written(int(amount), scale) if amount.denominator == 1 else str(amount / 10**scale)


def lines(file: str, poll: PollFile, stated: SpecFile, outcome: Outcome) -> Iterator[str]:
    """Return the outcome for people."""
    currency = _clean(poll.said("currency"))
    yield _clean(poll.said("description")) or file
    yield (
        f"{poll.cast.voters} voters, {len(poll.rows)} projects, budget {poll.money(outcome.budget)} {currency}, "
        f"counted by {stated.spec.rule.value}"
    )
    yield f"Rule spec {stated.hash()}"
    yield ""
    yield from _table(list(_rows(poll, outcome)))
    yield ""
    yield f"Spent {poll.money(outcome.spent)}, left {poll.money(outcome.left)} {currency}".rstrip()
    if outcome.purse is not None:
        yield _purses(poll, outcome)
    for tie in outcome.ties:
        yield f"Equal: {', '.join(map(_clean, tie.candidates))}. The first was taken by {PARTED[tie.by]}."


def _rows(poll: PollFile, outcome: Outcome) -> Iterator[tuple[str, ...]]:
    """Return a row for each project: the winners as they won, then the others from the most points down."""
    cast, names = poll.cast, poll.cells("name")
    places = {candidate.id: place for place, candidate in enumerate(cast.candidates)}
    won = [places[key] for key in outcome.selected]
    lost = sorted(set(places.values()) - set(won), key=lambda place: (-cast.scores[place], place))
    points = ("points",) if poll.vote_type.is_weighed else ()
    yield ("", "project", "cost", "votes", *points, "name")
    for number, place in enumerate(won + lost, start=1):
        candidate = cast.candidates[place]
        reason = "" if number <= len(won) else f"  ({_lost(poll, place, outcome)})"
        yield (
            f"{number}." if number <= len(won) else "",
            _clean(candidate.id),
            "" if place in poll.withdrawn else poll.money(candidate.cost),
            str(cast.votes[place]),
            *([str(cast.scores[place])] if points else []),
            _clean(names[place]) + reason,
        )


def _lost(poll: PollFile, place: int, outcome: Outcome) -> str:
    if place in poll.withdrawn:
        return "withdrawn"
    loss = outcome.losses.get(poll.cast.candidates[place].id)
    return _reason(poll, loss) if loss else "too few points to take part"


def _reason(poll: PollFile, loss: Loss) -> str:
    """Say why a project did not win."""
    needed, had = poll.money(loss.needed), _rounded(poll, loss.had)
    return {
        Why.FEW_VOTES: f"{loss.had} votes, needs {loss.needed}",
        Why.SMALL_SHARE: f"{loss.had} votes, needs {loss.needed} at its cost",
        Why.NO_FIT: f"costs {needed}, {had} were left",
        Why.UNPAID: f"costs {needed}, its voters had {had}",
        Why.CAP: f"costs {needed}, {had} were left for {_clean(loss.by)}",
        Why.QUOTA: f"{loss.needed} of {_clean(loss.by)} had won, and no more may",
        Why.EXCLUSIVE: f"{_clean(loss.by)} of the same group won",
        Why.ENDED: f"the count had ended at {_clean(loss.by)}",
    }[loss.why]


def _purses(poll: PollFile, outcome: Outcome) -> str:
    told = f"Each voter began with {_rounded(poll, outcome.purse or Fraction(0))}"
    if outcome.raises:
        told += f", after {outcome.raises} raises"
    if outcome.overspent is not None:
        told += f"; with {_rounded(poll, outcome.overspent)} the winners would cost more than the budget"
    return f"{told}."


def _rounded(poll: PollFile, amount: Fraction) -> str:
    """Write a sum down to the smallest unit; the exact fraction is in the JSON document."""
    return poll.money(int(amount))


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Line columns up as a terminal shows them; all but the ids and the names to the right."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for place, (cell, width) in enumerate(zip(row[:-1], widths[:-1], strict=True)):
            gap = " " * (width - _width(cell))
            cells.append(cell + gap if place == 1 else gap + cell)
        yield "  ".join([*cells, row[-1]]).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _clean(text: str) -> str:
    """Return a text of the file on one line, without what would steer a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in " ".join(text.split()))
