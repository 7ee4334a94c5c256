"""The lot of a poll: a seed that nobody knew before the box was closed, and that anybody can compute again.

Source: voting research, section 5.5; twenty dice thrown in public are the practice of
risk-limiting audits (Lindeman and Stark, 2012).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from microprojects.domain.canonical import canonical

DOMAIN = b"pb-lot-v1\0"


def closed_hash(poll: str, spec: str, commits: Sequence[str], took_part: dict[str, int]) -> str:
    """Return the hash of a closed box: the rule, every commitment that counts, and how many took part by channel."""
    told = {"round": poll, "spec": spec, "commits": sorted(commits), "took_part": took_part}
    return hashlib.sha256(canonical(told)).hexdigest()


def seed(closed: str, dice: str) -> str:
    """Return the seed in hexadecimal: SHA-256 of "pb-lot-v1", a zero byte, the closed box's hash and the dice."""
    return hashlib.sha256(DOMAIN + bytes.fromhex(closed) + dice.encode()).hexdigest()
