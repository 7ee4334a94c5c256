"""Unit prices: what is read from a line of costs, what is summed up, and when a reviewer is warned."""

from __future__ import annotations

import statistics
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.money import Fen
from microprojects.domain.price_items import BY_KEY, ITEMS
from microprojects.domain.prices import (
    FEWEST,
    Quantity,
    benchmark,
    is_dear,
    item_of,
    percentile,
    quantity,
    since,
    unit_price,
)

BENCH = BY_KEY["bench"]


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("24 处", "24", "处"),
        ("1,860 平方米", "1860", "平方米"),
        ("1，860平方米", "1860", "平方米"),
        ("约 12.5 米", "12.5", "米"),
        ("126㎡", "126", "平方米"),
        ("126 m²", "126", "平方米"),
        ("２０ 盏", "20", "盏"),
        ("共6张", "6", "张"),
    ],
)
def test_a_number_with_its_unit_is_read(text, number, unit):
    assert quantity(text) == Quantity(Decimal(number), unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "若干",
        "一批",
        "12",
        "张",
        "0 张",
        "2台×3",
        "3-5 张",
        "1,86 米",
        "12 张、3 把",
        "1.2.3 米",
        "-4 张",
        "12.3456 米",
    ],
)
def test_what_is_not_surely_one_number_is_not_read(text):
    assert quantity(text) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_left(text):
    found = quantity(text)

    assert found is None or found.number > 0
    assert item_of(text) is None or item_of(text) in ITEMS


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("座椅", "bench"), ("户外座椅", "bench"), ("座椅采购及安装", "bench"), ("座椅（含安装）", "bench"), ("座 椅", "bench"),
        ("aed", "defibrillator"), ("更换路灯", "street_light"), ("太阳能路灯", "solar_light"), ("公示牌", "sign"),
    ],
)  # fmt: skip
def test_names_are_folded_to_the_usual_thing(label, key):
    assert item_of(label).key == key


@pytest.mark.parametrize(
    "label", ["座椅和栏杆", "座椅、路灯", "扶手、垫子、夜灯", "灯", "设备", "路灯电费补贴", ""]
)
def test_several_things_in_one_line_are_none(label):
    assert item_of(label) is None


def test_no_name_is_of_two_things_and_each_is_found_by_its_own():
    names = [name.casefold() for item in ITEMS for name in item.names]

    assert len(names) == len(set(names))
    for item in ITEMS:
        for name in item.names:
            assert item_of(name) is item


def test_a_line_costs_its_part_of_the_account_by_its_number():
    found = unit_price("座椅", "6 张", Fen(12_000_00), settled=Fen(45_000_00), planned=Fen(50_000_00))

    assert (found.item, found.number, found.fen) == (BENCH, 6, 1_800_00)


@pytest.mark.parametrize(
    ("label", "text", "amount"),
    [("座椅", "6 平方米", 100), ("座椅", "若干", 100), ("设备", "6 张", 100), ("座椅", "6 张", 0)],
)
def test_another_unit_or_thing_is_not_compared(label, text, amount):
    assert unit_price(label, text, Fen(amount)) is None


@given(st.lists(st.integers(min_value=1, max_value=10**9), min_size=2, max_size=40))
def test_percentiles_are_those_of_the_standard_library(fens):
    ordered = sorted(fens)
    cuts = statistics.quantiles(ordered, n=100, method="inclusive")

    for percent in (25, 50, 75, 90):
        assert abs(percentile(ordered, percent) - cuts[percent - 1]) <= 1


def test_one_case_is_its_own_percentile_and_none_is_nothing():
    assert (percentile([Fen(7)], 90), percentile([], 50)) == (7, 0)


def test_few_cases_are_not_shown_and_warn_nobody():
    price = unit_price("座椅", "1 张", Fen(10**8))
    few, enough = benchmark(BENCH, [Fen(100)] * (FEWEST - 1)), benchmark(BENCH, [Fen(100)] * FEWEST)

    assert (few.is_shown, is_dear(price, few), is_dear(price, None)) == (False, False, False)
    assert (enough.is_shown, is_dear(price, enough)) == (True, True)


def test_what_nine_of_ten_paid_is_not_dear():
    known = benchmark(BENCH, [Fen(each * 100) for each in range(1, 12)])

    assert known.high == 1_000
    assert not is_dear(unit_price("座椅", "1 张", Fen(1_000)), known)
    assert is_dear(unit_price("座椅", "1 张", Fen(1_001)), known)


def test_cases_are_of_this_year_and_the_three_before():
    assert since(date(2026, 11, 28)) == date(2023, 1, 1)
