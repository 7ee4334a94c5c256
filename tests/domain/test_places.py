"""Paths, letters and names of areas."""

from __future__ import annotations

import pytest

from microprojects.domain.places import (
    LONGEST_NAME,
    BadAreaName,
    BadCode,
    BadPath,
    level_of,
    require_code,
    require_name,
)


@pytest.mark.parametrize(
    ("path", "level"),
    [("minghu", "district"), ("minghu/rongshu", "street"), ("a/b/c", "community"), ("a/b/c/grid-3", "grid")],
)
def test_the_level_of_an_area_is_the_length_of_its_path(path, level):
    assert level_of(path) == level


@pytest.mark.parametrize(
    "path", ["", "/", "a/", "/a", "a//b", "A", "1a", "a b", "a/b/c/d/e", "明湖", "a" * 40, "a\n"]
)
def test_what_is_no_path_is_refused(path):
    with pytest.raises(BadPath):
        level_of(path)


@pytest.mark.parametrize("code", ["", "L", "lz", "L1", "ABCDEFGHI", "ＬＺ", "LZ\n"])
def test_letters_that_cannot_begin_a_number_are_refused(code):
    with pytest.raises(BadCode):
        require_code(code)


def test_letters_are_two_to_eight():
    require_code("LZ")
    require_code("ABCDEFGH")


def test_a_name_loses_its_outer_spaces():
    assert require_name("  荔枝社区 ") == "荔枝社区"


@pytest.mark.parametrize("name", ["", "  ", "荔" * (LONGEST_NAME + 1), "荔枝\u202e社区"])
def test_a_name_that_cannot_be_read_is_refused(name):
    with pytest.raises(BadAreaName):
        require_name(name)
