"""The procurement table: its bounds, its gap, and what stands in the central catalogue."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain import procurement_modes
from microprojects.domain.money import Fen, parse_yuan
from microprojects.domain.procurement_modes import Mode, next_threshold, row, rule


@pytest.mark.parametrize(
    ("type_", "typed", "mode", "quotes"),
    [
        ("works", "9,580", Mode.DIRECT, 1),
        ("services", "9,999.99", Mode.DIRECT, 1),
        ("services", "10,000", Mode.INQUIRY, 3),
        ("goods", "99,999.99", Mode.INQUIRY, 3),
        ("goods", "100,000", Mode.NEGOTIATION, 3),
        ("works", "48,700", Mode.SMALL_WORKS, 3),
        ("works", "99,999.99", Mode.SMALL_WORKS, 3),
        ("works", "100,000", Mode.CONTRACTOR_POOL, 3),
        ("works", "294,000", Mode.CONTRACTOR_POOL, 3),
        ("works", "4,000,000", Mode.TENDER, 3),
    ],
)
def test_each_amount_has_the_mode_of_its_row(type_: str, typed: str, mode: Mode, quotes: int) -> None:
    found = row(type_, parse_yuan(typed))

    assert (found.mode, found.min_quotes) == (mode, quotes)
    assert rule(type_, parse_yuan(typed)) is mode


def test_what_stands_in_the_catalogue_is_bought_centrally() -> None:
    assert rule("goods", Fen(100), in_catalogue=True) is Mode.CENTRAL


@pytest.mark.parametrize(
    ("type_", "typed"), [("works", "1,000,000"), ("works", "3,999,999.99"), ("gifts", "5")]
)
def test_a_gap_in_the_table_is_refused_and_not_guessed(type_: str, typed: str) -> None:
    with pytest.raises(procurement_modes.NoModeForAmount) as refused:
        rule(type_, parse_yuan(typed))

    assert typed.split(".")[0] in str(refused.value)


@given(st.sampled_from(["works", "goods", "services"]), st.integers(0, 10**9).map(Fen))
def test_no_amount_falls_into_two_rows(type_: str, amount: Fen) -> None:
    assert sum(r.covers(type_, amount) for r in procurement_modes.TABLE) <= 1


def test_the_next_threshold_is_where_a_stricter_row_begins() -> None:
    assert next_threshold("works", parse_yuan("9000")) == parse_yuan("10000")
    assert next_threshold("works", parse_yuan("10000")) == parse_yuan("100000")
    assert next_threshold("services", parse_yuan("100000")) == parse_yuan("4000000")
    assert next_threshold("services", parse_yuan("4000000")) is None


def test_every_mode_has_a_chinese_name() -> None:
    assert len({mode.label for mode in Mode}) == len(Mode)
