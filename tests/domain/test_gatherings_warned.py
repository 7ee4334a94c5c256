"""A report is warned when it was marked bad at two gatherings in a row, whatever the marks are."""

from __future__ import annotations

from itertools import product

from microprojects.domain.gatherings import warned_twice
from microprojects.store import packaged

KIND = next(kind for kind in packaged.gathering_kinds() if any(level.warns for level in kind.levels))
BAD = next(level.word for level in KIND.levels if level.warns)
GOOD = next(level.word for level in KIND.levels if not level.warns)
MARKS = [{BAD: bad, GOOD: good} for bad, good in product(range(4), range(4))]


def is_bad(marks: dict[str, int]) -> bool:
    return marks[BAD] > marks[GOOD]


def test_two_bad_reviews_in_a_row_are_a_warning_and_nothing_else_is():
    found = {
        (index, other): warned_twice(KIND, now, before)
        for (index, now), (other, before) in product(enumerate(MARKS), enumerate(MARKS))
    }

    assert found == {(i, j): is_bad(MARKS[i]) and is_bad(MARKS[j]) for i, j in found}


def test_a_first_review_never_is_a_warning():
    assert [warned_twice(KIND, marks, None) for marks in MARKS] == [False] * len(MARKS)
