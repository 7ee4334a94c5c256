"""What a contract bears: laws of the purse."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.errors import Refusal
from microprojects.domain.payments import (
    Instalment,
    PaymentTooHigh,
    Purse,
    Reached,
    Wish,
    require_parts,
    require_payable,
)
from microprojects.domain.tranches import Milestone

DAY = date(2026, 3, 4)
EVERYTHING = Reached(True, True, True, True, DAY - timedelta(days=1), DAY)
PLAN = (
    Instalment(1, 30, Milestone.STARTED, False),
    Instalment(2, 50, Milestone.PROGRESS, False),
    Instalment(3, 17, Milestone.SETTLED, False),
    Instalment(4, 3, Milestone.WARRANTY_OVER, True),
)
amounts = st.integers(min_value=-5, max_value=120)


def purse(**given: object) -> Purse:
    """Return the purse of a contract over 100 fen, 80 of them fiscal, nothing taken."""
    usual = {
        "amount": 100, "fiscal": 80, "social": 20, "taken": 0, "taken_fiscal": 0, "taken_social": 0,
        "received": 20,
    }  # fmt: skip
    return Purse(**(usual | given))


@given(st.lists(st.tuples(amounts, amounts, st.integers(min_value=0, max_value=5))), st.integers(0, 20))
def test_whatever_is_asked_for_in_whatever_order_no_purse_is_overdrawn(asked, received):
    fiscal = social = 0
    for fiscal_part, social_part, position in asked:
        taken = purse(taken=fiscal + social, taken_fiscal=fiscal, taken_social=social, received=received)
        wish = Wish(fiscal_part + social_part, fiscal_part, social_part, position)
        try:
            require_payable(taken, PLAN, EVERYTHING, wish)
        except Refusal:
            continue
        fiscal, social = fiscal + fiscal_part, social + social_part

    assert fiscal <= 80
    assert social <= received
    assert fiscal + social <= 100


@given(amounts, amounts, amounts)
def test_parts_pass_exactly_when_they_make_the_amount(amount, fiscal, social):
    fits = amount > 0 and fiscal >= 0 and social >= 0 and fiscal + social == amount

    try:
        require_parts(amount, fiscal, social)
        passed = True
    except Refusal:
        passed = False

    assert passed == fits


@pytest.mark.parametrize(("position", "most"), [(1, 30), (2, 80)])
def test_up_to_an_instalment_its_sum_with_those_before_may_be_paid(position, most):
    require_payable(purse(fiscal=100, social=0), PLAN, EVERYTHING, Wish(most, most, 0, position))

    with pytest.raises(PaymentTooHigh):
        require_payable(purse(fiscal=100, social=0), PLAN, EVERYTHING, Wish(most + 1, most + 1, 0, position))


def test_with_the_final_account_its_amount_less_the_retention_may_be_paid():
    settled = purse(fiscal=100, social=0, settled=60, retention=2)

    require_payable(settled, PLAN, EVERYTHING, Wish(58, 58, 0, 3))

    with pytest.raises(PaymentTooHigh):
        require_payable(settled, PLAN, EVERYTHING, Wish(59, 59, 0, 3))


@pytest.mark.parametrize(("days", "over"), [(-1, False), (0, False), (1, True)])
def test_the_warranty_is_over_the_day_after_its_last_day(days, over):
    reached = Reached(True, True, True, True, DAY, DAY + timedelta(days=days))

    assert reached.has(Milestone.WARRANTY_OVER) == over


def test_without_a_warranty_nothing_of_it_is_over():
    assert not Reached(True, True, True, True, None, DAY).has(Milestone.WARRANTY_OVER)
