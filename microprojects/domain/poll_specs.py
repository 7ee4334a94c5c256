"""The rule of a poll as one document: frozen and hashed before the first ballot, in every ballot and on the result.

Source: voting research, section 5.2; RFC 8785.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from microprojects.domain.ballots import BallotRule, BallotType
from microprojects.domain.canonical import canonical
from microprojects.domain.category_caps import Cap
from microprojects.domain.money import Fen
from microprojects.domain.tally import spec_files
from microprojects.domain.tally.specs import Fill, Rule, Spec, Stop, Utility

CURRENCY = "CNY"
DICE = "dice-20-public"


def counting_spec(
    allocation: str,
    *,
    min_votes: int,
    exclusive: Iterable[Iterable[str]] = (),
    caps: Mapping[str, Cap] | None = None,
) -> Spec:
    """Return how a poll is counted, by the parameter `resident_poll.allocation`.

    Of each group in `exclusive` at most one wins; `caps` limit categories.
    """
    groups, limits = tuple(frozenset(group) for group in exclusive), sorted((caps or {}).items())
    limited = Spec(
        rule=Rule.GREEDY,
        min_votes=min_votes,
        exclusive=groups,
        caps=tuple((each, cap.most_fen) for each, cap in limits if cap.most_fen is not None),
        quotas=tuple((each, cap.most_count) for each, cap in limits if cap.most_count is not None),
    )
    if allocation == "equal_shares":
        return replace(
            limited,
            rule=Rule.EQUAL_SHARES_ADD1,
            utility=Utility.COST,
            stop=Stop.OVERSPEND,
            fill=Fill.VOTES_SKIP,
        )
    return limited


def counted_by(
    allocation: str,
    *,
    min_votes: int,
    exclusive: Iterable[Iterable[str]] = (),
    caps: Mapping[str, Cap] | None = None,
) -> dict[str, object]:
    """Return the parts of the published rule that are about counting, by `resident_poll.allocation`."""
    spec = counting_spec(allocation, min_votes=min_votes, exclusive=exclusive, caps=caps)
    return spec_files.document_of(spec)


def document(
    poll: str,
    ballot: BallotRule,
    counting: Mapping[str, object],
    *,
    opens_at: datetime,
    closes_at: datetime,
    challenge_days: int,
    rulebook: str,
    currency: str = CURRENCY,
    categories: Mapping[str, Collection[str]] | None = None,
) -> dict[str, object]:
    """Return the published rule of a poll; `counting` are the parts about counting, `rulebook` a hash.

    Where a category is limited, the rule also says of which `categories` each project is.
    """
    told = categories if categories and ("caps" in counting or "quotas" in counting) else None
    projects = [
        {"id": code, "cost_minor": str(cost), **({"categories": sorted(told[code])} if told else {})}
        for code, cost in sorted(ballot.costs.items())
    ]
    return {
        "v": 1,
        "round": poll,
        "rulebook": rulebook,
        "budget_minor": str(ballot.budget),
        "currency": currency,
        "ballot": ballot.as_data(),
        "projects": projects,
        **counting,
        "lot": {"alg": "sha256-v1", "beacon": DICE},
        "arith": "exact-rational",
        "publication": "open",
        "opens": opens_at.isoformat(timespec="seconds"),
        "closes": closes_at.isoformat(timespec="seconds"),
        "challenge_days": challenge_days,
    }


def written(spec: Mapping[str, object]) -> tuple[str, str]:
    """Return the document as canonical JSON, and its SHA-256 in hexadecimal."""
    line = canonical(spec)
    return line.decode(), hashlib.sha256(line).hexdigest()


@lru_cache(maxsize=64)
def ballot_rule(line: str) -> BallotRule:
    """Return what a ballot may hold by a written document."""
    spec = json.loads(line)
    ballot = spec["ballot"]
    return BallotRule(
        type=BallotType(ballot["type"]),
        least=ballot["min"],
        most=ballot["max"],
        points=ballot.get("points", 0),
        budget=Fen(int(spec["budget_minor"])),
        costs={project["id"]: Fen(int(project["cost_minor"])) for project in spec["projects"]},
    )


@lru_cache(maxsize=64)
def exclusive(line: str) -> tuple[tuple[str, ...], ...]:
    """Return the groups of codes of which at most one can win by a written document."""
    return tuple(tuple(group) for group in json.loads(line).get("exclusive", ()))


@lru_cache(maxsize=64)
def caps(line: str) -> dict[str, Cap]:
    """Return the limits of categories by a written document."""
    document = json.loads(line)
    money, counts = document.get("caps", {}), document.get("quotas", {})
    return {
        each: Cap(Fen(int(money[each])) if each in money else None, counts.get(each))
        for each in sorted({*money, *counts})
    }


@lru_cache(maxsize=64)
def categories(line: str) -> dict[str, frozenset[str]]:
    """Return of which categories each project is by a written document; it says so where one is limited."""
    return {
        project["id"]: frozenset(project.get("categories", ())) for project in json.loads(line)["projects"]
    }
