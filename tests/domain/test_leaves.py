"""How often a member came: leave is neither coming nor staying away without a word."""

from __future__ import annotations

import pytest

from microprojects.domain.leaves import Due, Record, is_missed, record

CAME, AWAY, LEAVE = Due(came=True, leave=False), Due(came=False, leave=False), Due(came=False, leave=True)
CAME_AFTER_ALL = Due(came=True, leave=True)


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ([], Record(0, 0, 0, 0)),
        ([AWAY, AWAY, AWAY, CAME], Record(4, 1, 0, 3)),
        ([CAME, AWAY, AWAY, AWAY], Record(4, 1, 0, 0)),
        ([AWAY, LEAVE, AWAY, AWAY], Record(4, 0, 1, 1)),
        ([LEAVE, AWAY, AWAY, AWAY], Record(4, 0, 1, 0)),
        ([CAME_AFTER_ALL, LEAVE], Record(2, 1, 1, 0)),
    ],
)
def test_meetings_are_counted_the_latest_first(seen, told):
    assert record(seen) == told


def test_three_running_without_leave_are_worth_a_question():
    assert [is_missed(record([AWAY] * n), 3) for n in (2, 3, 4)] == [False, True, True]
