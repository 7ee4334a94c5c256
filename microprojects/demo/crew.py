"""The people of one community as actors, by what they do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from microprojects.domain.people import Actor
from microprojects.domain.workdays import SHANGHAI


@dataclass(frozen=True)
class Crew:
    """Everybody whom a project of one community meets on its way."""

    slug: str
    council_id: int
    clerk: Actor
    second_clerk: Actor
    party: Actor
    chair: Actor
    secretary: Actor
    grid: Actor
    officer: Actor
    leader: Actor
    finance: Actor
    second_finance: Actor
    supervisor: Actor
    contractor: Actor
    expert: Actor
    members: tuple[int, ...]  # person ids of the council, the chair first
    residents: tuple[Actor, ...]

    def neighbours(self, count: int, *, skip: int) -> tuple[Actor, ...]:
        """Return so many residents, beginning after `skip` others so that not always the same people second."""
        many = len(self.residents)
        return tuple(self.residents[(skip + n) % many] for n in range(min(count, many)))


@dataclass
class Hand:
    """The hand of a clock that a story moves on, step by step, and never back."""

    at: datetime

    def morning(self) -> datetime:
        """Return half past nine on the following day, in Shanghai."""
        following = self.at.astimezone(SHANGHAI) + timedelta(days=1)
        return following.replace(hour=9, minute=30, second=0, microsecond=0)

    def on(self, moment: datetime) -> datetime:
        """Move to a moment, or stay where it is later already."""
        self.at = max(self.at, moment)
        return self.at
