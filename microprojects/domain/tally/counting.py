"""One door to all rules: an election and a rule go in, an outcome comes out."""

from __future__ import annotations

from collections.abc import Callable

from microprojects.domain.tally.elections import Election
from microprojects.domain.tally.equal_shares import equal_shares
from microprojects.domain.tally.fast_shares import FastShares
from microprojects.domain.tally.greedy import greedy
from microprojects.domain.tally.outcomes import Outcome
from microprojects.domain.tally.phragmen import phragmen
from microprojects.domain.tally.plain_shares import PlainShares
from microprojects.domain.tally.specs import Rule, Spec


def _equal_shares(election: Election, spec: Spec) -> Outcome:
    return equal_shares(election, spec, FastShares)


RULES: dict[Rule, Callable[[Election, Spec], Outcome]] = {
    Rule.GREEDY: greedy,
    Rule.GREEDY_NO_SKIP: greedy,
    Rule.EQUAL_SHARES: _equal_shares,
    Rule.EQUAL_SHARES_ADD1: _equal_shares,
    Rule.PHRAGMEN: phragmen,
}


def count(election: Election, spec: Spec) -> Outcome:
    """Count an election by a rule. The order of candidates and of ballots changes nothing.

    Raises:
        LotNotDrawn: only the lot can tell who is first, and the spec has no seed.
        ScoredBallots: the rule knows approval only, and ballots give points.
        SeedUnreadable: the seed is not hexadecimal.
    """
    return RULES[spec.rule](election, spec)


def count_plainly(election: Election, spec: Spec) -> Outcome:
    """Count with the plain engine where a rule has two: for checking, as it is much slower.

    Raises:
        LotNotDrawn: only the lot can tell who is first, and the spec has no seed.
        ScoredBallots: the rule knows approval only, and ballots give points.
        SeedUnreadable: the seed is not hexadecimal.
    """
    if spec.rule in (Rule.EQUAL_SHARES, Rule.EQUAL_SHARES_ADD1):
        return equal_shares(election, spec, PlainShares)
    return count(election, spec)
