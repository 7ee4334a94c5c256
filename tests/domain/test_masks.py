"""How names, phones and small counts are shown to people who may not know them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.masks import mask_name, mask_phone, proposer_label, public_name, small_cell


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("欧阳娜娜", "欧阳**"),
        ("王小明", "王**"),
        ("司马光", "司马*"),
        ("欧阳", "欧*"),
        ("王", "王*"),
        ("", "*"),
        ("张 三", "张*"),
        ("阿卜杜拉·买买提", "阿*******"),
        ("Lin", "L**"),
    ],
)
def test_a_name_keeps_its_family_name(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_the_public_label_does_not_tell_the_length_of_a_name() -> None:
    assert [proposer_label(name) for name in ("张三", "张小明")] == ["居民（张**）", "居民（张**）"]
    assert public_name("欧阳娜娜") == "欧阳**"


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("+86 13812345678", "138****5678"),
        ("008613812345678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("0755-82345678", "*****78"),
        ("12345", "*****"),
        ("", "*****"),
    ],
)
def test_a_phone_keeps_its_ends(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@given(st.text(min_size=2, max_size=12))
def test_a_mask_never_repeats_the_name(name: str) -> None:
    if len("".join(name.split())) > 1 and "*" not in name:
        assert name not in mask_name(name)


def test_a_small_count_is_not_told_and_nobody_is() -> None:
    assert [small_cell(n) for n in (0, 1, 4, 5, 12)] == ["0", "少于5", "少于5", "5", "12"]
    assert small_cell(9, limit=10) == "少于10"
