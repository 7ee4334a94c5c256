"""What may be shown of a survey."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.evaluations import Band, Count, shown

counts = st.lists(st.integers(min_value=0, max_value=30), min_size=5, max_size=5)


def counted(*ones_to_fives: int) -> Count:
    """Return a count in which every question was answered alike."""
    points = tuple(ones_to_fives)
    return Count(dict.fromkeys(("overall", "useful", "quality", "openness"), points))


def test_the_satisfied_share_counts_satisfied_and_very_satisfied_of_all():
    count = counted(0, 1, 2, 3, 4)

    assert (count.answers, count.satisfied(), count.percent()) == (10, 7, 70)


def test_four_answers_are_told_as_too_few_to_tell():
    seen = shown(counted(0, 0, 0, 2, 2), limit=5)

    assert (seen.answers, seen.percents, seen.bands) == (None, None, ())


def test_large_groups_are_told_one_by_one():
    seen = shown(counted(0, 0, 5, 10, 20), limit=5)

    assert seen.bands == (
        Band("非常满意", 20),
        Band("满意", 10),
        Band("一般", 5),
        Band("不满意", 0),
        Band("很不满意", 0),
    )


def test_a_small_group_is_told_together_with_its_neighbours():
    seen = shown(counted(0, 2, 6, 3, 20), limit=5)

    assert seen.bands == (Band("满意和非常满意", 23), Band("一般、不满意和很不满意", 8))


def test_a_small_side_of_the_bar_hides_the_other_side_and_the_share():
    seen = shown(counted(1, 0, 0, 1, 9), limit=5)

    assert seen.bands == (Band("满意和非常满意", None), Band("一般、不满意和很不满意", None))
    assert (seen.answers, seen.percents["overall"], seen.verdict) == (11, None, "most")


def test_a_few_who_are_satisfied_are_not_told_apart_either():
    seen = shown(counted(5, 5, 0, 1, 1), limit=5)

    assert (seen.percents["overall"], seen.verdict) == (None, "few")


def test_all_satisfied_is_told_because_nobody_is_no_small_group():
    seen = shown(counted(0, 0, 0, 5, 6), limit=5)

    assert (seen.percents["overall"], seen.verdict) == (100, "")


def test_nobody_is_no_small_group():
    seen = shown(counted(0, 0, 0, 0, 0), limit=5)

    assert (seen.answers, seen.percents) == (0, None)


@given(counts)
def test_no_number_from_one_to_four_is_ever_told(points):
    seen = shown(counted(*points), limit=5)

    told = [seen.answers, *(band.number for band in seen.bands)]
    assert not {1, 2, 3, 4} & set(told)


@given(counts)
def test_no_hidden_group_comes_out_by_subtraction_within_its_side_of_the_bar(points):
    count = counted(*points)
    seen = shown(count, limit=5)

    if seen.answers:
        hidden = [band for band in seen.bands if band.number is None]
        assert len(hidden) in (0, len(seen.bands))
        assert all((percent is None) == bool(hidden) for percent in (seen.percents or {}).values())
    if seen.answers and not seen.verdict:
        high = [band for band in seen.bands if band.label in ("非常满意", "满意")]
        low = [band for band in seen.bands if band.label in ("一般", "不满意", "很不满意")]
        assert (len(high), len(low)) in {(2, 3), (0, 3), (2, 0), (0, 0)}
        assert all(band.number is not None for band in (*high, *low))
