"""Payments of a contract: the defaults, the exact sum, the retention."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain import tranches
from microprojects.domain.money import BadPercents, Fen, parse_yuan
from microprojects.domain.parameters import BY_KEY
from microprojects.domain.tranches import Milestone, plan

types = st.sampled_from(["works", "goods", "services"])


@pytest.mark.parametrize("type_", ["works", "goods", "services"])
def test_the_defaults_are_those_of_the_parameters(type_: str) -> None:
    assert [share for share, _ in tranches.DEFAULTS[type_]] == BY_KEY[f"payment.{type_}"].default


def test_works_are_paid_in_four_with_three_per_cent_kept_back() -> None:
    rows = tranches.tranches("works", parse_yuan("48,700.01"))

    assert [(row.number, row.amount, row.milestone) for row in rows] == [
        (1, 1_461_000, Milestone.STARTED),
        (2, 2_435_001, Milestone.PROGRESS),
        (3, 827_900, Milestone.SETTLED),
        (4, 146_100, Milestone.WARRANTY_OVER),
    ]


@given(types, st.integers(0, 10**12).map(Fen))
def test_the_payments_add_up_to_the_contract_to_the_fen(type_: str, amount: Fen) -> None:
    assert sum(row.amount for row in tranches.tranches(type_, amount)) == amount


def test_goods_may_be_paid_in_two() -> None:
    rows = tranches.tranches("goods", Fen(1000), [30, 70])

    assert [(row.amount, row.milestone) for row in rows] == [
        (300, Milestone.SIGNED),
        (700, Milestone.ACCEPTED),
    ]


def test_works_paid_at_once_wait_for_acceptance() -> None:
    assert [row.milestone for row in tranches.tranches("works", Fen(1000), [100])] == [Milestone.ACCEPTED]


def test_more_than_three_per_cent_cannot_be_kept_back() -> None:
    with pytest.raises(tranches.RetentionTooHigh) as refused:
        tranches.tranches("works", Fen(1000), [30, 50, 15, 5])

    assert str(refused.value) == "质保金留了百分之 5，最多只能留百分之 3。请改小再存。"


@pytest.mark.parametrize("percents", [[], [50], [60, 60]])
def test_shares_that_are_not_a_whole_are_refused(percents: list[int]) -> None:
    with pytest.raises(BadPercents):
        tranches.tranches("works", Fen(1000), percents)


def test_a_plan_is_the_amounts_alone() -> None:
    assert plan(Fen(100), [30, 40, 30]) == (30, 40, 30)


def test_every_milestone_has_a_chinese_name() -> None:
    assert len({stone.label for stone in Milestone}) == len(Milestone)
