"""What `doctor` found of one thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it is well, and what is so or to be done."""

    subject: str
    well: bool
    sentence: str
