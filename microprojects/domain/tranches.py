"""In how many payments a contract is paid, and what each of them waits for.

Source: the programme's research, section 6.5; 建质〔2017〕138号 art. 7 (retention at
most three per cent of the settled price).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.money import Fen, split_by_percent

LARGEST_RETENTION = 3


class Milestone(StrEnum):
    """What has to be on file before a tranche is paid."""

    SIGNED = "signed"
    STARTED = "started"
    MIDTERM = "midterm"
    PROGRESS = "progress"
    ACCEPTED = "accepted"
    SETTLED = "settled"
    WARRANTY_OVER = "warranty_over"

    @property
    def label(self) -> str:
        """The Chinese name of the milestone."""
        return _LABELS[self]


_LABELS = {
    Milestone.SIGNED: N_("合同签好"),
    Milestone.STARTED: N_("开工报告"),
    Milestone.MIDTERM: N_("中期报告"),
    Milestone.PROGRESS: N_("进度报告"),
    Milestone.ACCEPTED: N_("验收合格"),
    Milestone.SETTLED: N_("结算审定"),
    Milestone.WARRANTY_OVER: N_("质保期满"),
}

DEFAULTS: Mapping[str, tuple[tuple[int, Milestone], ...]] = {
    "services": ((30, Milestone.SIGNED), (40, Milestone.MIDTERM), (30, Milestone.ACCEPTED)),
    "works": (
        (30, Milestone.STARTED),
        (50, Milestone.PROGRESS),
        (17, Milestone.SETTLED),
        (3, Milestone.WARRANTY_OVER),
    ),
    "goods": ((100, Milestone.ACCEPTED),),
}


class RetentionTooHigh(Refusal):
    """More is kept back than the law allows."""

    code = "retention-too-high"
    status = 422
    message = N_("质保金留了百分之 %(percent)s，最多只能留百分之 %(limit)s。请改小再存。")


@dataclass(frozen=True)
class Tranche:
    """One payment of the plan: its number from 1, its share, its amount, what it waits for."""

    number: int
    percent: int | Fraction
    amount: Fen
    milestone: Milestone


def plan(contract_amount: Fen, percents: Sequence[int | Fraction]) -> tuple[Fen, ...]:
    """Split a contract into payments that add up to it exactly.

    Raises:
        BadPercents: the percentages are not 100 together.
    """
    return split_by_percent(contract_amount, percents)


def tranches(type_: str, contract_amount: Fen, percents: Sequence[int] | None = None) -> tuple[Tranche, ...]:
    """Lay out the payments of a contract of a type (works, goods or services).

    `percents` replaces the default shares. The milestones are the default's where
    the number of payments is the same; else the first waits for the signature,
    the last for acceptance, those between for a progress report.

    Raises:
        BadPercents: the percentages are not 100 together.
        RetentionTooHigh: a tranche that waits for the end of the warranty is too large.
    """
    default = DEFAULTS[type_]
    shares = tuple(percents) if percents is not None else tuple(share for share, _ in default)
    milestones = _milestones(default, len(shares))
    amounts = plan(contract_amount, shares)
    for share, milestone in zip(shares, milestones, strict=True):
        if milestone is Milestone.WARRANTY_OVER and share > LARGEST_RETENTION:
            raise RetentionTooHigh(percent=share, limit=LARGEST_RETENTION)
    rows = zip(shares, amounts, milestones, strict=True)
    return tuple(Tranche(n, share, amount, stone) for n, (share, amount, stone) in enumerate(rows, start=1))


def _milestones(default: Sequence[tuple[int, Milestone]], count: int) -> tuple[Milestone, ...]:
    if count == len(default):
        return tuple(milestone for _, milestone in default)
    if count <= 1:
        return (Milestone.ACCEPTED,) * count
    return (Milestone.SIGNED, *(Milestone.PROGRESS,) * (count - 2), Milestone.ACCEPTED)
