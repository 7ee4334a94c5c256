"""Which limits of categories a clerk can set, and what the rule of a poll says of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from microprojects.domain import poll_specs
from microprojects.domain.ballots import BallotRule, BallotType
from microprojects.domain.category_caps import (
    Cap,
    CapBindsNothing,
    CapOffBallot,
    CapShutsOut,
    Listed,
    require_caps,
)
from microprojects.domain.errors import BadValue
from microprojects.domain.money import Fen
from microprojects.domain.tally import spec_files

WAN = 1_000_000
AT = datetime(2026, 11, 20, tzinfo=UTC)
BALLOT = [
    Listed(Fen(2 * WAN), ("works", "safety")),
    Listed(Fen(3 * WAN), ("works", "culture")),
    Listed(Fen(4 * WAN), ("goods", "safety")),
]
COSTS = {"p01": Fen(2 * WAN), "p02": Fen(3 * WAN), "p03": Fen(4 * WAN)}
GROUPS = {"p01": ("works", "safety"), "p02": ("works", "culture"), "p03": ("goods", "safety")}


@pytest.mark.parametrize(
    "cap", [Cap(Fen(2 * WAN)), Cap(Fen(5 * WAN - 1)), Cap(None, 1), Cap(Fen(3 * WAN), 1)]
)
def test_a_limit_that_some_and_not_all_projects_of_its_category_can_meet_is_well(cap):
    require_caps({"works": cap, "safety": Cap(None, 1)}, BALLOT)


@pytest.mark.parametrize(
    ("category", "cap", "refusal", "says"),
    [
        ("services", Cap(None, 1), CapOffBallot, "“服务类”设了上限，选票上却没有这一类的项目"),
        (
            "works",
            Cap(Fen(2 * WAN - 1)),
            CapShutsOut,
            "最多 19,999.99 元，这一类最便宜的项目也要 20,000.00 元",
        ),
        ("works", Cap(Fen(5 * WAN)), CapBindsNothing, "“工程类”在选票上一共 2 个、50,000.00 元"),
        ("safety", Cap(Fen(3 * WAN), 2), CapBindsNothing, "“安全”在选票上一共 2 个"),
        ("works", Cap(None, 0), BadValue, "1 个以上"),
        ("works", Cap(), BadValue, "请写最多多少钱，或最多几个"),
    ],
)
def test_a_limit_of_nothing_of_everything_and_of_all_is_refused(category, cap, refusal, says):
    with pytest.raises(refusal) as no:
        require_caps({category: cap}, BALLOT)

    assert says in str(no.value)


def rule(allocation, caps):
    """Return the written rule of a poll on three projects."""
    ballot = BallotRule(
        type=BallotType.APPROVAL, least=1, most=2, points=0, budget=Fen(9 * WAN), costs=COSTS
    )  # fmt: skip
    document = poll_specs.document(
        "lizhi/2026-1", ballot, poll_specs.counted_by(allocation, min_votes=0, caps=caps), opens_at=AT,
        closes_at=AT + timedelta(days=7), challenge_days=3, rulebook="ab" * 32, categories=GROUPS,
    )  # fmt: skip
    return poll_specs.written(document)[0]


@pytest.mark.parametrize("allocation", ["rank_within_quota", "equal_shares"])
def test_the_rule_says_the_limits_and_of_which_categories_each_project_is(allocation):
    caps = {"works": Cap(Fen(3 * WAN), 1), "safety": Cap(None, 1)}

    line = rule(allocation, caps)

    told = json.loads(line)
    assert (told["caps"], told["quotas"]) == ({"works": "3000000"}, {"works": 1, "safety": 1})
    assert [one["categories"] for one in told["projects"]] == [sorted(GROUPS[code]) for code in COSTS]
    assert (poll_specs.caps(line), poll_specs.categories(line)["p01"]) == (caps, {"works", "safety"})
    assert spec_files.read(line.encode()).spec.quotas == (("safety", 1), ("works", 1))


def test_a_rule_without_limits_says_nothing_of_categories():
    line = rule("rank_within_quota", {})

    assert {key for one in json.loads(line)["projects"] for key in one} == {"id", "cost_minor"}
    assert (poll_specs.caps(line), poll_specs.categories(line)) == ({}, dict.fromkeys(COSTS, frozenset()))
