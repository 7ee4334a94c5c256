"""The published rule of a poll, and the seed of its lot."""

from __future__ import annotations

import hashlib
import json

import pytest

from microprojects.domain import closed_boxes, poll_specs
from microprojects.domain.ballots import BallotRule, BallotType
from microprojects.domain.money import Fen
from microprojects.domain.tally import spec_files
from microprojects.domain.tally.specs import Rule
from microprojects.domain.tally.ties import lot_seed
from tests.fake_case import DAY, NOW

BALLOT = BallotRule(
    type=BallotType.POINTS,
    least=1,
    most=3,
    points=10,
    budget=Fen(5_000_000),
    costs={"p02": Fen(7), "p01": Fen(9)},
)


def line(allocation: str = "rank_within_quota") -> tuple[str, str]:
    counting = poll_specs.counted_by(allocation, min_votes=20)
    return poll_specs.written(
        poll_specs.document(
            "lizhi/2026-1",
            BALLOT,
            counting,
            opens_at=NOW,
            closes_at=NOW + DAY,
            challenge_days=5,
            rulebook="a" * 64,
        )
    )


def test_a_ballot_is_checked_by_the_published_rule_alone():
    assert poll_specs.ballot_rule(line()[0]) == BALLOT


@pytest.mark.parametrize(
    ("allocation", "rule"),
    [("rank_within_quota", Rule.GREEDY), ("equal_shares", Rule.EQUAL_SHARES_ADD1)],
)
def test_the_published_rule_says_how_it_is_counted(allocation, rule):
    spec = spec_files.read(line(allocation)[0].encode()).spec

    assert (spec.rule, spec.min_votes) == (rule, 20)


def test_the_fingerprint_of_the_rule_can_be_computed_anywhere():
    text, fingerprint = line()

    again = json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert hashlib.sha256(again.encode()).hexdigest() == fingerprint


def test_the_seed_of_the_lot_follows_from_the_closed_box_and_the_dice():
    box = closed_boxes.closed_hash("lizhi/2026-1", line()[1], ["b" * 64, "a" * 64], {"online": 2})
    again = closed_boxes.closed_hash("lizhi/2026-1", line()[1], ["a" * 64, "b" * 64], {"online": 2})
    other = closed_boxes.closed_hash("lizhi/2026-1", line()[1], ["a" * 64, "c" * 64], {"online": 2})

    assert (box == again, box == other) == (True, False)
    assert lot_seed(bytes.fromhex(box), b"1" * 20) != lot_seed(bytes.fromhex(other), b"1" * 20)
