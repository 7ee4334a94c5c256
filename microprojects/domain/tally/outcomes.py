"""What a count gives: who won in which order, and every step that led there, exact to the last fraction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from microprojects.domain.tally.specs import TieBreak


class Why(StrEnum):
    """Why a project did not win; of several reasons the last one it met."""

    FEW_VOTES = "few-votes"  # needed, had: votes
    SMALL_SHARE = "small-share"  # needed, had: votes; the costlier, the more are needed
    NO_FIT = "no-fit"  # needed: its cost; had: what was left
    UNPAID = "unpaid"  # needed: its cost; had: what its supporters still had together
    CAP = "cap"  # needed: its cost; had: what was left for the category `by`
    QUOTA = "quota"  # needed: how many of the category `by` can win; had: as many have won
    EXCLUSIVE = "exclusive"  # `by` of the same group won
    ENDED = "ended"  # the count ended when `by` did not fit


class Stage(StrEnum):
    """Where in a count a step belongs."""

    ENTRY = "entry"  # who cannot win at all
    RULE = "rule"
    FILL = "fill"  # what equal shares leave is used by votes


@dataclass(frozen=True, slots=True)
class Loss:
    """One reason with its figures."""

    why: Why
    needed: int = 0
    had: Fraction = Fraction(0)
    by: str = ""

    @property
    def missing(self) -> Fraction:
        """Return how much was missing, in votes or in money."""
        return self.needed - self.had


@dataclass(frozen=True, slots=True)
class Step:
    """One project was considered: it won, or `loss` says why not.

    `left_before` and `left_after` are of the budget. For equal shares `payers` is how many
    voters paid, `price` what each paid for each point they gave, unless they had less, and
    `rho` the price of one unit of utility, by which the next project is chosen. For Phragmen
    `price` is the money that each voter had received when the project was bought.
    """

    stage: Stage
    candidate: str
    votes: int
    score: int
    cost: int
    left_before: int
    left_after: int
    payers: int = 0
    price: Fraction | None = None
    rho: Fraction | None = None
    loss: Loss | None = None

    @property
    def won(self) -> bool:
        """Return whether this step elected the project."""
        return self.loss is None


@dataclass(frozen=True, slots=True)
class Tie:
    """Equal projects of which not all got what the first got, in the order in which they were taken.

    `by` is what put the first before the others. Equals whose order changed nothing are not told.
    """

    stage: Stage
    candidates: tuple[str, ...]
    by: TieBreak


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The result of a count.

    For equal shares `purse` is what each voter began with in the run that holds, `raises`
    how often the purses had been raised before, and `overspent` the purse of the next run,
    which ended the raising because it would have cost more than the budget.
    """

    budget: int
    selected: tuple[str, ...]
    spent: int
    steps: tuple[Step, ...]
    ties: tuple[Tie, ...] = ()
    purse: Fraction | None = None
    raises: int = 0
    overspent: Fraction | None = None

    @property
    def left(self) -> int:
        """Return what of the budget is not spent."""
        return self.budget - self.spent

    @property
    def losses(self) -> dict[str, Loss]:
        """Return for each project that did not win its last reason."""
        found = {step.candidate: step.loss for step in self.steps if step.loss}
        return {key: loss for key, loss in found.items() if key not in self.selected}


def outcome(budget: int, steps: Iterable[Step], ties: Iterable[Tie], **more: Any) -> Outcome:
    """Put steps together: selected is whoever won in one."""
    told = tuple(steps)
    won = [step for step in told if step.won]
    return Outcome(
        budget=budget,
        selected=tuple(step.candidate for step in won),
        spent=sum(step.cost for step in won),
        steps=told,
        ties=tuple(ties),
        **more,
    )


def record(told: Outcome) -> dict[str, Any]:
    """Return an outcome for JSON: sums and fractions are texts such as "12000" and "31/7"."""
    document: dict[str, Any] = {
        "selected": list(told.selected),
        "budget": str(told.budget),
        "spent": str(told.spent),
        "left": str(told.left),
        "ties": [
            {"stage": tie.stage.value, "candidates": list(tie.candidates), "by": tie.by.value}
            for tie in told.ties
        ],
        "steps": [_step(step) for step in told.steps],
    }
    if told.purse is not None:
        document |= {"purse": str(told.purse), "raises": told.raises}
    if told.overspent is not None:
        document["overspent"] = str(told.overspent)
    return document


def _step(step: Step) -> dict[str, Any]:
    told: dict[str, Any] = {
        "stage": step.stage.value,
        "candidate": step.candidate,
        "won": step.won,
        "votes": step.votes,
        "score": step.score,
        "cost": str(step.cost),
        "left_before": str(step.left_before),
        "left_after": str(step.left_after),
    }
    if step.price is not None:
        told |= {"payers": step.payers, "price": str(step.price)}
    if step.rho is not None:
        told["rho"] = str(step.rho)
    if step.loss:
        told["loss"] = _loss(step.loss)
    return told


def _loss(loss: Loss) -> dict[str, str]:
    told = {"why": loss.why.value}
    if loss.by:
        told["by"] = loss.by
    if loss.why not in (Why.EXCLUSIVE, Why.ENDED):
        told |= {"needed": str(loss.needed), "had": str(loss.had), "missing": str(loss.missing)}
    return told
