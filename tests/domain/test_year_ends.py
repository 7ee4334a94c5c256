"""The closing of a year's money: before its date refused, and its sums balance to the fen in every year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.fund_shares import is_ratio, shares
from microprojects.domain.funds import CHANGED, KINDS, POCKETS, called, moves
from microprojects.domain.money import Fen
from microprojects.domain.year_ends import (
    Promised,
    YearRunning,
    closed,
    over_at,
    promised_by,
    require_over,
    seen,
    total,
)

FEN = st.integers(0, 10**12)
MIDNIGHT = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)  # 24:00 of the last day in Shanghai


def test_a_year_is_over_at_midnight_in_shanghai():
    assert over_at(2026) == MIDNIGHT


def test_a_year_is_not_closed_a_second_before_it_is_over():
    with pytest.raises(YearRunning):
        require_over(2026, MIDNIGHT - timedelta(seconds=1))


def test_a_year_is_closed_from_new_year_on():
    require_over(2026, MIDNIGHT)


def test_what_nobody_was_promised_lapses():
    found = closed(allocated=Fen(1_000), paid=Fen(300), promised=Fen(450), goes_on=False)

    assert (found.carried_fen, found.lapsed_fen, found.moved_fen) == (450, 250, 0)


def test_where_the_rules_say_so_it_goes_on_into_the_next_year():
    found = closed(allocated=Fen(1_000), paid=Fen(300), promised=Fen(450), goes_on=True)

    assert (found.carried_fen, found.lapsed_fen, found.moved_fen) == (450, 0, 250)


@given(st.lists(st.tuples(FEN, FEN, FEN, st.booleans()), max_size=20))
def test_the_sums_of_every_community_and_of_all_balance_to_the_fen(places):
    closings = [
        closed(allocated=Fen(paid + held + free), paid=Fen(paid), promised=Fen(held), goes_on=on)
        for paid, held, free, on in places
    ]

    assert all(each.balances for each in closings)
    assert total(closings).balances
    assert total(closings).allocated_fen == sum(paid + held + free for paid, held, free, _ in places)


def test_what_is_signed_names_every_figure():
    found = closed(allocated=Fen(1_000), paid=Fen(300), promised=Fen(450), goes_on=False)

    assert seen(found) == "1000-300-450-250-0"


def test_every_kind_of_line_moves_the_pockets():
    assert POCKETS.keys() == KINDS.keys()


def test_the_sign_of_a_line_says_whether_money_comes_in_goes_out_or_stays():
    assert {sign: {kind for kind in KINDS if moves(kind) == sign} for sign in (1, -1)} == {
        1: {"allocate", "adjust", "carry_over", "pay_returned", "refund", "social_received", "social_refund"},
        -1: {"pay", "lapse", "carry_out", "social_paid", "social_returned"},
    }


@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.integers(0, 10**9))))
def test_fiscal_lines_with_their_signs_add_up_to_what_the_fund_still_has(lines):
    fiscal = [(kind, fen) for kind, fen in lines if any(POCKETS[kind])]
    allocated, reserved, committed, paid, left = (
        sum(POCKETS[kind][n] * fen for kind, fen in fiscal) for n in range(5)
    )
    free = allocated - reserved - committed - paid - left

    assert sum(moves(kind) * fen for kind, fen in fiscal) == reserved + committed + free


@pytest.mark.parametrize(
    ("kind", "document", "note", "words"),
    [
        ("reserve", "", "", "立项占用"), ("reserve", "RS-1", "", "合同变更，再占用"), ("reserve", "RS-1", CHANGED, "合同变更，再占用"),
        ("commit", "RS-1", "", "签约"), ("commit", "RS-1", CHANGED, "合同变更，多签"), ("release", "RS-1", "", "释放占用"),
        ("release", "RS-1", CHANGED, "合同变更，释放占用"), ("uncommit", "", "", "撤销签约"), ("pay", "1", CHANGED, "付款"),
    ],
)  # fmt: skip
def test_what_a_change_of_the_contract_takes_is_not_called_an_approval(kind, document, note, words):
    assert called(kind, document=document, note=note) == words


def test_what_a_project_holds_is_read_off_its_lines():
    lines = [
        (7, "reserve", 500),
        (7, "commit", 400),
        (7, "pay", 150),
        (7, "social_paid", 90),
        (8, "reserve", 80),
    ]

    assert promised_by(lines) == {7: Promised(Fen(100), Fen(250)), 8: Promised(Fen(80), Fen(0))}


def test_who_holds_nothing_more_is_not_listed():
    lines = [(7, "reserve", 500), (7, "commit", 500), (7, "pay", 450), (7, "return_unspent", 50)]

    assert promised_by(lines) == {}


@given(st.integers(-(10**12), 10**12).filter(bool), st.integers(0, 9999), st.integers(1, 9999))
def test_the_parts_of_city_and_district_add_up_and_never_point_apart(amount, city, district):
    found = shares(Fen(amount), f"{city}:{district}")

    assert found.city_fen + found.district_fen == amount
    assert found.city_fen * found.district_fen >= 0


def test_the_odd_fen_is_the_district_s():
    assert (shares(Fen(101), "1:1").city_fen, shares(Fen(101), "1:1").district_fen) == (50, 51)


@pytest.mark.parametrize(
    "text", ["", "1", "1:", ":1", "0:0", "1:1:1", "1：1", "-1:2", "01:2", "1:10000", 1, None]
)
def test_what_is_no_ratio_is_none(text):
    assert not is_ratio(text)


@pytest.mark.parametrize("text", ["1:1", "0:1", "7:3", "100:0"])
def test_what_is_a_ratio_is_one(text):
    assert is_ratio(text)
