"""The program that checks a download counts as the site does, though it shares no code with it."""

from __future__ import annotations

import random

import pytest

from microprojects import verify
from microprojects.domain.tally import spec_files
from microprojects.domain.tally.counting import count
from microprojects.domain.tally.elections import Election
from microprojects.domain.tally.phragmen import ScoredBallots
from microprojects.domain.tally.specs import Rule, Spec
from microprojects.domain.tally.ties import LotNotDrawn
from tests.votes_made import drawn_spec, drawn_vote, vote


def again(cast: Election, spec: Spec, drawn: dict[str, object] | None = None) -> verify.Count:
    """Count with the program that checks, which reads the rule from its published form."""
    projects = [verify.Project(one.id, one.cost, one.categories) for one in cast.candidates]
    single = [
        {cast.candidates[place].id: score for place, score in ballot.scores}
        for ballot in cast.ballots
        for _ in range(ballot.weight)
    ]
    given = verify.election_of(cast.budget, projects, single)
    rule = verify.rule_of(spec_files.document_of(spec))
    return verify.recount(given, rule, drawn or verify.lots(given, spec.seed))


@pytest.mark.parametrize("rule", list(Rule))
@pytest.mark.parametrize("block", range(4))
def test_it_finds_the_winners_that_the_site_finds(rule, block):
    compared = 0
    for seed in range(block * 60, block * 60 + 60):
        draw = random.Random(f"{rule}{seed}")
        cast = drawn_vote(draw)
        spec = drawn_spec(draw, cast, (rule,))
        try:
            outcome = count(cast, spec)
        except (LotNotDrawn, ScoredBallots):
            continue

        found = again(cast, spec)

        assert (found.won, found.left) == (list(outcome.selected), outcome.left), seed
        compared += 1
    assert compared > 30


@pytest.mark.parametrize("rule", list(Rule))
def test_where_the_site_counts_without_a_lot_the_lot_changes_no_winner(rule):
    for seed in range(120):
        draw = random.Random(f"no lot {rule}{seed}")
        cast = drawn_vote(draw, scored=False)
        spec = drawn_spec(draw, cast, (rule,), seed="")
        try:
            outcome = count(cast, spec)
        except LotNotDrawn:
            continue
        backwards = {one.id: -place for place, one in enumerate(cast.candidates)}

        assert set(again(cast, spec, backwards).won) == set(outcome.selected), seed


def test_a_rule_that_it_does_not_know_is_told():
    known = spec_files.document_of(Spec(rule=Rule.GREEDY))
    strange = [
        known | {"rule": {"name": "borda"}},
        known | {"rule": {"name": "greedy", "order": "alphabet"}},
        known | {"rule": {"name": "greedy", "twist": "1"}},
        known | {"v": 2},
        known | {"quota": "5"},
        known | {"ties": ["youngest", "lot"]},
        known | {"lot": {"alg": "md5"}},
        known | {"arith": "float"},
    ]

    for document in strange:
        with pytest.raises(verify.UnknownRule):
            verify.rule_of({"lot": {}, "ballot": {}, "eligibility": {}} | document)


def test_phragmen_with_points_is_not_counted():
    with pytest.raises(verify.UnknownRule):
        again(vote(10, {"a": 5}, {"a": 2}), Spec(rule=Rule.PHRAGMEN))
