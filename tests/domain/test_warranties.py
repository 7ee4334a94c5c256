"""What is kept back until a warranty is over, and for how long it is overdue."""

from __future__ import annotations

from datetime import date

import pytest

from microprojects.domain.promises import days_late
from microprojects.domain.warranties import kept_back


@pytest.mark.parametrize(
    ("paid", "freed", "left"),
    [(970, 0, 30), (1000, 0, 0), (980, 0, 20), (960, 10, 30), (975, 20, 5), (1001, 0, 0)],
)
def test_what_is_kept_back_is_the_rest_of_the_account_and_never_more_than_the_retention(paid, freed, left):
    assert kept_back(30, 1000, paid, freed) == left


@pytest.mark.parametrize(
    ("until", "days"), [(date(2026, 5, 3), 0), (date(2026, 5, 2), 0), (date(2026, 5, 1), 1), (None, 0)]
)
def test_it_is_overdue_from_the_day_after_its_last_day(until, days):
    assert days_late(until, None, date(2026, 5, 2)) == days
