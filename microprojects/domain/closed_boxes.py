"""What a closed box is: one hash of all that counts, from which with twenty public dice follows the seed of the lot.

Source: voting research, section 5.5; dice thrown in public are the practice of risk-limiting
audits (Lindeman and Stark, 2012).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from microprojects.domain.canonical import canonical


def closed_hash(
    poll: str,
    spec: str,
    commits: Sequence[str],
    took_part: Mapping[str, int],
    paper: Mapping[str, int] | None = None,
) -> str:
    """Return the hash of a closed box.

    It covers the rule, every commitment that counts, how many took part by channel, and, where
    there was any paper, how many sheets there were of each kind.
    """
    told: dict[str, object] = {
        "round": poll,
        "spec": spec,
        "commits": sorted(commits),
        "took_part": dict(took_part),
    }
    if paper:
        told["paper"] = dict(paper)
    return hashlib.sha256(canonical(told)).hexdigest()
