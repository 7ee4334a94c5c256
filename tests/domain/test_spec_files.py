"""Rule specs as documents: the published example, its fingerprint, and what is refused by its key."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.tally.elections import Candidate, election
from microprojects.domain.tally.spec_files import SETTINGS, document_of, read, require_same, spec_hash, write
from microprojects.domain.tally.spec_noes import OtherVote, SpecRefusal
from microprojects.domain.tally.specs import Fill, Order, Rule, Spec, Start, Stop, TieBreak, Utility

PUBLISHED = {
    "v": 1,
    "round": "lizhi/2026-autumn",
    "budget_minor": "5000000",
    "currency": "CNY",
    "ballot": {"type": "approval", "min": 1, "max": 3},
    "projects": [{"id": "p01", "cost_minor": "820000"}],
    "eligibility": {"min_votes": 20},
    "rule": {
        "name": "equal-shares",
        "utility": "cost",
        "start": "exact",
        "step_minor": "100",
        "stop": "overspend",
        "fill": "votes-skip",
    },
    "ties": ["lowest_cost", "most_votes", "lot"],
    "lot": {
        "alg": "sha256-v1",
        "beacon": "drand:quicknet",
        "beacon_time": "2026-10-12T04:00:00Z",
        "fallback": "dice-20-public",
    },
    "arith": "exact-rational",
    "publication": "open",
    "opens": "2026-10-12T00:00:00Z",
    "closes": "2026-10-18T16:00:00Z",
    "challenge_days": 5,
}
GREEDY = '"rule":{"name":"greedy"}'


def refusal(text: str) -> SpecRefusal:
    with pytest.raises(SpecRefusal) as caught:
        read(text.encode("utf-8", "surrogatepass"))
    return caught.value


@st.composite
def specs(draw):
    """A rule with any settings that it asks for."""
    rule = draw(st.sampled_from(Rule))
    asked = SETTINGS[rule]
    settings = {
        "order": st.sampled_from(Order),
        "utility": st.sampled_from(Utility),
        "start": st.sampled_from(Start),
        "step_minor": st.none() | st.integers(1, 10**20),
        "stop": st.sampled_from(Stop),
        "fill": st.sampled_from(Fill),
    }
    told = {key.removesuffix("_minor"): draw(settings[key]) for key in asked}
    others = draw(st.permutations([TieBreak.LOWEST_COST, TieBreak.MOST_VOTES]))
    names = st.text('abc榕\n"', min_size=1, max_size=4)
    groups = draw(st.sets(st.frozensets(names, min_size=1, max_size=3), max_size=3))
    return Spec(
        rule=rule,
        min_votes=draw(st.integers(0, 10**9)),
        min_share=draw(st.fractions(0, 100, max_denominator=10**6)),
        caps=tuple(sorted(draw(st.dictionaries(names, st.integers(0, 10**20), max_size=3)).items())),
        quotas=tuple(sorted(draw(st.dictionaries(names, st.integers(0, 99), max_size=3)).items())),
        exclusive=tuple(sorted(groups, key=sorted)),
        ties=(*others[: draw(st.integers(0, 2))], TieBreak.LOT),
        **told,
    )


@given(specs())
def test_a_rule_that_was_written_is_read_as_what_it_was(spec):
    assert read(write(document_of(spec))).spec == spec


@given(specs())
def test_the_form_is_that_of_another_implementation(spec):
    assert write(document_of(spec)) == rfc8785.dumps(document_of(spec))


def test_the_published_example_is_equal_shares_with_raised_purses():
    assert read(json.dumps(PUBLISHED).encode()).spec == Spec(
        rule=Rule.EQUAL_SHARES_ADD1, step=100, fill=Fill.VOTES_SKIP, min_votes=20
    )


def test_the_fingerprint_is_of_the_whole_document_in_any_order_and_spacing():
    turned = dict(reversed(PUBLISHED.items()))

    hashes = {
        read(text.encode()).hash() for text in (json.dumps(PUBLISHED), json.dumps(turned, indent=2))
    } | {spec_hash(PUBLISHED)}

    assert hashes == {hashlib.sha256(rfc8785.dumps(PUBLISHED)).hexdigest()}
    assert spec_hash(PUBLISHED | {"challenge_days": 6}) not in hashes


def test_the_seed_is_no_part_of_what_is_published_before_the_vote():
    assert document_of(Spec(rule=Rule.GREEDY, seed="ab")) == document_of(Spec(rule=Rule.GREEDY))


def test_a_document_without_a_rule_takes_the_one_that_is_named():
    read_spec = read(b'{"eligibility":{"min_share":"1/3"}}', Rule.PHRAGMEN).spec

    assert read_spec == Spec(rule=Rule.PHRAGMEN, min_share=Fraction(1, 3))


@pytest.mark.parametrize(
    ("text", "code", "key"),
    [
        ('{"rul":{}}', "spec-unknown", "rul"),
        ('{"rule":{"name":"greedy","stopp":1}}', "spec-unknown", "rule.stopp"),
        (f'{{{GREEDY},"lot":{{"seed":"ab"}}}}', "spec-unknown", "lot.seed"),
        (f'{{{GREEDY},"":1}}', "spec-unknown", ""),
        (f"{{{GREEDY},{GREEDY}}}", "spec-twice", "rule"),
        ('{"rule":{"name":"greedy","name":"phragmen"}}', "spec-twice", "name"),
        ('{"v":1.0}', "spec-number", "v"),
        ('{"v":1e0}', "spec-number", "v"),
        ('{"eligibility":{"min_votes":NaN}}', "spec-number", "min_votes"),
        ('{"eligibility":{"min_votes":9007199254740992}}', "spec-number", "min_votes"),
        (f'{{"challenge_days":{"9" * 5000}}}', "spec-number", "challenge_days"),
        ('{"exclusive":[["a",[1e5]]]}', "spec-number", "exclusive"),
        ("{}", "spec-lacking", "rule.name"),
        (f'{{{GREEDY},"projects":[{{"id":"a"}}]}}', "spec-lacking", "projects.cost_minor"),
        ('{"v":2}', "spec-value", "v"),
        ('{"v":true}', "spec-value", "v"),
        ('{"rule":"greedy"}', "spec-value", "rule"),
        ('{"rule":null}', "spec-value", "rule"),
        ('{"rule":{"name":"Greedy"}}', "spec-value", "rule.name"),
        ('{"rule":{"name":["greedy"]}}', "spec-value", "rule.name"),
        ('{"rule":{"step_minor":1}}', "spec-value", "rule.step_minor"),
        ('{"rule":{"step_minor":"0"}}', "spec-value", "rule.step_minor"),
        ('{"rule":{"step_minor":"１"}}', "spec-value", "rule.step_minor"),
        ('{"eligibility":{"min_votes":-1}}', "spec-value", "eligibility.min_votes"),
        ('{"eligibility":{"min_votes":true}}', "spec-value", "eligibility.min_votes"),
        ('{"eligibility":{"min_share":"1/0"}}', "spec-value", "eligibility.min_share"),
        ('{"ties":["lowest_cost"]}', "spec-value", "ties"),
        ('{"ties":["lot","lot"]}', "spec-value", "ties"),
        ('{"ties":[]}', "spec-value", "ties"),
        ('{"ties":[{}]}', "spec-value", "ties"),
        ('{"caps":{"parks":"-1"}}', "spec-value", "caps.parks"),
        ('{"arith":"float"}', "spec-value", "arith"),
        ('{"lot":{"alg":"md5"}}', "spec-value", "lot.alg"),
    ],
)
def test_what_is_no_rule_is_refused_by_its_key(text, code, key):
    said = refusal(text)

    assert (said.code, said.facts["key"], f"“{key}”" in str(said)) == (code, key, True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "spec-json"),
        ("[]", "spec-json"),
        ("{", "spec-json"),
        ("\ufeff{}", "spec-json"),
        ("[" * 100_000, "spec-json"),
        ('{"a":' * 100_000, "spec-json"),
        (f'{{"round":"{"x" * 2**20}"}}', "spec-json"),
        ('{"round":"\udcff"}', "spec-json"),
        (f'{{{GREEDY},"round":"\\ud800"}}', "spec-text"),
        (f'{{{GREEDY},"round":"e\u0301"}}', "spec-text"),
    ],
)
def test_what_is_no_document_is_refused(text, code):
    assert refusal(text).code == code


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"budget_minor": "5000001"}, "budget_minor"),
        ({"projects": []}, None),
        ({"projects": [{"id": "p01", "cost_minor": "820001"}]}, "p01"),
        ({"projects": [{"id": "p02", "cost_minor": "820000"}]}, "p02"),
        ({"projects": [*PUBLISHED["projects"], {"id": "p02", "cost_minor": "1"}]}, "projects"),
        ({}, None),
    ],
)
def test_a_rule_that_was_published_for_another_vote_is_refused(changed, key):
    counted = election(5_000_000, [Candidate("p01", 820_000)], [])

    found = None
    try:
        require_same(PUBLISHED | changed, counted)
    except OtherVote as said:
        found = said.facts["key"]

    assert found == key
