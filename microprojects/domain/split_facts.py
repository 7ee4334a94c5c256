"""What a guard is told of a project that looks like a part of a split one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SplitFacts:
    """The project looks like a part of a split one: with whom, past which limit, and how far the question has come."""

    standing: str
    others: str
    sum_fen: int
    limit_fen: int
