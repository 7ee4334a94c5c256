"""The program that checks a download follows limits of categories, and names whatever was forged about them."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from microprojects import verify
from microprojects.domain.ballots import BallotType
from microprojects.domain.tally.specs import Fill, Rule, Spec, Stop, Utility
from tests.records_made import Files, ballot_rule, forged, listed, made, put, retold

COSTS = {"p01": 600_000, "p02": 500_000, "p03": 200_000, "p04": 200_000, "p05": 900_000}
GROUPS = {
    "p01": ("works", "safety"), "p02": ("works", "culture"), "p03": ("works", "safety"),
    "p04": ("goods", "care"), "p05": ("goods", "care"),
}  # fmt: skip
BUDGET = 2_000_000
VOTES = (
    [{"p01": 1, "p02": 1}] * 6
    + [{"p03": 1}] * 4
    + [{"p04": 1, "p03": 1}] * 3
    + [{"p04": 1, "p05": 1}] * 5
    + [{}] * 2
)
RULES = {
    "greedy": Spec(rule=Rule.GREEDY),
    "no-skip": Spec(rule=Rule.GREEDY_NO_SKIP),
    "shares": Spec(rule=Rule.EQUAL_SHARES, utility=Utility.CARDINALITY, fill=Fill.VOTES_SKIP),
    "raised": Spec(rule=Rule.EQUAL_SHARES_ADD1, stop=Stop.OVERSPEND, fill=Fill.VOTES_SKIP),
    "raised till full": Spec(rule=Rule.EQUAL_SHARES_ADD1, stop=Stop.EXHAUSTIVE, step=5000),
    "phragmen": Spec(rule=Rule.PHRAGMEN),
}


@cache
def whole(rule: str = "greedy", *, money: int = 0, places: int = 0) -> Files:
    """A record of a poll in which works are limited."""
    spec = replace(
        RULES[rule],
        caps=(("works", money),) if money else (),
        quotas=(("works", places),) if places else (),
    )
    return made(spec, ballot_rule(BallotType.APPROVAL, COSTS, BUDGET), VOTES, groups=GROUPS)


def wrong(files: Files, folder) -> list[str]:
    """What the program says is not well."""
    return [sentence for well, sentence in verify.checked(put(files, folder), language=1).lines if not well]


def result(files: Files):
    return json.loads(files["polls/1/result.json"])["result"]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("money", "places"), [(700_000, 0), (0, 1), (900_000, 2)])
def test_a_record_with_limits_holds_by_each_rule_and_the_limits_bind(rule, money, places, tmp_path):
    files = whole(rule, money=money, places=places)

    won = [code for code in result(files)["selected"] if "works" in GROUPS[code]]
    free = [code for code in result(whole(rule))["selected"] if "works" in GROUPS[code]]

    assert wrong(files, tmp_path) == []
    assert len(won) <= (places or 3)
    assert sum(COSTS[code] for code in won) <= (money or BUDGET)
    assert len(won) < len(free)


def publish(files: Files, told) -> Files:
    """Put another result in the place of the published one, in the journal too."""

    def other(document):
        return document | {"result": told, "result_hash": verify.sha256(verify.canonical(told))}

    changed = forged(files, "polls/1/result.json", other)
    new = json.loads(changed["polls/1/result.json"])["result_hash"]
    return retold(changed, "poll.count", result=new, chosen=len(told["selected"]))


def test_a_result_that_was_counted_without_the_limit_is_found(tmp_path):
    files = whole(places=1)

    said = wrong(publish(files, result(whole())), tmp_path)

    assert said[0].startswith("Poll 1 counted again gives selected")


def test_a_limit_that_was_widened_afterwards_is_not_the_rule_of_the_opening(tmp_path):
    files = forged(whole(places=1), "polls/1/spec.json", lambda spec: spec | {"quotas": {"works": 3}})

    assert wrong(files, tmp_path) == ["The rule of poll 1 is not the one that was recorded when it opened."]


@pytest.mark.parametrize(
    ("money", "places", "change"),
    [
        (0, 1, {"needed": "2", "had": "2"}),
        (0, 1, {"by": "goods"}),
        (0, 1, {"why": "cap"}),
        (750_000, 0, {"had": "0", "missing": "600000"}),
        (750_000, 0, {"had": "100000"}),
        (750_000, 0, {"why": "quota"}),
        (750_000, 0, {"by": "safety"}),
    ],
)
def test_a_reason_that_names_another_limit_is_named(money, places, change, tmp_path):
    files = whole(money=money, places=places)
    told = result(files)
    step = next(one for one in told["steps"] if one.get("loss", {}).get("why") in ("cap", "quota"))
    step["loss"] = step["loss"] | change

    said = wrong(publish(files, told), tmp_path)

    named = f"The result of poll 1 says that the category of {step['candidate']} was full"
    assert [sentence.startswith(named) for sentence in said] == [True]


def test_a_category_that_was_changed_in_the_file_for_others_is_named(tmp_path):
    files = whole(places=1)
    data = files["polls/1/vote.pb"]
    assert b"safety,works" in data

    said = wrong(
        listed({**files, "polls/1/vote.pb": data.replace(b"safety,works", b"safety,goods", 1)}), tmp_path
    )

    assert said == ["vote.pb of poll 1 does not agree with the ballots (category)."]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"projects": [{"id": "p01", "cost_minor": "600000"}], "quotas": {"works": 1}}, "quotas"),
        ({"quotas": {"works": -1}}, "quotas"),
        ({"quotas": {"works": True}}, "quotas"),
        ({"projects": [{"id": "p01", "cost_minor": "600000", "twist": 1}]}, "projects twist"),
        (
            {"projects": [{"id": "p01", "cost_minor": "1", "categories": ["works", "works"]}]},
            "projects categories",
        ),
    ],
)
def test_a_rule_that_does_not_say_who_is_limited_is_not_counted(change, what):
    document = json.loads(whole(places=1)["polls/1/spec.json"]) | change

    poll = verify.Poll(verify.Bundle(Path()), "1", [], spec=document)
    with pytest.raises((verify.UnknownRule, verify.Wrong)) as no:
        poll.rule = verify.rule_of(document)
        verify._election(poll)

    assert what in str(no.value) or what in str(getattr(no.value, "facts", ""))
