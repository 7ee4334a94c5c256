"""A trial of a guard: the changes to the perfect case that it lets pass, and those that it refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from microprojects.domain.cases import Case

Changes = dict[str, Any]


@dataclass(frozen=True)
class Trial:
    """One guard with what it lets pass and what it refuses."""

    guard: Callable[[Case], None]
    good: tuple[Changes, ...]
    bad: tuple[tuple[str, Changes], ...]


def trial(
    guard: Callable[[Case], None], *bad: tuple[str, Changes], good: tuple[Changes, ...] = ({},)
) -> Trial:
    return Trial(guard, good, bad)


def fact(name: str, base: object, **changes: Any) -> Changes:
    """Change a field of one group of facts: fact("plan", PLAN, party_agreed=False)."""
    return {name: replace(base, **changes)}  # type: ignore[type-var]
