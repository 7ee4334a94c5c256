"""One part of the report of a year, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Cells = list[Any]


@dataclass(frozen=True)
class Part:
    """One part of a report: what it is about, what it says, and its table."""

    name: str
    title: str
    says: str
    columns: Sequence[tuple[str, str]] = ()
    rows: Sequence[Cells] = ()
    total: Cells | None = None
    note: str = ""
