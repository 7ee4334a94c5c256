"""What a closed box is: one hash of all that counts, from which with twenty public dice follows the seed of the lot.

Source: voting research, section 5.5; dice thrown in public are the practice of risk-limiting
audits (Lindeman and Stark, 2012).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from microprojects.domain.canonical import canonical


def closed_hash(poll: str, spec: str, commits: Sequence[str], took_part: dict[str, int]) -> str:
    """Return the hash of a closed box: the rule, every commitment that counts, and how many took part by channel."""
    told = {"round": poll, "spec": spec, "commits": sorted(commits), "took_part": took_part}
    return hashlib.sha256(canonical(told)).hexdigest()
