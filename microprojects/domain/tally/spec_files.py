"""A rule spec as a document: canonical JSON that is published and hashed before the vote.

```json
{"v":1,"rule":{"name":"equal-shares-add1","utility":"cost","start":"exact","step_minor":"100",
"stop":"overspend","fill":"votes-skip"},"eligibility":{"min_votes":20,"min_share":"1/3"},
"caps":{"parks":"500000"},"quotas":{"parks":2},"exclusive":[["p01","p02"]],"ties":["lowest_cost","most_votes","lot"]}
```

Amounts are whole numbers of the smallest unit in which the vote's costs are written. The name
"equal-shares" with a step or a stop means the rule that raises the purses, as in the published
example. `min_share` is a part, as "1/3" or "0.25". Whatever else a round publishes with its
rule (budget, projects, ballot, lot, dates) is kept and hashed. The seed of the lot is known
only after the vote and is no part of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from microprojects.domain.canonical import LARGEST, NotCanonical, canonical
from microprojects.domain.tally.elections import Election
from microprojects.domain.tally.spec_noes import (
    KeyGivenTwice,
    KeyLacking,
    NoDocument,
    NotExact,
    NotNormal,
    OtherVote,
    short,
)
from microprojects.domain.tally.spec_shapes import ARITHMETIC, LOT, VERSION, check
from microprojects.domain.tally.specs import Fill, Order, Rule, Spec, Start, Stop, TieBreak, Utility

MOST_BYTES = 1024 * 1024
MOST_DIGITS = 20

# What each rule asks for beside its name; what it does not ask for is not written.
SETTINGS: dict[Rule, tuple[str, ...]] = {
    Rule.GREEDY: ("order",),
    Rule.GREEDY_NO_SKIP: ("order",),
    Rule.EQUAL_SHARES: ("utility", "start", "fill"),
    Rule.EQUAL_SHARES_ADD1: ("utility", "start", "step_minor", "stop", "fill"),
    Rule.PHRAGMEN: (),
}
RAISING = frozenset({"step_minor", "stop"})


@dataclass(frozen=True)
class SpecFile:
    """A published document and the rule that it states."""

    document: Mapping[str, Any]
    spec: Spec

    @property
    def name(self) -> str:
        """Return how the document calls its rule, or nothing."""
        return str(self.document.get("rule", {}).get("name", ""))

    @property
    def min_score(self) -> int:
        """Return the score below which a project does not take part at all."""
        return int(self.document.get("eligibility", {}).get("min_score", 0))

    def hash(self) -> str:
        """Return the fingerprint of the document."""
        return spec_hash(self.document)


def spec_hash(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical form in hex.

    Raises:
        NotNormal: it has none.
    """
    try:
        return hashlib.sha256(canonical(document)).hexdigest()
    except NotCanonical as error:
        raise NotNormal from error


def document_of(spec: Spec) -> dict[str, Any]:
    """Write a rule as a document, without its seed and without what its rule does not ask for."""
    rule: dict[str, Any] = {"name": spec.rule.value}
    told = {
        "order": spec.order.value,
        "utility": spec.utility.value,
        "start": spec.start.value,
        "step_minor": None if spec.step is None else str(spec.step),
        "stop": spec.stop.value,
        "fill": spec.fill.value,
    }
    rule |= {key: told[key] for key in SETTINGS[spec.rule] if told[key] is not None}
    document: dict[str, Any] = {
        "v": VERSION,
        "rule": rule,
        "eligibility": {"min_votes": spec.min_votes, "min_share": str(spec.min_share)},
        "ties": [tie.value for tie in spec.ties],
        "lot": {"alg": LOT},
        "arith": ARITHMETIC,
    }
    if spec.caps:
        document["caps"] = {category: str(amount) for category, amount in spec.caps}
    if spec.quotas:
        document["quotas"] = dict(spec.quotas)
    if spec.exclusive:
        document["exclusive"] = sorted(sorted(group) for group in spec.exclusive)
    return document


def write(document: Mapping[str, Any]) -> bytes:
    """Write a document in its canonical form."""
    return canonical(document)


