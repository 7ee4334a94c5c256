"""The latest residents' poll on a project, as the guards see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PollFacts:
    """The latest residents' poll with the project on its ballot."""

    state: str  # prepared, open, closed, counted, certified, cancelled
    selected: bool | None  # None until it is counted
    counted_at: datetime | None
