"""Typed words are trimmed, composed and measured, and hold nothing that nobody can see."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.errors import BadValue, Refusal
from microprojects.domain.texts import TextTooLong, line, needed, paragraphs


def test_a_line_has_single_spaces_and_no_ends():
    assert line("地点", "  三巷 \n 东口　南侧 ") == "三巷 东口 南侧"


def test_paragraphs_keep_their_lines_and_lose_foreign_line_ends():
    assert paragraphs("内容", " 一。\r\n二。\r三。\n\n", limit=20) == "一。\n二。\n三。"


def test_letters_are_composed():
    assert line("地点", "Cafe\u0301") == "Café"


def test_the_limit_itself_fits_and_one_more_is_counted():
    assert line("地点", "巷" * 200) == "巷" * 200
    with pytest.raises(TextTooLong) as refusal:
        line("地点", "巷" * 201)
    assert str(refusal.value) == "“地点”写了 201 个字，最多 200 个。请删去 1 个字再交。"


@pytest.mark.parametrize("unseen", ["\x00", "\x1b", "\x7f", "\ud800", "\ue000"])
def test_what_nobody_can_see_is_refused(unseen):
    with pytest.raises(BadValue):
        line("地点", f"三{unseen}巷")
    with pytest.raises(BadValue):
        paragraphs("内容", f"三{unseen}巷", limit=9)


def test_a_text_that_is_needed_is_there():
    assert needed("地点", "三巷") == "三巷"
    with pytest.raises(BadValue):
        needed("地点", "")


@given(st.text())
def test_whatever_is_typed_is_kept_whole_or_refused(typed):
    try:
        kept = paragraphs("内容", typed, limit=50)
    except Refusal:
        return
    assert len(kept) <= 50
    assert kept == unicodedata.normalize("NFC", kept)
    assert "\x00" not in kept
    assert paragraphs("内容", kept, limit=50) == kept
