"""One door to all rules: an election and a rule go in, an outcome comes out."""

from __future__ import annotations

from collections.abc import Callable

from microprojects.domain.tally.elections import Election
from microprojects.domain.tally.greedy import greedy
from microprojects.domain.tally.outcomes import Outcome
from microprojects.domain.tally.specs import Rule, Spec

RULES: dict[Rule, Callable[[Election, Spec], Outcome]] = {
    Rule.GREEDY: greedy,
    Rule.GREEDY_NO_SKIP: greedy,
}


def count(election: Election, spec: Spec) -> Outcome:
    """Count an election by a rule. The order of candidates and of ballots changes nothing.

    Raises:
        LotNotDrawn: only the lot can tell who is first, and the spec has no seed.
        SeedUnreadable: the seed is not hexadecimal.
    """
    return RULES[spec.rule](election, spec)
