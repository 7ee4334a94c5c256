"""Of what a resident is reminded in a poll: at most one thing."""

from __future__ import annotations

import pytest

from microprojects.domain.reminders import Reminder, reminder
from tests.fake_case import DAY, NOW, SECOND


@pytest.mark.parametrize(
    ("on_roll", "has_voted", "has_draft", "left", "told"),
    [
        (True, False, False, 2 * DAY, None),
        (True, False, False, DAY + SECOND, None),
        (True, False, False, DAY, Reminder.VOTE),
        (True, False, False, SECOND, Reminder.VOTE),
        (False, False, False, DAY, None),
        (True, False, True, 2 * DAY, Reminder.DRAFT),
        (True, False, True, DAY, Reminder.DRAFT),
        (False, False, True, DAY, Reminder.DRAFT),
        (True, True, True, DAY, None),
        (True, True, False, DAY, None),
        (True, False, True, 0 * DAY, None),
    ],
)
def test_a_draft_is_reminded_of_at_any_time_and_a_missing_ballot_on_the_last_day(
    on_roll, has_voted, has_draft, left, told
):
    found = reminder(on_roll=on_roll, has_voted=has_voted, has_draft=has_draft, closes_at=NOW + left, at=NOW)

    assert found == told
