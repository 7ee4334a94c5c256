"""The sampled audit as a rule: quarters, the canonical list, and a draw that anybody can draw again."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain import audits as law
from microprojects.domain.errors import BadValue

MIDNIGHT = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)  # 24:00 of the last day of March in Shanghai
NUMBERS = st.sets(st.from_regex(r"[A-Z]{2}-20[0-9]{2}-[0-9]{3}", fullmatch=True), min_size=1, max_size=40)
DICE = "25163415264314235216"


def test_the_list_of_a_quarter_is_fixed_a_day_after_it_is_over():
    law.require_over(2026, 1, MIDNIGHT + timedelta(days=1))


def test_before_that_it_is_refused_with_the_day():
    with pytest.raises(law.QuarterRunning) as no:
        law.require_over(2026, 1, MIDNIGHT + timedelta(days=1, seconds=-1))

    assert no.value.facts["day"] == "2026-04-02"


@pytest.mark.parametrize("quarter", [0, 5, -1])
def test_there_are_four_quarters(quarter):
    with pytest.raises(BadValue):
        law.require_over(2026, quarter, MIDNIGHT)


@pytest.mark.parametrize(
    ("at", "quarter"),
    [
        (MIDNIGHT, (2025, 4)),
        (MIDNIGHT + timedelta(days=1), (2026, 1)),
        (datetime(2026, 12, 31, 15, tzinfo=UTC), (2026, 3)),
        (datetime(2027, 1, 1, 17, tzinfo=UTC), (2026, 4)),
    ],
)
def test_the_latest_quarter_that_can_be_fixed(at, quarter):
    found = law.before(at)

    assert found == quarter
    law.require_over(*quarter, at)


@pytest.mark.parametrize(
    ("listed", "percent", "size"),
    [(1, 10, 1), (10, 10, 1), (11, 10, 2), (20, 10, 2), (21, 10, 3), (7, 100, 7), (7, 0, 1), (300, 7, 21)],
)
def test_the_sample_is_rounded_up_and_never_empty(listed, percent, size):
    assert law.sample_size(listed, percent) == size


def test_the_list_is_hashed_line_by_line_in_the_order_of_the_numbers():
    text = b"LZ-2026-002\nLZ-2026-010\nMM-2026-001\n"

    digest = law.list_hash(["MM-2026-001", "LZ-2026-010", "LZ-2026-002"])

    assert digest == hashlib.sha256(text).hexdigest()


@given(NUMBERS, st.randoms())
def test_the_order_in_which_projects_are_found_changes_nothing(numbers, chance):
    mixed = list(numbers)
    chance.shuffle(mixed)

    assert law.list_hash(mixed) == law.list_hash(numbers)
    assert law.drawn("ab" * 32, mixed, 5) == law.drawn("ab" * 32, sorted(numbers), 5)


@given(NUMBERS)
def test_a_few_lines_of_python_draw_the_same(numbers):
    ours = law.drawn(law.seed_of(law.list_hash(numbers), DICE), sorted(numbers), 3)

    digest = hashlib.sha256("".join(f"{n}\n" for n in sorted(numbers)).encode()).digest()
    seed = hashlib.sha256(b"pb-lot-v1\0" + digest + DICE.encode()).digest()
    theirs = sorted(numbers, key=lambda n: hashlib.sha256(seed + n.encode()).digest())[:3]

    assert ours == theirs


def test_each_project_is_drawn_about_equally_often():
    numbers = [f"LZ-2026-{n:03d}" for n in range(1, 11)]
    counts = dict.fromkeys(numbers, 0)

    for throw in range(2000):
        seed = law.seed_of(law.list_hash(numbers), f"{throw:020d}")
        counts[law.drawn(seed, numbers, 1)[0]] += 1

    assert min(counts.values()) > 150
    assert max(counts.values()) < 250


@pytest.mark.parametrize(
    ("outcome", "refund", "no"),
    [
        ("fine", 0, BadValue),
        ("refund", 0, law.RefundUnclear),
        ("refund", 101, law.RefundUnclear),
        ("refund", -1, law.RefundUnclear),
        ("in_order", 1, law.RefundUnclear),
        ("rectify", 1, law.RefundUnclear),
    ],
)
def test_results_that_cannot_be_are_refused(outcome, refund, no):
    with pytest.raises(no):
        law.require_result(outcome, refund, 100)


@pytest.mark.parametrize(("outcome", "refund"), [("in_order", 0), ("refund", 100), ("rectify", 0)])
def test_results_that_can_be_pass(outcome, refund):
    law.require_result(outcome, refund, 100)
