"""What is typed into a search: words, numbers, codes, and the excerpt in which they are marked."""

from __future__ import annotations

import pytest

from microprojects.domain.searches import code_in, excerpt, number_in, pairs_of, sought, words_of


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("路灯 荔枝", ("路灯", "荔枝")),
        ("  ＬＥＤ　路灯，", ("led", "路灯")),
        ("3–5栋", ("35栋",)),
        ("路灯 路灯", ("路灯",)),
        ("% _ ' --", ()),
        ("一 二 三 四 五 六", ("一", "二", "三", "四", "五")),
        ("路" * 100, ("路" * 40,)),
    ],
)
def test_words_are_folded_and_at_most_five(typed, words):
    assert words_of(typed) == words


def test_a_single_character_has_no_pair():
    assert pairs_of(("灯", "充电棚")) == {"充电", "电棚"}


def test_what_is_compared_keeps_its_texts_apart():
    assert sought("巷道 LED 路灯", "三巷") == "巷道led路灯\n三巷"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("LZ-2026-014", "LZ-2026-014"), (" lz-2026-014 ", "LZ-2026-014"), ("LZ-2026", ""), ("路灯", "")],
)
def test_a_number_is_known_whatever_its_case(typed, number):
    assert number_in(typed) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("3f2a-91bc", "3f2a91bc"),
        ("4be0·a17c", "4be0a17c"),
        ("e83a 5f07 c291 4d6b", "e83a5f07c2914d6b"),
        ("3f2a91b", ""),
        ("deadbeef", ""),
        ("路灯", ""),
    ],
)
def test_a_code_is_known_however_it_is_grouped(typed, code):
    assert code_in(typed) == code


def told(text, *words):
    return "".join(f"[{piece.text}]" if piece.found else piece.text for piece in excerpt(text, words))


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("巷道 LED 路灯 40 盏", ("路灯",), "巷道 LED [路灯] 40 盏"),
        ("巷道 LED 路灯 40 盏", ("led路灯",), "巷道 [LED 路灯] 40 盏"),
        ("路灯和路灯杆", ("路灯", "灯杆"), "[路灯]和[路灯杆]"),
        ("无障碍坡道", ("路灯",), "无障碍坡道"),
        ("", ("路灯",), ""),
    ],
)
def test_every_word_is_marked_as_it_stands(text, words, marked):
    assert told(text, *words) == marked


def test_a_long_text_is_cut_around_the_first_word():
    cut = told("前" * 50 + "路灯" + "后" * 80, "路灯")

    assert cut == "…" + "前" * 14 + "[路灯]" + "后" * 44 + "…"