def read(given: bytes, default: Rule | None = None) -> SpecFile:
    """Read a document; `default` is the rule where it names none.

    Raises:
        SpecRefusal: it is none, or has something that no rule spec has; the sentence names the key.
    """
    document = _parsed(given)
    check(document)
    spec_hash(document)
    rule = document.get("rule", {})
    eligibility = document.get("eligibility", {})
    step = rule.get("step_minor")
    settings: dict[str, Any] = {
        "order": Order(rule.get("order", Order.VOTES)),
        "utility": Utility(rule.get("utility", Utility.COST)),
        "start": Start(rule.get("start", Start.EXACT)),
        "step": None if step is None else int(step),
        "stop": Stop(rule.get("stop", Stop.OVERSPEND)),
        "fill": Fill(rule.get("fill", Fill.NONE)),
        "min_votes": eligibility.get("min_votes", 0),
        "min_share": Fraction(eligibility.get("min_share", "0")),
        "caps": tuple((key, int(amount)) for key, amount in sorted(document.get("caps", {}).items())),
        "quotas": tuple(sorted(document.get("quotas", {}).items())),
        "exclusive": tuple(frozenset(group) for group in document.get("exclusive", ())),
    }
    if "ties" in document:
        settings["ties"] = tuple(TieBreak(tie) for tie in document["ties"])
    return SpecFile(document, Spec(rule=rule_of(rule, default), **settings))


def require_same(document: Mapping[str, Any], election: Election) -> None:
    """Insist that a document which names the budget and the projects was published for this vote.

    Raises:
        OtherVote: it names others.
    """
    costs = {candidate.id: str(candidate.cost) for candidate in election.candidates}
    told = {project["id"]: project["cost_minor"] for project in document.get("projects", ())}
    budget = str(election.budget)
    pairs: list[tuple[str, object, object]] = [("budget_minor", document.get("budget_minor", budget), budget)]
    if told:
        pairs.append(("projects", len(told), len(costs)))
        pairs.extend((key, cost, costs.get(key, "-")) for key, cost in told.items())
    groups = {candidate.id: candidate.categories for candidate in election.candidates}
    for project in document.get("projects", ()):
        if "categories" in project:
            said, found = sorted(project["categories"]), sorted(groups.get(project["id"], ()))
            pairs.append((f"{project['id']} categories", ",".join(said), ",".join(found)))
    for key, given, there in pairs:
        if given != there:
            raise OtherVote(key=short(key), told=given, found=there)


def rule_of(said: Mapping[str, Any], default: Rule | None = None) -> Rule:
    """Return the rule that the member `rule` of a document names.

    Raises:
        KeyLacking: it names none, and there is no default.
    """
    if "name" not in said:
        if default is None:
            raise KeyLacking(key="rule.name")
        return default
    name = Rule(said["name"])
    return Rule.EQUAL_SHARES_ADD1 if name == Rule.EQUAL_SHARES and RAISING & said.keys() else name


class _Inexact:
    """Stands in a parsed document for a number that has no exact form."""


def _parsed(given: bytes) -> dict[str, Any]:
    try:
        if len(given) > MOST_BYTES:
            raise NoDocument
        document = json.loads(
            given.decode(),
            object_pairs_hook=_members,
            parse_float=lambda _: _Inexact(),
            parse_constant=lambda _: _Inexact(),
            parse_int=lambda text: int(text) if len(text) <= MOST_DIGITS else _Inexact(),
        )
    except (ValueError, RecursionError) as error:
        raise NoDocument from error
    if not isinstance(document, dict):
        raise NoDocument
    return document


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for key, value in pairs:
        if key in members:
            raise KeyGivenTwice(key=short(key))
        if _inexact(value):
            raise NotExact(key=short(key))
        members[key] = value
    return members


def _inexact(value: object) -> bool:
    if isinstance(value, list):
        return any(map(_inexact, value))
    return isinstance(value, _Inexact) or (isinstance(value, int) and abs(value) > LARGEST)
