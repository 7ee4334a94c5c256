"""The laws of money: reading, writing, splitting to the fen."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain import money
from microprojects.domain.money import Fen, parse_yuan, split_by_percent, wan, yuan

amounts = st.integers(min_value=0, max_value=money.CEILING - 1).map(Fen)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("12000", 1_200_000),
        ("12,000.50", 1_200_050),
        ("¥12000.5", 1_200_050),
        ("￥ 9,580", 958_000),
        ("  0 ", 0),
        ("0.01", 1),
        ("007.10", 710),
        ("99999999999.99", 9_999_999_999_999),
    ],
)
def test_an_amount_as_people_write_it_is_read_to_the_fen(typed: str, fen: int) -> None:
    assert parse_yuan(typed) == fen


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "bad-amount"),
        ("约一万", "bad-amount"),
        ("1.2万", "bad-amount"),
        ("1,2000", "bad-amount"),
        (".5", "bad-amount"),
        ("12.", "bad-amount"),
        ("1e5", "bad-amount"),
        ("12 000", "bad-amount"),
        ("--5", "bad-amount"),
        ("٣٤", "bad-amount"),
        ("¥¥5", "bad-amount"),
        ("１２０００", "bad-amount-full-width"),
        ("12，000", "bad-amount-full-width"),
        ("-5", "bad-amount-negative"),
        ("¥-5.00", "bad-amount-negative"),
        ("1.005", "bad-amount-decimals"),
        ("100000000000", "bad-amount-too-large"),
        ("9" * 5000, "bad-amount-too-large"),
    ],
)
def test_what_is_not_an_amount_is_refused_by_name(typed: str, code: str) -> None:
    with pytest.raises(money.BadAmount) as refused:
        parse_yuan(typed)

    assert refused.value.code == code
    assert len(str(refused.value)) < 80


def test_a_percent_sign_in_the_text_does_not_break_the_sentence() -> None:
    with pytest.raises(money.BadAmount) as refused:
        parse_yuan("5%(x)s")

    assert str(refused.value) == "“5%(x)s”不是一个金额。请只写数字，例如 12000 或 12,000.50。"


@given(amounts)
def test_what_is_written_is_read_back_the_same(amount: Fen) -> None:
    assert parse_yuan(yuan(amount)) == amount


@given(st.text(max_size=60))
def test_any_text_is_either_read_or_refused(text: str) -> None:
    try:
        amount = parse_yuan(text)
    except money.BadAmount:
        amount = Fen(0)

    assert 0 <= amount < money.CEILING


def test_yuan_keeps_two_decimals_and_the_sign() -> None:
    written = [yuan(Fen(n)) for n in (0, 5, 1_200_050, -12_345, 100_000_000_00)]

    assert written == ["0.00", "0.05", "12,000.50", "-123.45", "100,000,000.00"]


def test_wan_rounds_half_up_and_drops_idle_zeros() -> None:
    written = [wan(Fen(n)) for n in (1_200_000, 958_000, 5_000, 4_999, 200_000_000, -1_250_000, -1)]

    assert written == ["1.2", "0.96", "0.01", "0", "200", "-1.25", "0"]
    assert wan(Fen(958_000), places=0) == "1"


@given(
    amounts,
    st.lists(st.integers(min_value=0, max_value=50), min_size=1, max_size=8).filter(lambda w: sum(w) > 0),
)
def test_the_parts_add_up_to_the_whole_and_none_is_off_by_a_fen(amount: Fen, weights: list[int]) -> None:
    percents = [Fraction(100 * w, sum(weights)) for w in weights]

    parts = split_by_percent(amount, percents)

    assert sum(parts) == amount
    assert all(abs(part - p * amount / 100) < 1 for part, p in zip(parts, percents, strict=True))


def test_the_spare_fen_goes_to_the_largest_remainder_then_to_the_earlier_part() -> None:
    thirds = [Fraction(100, 3)] * 3

    assert split_by_percent(Fen(100), thirds) == (34, 33, 33)
    assert split_by_percent(Fen(101), [30, 40, 30]) == (30, 41, 30)
    assert split_by_percent(Fen(1), [50, 50]) == (1, 0)


@pytest.mark.parametrize("percents", [[30, 40], [], [150, -50], [30, 40, 31]])
def test_percents_that_do_not_make_a_whole_are_refused(percents: list[int]) -> None:
    with pytest.raises(money.BadPercents):
        split_by_percent(Fen(100), percents)


def test_a_share_is_exact_and_a_share_of_nothing_is_zero() -> None:
    assert money.share(Fen(1), Fen(3)) == Fraction(1, 3)
    assert money.percent(Fen(9715), Fen(10000)) == Fraction(9715, 100)
    assert money.share(Fen(5), Fen(0)) == 0
    assert money.total([Fen(1), Fen(2)]) == 3
