"""What a guard is told of the final account and of the survey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SettlementFacts:
    """The settlement; amounts in fen."""

    amount_fen: int
    paid_fen: int
    retention_fen: int
    review_done: bool


@dataclass(frozen=True)
class SurveyFacts:
    """The satisfaction survey."""

    closes_at: datetime
    answers: int
    satisfied: int
