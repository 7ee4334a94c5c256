"""The size of a change decides who agrees to it, and what cannot be kept is refused."""

from __future__ import annotations

from datetime import date

import pytest

from microprojects.domain.change_sizes import (
    Agreed,
    Body,
    Standing,
    Way,
    Wish,
    approved_after,
    needs_higher_bar,
    sum_alone,
    way_of,
)
from microprojects.domain.changes import (
    BelowPaid,
    ContractGone,
    EndsBeforeStart,
    NothingChanges,
    ReturnsTooEarly,
    require_change,
    require_later,
)
from microprojects.domain.errors import BadValue
from tests.fake_case import rules

YUAN = 100
THOUSAND = 1_000 * YUAN
FOUR = Agreed(Body.OFFICER, 4 * THOUSAND)
OFFICER, LEADER = Way(Body.OFFICER, "minor"), Way(Body.LEADER, "major")


def standing(*agreed: Agreed, **changed: int) -> Standing:
    """Return a contract of 100 000 yuan, 120 000 approved, cap 400 000, with the changes that were agreed to."""
    facts = {
        "fiscal": 100 * THOUSAND + sum(each.amount for each in agreed),
        "social": 0,
        "approved_fiscal": 120 * THOUSAND,
        "approved_social": 0,
        "cap": 400 * THOUSAND,
        "paid_fiscal": 0,
        "paid_social": 0,
        **changed,
    }
    return Standing(**facts, starts_on=date(2026, 4, 1), ends_on=date(2026, 5, 31), agreed=agreed)


def wish(fiscal: int = 0, social: int = 0, days: int = 0, scope: str = "") -> Wish:
    """Return a wish for more or less money in fen."""
    return Wish(fiscal, social, days, scope)


@pytest.mark.parametrize(
    ("stand", "asked", "way"),
    [
        pytest.param(standing(), wish(days=10), OFFICER, id="days alone are the officer's"),
        pytest.param(standing(), wish(5 * THOUSAND), OFFICER, id="five per cent is the officer's"),
        pytest.param(standing(), wish(5 * THOUSAND + 1), LEADER, id="one fen more is the leader's"),
        pytest.param(standing(), wish(10 * THOUSAND), LEADER, id="ten per cent is the leader's"),
        pytest.param(
            standing(),
            wish(10 * THOUSAND + 1),
            Way(Body.COUNCIL, "percent"),
            id="one fen more is the council's",
        ),
        pytest.param(standing(FOUR), wish(THOUSAND), OFFICER, id="four and one are five"),
        pytest.param(standing(FOUR), wish(4 * THOUSAND), LEADER, id="four and four are eight"),
        pytest.param(
            standing(FOUR, FOUR),
            wish(3 * THOUSAND),
            Way(Body.COUNCIL, "percent"),
            id="four, four and three are eleven",
        ),
        pytest.param(
            standing(Agreed(Body.OFFICER, -4 * THOUSAND)),
            wish(6 * THOUSAND),
            LEADER,
            id="what was taken away first does not pay for what is added",
        ),
        pytest.param(standing(), wish(-6 * THOUSAND), LEADER, id="less counts like more"),
        pytest.param(
            standing(Agreed(Body.COUNCIL, 15 * THOUSAND)),
            wish(4 * THOUSAND),
            OFFICER,
            id="what the council decided is its own, and the per cent stay those of the original",
        ),
        pytest.param(
            standing(FOUR, Agreed(Body.COUNCIL, 0)),
            wish(4 * THOUSAND),
            LEADER,
            id="a decision of the council does not wipe out what was agreed without it",
        ),
        pytest.param(
            standing(), wish(0, scope="花坛改到东门"), Way(Body.COUNCIL, "scope"), id="another scope"
        ),
        pytest.param(
            standing(approved_fiscal=102 * THOUSAND),
            wish(3 * THOUSAND),
            Way(Body.COUNCIL, "approval"),
            id="more than was approved",
        ),
        pytest.param(
            standing(), wish(THOUSAND, THOUSAND), Way(Body.COUNCIL, "approval"), id="more social money"
        ),
        pytest.param(
            standing(cap=102 * THOUSAND), wish(3 * THOUSAND), Way(Body.COUNCIL, "cap"), id="above the cap"
        ),
        pytest.param(standing(cap=90 * THOUSAND), wish(days=5), OFFICER, id="no money above the cap"),
    ],
)
def test_the_larger_a_change_the_higher_who_decides(stand, asked, way):
    assert way_of(stand, asked, rules()) == way


def test_the_programme_sets_the_percentages():
    strict = rules(change__minor_pct=1, change__major_pct=2)

    assert [way_of(standing(), wish(n * THOUSAND), strict).body for n in (1, 2, 3)] == list(Body)


def test_the_original_is_what_was_signed_and_more_and_less_are_summed_apart():
    down = Agreed(Body.LEADER, -7 * THOUSAND)

    assert standing(FOUR, down).original == 100 * THOUSAND
    assert sum_alone((FOUR, down), 2 * THOUSAND) == 7 * THOUSAND


@pytest.mark.parametrize(("amount", "higher"), [(10 * THOUSAND, False), (10 * THOUSAND + 1, True)])
def test_more_than_ten_per_cent_needs_the_higher_bar_of_the_council(amount, higher):
    assert needs_higher_bar(standing(), wish(amount, scope="加一段"), rules()) is higher


def test_what_the_council_approves_never_falls():
    assert approved_after(standing(), wish(30 * THOUSAND, 2 * THOUSAND)) == (130 * THOUSAND, 2 * THOUSAND)
    assert approved_after(standing(), wish(-30 * THOUSAND)) == (120 * THOUSAND, 0)


@pytest.mark.parametrize(
    ("stand", "asked", "no"),
    [
        (standing(), wish(), NothingChanges),
        (standing(), wish(10**17), BadValue),
        (standing(), wish(days=1001), BadValue),
        (standing(), wish(-100 * THOUSAND), ContractGone),
        (standing(), wish(THOUSAND, -1), ContractGone),
        (standing(paid_fiscal=99 * THOUSAND), wish(-2 * THOUSAND), BelowPaid),
        (standing(), wish(days=-61), EndsBeforeStart),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_whole_sentence(stand, asked, no):
    with pytest.raises(no) as refusal:
        require_change(stand, asked)

    assert "%(" not in str(refusal.value)


@pytest.mark.parametrize(
    ("stand", "asked"),
    [
        (standing(), wish(days=-60)),
        (standing(paid_fiscal=98 * THOUSAND), wish(-2 * THOUSAND)),
        (standing(), wish(scope="换一种树")),
    ],
)
def test_what_can_be_kept_passes(stand, asked):
    require_change(stand, asked)


def test_work_goes_on_again_tomorrow_at_the_earliest():
    require_later(date(2026, 4, 2), today=date(2026, 4, 1))
    with pytest.raises(ReturnsTooEarly):
        require_later(date(2026, 4, 1), today=date(2026, 4, 1))
